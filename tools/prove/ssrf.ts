// Addresses inside: whatever is entered where an address can be entered, a canary inside is never called; and a link is guessed at no more than ten times.
import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import type { EndpointRun, IssuedLink, TransportForm } from '@causeway/contracts';
import { LoopbackDicomweb } from '@causeway/transport-dicomweb/testing';
import { Site } from '../bench/lib/site';
import { workspaceRoot } from '../product/workspace';
import { listening } from './doctor/broken';
import { Person } from './lib/person';
import { Canary } from './ssrf/canary';
import { addressFields, inside, unknownFields, type AddressField, settingsAt } from './ssrf/fields';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false }, guesses: { type: 'string', default: '1000' } } });
const GUESSES = values.short ? 300 : Number(values.guesses);
const MOST_EVALUATED = 10;
const PATIENCE_MS = 60_000;
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
const faults: string[] = [];
const must = (holds: boolean, sentence: string): void => { if (!holds && faults.length < 60) faults.push(sentence); };
let figures: Record<string, unknown> = {};

const canary = await Canary.start();
const inwards = `http://127.0.0.1:${canary.port}/dicom-web`;
const redirector = await listening(http.createServer((_request, response) => void response.writeHead(302, { Location: `${inwards}/studies` }).end()));
const pointing = await LoopbackDicomweb.start();
pointing.behaviour.links = inwards;
const allowed = [redirector.port, Number(new URL(pointing.url).port)].map((port) => `127.0.0.1:${port}`).join(',');
const hook = pathToFileURL(path.join(workspaceRoot(), 'tools/prove/ssrf/rebinding.mjs')).href;
const site = await Site.start({ callers: [], env: { CAUSEWAY_EGRESS_ALLOW: allowed, NODE_OPTIONS: `--import ${hook}` } });
let tried = 0;
let called = 0;
/** Who called the canary since the last look. */
function callers(): string {
  const names = canary.seen.splice(0);
  called += names.length;
  return names.join('; ');
}

async function put(kind: string, settings: object, label: string): Promise<string> {
  const id = randomUUID();
  await site.sql(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, next_probe_at) values ($1, $2, $3, 'out', 'images', $4, $5, now() + interval '1 day')`, [id, site.facilityId, kind, label, JSON.stringify(settings)]);
  return id;
}

async function run(person: Person, id: string, send: boolean): Promise<EndpointRun | null> {
  const begun = await person.ask<EndpointRun>('POST', `endpoints/${id}/runs`, { send });
  for (const until = Date.now() + PATIENCE_MS; begun.status === 202 && Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 200))) {
    const { body } = await person.ask<EndpointRun>('GET', `endpoints/${id}/runs/${begun.body.id}`);
    if (body.endedAt !== null) return body;
  }
  must(false, `A test of ${id} was answered with ${begun.status} and did not end.`);
  return null;
}

/** Entered by a person, and as if it stood there already, tested by a person and by the doctor. */
async function attack(person: Person, field: AddressField): Promise<void> {
  const places = inside(field.as, canary.port).filter((one, i) => !values.short || i % 3 === 0 || one.value.includes('rebinding'));
  for (const { value, port } of places) {
    const settings = { ...settingsAt(field, value), ...(field.as === 'host' ? { port } : {}) };
    const name = `${field.kind}.${field.path} = ${value}`;
    tried++;
    const made = await person.ask<{ code?: string }>('POST', 'endpoints', { facilityId: site.facilityId, kind: field.kind, direction: 'out', purpose: field.kind === 'hl7v2' ? 'reports' : 'images', label: `Entered ${tried}`, settings });
    must(made.status === 422 || value.includes('rebinding'), `${name} was entered and answered with ${made.status}.`);
    const id = await put(field.kind, settings, `Written ${tried}`);
    const probe = await person.ask<{ rungs?: { ok: boolean }[] }>('POST', `endpoints/${id}/probe`, {});
    must(probe.status === 200 && probe.body.rungs?.at(-1)?.ok === false, `${name} was tested and answered with ${probe.status}.`);
    if (!values.short || value.includes('rebinding')) must((await run(person, id, true))?.ok === false, `${name} passed the doctor.`);
    const who = callers();
    must(who === '', `${name}: the canary was called (${who}).`);
  }
}

/** The same places, entered by somebody at a partner in the onboarding, who has a link and no account. */
async function attackByLink(person: Person): Promise<void> {
  await site.sql(`update facility set state = 'connecting' where id = $1`, [site.facilityId]);
  const { body: link, status } = await person.ask<IssuedLink>('POST', `facilities/${site.facilityId}/links`, { purpose: 'onboarding', endpointId: null, forWhom: 'Their IT', days: 7 });
  must(status === 201, `A link for the onboarding was answered with ${status}.`);
  const token = link.address.split('#')[1] ?? '';
  for (const as of ['host', 'url'] as const) {
    for (const { value, port } of inside(as, canary.port).filter((one, i) => !values.short || i % 3 === 0 || one.value.includes('rebinding'))) {
      tried++;
      const body = as === 'host' ? { kind: 'dimse', host: value, port, aeTitle: `IN${tried}`, from: [] } : { kind: 'dicomweb', url: value };
      const answer = await fetch(`http://127.0.0.1:${site.httpPort}/api/v1/partner-links/onboarding/connection`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Partner-Link': token }, body: JSON.stringify(body) });
      await answer.arrayBuffer();
      // a name that stands for an address outside is taken; its line is tried like any other
      must(answer.status === 422 || (value.includes('rebinding') && answer.status < 500), `Onboarding, ${as} = ${value}, was answered with ${answer.status}.`);
      const who = callers();
      must(who === '', `Onboarding, ${as} = ${value}: the canary was called (${who}).`);
    }
  }
}

