// Retention: verdicts of the running product against an oracle of its own, by jurisdiction, age, modality, later visits and holds, and what its purges then delete.
import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { chance } from './claims/tally';
import { RecordsHouse, type Exam, type StoredBytes } from './retention/house';
import { jurisdictions, lastDay, type Case } from './retention/oracle';

const { values } = parseArgs({ options: { cases: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' }, short: { type: 'boolean', default: false } } });
const CASES = values.short ? 60 : Number(values.cases);
const BATCH = 250;
const random = chance(Number(values.seed));
const since = performance.now();
const say = (line: string): void => void process.stderr.write(`${((performance.now() - since) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);

const int = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const dayFrom = (day: string, n: number): string => new Date(Date.parse(`${day}T12:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
const yearsBefore = (day: string, years: number): string => `${Number(day.slice(0, 4)) - years}${day.slice(4)}`.replace('-02-29', '-02-28');

interface Made { readonly exam: Exam; readonly c: Case; readonly held: boolean; readonly last: string }

/** Dates near the end of some rule, so that a day more or less decides. */
function caseOf(today: string, law: string | null, i: number): { c: Case; modality: string } {
  const modality = pick(['CT', 'MR', 'MG', 'CR', 'US']);
  const own = i % 11 === 0;
  const years = pick([5, 6, 7, 10, 11, 20, int(1, 25)]);
  const nudge = pick([0, 0, -1, 1, -1, int(-700, 200)]);
  const received = own && random() < 0.5 ? dayFrom(today, -90 + pick([-1, 0, 1])) : yearsBefore(dayFrom(today, nudge), years);
  const study = random() < 0.05 ? null : dayFrom(received, -int(0, 900));
  const near = pick([18, 19, 21, 25, 30]);
  const birth = random() < 0.08 ? null : random() < 0.45 ? yearsBefore(dayFrom(today, pick([-1, 0, 1, int(-400, 400)])), near) : yearsBefore(dayFrom(study ?? received, -int(0, 300)), int(19, 90));
  const visit = random() < 0.4 ? dayFrom(received, int(0, 2000)) : null;
  const c: Case = { law, received, study, birth: birth !== null && birth > (study ?? received) ? study ?? received : birth, visit: visit !== null && visit > today ? today : visit, mammogram: modality === 'MG' ? study : null, modality, own };
  return { c, modality };
}

let figures: Record<string, unknown> = {};
const faults: string[] = [];
const must = (holds: boolean, what: () => string): void => { if (!holds) faults.push(what()); };
const house = await RecordsHouse.open(1);
try {
  const [clock] = await house.sql<{ today: string }>(`select (clock_timestamp() at time zone 'UTC')::date::text as today`);
  const today = clock!.today;
  const laws = [...jurisdictions, null];
  const sites = new Map(await Promise.all(laws.map(async (law) => [law, await house.addSite(`Hospital ${law ?? 'somewhere'}`, law)] as const)));
  await house.addPeople([house.host, ...sites.values()]);
  const made: Made[] = [];
  const patients: { id: string; birth: string | null; lastVisit: string | null }[] = [];
  for (let i = 0; i < CASES; i++) {
    const law = laws[i % laws.length] ?? null;
    const { c } = caseOf(today, law, i);
    // nobody knows the person, or the person has no birth date: the same to the law
    const patient = c.birth === null && random() < 0.5 && c.visit === null ? null : randomUUID();
    if (patient !== null) patients.push({ id: patient, birth: c.birth, lastVisit: c.visit });
    made.push({ exam: { id: randomUUID(), site: sites.get(law)!, received: c.received, study: c.study, modality: c.modality, own: c.own ? 'all-instances' : 'no', state: c.own ? 'mirrored' : 'released', patient }, c, held: random() < 0.2, last: lastDay(patient === null ? { ...c, mammogram: null } : c) });
  }
  // some women had another mammogram here, years later
  for (const m of made.filter((x) => x.c.modality === 'MG' && x.exam.patient !== null && x.c.study !== null).slice(0, Math.ceil(CASES / 25))) {
    const study = dayFrom(m.c.study ?? today, int(300, 2500));
    const c: Case = { ...m.c, study, mammogram: study, own: false };
    made.push({ exam: { ...m.exam, id: randomUUID(), study, own: 'no', state: 'released' }, c, held: false, last: lastDay(c) });
    made[made.indexOf(m)] = { ...m, c: { ...m.c, mammogram: study }, last: lastDay({ ...m.c, mammogram: study }) };
  }
  await house.addPatients(patients);
  const stored = new Map<string, StoredBytes>();
  for (let at = 0; at < made.length; at += 500) for (const [id, bytes] of await house.addExams(made.slice(at, at + 500).map((m) => m.exam))) stored.set(id, bytes);
  // as the match of each exam does: it is a fact of the others of its patient, which were decided before it came
  await house.sql(`insert into job (kind, key, data) select distinct 'verdict.patient', 'verdict.patient ' || m.patient_id, jsonb_build_object('id', m.patient_id) from match m group by m.patient_id having count(*) > 1`);
  await house.sql('notify causeway_job');
  await house.until(async () => {
    const [left] = await house.sql<{ n: number }>(`select count(*)::int as n from job where kind in ('verdict.patient', 'verdict.decide') and state <> 'done'`);
    return left?.n === 0 ? true : null;
  }, 'verdicts that follow from others', 120);
  say(`${made.length} exams have a verdict`);

  const verdicts = new Map((await house.sql<{ id: string; until: string; state: string }>('select id, until::text as until, state from verdict')).map((v) => [v.id, v]));
  let [early, longer] = [0, 0];
  for (const m of made) {
    const said = verdicts.get(m.exam.id)?.until ?? '';
    const until = said === 'infinity' ? '9999-12-31' : said;
    if (until < m.last) { early++; must(false, () => `${m.c.law} ${JSON.stringify(m.c)}: kept until ${until}, the oracle says ${m.last}.`); }
    if (until > m.last) { longer++; must(false, () => `${m.c.law} ${JSON.stringify(m.c)}: kept until ${until}, longer than the oracle's ${m.last}.`); }
  }

  const held = made.filter((m) => m.held);
  for (let at = 0; at < held.length; at += 50) {
    await house.must(house.first, 'POST', '/api/v1/holds', { matter: `Matter ${at}`, custodian: 'Risk office', reason: 'Letter of counsel', examIds: held.slice(at, at + 50).map((m) => m.exam.id) });
  }
  const due = made.filter((m) => verdicts.get(m.exam.id)?.state === 'due');
  const free = due.filter((m) => !m.held);
  say(`${due.length} of them may end, ${held.length} are held`);
  const dispositions: string[] = [];
  for (let at = 0; at < free.length; at += BATCH) dispositions.push(await house.dispose(free.slice(at, at + BATCH).map((m) => m.exam.id)));
  await house.ended(dispositions);
  say(`${dispositions.length} batches are executed`);

  // As if everything else had been approved as well: what was true at the approval is not any more, and the purge has to find out by itself.
  const rest = made.filter((m) => !free.includes(m));
  const forced = randomUUID();
  await house.sql(`insert into disposition (id, state, title, facility_ids, action) values ($1, 'approved', 'Approved before things changed', array[$2::uuid], 'purge')`, [forced, house.host]);
  await house.sql(`update verdict set state = 'due', until = current_date - 1 where id = any($1::uuid[])`, [rest.map((m) => m.exam.id)]);
  await house.sql(`insert into disposition_item (disposition_id, exam_id, revision, until, because) select $1, id, 1, current_date - 1, 'forced' from unnest($2::uuid[]) as id`, [forced, rest.map((m) => m.exam.id)]);
  await house.sql(`with p as (insert into purge (id, state, disposition_id, exam_id) select gen_random_uuid(), 'ready', $1, id from unnest($2::uuid[]) as id returning id) insert into job (kind, key, data) select 'purge.run', 'purge.run ' || id, jsonb_build_object('id', id) from p`, [forced, rest.map((m) => m.exam.id)]);
  await house.sql('notify causeway_job');
  await house.ended([forced]);

  const gone = new Map((await house.sql<{ exam_id: string; on: string; signed: boolean }>(`select exam_id, (at at time zone 'UTC')::date::text as on, signature is not null as signed from tombstone`)).map((t) => [t.exam_id, t]));
  let [earlyDeletions, underHold, tornBytes, notGone] = [0, 0, 0, 0];
  for (const m of made) {
    const stone = gone.get(m.exam.id);
    const bytes = house.bytesOf(stored.get(m.exam.id)!);
    if (stone && stone.on <= m.last) { earlyDeletions++; must(false, () => `Deleted on ${stone.on}, and was to be kept until ${m.last}: ${JSON.stringify(m.c)}.`); }
    if (stone && m.held) { underHold++; must(false, () => `Deleted under a hold: ${JSON.stringify(m.c)}.`); }
    if (stone && bytes !== 'gone') notGone++;
    if (!stone && bytes !== 'whole') tornBytes++;
    must(!stone || stone.signed, () => 'A purge without a certificate.');
  }
  must(notGone === 0, () => `${notGone} purged exams still have bytes.`);
  must(tornBytes === 0, () => `${tornBytes} kept exams lost bytes.`);
  must(gone.size === free.length, () => `${gone.size} exams were purged, and ${free.length} were to be.`);
  must(free.length >= CASES / 20, () => `Only ${free.length} exams could end: the cases prove too little.`);
  const refused = Object.fromEntries((await house.sql<{ cause: string; n: number }>(`select cause, count(*)::int as n from disposition_item where disposition_id = $1 and state = 'refused' group by cause`, [forced])).map((r) => [r.cause, r.n]));
  const unknownBirth = made.filter((m) => m.c.birth === null);
  figures = {
    cases: made.length, jurisdictions: jurisdictions.length, minors: made.filter((m) => m.c.birth !== null && m.c.study !== null && Date.parse(m.c.study) - Date.parse(m.c.birth) < 18 * 365.25 * 86_400_000).length, mammograms: made.filter((m) => m.c.modality === 'MG').length,
    laterVisits: made.filter((m) => m.c.visit !== null).length, held: held.length, unknownBirth: unknownBirth.length, unknownBirthPurged: unknownBirth.filter((m) => gone.has(m.exam.id)).length,
    onTheEdge: made.filter((m) => Math.abs(Date.parse(m.last) - Date.parse(today)) <= 86_400_000).length, verdictsTooShort: early, verdictsTooLong: longer, purged: gone.size, earlyDeletions, underHold, bytesStillThere: notGone, bytesLost: tornBytes,
    refusedWhenForced: refused, seconds: Math.round((performance.now() - since) / 1000),
  };
} catch (error) {
  faults.push(`It could not go on: ${error instanceof Error ? error.message : String(error)}`);
} finally {
  await house.close();
}
for (const fault of faults.slice(0, 20)) say(fault);
const pass = faults.length === 0;
process.stdout.write(`${JSON.stringify({ name: 'retention', pass, figures: { ...figures, faults: faults.length } })}\n`);
process.exitCode = pass ? 0 : 1;
