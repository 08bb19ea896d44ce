import { SaveList } from '@causeway/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callerOf } from '../../testing/caller';
import { exchangeOf } from '../../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../../testing/harness';
import { drain } from '../../testing/worker';
import { StandingLists } from './lists';
import { ListReads } from './lists.read';
import { ListRounds } from './round.run';

let b: Bench;
let lists: StandingLists;
let reads: ListReads;
let liaison: SpecPerson;
let colleague: SpecPerson;
let hillview: string;
const as = (p: SpecPerson) => callerOf(b, p);

beforeAll(async () => {
  b = await bench();
  lists = new StandingLists(b.acts, b.settings);
  reads = new ListReads(b.acts);
  hillview = await b.facility('Hillview', { issuer: 'OUTSIDE' });
});
beforeEach(async () => {
  liaison = await b.person('li', { facilities: [b.host, hillview], serviceLines: ['oncology'] });
  colleague = await b.person('li', { facilities: [b.host, hillview], serviceLines: ['oncology'] });
});
afterAll(() => b.close());

const patient = (family: string, value = `OUT-${family}`) => ({ family, given: 'Spec', birthDate: '1961-03-12', sex: 'F' as const, identifier: { value, issuer: 'OUTSIDE' } });
const form = (more: Partial<SaveList> = {}): SaveList => SaveList.parse({
  name: `Tuesday clinic ${Math.random()}`, facilityId: hillview, serviceLine: 'oncology', weekday: 2, neededWithinDays: 5, patients: [patient('Abel'), patient('Baker')],
  ask: { legalBasis: 'treatment', purpose: 'comparison', wanted: [{ modality: 'MR', what: 'MR spine' }], withReports: true, urgency: 'medium' }, ...more,
});
const detail = async (id: string, who = liaison) => reads.detail(id, await as(who));
/** As the days pass: the next round is due. */
async function aWeekOn(id: string): Promise<void> {
  await b.acts.read(`update standing_list set next_at = clock_timestamp() - interval '1 second' where id = $1`, [id]);
  await b.acts.read(`update job set due_at = clock_timestamp() where kind = 'request.round' and state = 'waiting' and data->>'id' = $1`, [id]);
  await drain(b, { only: ['request.round'] });
}

