import { SaveCommittee } from '@causeway/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Committees } from '../policies/committees';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { specUid } from '../testing/exams';
import { bench, type Bench } from '../testing/harness';
import { Figures } from './figures';
import { ProgrammeGoalsRead } from './goals';
import { countReleases } from './releases';
import { ProgrammeVisitsRead } from './visits';
import { ProgrammeWorkRead } from './work';

let b: Bench;
let figures: Figures;
let gm: Caller;
let pa: Caller;
let partner: string;

beforeAll(async () => {
  b = await bench();
  figures = new Figures(b.acts, b.settings);
  pa = await callerOf(b, await b.person('pa'));
});
afterAll(() => b.close());
beforeEach(async () => {
  await b.acts.read('delete from case_exam');
  await b.acts.read('delete from exam_release');
  await b.acts.read(`update inbound set state = 'rejected' where state = 'released'`);
  await b.acts.read('delete from appointment');
  await b.acts.read('delete from request_out');
  await b.acts.read('delete from committee');
  await b.acts.read(`update facility set state = 'retired' where not host`);
  partner = await b.facility(`Lakeview ${Math.random()}`, { tier: 'strategic' });
  gm = await callerOf(b, await b.person('gm'));
});

const count = (): Promise<number> => b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, (act) => countReleases(act));
const arrived = async (more: { readonly line?: string; readonly door?: string } = {}): Promise<string> => {
  const id = newId();
  await b.acts.read(`insert into exam (id, study_uid, head, door, source_facility_id, first_at) values ($1, $2, '{}', $3, $4, clock_timestamp() - interval '30 minutes')`, [id, specUid(), more.door ?? 'dimse', partner]);
  await b.acts.read(`insert into inbound (id, state, facility_ids, service_line) values ($1, 'triaging', $2, $3)`, [id, [b.host, partner], more.line ?? 'neurology']);
  return id;
};
const release = (id: string): Promise<unknown> => b.acts.read(`update inbound set state = 'released', state_since = clock_timestamp() where id = $1`, [id]);
const did = (who: Caller['actor'], kind: string, id: string, action: string): Promise<void> => b.acts.run(who, (act) => Promise.resolve(act.audit({ action, object: { kind, id } })));
const released = async (acts: readonly string[] = [], more: { readonly line?: string; readonly door?: string } = {}): Promise<string> => {
  const id = await arrived(more);
  for (const action of acts) await did(pa.actor, 'inbound', id, action);
  await release(id);
  return id;
};
const stored = (id: string) => b.acts.read<{ touches: number; acts: string[] }>('select touches, acts from exam_release where exam_id = $1', [id]).then(([row]) => row);
const spans = async (measure: string, caller = gm) => (await figures.all(caller)).find((m) => m.measure === measure)?.spans.map((s) => (s.few ? 'few' : s.value));

describe('a release', () => {
  it('is counted once, with what persons did before: not what a program did, not looking, not what came after', async () => {
    const id = await arrived();
    const match = newId();
    await b.acts.read(`insert into match (id, exam_id, attempt, revision, state) values ($1, $2, 1, 1, 'matched')`, [match, id]);
    await did(pa.actor, 'match', match, 'match.accept');
    await did(pa.actor, 'inbound', id, 'inbound.checklist-saved');
    await did(pa.actor, 'inbound', id, 'inbound.checklist-saved');
    await did(pa.actor, 'exam', id, 'exam.viewed');
    await did({ kind: 'system', id: 'inbound', name: 'Causeway' }, 'inbound', id, 'inbound.approve');
    await release(id);
    await did(pa.actor, 'inbound', id, 'inbound.need-set');
    const quiet = await released();
    expect([await count(), await count()]).toEqual([2, 0]);
    expect(await stored(id)).toEqual({ touches: 3, acts: ['inbound.checklist-saved', 'match.accept'] });
    expect(await stored(quiet)).toEqual({ touches: 0, acts: [] });
  });

  it('counts handwork on the disc an exam came on, and is counted again when it is released again', async () => {
    const id = await arrived({ door: 'disc' });
    const parcel = newId();
    await b.acts.read(`insert into parcel (id, form, state, facility_ids, bytes) values ($1, 'folder', 'read', $2, 10)`, [parcel, [b.host]]);
    await b.acts.read('insert into parcel_exam (parcel_id, exam_id, instances) values ($1, $2, 1)', [parcel, id]);
    await did(pa.actor, 'parcel', parcel, 'parcel.made');
    await release(id);
    await count();
    expect(await stored(id)).toMatchObject({ touches: 1 });
    await did(pa.actor, 'inbound', id, 'inbound.reopen');
    await release(id);
    expect(await count()).toBe(1);
    expect(await stored(id)).toEqual({ touches: 2, acts: ['inbound.reopen', 'parcel.made'] });
  });
});