/** The same places as the push service of a browser, which its person's browser names. A name that points outside at first is called only after another look. */
async function attackByBrowser(person: Person): Promise<void> {
  const keys = { p256dh: createECDH('prime256v1').generateKeys('base64url'), auth: randomBytes(16).toString('base64url') };
  const urls = inside('url', canary.port).filter((one, i) => !values.short || i % 3 === 0 || one.value.includes('rebinding')).flatMap(({ value }) => [value, value.replace(/^http:/, 'https:')]);
  for (const endpoint of new Set(urls)) {
    tried++;
    const { status, body } = await person.ask<{ errors?: { pointer: string }[] }>('POST', 'notices/push', { name: `Browser ${tried}`, subscription: { endpoint, keys } });
    // refused for its address, not for anything else
    must((status === 422 && body.errors?.some((e) => e.pointer === '/subscription/endpoint') === true) || (endpoint.includes('rebinding') && status === 200), `A browser at ${endpoint} was answered with ${status}.`);
    if (status === 200) await person.ask('POST', 'notices/preferences/test/push', {});
    const who = callers();
    must(who === '', `A browser at ${endpoint}: the canary was called (${who}).`);
  }
}

/** Guesses at a link all at once: counted where they are looked at, and then the right words open nothing either. */
async function guess(person: Person): Promise<number> {
  const endpointId = await put('dimse', { host: 'pacs.example', calledAeTitle: 'X' }, 'For a link');
  const { body: link } = await person.ask<IssuedLink>('POST', `facilities/${site.facilityId}/links`, { purpose: 'retest', endpointId, forWhom: 'Their IT', days: 7 });
  const look = async (token: string): Promise<number> => {
    const answer = await fetch(`http://127.0.0.1:${site.httpPort}/api/v1/retest`, { headers: { 'X-Partner-Link': token } });
    await answer.arrayBuffer();
    return answer.status;
  };
  const right = link.address.split('#')[1] ?? '';
  must((await look(right)) === 200, 'A link does not open with the right words.');
  const answers = await Promise.all(Array.from({ length: GUESSES }, (_, n) => look(`${link.id}.guess${n}`)));
  must(answers.every((status) => [404, 410, 429].includes(status)), `Guesses were answered with ${[...new Set(answers)].join(', ')}.`);
  const [row] = await site.sql<{ tries: number; locked: boolean }>('select tries, locked_at is not null as locked from partner_link where id = $1', [link.id]);
  must((row?.tries ?? 99) <= MOST_EVALUATED && row?.locked === true, `${row?.tries} guesses were looked at, more than ${MOST_EVALUATED}.`);
  await site.sql('delete from secret_try');
  must((await look(right)) === 410, 'A link that was guessed at is not locked.');
  return row?.tries ?? -1;
}

try {
  must(await canary.wakes(), 'The canary does not count who calls it.');
  await Promise.all([site.run('main'), site.run('worker')]);
  const person = await Person.of(site, 'pa');
  const { body: forms } = await person.ask<TransportForm[]>('GET', 'transports');
  const fields = addressFields(forms);
  must(fields.length >= 3, `Only ${fields.length} fields take an address.`);
  for (const unknown of unknownFields()) must(false, `${unknown} looks like an address that is called and is not tried: try it, or say in fields.ts what it is.`);
  for (const field of fields) {
    await person.sign();
    await attack(person, field);
  }
  await attackByLink(await Person.of(site, 'ou'));
  await attackByBrowser(person);
  say(`${tried} addresses in ${fields.length + 3} fields: the canary was called ${called} times`);

  const token = { token: 'meant-for-one-origin' };
  const sentOn = await run(person, await put('dicomweb', { url: `http://127.0.0.1:${redirector.port}/dicom-web`, ...token }, 'Sends on'), true);
  must(sentOn?.rungs.some((rung) => rung.fault === 'redirected') === true, 'An address that sends on to the inside is not called so.');
  const pointed = await run(person, await put('dicomweb', { url: pointing.url }, 'Points inside'), true);
  must(pointed?.ok === true, `A service whose answers point inside does not pass: ${pointed?.rungs.find((rung) => rung.state === 'failed')?.sentence ?? ''}`);
  const who = callers();
  must(who === '', `Redirects and links in answers: the canary was called (${who}).`);

  const evaluated = await guess(person);
  say(`${GUESSES} guesses at a link at once: ${evaluated} were looked at`);
  figures = { fields: fields.length + 3, addresses: tried, canaryCalled: called, guesses: GUESSES, evaluated, seconds: Math.round((performance.now() - since) / 1000) };
} catch (error) {
  faults.push(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await Promise.allSettled([pointing.stop(), redirector.stop(), canary.stop()]);
  await site.stop();
}
for (const fault of faults.slice(0, 40)) say(fault);
const pass = faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'ssrf', pass, figures: { ...figures, faults: faults.length } })}\n`);
process.exit(pass ? 0 : 1);