describe('a standing list', () => {
  it('asks for each of its patients on its day, and the week after for those whose answer has come', async () => {
    const id = await lists.create(await as(liaison), form());
    expect(await detail(id)).toMatchObject({ patients: 2, paused: null, last: null, what: 'MR spine' });
    expect(new Date((await detail(id)).nextAt ?? '').getTime()).toBeGreaterThan(Date.now());
    await aWeekOn(id);
    const first = await detail(id);
    expect(first.last).toMatchObject({ asked: 2, skipped: 0, refused: 0 });
    expect(first.people.map((p) => p.request?.state)).toEqual(['sent', 'sent']);
    expect(first.runs[0]?.results.map((r) => r.outcome)).toEqual(['asked', 'asked']);
    const [made] = await b.acts.read<{ requester_id: string; needed: number }>(`select requester_id, round(extract(epoch from needed_by - made_at) / 86400)::int as needed from request_out where list_id = $1 limit 1`, [id]);
    expect(made).toEqual({ requester_id: liaison.id, needed: 5 });

    await b.acts.read(`update request_out set state = 'fulfilled' where id = $1`, [first.people[0]?.request?.id]);
    await aWeekOn(id);
    const second = await detail(id);
    expect(second.last).toMatchObject({ asked: 1, skipped: 1, refused: 0 });
    expect(second.runs[0]?.results.map((r) => [r.outcome, r.why])).toEqual([['asked', null], ['skipped', 'still-open']]);
    expect(new Date(second.nextAt ?? '').getTime()).toBeGreaterThan(Date.now());
  });

  it('asks for nobody twice in a round, however often its work is begun', async () => {
    const id = await lists.create(await as(liaison), form());
    await b.acts.read(`update standing_list set next_at = clock_timestamp() - interval '1 second' where id = $1`, [id]);
    const rounds = () => new ListRounds(b.acts, exchangeOf(b).requestMoves, b.settings).run(id);
    await Promise.all([rounds(), rounds()].map((p) => p.catch(() => undefined)));
    await rounds();
    const [n] = await b.acts.read<{ n: number; rounds: number }>('select (select count(*)::int from request_out where list_id = $1) as n, (select count(*)::int from standing_list_run where list_id = $1) as rounds', [id]);
    expect(n).toEqual({ n: 2, rounds: 1 });
  });

  it('stands still while it is paused, and goes on at its next day', async () => {
    const id = await lists.create(await as(liaison), form());
    await lists.pause(await as(colleague), id, { version: 0, reason: 'the clinic is closed' });
    expect(await detail(id)).toMatchObject({ paused: 'the clinic is closed', nextAt: null });
    expect(await b.acts.read(`select 1 from job where kind = 'request.round' and state = 'waiting' and data->>'id' = $1`, [id])).toEqual([]);
    await lists.resume(await as(liaison), id, { version: 1 });
    expect((await detail(id)).nextAt).not.toBeNull();
    await lists.askNow(await as(liaison), id, { version: 2 });
    await drain(b, { only: ['request.round'] });
    expect((await detail(id)).last).toMatchObject({ asked: 2 });
  });

  it('stops when its owner is gone, tells the desk, and asks again in the name of whoever takes it over', async () => {
    const id = await lists.create(await as(liaison), form());
    await b.acts.read('update person set disabled_at = clock_timestamp() where id = $1', [liaison.id]);
    await aWeekOn(id);
    expect(await detail(id, colleague)).toMatchObject({ paused: 'its owner does not work here any more', last: null });
    await drain(b, { only: ['notice.decide'] });
    const told = await b.acts.read<{ person_id: string }>(`select person_id from notice where subject_id = $1`, [id]);
    expect(told.map((t) => t.person_id)).toContain(colleague.id);
    await lists.take(await as(colleague), id, { version: 1 });
    await lists.resume(await as(colleague), id, { version: 2 });
    await aWeekOn(id);
    expect(await detail(id, colleague)).toMatchObject({ owner: { id: colleague.id }, last: { asked: 2 } });
  });

  it('says for each patient why they could not be asked for, tells its owner once that it needs them, and holds up none of the others', async () => {
    const id = await lists.create(await as(liaison), form());
    await b.acts.read(`update person set service_lines = '{trauma}' where id = $1`, [liaison.id]);
    await aWeekOn(id);
    expect((await detail(id, colleague)).runs[0]?.results.map((r) => r.outcome)).toEqual(['refused', 'refused']);
    expect((await detail(id, colleague)).runs[0]?.results[0]?.why).toContain('requestOut.create');
    expect((await b.acts.read('select 1 from request_out where list_id = $1', [id])).length).toBe(0);
    await drain(b, { only: ['notice.decide'] });
    await drain(b, { only: ['notice.decide'] });
    const told = await b.acts.read<{ person_id: string; event: string }>('select person_id, event from notice where subject_id = $1', [id]);
    expect(told).toEqual([{ person_id: liaison.id, event: 'standingList.needs-you' }]);
  });

  it('ends after its last day, keeps each patient over a change, and refuses the same person twice', async () => {
    // three days from now: on its own weekday, and before the hour of its round, today would not be over yet
    const id = await lists.create(await as(liaison), form({ weekday: ((new Date().getUTCDay() + 2) % 7) + 1 }));
    const before = await detail(id);
    const kept = before.people.map((p) => ({ ...p.told, id: p.id }));
    await expect(lists.edit(await as(liaison), id, form({ version: 0, patients: [patient('Abel'), patient('Abel')] as SaveList['patients'] }))).rejects.toMatchObject({ code: 'twice' });
    await lists.edit(await as(liaison), id, form({ version: 0, patients: [kept[1]!, { ...patient('Cole'), id: null }], endsOn: new Date().toISOString().slice(0, 10), weekday: before.weekday }));
    const after = await detail(id);
    expect(after.people.map((p) => p.told.family)).toEqual(['Baker', 'Cole']);
    expect(after.people[0]?.id).toBe(before.people[1]?.id);
    await lists.askNow(await as(liaison), id, { version: 1 });
    await drain(b, { only: ['request.round'] });
    expect(await detail(id)).toMatchObject({ paused: 'its last day is over', nextAt: null });
  });

  it('is seen and worked by the liaisons of its line, changed by its owner alone, and by nobody over the head of another', async () => {
    const id = await lists.create(await as(liaison), form());
    const stranger = await b.person('li', { facilities: [b.host], serviceLines: ['oncology'] });
    const elsewhere = await b.person('li', { facilities: [b.host, hillview], serviceLines: ['trauma'] });
    await expect(detail(id, elsewhere)).rejects.toMatchObject({ status: 404 });
    expect((await reads.all(await as(elsewhere))).map((l) => l.id)).not.toContain(id);
    expect((await detail(id, colleague)).moves.map((m) => m.move)).toEqual(['take', 'pause', 'ask-now']);
    await expect(lists.edit(await as(colleague), id, form({ version: 0 }))).rejects.toMatchObject({ code: 'not-yours' });
    await expect(lists.pause(await as(elsewhere), id, { version: 0, reason: 'because' })).rejects.toMatchObject({ status: 404 });
    await expect(lists.pause(await as(liaison), id, { version: 7, reason: 'because' })).rejects.toMatchObject({ status: 412 });
    await expect(lists.create(await as(stranger), form({ serviceLine: 'trauma' }))).rejects.toMatchObject({ status: 403 });
    await lists.end(await as(liaison), id, { version: 0 });
    await expect(detail(id)).rejects.toMatchObject({ status: 404 });
  });
});
