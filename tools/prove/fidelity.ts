// Fidelity: every object comes back by WADO-RS as it came in, through each door; private elements and names survive delivery to dcmtk.
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import argon2 from 'argon2';
import { Site } from '../bench/lib/site';
import { deliver } from './fidelity/delivered';
import { retrieve, store, stow } from './fidelity/doors';
import { corpusRoot, passes, readSamples, type Sample } from './fidelity/samples';

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
const PASSWORD = 'four words for fidelity';
const DOORS = ['c-store', 'stow-rs'] as const;
const PATIENCE_MS = 120_000;

/** Somebody who may open every exam, also what is held for a look: the cookie of their session. */
async function signIn(site: Site): Promise<string> {
  const hash = await argon2.hash(PASSWORD, { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  await site.sql(
    `insert into person (id, username, name, initials, title, roles, facilities, service_lines, password_hash) select $1, 'looker', 'Looker', 'LO', 'PACS administrator', '{pa}', array(select id from facility), '{}', $2`,
    [randomUUID(), hash]);
  const answer = await fetch(`http://127.0.0.1:${site.httpPort}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'looker', password: PASSWORD }) });
  if (answer.status !== 204) throw new Error(`Signing in answered ${answer.status}.`);
  return (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

/** The exams can be opened once the worker has looked at them. */
async function untilVisible(site: Site): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await new Promise((resolve) => setTimeout(resolve, 100))) {
    const [row] = await site.sql<{ entries: number; exams: number }>(`select (select count(*)::int from daybook) as entries, (select count(*)::int from job where kind = 'exam.extend' and state in ('waiting', 'active')) as exams`);
    const { entries, exams } = row!;
    if (entries + exams === 0) return;
    if (Date.now() > deadline) throw new Error(`${entries} entries wait to be posted, and ${exams} exams for the worker.`);
  }
}

interface Through {
  same: number;
  readonly faults: string[];
}

/** Through one door and out again, pass by pass; sentences about what is not as it was. */
async function through(door: (typeof DOORS)[number], groups: readonly (readonly Sample[])[]): Promise<Through> {
  const site = await Site.start();
  const result: Through = { same: 0, faults: [] };
  try {
    await Promise.all([site.run('main'), site.run('receiver'), site.run('worker')]);
    const base = `http://127.0.0.1:${site.httpPort}/api/v1/dicomweb`;
    const cookie = await signIn(site);
    for (const samples of groups) {
      // other objects under the same UIDs: what the pass before left would make them conflicts
      await site.sql('truncate exam cascade');
      const faults = door === 'c-store' ? await store(site.dicomPort, samples) : await stow(base, site.token, samples);
      await untilVisible(site);
      for (const sample of samples) {
        const back = await retrieve(base, cookie, sample);
        if (typeof back === 'string') faults.push(`${sample.name}: ${back}`);
        else if (createHash('sha256').update(back).digest('hex') !== sample.sha256) faults.push(`${sample.name}: other bytes came back`);
        else result.same++;
      }
      result.faults.push(...faults.map((fault) => `${door}: ${fault}`));
      say(`${door}: ${samples.length} objects went in, ${result.same} came back the same so far`);
    }
    return result;
  } finally {
    await site.stop();
  }
}

const temp = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? os.tmpdir(), 'causeway-fidelity-'));
const faults: string[] = [];
let figures: Record<string, unknown> = {};
try {
  const samples = await readSamples(values.short ? null : corpusRoot());
  const groups = passes(samples.valid);
  say(`${samples.valid.length} valid objects (${samples.from}), in ${groups.length} passes; not valid: ${JSON.stringify(samples.invalid)}`);
  for (const line of samples.turnedDown) say(`not valid: ${line}`);
  const results = await Promise.all(DOORS.map((door) => through(door, groups)));
  const same = Object.fromEntries(results.map((result, i) => [DOORS[i]!, result.same]));
  faults.push(...results.flatMap((result) => result.faults));
  // one of each UID is enough: storescp keeps files by UID
  const delivered = await deliver(groups[0]!, temp);
  faults.push(...delivered.faults);
  const { faults: _told, ...counts } = delivered;
  say(`delivered: ${JSON.stringify(counts)}`);
  if (delivered.privateElements === 0 || delivered.iso2022 === 0) faults.push('Nothing was shown about private elements or names in ISO 2022.');
  figures = {
    objects: samples.valid.length, from: samples.from, notValid: samples.invalid, repeated: samples.repeated, syntaxes: new Set(samples.valid.map((s) => s.transferSyntaxUid)).size,
    classes: new Set(samples.valid.map((s) => s.sopClassUid)).size, same, delivered: counts,
  };
} catch (error) {
  faults.push(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  fs.rmSync(temp, { recursive: true, force: true });
}
for (const fault of faults.slice(0, 40)) say(fault);
const pass = faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'fidelity', pass, figures: { ...figures, differences: faults.length, seconds: Math.round((performance.now() - since) / 1000) } })}\n`);
process.exitCode = pass ? 0 : 1;