describe('a measure', () => {
  it('is a share of the exams a person may be told of, is not shown of fewer than five, and leads to what it is made of', async () => {
    for (let i = 0; i < 4; i++) await released();
    const touched = await released(['inbound.approve', 'inbound.approve']);
    await count();
    expect(await spans('straight-through')).toEqual([800, 800, 800]);
    expect(await spans('hours-to-release')).toEqual([30, 30, 30]);
    const lead = await callerOf(b, await b.person('sl', { serviceLines: ['cardiology'] }));
    expect(await spans('straight-through', lead)).toEqual([null, null, null]);
    await b.acts.read(`update exam_release set released_at = released_at - interval '40 days' where exam_id <> $1`, [touched]);
    expect(await spans('straight-through')).toEqual(['few', 800, 800]);
    const behind = await figures.behind('straight-through', { days: 90, hit: 'no', limit: 10 }, gm);
    expect(behind.rows).toMatchObject([{ id: touched, amount: 0, notes: ['inbound.approve'], facility: expect.stringContaining('Lakeview') as string }]);
    expect((await figures.behind('straight-through', { days: 90, limit: 10 }, lead)).rows).toEqual([]);
    const first = await figures.behind('straight-through', { days: 90, limit: 2 }, gm);
    const second = await figures.behind('straight-through', { days: 90, limit: 10, cursor: first.next ?? '' }, gm);
    expect(new Set([...first.rows, ...second.rows].map((r) => r.id)).size).toBe(5);
  });

  it('counts requests that were whole before they were needed, and partners that are live, by tier', async () => {
    const asked = (state: string, neededDaysAgo: number, endedDaysAgo: number): Promise<unknown> => b.acts.read(
      `insert into request_out (id, state, state_since, facility_id, facility_ids, service_line, legal_basis, purpose, subject, wanted, urgency, needed_by, sent_at)
       values (gen_random_uuid(), $1, clock_timestamp() - make_interval(days => $2), $3, $4, 'neurology', 'treatment', 'treatment', '{}', '[]', 'medium', clock_timestamp() - make_interval(days => $5), clock_timestamp() - interval '50 days')`, [state, endedDaysAgo, partner, [b.host, partner], neededDaysAgo]);
    await asked('fulfilled', 5, 6);
    await asked('fulfilled', 6, 5);
    await asked('sent', 3, 40);
    await asked('expired', 4, 3);
    await asked('fulfilled', 2, 9);
    await asked('fulfilled', -2, 1);
    await asked('cancelled', 4, 8);
    expect(await spans('requests-in-time')).toEqual([400, 400, 400]);
    await b.facility(`Harbor ${Math.random()}`);
    expect([await spans('partners-live'), await spans('strategic-live')]).toEqual([[2, 2, 2], [1, 1, 1]]);
    expect((await figures.behind('strategic-live', { limit: 5 }, gm)).rows.map((r) => r.id)).toEqual([partner]);
  });

  it('is what a goal of a committee is held against; a committee saved without goals keeps them', async () => {
    for (let i = 0; i < 5; i++) await released(i === 0 ? ['inbound.approve'] : []);
    await count();
    const chairPerson = await b.person('gc');
    const chair = await callerOf(b, chairPerson);
    const committees = new Committees(b.acts);
    const body = (more: object) => SaveCommittee.parse({ name: 'Imaging', kinds: ['match'], quorumPermille: 500, noticeDays: 0, votingDays: 7, members: [{ personId: chairPerson.id, constituency: 'clinical' }], ...more });
    const goal = (words: string, target: number, byOn: string | null) => ({ words, measure: 'straight-through', days: 30, target, byOn });
    const id = await committees.save(chair, null, body({ measured: [goal('Four of five', 800, null), goal('Nearly all', 950, '2020-01-01'), goal('Nearly all, later', 950, '2099-01-01')] }));
    const view = await new ProgrammeGoalsRead(b.acts, figures, b.settings).view(gm);
    expect(view.goals.map((g) => [g.words, g.value, g.standing])).toEqual([['Four of five', 800, 'met'], ['Nearly all', 800, 'missed'], ['Nearly all, later', 800, 'open']]);
    expect(view.countedUntil).not.toBeNull();
    await committees.save(chair, id, body({ version: 0 }));
    expect((await committees.all(chair)).committees[0]?.measured).toHaveLength(3);
    await committees.save(chair, id, body({ version: 1, measured: [] }));
    expect((await committees.all(chair)).committees[0]?.measured).toEqual([]);
  });
});

