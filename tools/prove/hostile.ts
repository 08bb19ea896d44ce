// Attacks at every door at once: no process dies, each is answered or cut in its protocol's words, honest partners are served, memory stays.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { attackDicom, loiter, sendObjects } from './hostile/dicom-door';
import { attackHttp } from './hostile/http-door';
import { honestInstead, startHonest, type HonestReport } from './hostile/honest';
import { attackMllp, loiterMllp } from './hostile/mllp-door';
import type { Outcome, Target } from './hostile/attack';
import { hostileObjects } from './hostile/objects';
import { Watch } from './hostile/watch';
import { CT, madeObjects } from '../bench/lib/made-exams';
import { stow, stowedInstead, writeFiles } from '../bench/lib/stow-sender';
import { freePortRange } from '../processes/ports';
import { House, wait } from './lib/house';
import { readStudy } from './lib/read-back';

/** Pass lines. How soon is asked only of the long form: it needs a machine that has nothing else to do. */
const ECHO_P99_MS = 500;
const RISE_MIB = 128;
/** Ordinary images taken in before the attack. */
const ORDINARY = 200;

async function warmUp(house: House, target: Target): Promise<void> {
  const [host] = await house.sql<{ id: string }>('select id from facility where host');
  const line = `insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling, addresses) values (gen_random_uuid(), $1, 'hl7v2', 'in', 'adt', $2, '{}', $2, '{}')`;
  await house.sql(line, [host!.id, 'HIS|HOME']);
  await house.sql(line, [host!.id, 'MAD|SENDING']);
  // what is loaded only for rare things is loaded before memory is looked at
  const first = (await hostileObjects(true)).filter(({ name }) => name.startsWith('cut') || name.startsWith('30')).slice(0, 3);
  await sendObjects(target, first);
  // and memory of the calm is that of doors that have work, not of doors that just opened
  const dir = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? os.tmpdir(), 'ordinary-'));
  writeFiles(dir, madeObjects({ ...CT, objects: ORDINARY }));
  const base = `http://127.0.0.1:${target.httpPort}/api/v1/dicomweb`;
  const { bad } = await stow({ base, headers: { authorization: `Bearer ${target.token}` }, connections: 4, perRequest: 20, dir });
  fs.rmSync(dir, { recursive: true, force: true });
  if (bad > 0) throw new Error(`${bad} ordinary requests were answered badly.`);
}

/** Honest objects that cannot be read back as they were sent. */
async function missingOf(house: House, { acknowledged }: HonestReport): Promise<number> {
  const studies = new Map<string, string[]>();
  for (const { study, sha256 } of acknowledged) studies.set(study, [...(studies.get(study) ?? []), sha256]);
  let missing = 0;
  for (const [study, sent] of studies) {
    for (const deadline = Date.now() + 60_000; ; await wait(500)) {
      const got = await readStudy(house.product.port, house.token, study).catch(() => new Set<string>());
      const left = sent.filter((sha256) => !got.has(sha256)).length;
      if (left > 0 && Date.now() < deadline) continue;
      missing += left;
      break;
    }
  }
  return missing;
}

/** Files in the object store that the store did not name itself. */
const strangers = (dataDir: string): number => fs.readdirSync(path.join(dataDir, 'objects'), { recursive: true }).filter((name) => !/^[0-9a-f-]{36}\.seg$/.test(String(name))).length;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } });
  const since = performance.now();
  const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
  const stowPort = await freePortRange(1);
  const house = await House.open({ callers: ['HONEST', 'HOSTILE'], env: { CAUSEWAY_QUIET_SECONDS: '5', CAUSEWAY_STOW_PORT: String(stowPort), CAUSEWAY_PUBLIC_URL: 'http://127.0.0.1' } });
  const { product } = house;
  const target: Target = { dicomPort: product.dicomPort, mllpPort: product.mllpPort, httpPort: product.port, stowPort, token: house.token, short: values.short };
  let result: { pass: boolean; figures: Record<string, unknown> } = { pass: false, figures: {} };
  const stops: (() => void)[] = [];
  try {
    const objects = await hostileObjects(values.short);
    await warmUp(house, target);
    const honest = startHonest({ dicomPort: target.dicomPort, mllpPort: target.mllpPort, httpPort: target.httpPort });
    stops.push(() => void honest.process.kill());
    await wait(values.short ? 2000 : 10_000);
    const watch = new Watch(house);
    honest.attacked();
    say('attacking');
    stops.push(loiter(target, 200, 50), loiterMllp(target, 200));
    const outcomes: Outcome[] = (await Promise.all([attackDicom(target, objects), attackMllp(target), attackHttp(target, objects)])).flat();
    for (const stop of stops.splice(1)) stop();
    say(`${outcomes.length} attacks were made`);
    await wait(1000);
    const report = await honest.report();
    const watched = watch.end();
    const missing = await missingOf(house, report);
    const verdicts = await house.verdicts();

    const wrong = outcomes.filter((one) => !one.fine);
    for (const { door, name, saw } of wrong) say(`${door}: ${name}: ${saw}`);
    const turnedAway = Object.values(report.attacked).reduce((sum, served) => sum + Object.values(served.failed).reduce((a, b) => a + b, 0), 0);
    const rise = Math.max(...Object.values(watched.riseMiB));
    // beside other proofs, as the short form runs, answers take longer and memory is collected later
    const slow = !values.short && report.attacked.echo.p99 >= ECHO_P99_MS;
    const mostRise = values.short ? 2 * RISE_MIB : RISE_MIB;
    const files = strangers(product.dataDir);
    const pass = wrong.length === 0 && watched.deaths === 0 && turnedAway === 0 && missing === 0 && files === 0 && rise < mostRise && !slow && report.attacked.store.asked > 0 && verdicts.doctor === 'clean' && verdicts.audit.whole;
    const { acknowledged, ...served } = report;
    const doors = Object.fromEntries((['dicom', 'mllp', 'http'] as const).map((door) => [door, outcomes.filter((one) => one.door === door).length]));
    result = {
      pass,
      figures: {
        attacks: doors, notAnsweredAsTheyMust: wrong.map(({ door, name, saw }) => `${door}: ${name}: ${saw}`), idleSockets: 400, slowSockets: 50,
        processDeaths: watched.deaths, riseMiB: watched.riseMiB, calmMiB: watched.calmMiB, honest: served, honestTurnedAway: turnedAway, acknowledged: acknowledged.length, acknowledgedAndMissing: missing,
        strangeFiles: files, ...verdicts, seconds: Math.round((performance.now() - since) / 1000),
      },
    };
  } catch (error) {
    say(`It could not go on: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    for (const stop of stops) stop();
    await house.close();
  }
  process.stdout.write(`${JSON.stringify({ name: 'hostile', ...result })}\n`);
  process.exitCode = result.pass ? 0 : 1;
}

if (!(await honestInstead()) && !(await stowedInstead())) await main();
