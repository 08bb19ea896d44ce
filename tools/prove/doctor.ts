// The doctor: connections of real software, each broken in one known way, and every one named correctly, with both values and a card for the other side.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { EndpointRun } from '@causeway/contracts';
import { Site } from '../bench/lib/site';
import type { Broken, Making } from './doctor/broken';
import { dicomCases } from './doctor/dicom';
import { tlsCases } from './doctor/tls';
import { webCases } from './doctor/web';
import { Person } from './lib/person';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const LEAST = 20;
const PATIENCE_MS = 60_000;
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const faults: string[] = [];
let figures: Record<string, unknown> = {};
/** The short form leaves out every third. */
const all: readonly Making[] = [...dicomCases, ...tlsCases, ...webCases].filter((_, i) => !values.short || i % 3 !== 2);
const [site, made] = await Promise.all([Site.start({ callers: [] }), Promise.allSettled(all.map((make) => make()))]);
const cases = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
for (const one of made) if (one.status === 'rejected') faults.push(`A connection could not be broken: ${String(one.reason)}`);

/** Tests the connection as a person does, and says what is not as it must be; null when it is named correctly. */
async function examined(person: Person, broken: Broken): Promise<string | null> {
  const id = randomUUID();
  await site.sql(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, next_probe_at) values ($1, $2, $3, 'out', $4, $5, $6, now() + interval '1 day')`, [id, site.facilityId, broken.kind, broken.purpose, broken.name, JSON.stringify(broken.settings)]);
  const begun = await person.ask<EndpointRun>('POST', `endpoints/${id}/runs`, { send: broken.send ?? false });
  if (begun.status !== 202) return `the test was answered with ${begun.status}`;
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await new Promise((resolve) => setTimeout(resolve, 250))) {
    const { body: run } = await person.ask<EndpointRun>('GET', `endpoints/${id}/runs/${begun.body.id}`);
    if (run.endedAt !== null) return wrongOf(run, broken);
  }
  return 'the test did not end';
}

function wrongOf(run: EndpointRun, broken: Broken): string | null {
  // a storage provider answers no query either: what the case is about is looked for, and nothing else may be red before it
  const red = run.rungs.filter((rung) => rung.state === 'failed');
  const rung = red.find((one) => one.rung === broken.rung);
  if (!rung) return `no red rung ${broken.rung}, but ${red.map((one) => `${one.rung} (${one.fault})`).join(', ') || 'none'}`;
  if (red[0] !== rung && !broken.send) return `${red[0]?.rung} is red before ${broken.rung}`;
  if (rung.fault !== broken.fault) return `it is called ${rung.fault}, not ${broken.fault}: ${rung.sentence}`;
  const missing = broken.says.filter((words) => !rung.sentence.includes(words));
  if (missing.length > 0) return `the sentence does not say ${missing.join(' and ')}: ${rung.sentence}`;
  if (!run.card || run.card.steps.length === 0) return 'there is no card for the other side';
  return null;
}

try {
  await Promise.all([site.run('main'), site.run('worker')]);
  const person = await Person.of(site, 'pa');
  say(`${cases.length} connections are broken`);
  const results = await Promise.all(cases.map(async (broken) => ({ broken, wrong: await examined(person, broken) })));
  for (const { broken, wrong } of results) {
    if (wrong) faults.push(`${broken.name}: ${wrong}`);
    if (!values.short) say(`${wrong ? 'NOT named' : 'named'}: ${broken.name} (${broken.fault})`);
  }
  const named = results.filter(({ wrong }) => wrong === null).length;
  if (results.length < LEAST) faults.push(`Only ${results.length} connections were broken, fewer than ${LEAST}.`);
  figures = { connections: results.length, named, kinds: [...new Set(cases.map((one) => one.fault))].length, seconds: Math.round((performance.now() - since) / 1000) };
} catch (error) {
  faults.push(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await Promise.allSettled(cases.map((one) => one.stop()));
  await site.stop();
}
for (const fault of faults.slice(0, 40)) say(fault);
const pass = faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'doctor', pass, figures: { ...figures, faults: faults.length } })}\n`);
process.exit(pass ? 0 : 1);