it('says by month and partner how much handwork there was, which acts, and who uses the exchange', async () => {
  for (let i = 0; i < 5; i++) await released(['inbound.checklist-saved', 'inbound.approve']);
  await released([], { line: 'cardiology' });
  await count();
  const read = new ProgrammeWorkRead(b.acts, b.settings);
  const view = await read.view(gm);
  expect(view.months.at(-1)).toMatchObject({ n: 6, value: 167, touches: 10 });
  expect(view.partners).toMatchObject([{ facilityId: partner, n: 6, touches: 10 }]);
  expect(view.acts).toEqual([{ act: 'inbound.approve', exams: 5 }, { act: 'inbound.checklist-saved', exams: 5 }]);
  const lead = await callerOf(b, await b.person('sl', { serviceLines: ['cardiology'] }));
  const own = await read.view(lead);
  expect(own.months.at(-1)).toMatchObject({ n: null, few: true, touches: null });
  expect(new Set(own.uptake.map((u) => u.line))).toEqual(new Set(['cardiology']));
  expect(view.uptake.find((u) => u.line === 'neurology' && u.what === 'exams')?.months.at(-1)?.n).toBeGreaterThan(4);
});

it('says which visits have their priors in, how long before, and what acted ahead', async () => {
  const visit = async (inHours: number, releasedBefore: boolean | null): Promise<void> => {
    const c = newId();
    await b.acts.read(`insert into exchange_case (id, state, use_case, urgency, profile, service_line, facility_ids, subject) values ($1, 'open', 'U18', 'low', 'x', 'neurology', $2, '{}')`, [c, [b.host]]);
    await b.acts.read(`insert into exchange_entry (kind, subject_id, what, by_kind, by_id, by_name) values ('case', $1, 'opened', 'sender', 's', 's')`, [c]);
    await b.acts.read(`insert into appointment (id, sender, placer, starts_at, service_line, facility_ids, subject, case_id) values (gen_random_uuid(), 's', $1, clock_timestamp() + make_interval(mins => $2), 'neurology', $3, '{}', $4)`, [c, inHours * 60, [b.host], c]);
    if (releasedBefore === null) return;
    const exam = await released();
    await count();
    await b.acts.read(`update exam_release set released_at = (select starts_at from appointment where case_id = $2) + make_interval(hours => $3) where exam_id = $1`, [exam, c, releasedBefore ? -48 : 2]);
    await b.acts.read('update inbound x set state_since = r.released_at from exam_release r where r.exam_id = x.id and x.id = $1', [exam]);
    await b.acts.read(`insert into case_exam (case_id, exam_id, by_name) values ($1, $2, 's')`, [c, exam]);
  };
  for (let i = 0; i < 4; i++) await visit(-24, true);
  await visit(-24, false);
  await visit(-24, null);
  await visit(24, null);
  await visit(30, true);
  const view = await new ProgrammeVisitsRead(b.acts).view(gm);
  expect(view.past).toMatchObject({ visits: 6, n: 5, value: 800, leadHours: 48, chasedDays: null });
  expect(view.ahead).toMatchObject({ visits: 2, reviewed: 2, ready: 1, waiting: 0 });
  expect(view.began).toMatchObject({ reviewsBySystem: 8, reviewsByPeople: 0 });
  expect(await spans('visits-ready')).toEqual([800, 800, 800]);
});
