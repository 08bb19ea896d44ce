// Deletion: purges race holds, releases, sends, movements and claims on a real database and disk; nothing held is deleted, nothing live loses an image.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { inTurns } from './claims/house';
import { chance } from './claims/tally';
import { judge } from './delete-races/judge';
import { kinds, Rivals, type Kind, type Outcome, type Racer } from './delete-races/rivals';
import { RecordsHouse, type Exam, type StoredBytes } from './retention/house';

const { values } = parseArgs({ options: { races: { type: 'string', default: '2000' }, apis: { type: 'string', default: '2' }, seed: { type: 'string', default: '1' }, short: { type: 'boolean', default: false } } });
const RACES = values.short ? 24 : Number(values.races);
const BATCH = values.short ? 24 : 120;
/** Races at once; each purge waits for a moment of its own within the window, and so does its rival. */
const WIDTH = 12;
const random = chance(Number(values.seed));
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

const faults: string[] = [];
let figures: Record<string, unknown> = {};
const house = await RecordsHouse.open(values.short ? 1 : Number(values.apis));
try {
  const site = await house.addSite('Hospital without a law', 'CH');
  const partner = await house.addSite('Riverside', null);
  await house.addPeople([house.host, site, partner]);
  const endpoint = randomUUID();
  await house.sql(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, disabled_at) values ($1, $2, 'dimse', 'out', 'pacs', 'Archive', '{}', clock_timestamp())`, [endpoint, house.host]);
  const rivals = new Rivals(house, partner, endpoint);
  const outcomes: Outcome[] = [];
  const bytes = new Map<string, StoredBytes>();
  // when a rival has to come to meet the purge, learned from race to race for each kind: earlier where it came too late
  const meets = new Map<Kind, number>(kinds.map((kind) => [kind, 120]));
  for (let done = 0; done < RACES; done += BATCH) {
    const size = Math.min(BATCH, RACES - done);
    const racers: Racer[] = [];
    const patients = Array.from({ length: size }, () => ({ id: randomUUID(), birth: '1950-02-14', lastVisit: null }));
    await house.addPatients(patients);
    const exams = patients.map((p, i): Exam => ({ id: randomUUID(), site, received: '2009-03-03', study: '2009-03-01', modality: 'CT', own: 'no', state: kinds[i % kinds.length] === 'claim' ? 'quarantined' : 'released', patient: p.id, source: partner }));
    for (const [id, at] of await house.addExams(exams)) bytes.set(id, at);
    for (const [i, x] of exams.entries()) racers.push(await rivals.prepare(x.id, kinds[i % kinds.length]!, x.patient!));
    const batch = await house.endorsed(exams.map((x) => x.id));
    await house.sql(`create or replace function hold_back() returns trigger language plpgsql as $$ begin if new.kind = 'purge.run' and new.due_at < clock_timestamp() + interval '1 hour' then new.due_at := clock_timestamp() + interval '1 day'; end if; return new; end $$`);
    await house.sql('create or replace trigger hold_back before insert on job for each row execute function hold_back()');
    await house.approve(batch);
    await house.sql('drop trigger hold_back on job');
    const jobs = new Map((await house.sql<{ exam_id: string; key: string }>(`select exam_id, 'purge.run ' || id as key from purge where disposition_id = $1`, [batch])).map((j) => [j.exam_id, j.key]));
    await rivals.typePasswords();
    for (const [i, racer] of racers.entries()) if (racer.kind === 'release') racers[i] = await rivals.hold(racer);
    await rivals.typePasswords();
    const begun = performance.now();
    await inTurns(racers, WIDTH, async (racer) => {
      if (performance.now() - begun > 45_000) await rivals.typePasswords();
      const [purgeFirst, rivalFirst] = [random() * 10, (0.5 + random()) * (meets.get(racer.kind) ?? 0)];
      const purge = async (): Promise<void> => {
        await pause(purgeFirst);
        await house.sql(`update job set due_at = clock_timestamp(), offered_at = null where key = $1 and state = 'waiting'`, [jobs.get(racer.exam)]);
        await house.sql('notify causeway_job');
      };
      const [outcome] = await Promise.all([pause(rivalFirst).then(() => rivals.act(racer)), purge()]);
      outcomes.push(outcome);
      const ended = await house.until(async () => {
        const [row] = await house.sql<{ state: string }>(`select state from purge where exam_id = $1 and state <> 'ready'`, [racer.exam]);
        return row?.state ?? null;
      }, 'a purge', 120);
      const rivalWasLate = racer.kind === 'release' ? ended === 'refused' : ended !== 'refused';
      meets.set(racer.kind, Math.min(5000, Math.max(2, (meets.get(racer.kind) ?? 0) * (rivalWasLate ? 0.87 : 1.15))));
    });
    await house.ended([batch]);
    const mine = outcomes.slice(-size);
    const [gone] = await house.sql<{ n: number }>('select count(*)::int as n from tombstone where exam_id = any($1::uuid[])', [mine.map((o) => o.racer.exam)]);
    say(`${outcomes.length} races: ${gone?.n} of the last ${size} exams were purged`);
  }
  const judged = await judge(house, outcomes, bytes, (sentence) => void (faults.length < 100 && faults.push(sentence)));
  const lopsided = values.short ? [] : Object.entries(judged.byKind).filter(([, n]) => Math.min(n.kept, n.purged) < RACES / kinds.length / 20);
  for (const [kind, n] of lopsided) faults.push(`${kind}: ${n.purged} purged and ${n.kept} kept is no race.`);
  figures = { races: outcomes.length, deletedUnderHold: judged.underHold, filesMissingForMovement: judged.missingForMovement, missingForSend: judged.missingForSend, deletedUnderClaim: judged.underClaim, bytesLost: judged.torn, bytesStillThere: judged.stillThere, unexplained: judged.unexplained, byKind: judged.byKind, seconds: Math.round((performance.now() - since) / 1000) };
} catch (error) {
  faults.push(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await house.close();
}
for (const fault of faults.slice(0, 20)) say(fault);
const pass = faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'delete-races', pass, figures: { ...figures, faults: faults.length } })}\n`);
process.exitCode = pass ? 0 : 1;
