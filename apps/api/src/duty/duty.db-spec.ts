import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../platform/ids';
import { queryable } from '../exchange/queryable';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import type { EventStream } from '../platform/stream/stream';
import { OverreadMoves } from '../overreads/moves';
import { DutyCalendars } from './calendar';
import { DutyViews } from './duty.view';
import { Handovers } from './handovers';
import { DutyPlans } from './plan';
import { DutySwaps } from './swaps';
import { bookAt } from './rows';

const HOUR = 3_600_000;
const OURS = ['exam.extend', 'inbound.quiet', 'duty.own', 'duty.turn', 'notice.decide', 'handover.expire', 'handover.cancel', 'duty.swap-over'];
let b: Bench;
let plans: DutyPlans;
let swaps: DutySwaps;
let views: DutyViews;
let handovers: Handovers;
let lead: SpecPerson;
let ana: SpecPerson;
let ben: SpecPerson;

beforeAll(async () => {
  b = await bench();
  plans = new DutyPlans(b.acts);
  swaps = new DutySwaps(b.acts);
  views = new DutyViews(b.acts, b.settings, { position: '0.0' } as EventStream);
  handovers = new Handovers(b.acts, b.settings);
  lead = await b.person('sl', { serviceLines: ['neurology'] });
  ana = await b.person('rd', { serviceLines: ['neurology'] });
  ben = await b.person('rd', { serviceLines: ['neurology'] });
});
afterAll(() => b.close());
beforeEach(async () => {
  await b.acts.read('update rota set ended_at = clock_timestamp() where ended_at is null');
  await b.acts.read('delete from ownership');
  await b.acts.read(`update notice set state = 'seen' where state = 'sent'`);
  // nights all day long, so that a spec means the same whenever it runs
  await b.acts.read('delete from service_hours');
  await plans.hours(await callerOf(b, await b.person('pa')), { serviceLine: null, workKind: null, zone: 'UTC', week: [] });
});

const iso = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString();
const body = (people: readonly SpecPerson[], more: Partial<Parameters<DutyPlans['make']>[1]> = {}): Parameters<DutyPlans['make']>[1] => ({
  name: 'Neuro on call', pool: 'radiologist-on-call', serviceLine: 'neurology', workKinds: [], zone: 'America/New_York', cover: 'off',
  rotations: people.length === 0 ? [] : [{ id: 'main', people: people.map((p) => p.id), every: 'week', n: 26, from: new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10), to: null, at: '07:00' }], ...more,
});
const rota = async (people: readonly SpecPerson[], more = {}): Promise<string> => plans.make(await callerOf(b, lead), body(people, more));
const mine = (p: SpecPerson): Promise<{ event: string; because: string; state: string; ack: boolean; subject_id: string }[]> => b.acts.read('select event, because, state, ack, subject_id from notice where person_id = $1 order by made_at', [p.id]);

async function read(holder: SpecPerson | null = null): Promise<string> {
  const exam = await storeExam(b);
  await drain(b, { only: OURS });
  await b.acts.read(`update inbound set service_line = 'neurology', urgency = 'high' where id = $1`, [exam]);
  const id = newId();
  await b.acts.read(
    `insert into overread (id, exam_id, state, purpose, subspecialty, service_line, facility_ids, urgency, exam_revision, holder_id, epoch) select $1, id, $2, 'formal', 'neuro', 'neurology', facility_ids, 'high', 1, $3, 1 from inbound where id = $4`,
    [id, holder ? 'claimed' : 'open', holder?.id ?? null, exam]);
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'overread.offered', kind: 'overread', id, data: { examId: exam } }));
  await drain(b, { only: OURS });
  return id;
}
const owner = async (id: string) => (await b.acts.read<{ by: string; role: string | null; people: string[]; gap: string | null; because: string }>('select by, role, people, gap, because from ownership where item_id = $1', [id]))[0];

describe('planning', () => {
  it('a section lead plans their own lines with people who may take the duty; every change is in the audit', async () => {
    const id = await rota([ana, ben]);
    await expect(rota([ana], { serviceLine: 'chest' })).rejects.toMatchObject({ status: 403 });
    await expect(rota([ana], { serviceLine: null })).rejects.toMatchObject({ status: 403 });
    await expect(rota([lead])).rejects.toMatchObject({ code: 'does-not-fit' });
    await expect(rota([ana], { zone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'zone' });
    await plans.change(await callerOf(b, lead), id, { ...body([ben]), version: 0 });
    await expect(plans.change(await callerOf(b, lead), id, { ...body([ana]), version: 0 })).rejects.toMatchObject({ status: 412 });
    const audit = await b.acts.read<{ action: string }>(`select action from audit_entry where object_kind = 'duty' and object_id = $1 order by seq`, [id]);
    expect(audit.map((a) => a.action)).toEqual(['duty.planned', 'duty.changed']);
  });

  it('an override puts somebody else on, one without a person leaves a gap, and taking it away brings the rotation back', async () => {
    const id = await rota([ana]);
    const caller = await callerOf(b, lead);
    await plans.override(caller, id, { from: iso(2), to: iso(6), personId: null, reason: 'sick leave' });
    await plans.override(caller, id, { from: iso(3), to: iso(4), personId: ben.id, reason: 'covers an hour' });
    const [view] = (await views.page(caller, { from: iso(0), to: iso(8) })).rotas;
    expect(view?.shifts.map((s) => s.person)).toEqual([ana.id, null, ben.id, null, ana.id]);
    expect(view?.gaps).toHaveLength(2);
    expect(view?.now?.person).toBe(ana.id);
    for (const o of view?.overrides ?? []) await plans.removeOverride(caller, o.id);
    expect((await views.page(caller, { from: iso(0), to: iso(8) })).rotas[0]?.gaps).toEqual([]);
    await expect(plans.override(caller, id, { from: iso(-4), to: iso(-2), personId: ben.id, reason: 'too late' })).rejects.toMatchObject({ code: 'past' });
  });

  it('a swap changes nothing until the colleague accepts, and cannot give away hours that are somebody else’s', async () => {
    const id = await rota([ana]);
    const later = new Date(Date.now() + 6 * HOUR);
    const offer = { from: iso(5), to: iso(7), receiverId: ben.id };
    await expect(swaps.offer(await callerOf(b, ben), id, { ...offer, receiverId: ana.id })).rejects.toMatchObject({ code: 'not-your-hours' });
    const swap = await swaps.offer(await callerOf(b, ana), id, offer);
    const on = async (): Promise<readonly string[]> => (await bookAt(queryable(b.acts), later)).on('radiologist-on-call', 'neurology', null, later.getTime()).people;
    expect(await on()).toEqual([ana.id]);
    await expect(swaps.accept(await callerOf(b, lead), swap)).rejects.toMatchObject({ status: 404 });
    await swaps.accept(await callerOf(b, ben), swap);
    expect(await on()).toEqual([ben.id]);
    await expect(swaps.answer(await callerOf(b, ana), swap, 'cancelled')).rejects.toMatchObject({ code: 'offer-over' });
  });

  it('who reads the calendar address sees shifts with names; a revoked one and a wrong one are not there', async () => {
    const id = await rota([ana]);
    const calendars = new DutyCalendars(b.acts, 'Spec Medical Center');
    const link = await calendars.make(await callerOf(b, ben), id);
    const secret = /calendar\/(.+)\.ics$/.exec(link.path)?.[1] ?? '';
    const text = await calendars.text(secret, new Date());
    expect(text).toContain('BEGIN:VEVENT');
    expect(text).toContain('Neuro on call: Spec rd');
    await calendars.revoke(await callerOf(b, ben), link.id);
    await expect(calendars.text(secret, new Date())).rejects.toMatchObject({ status: 404 });
  });
});

describe('on duty now', () => {
  const claim = async (who: SpecPerson, id: string, reason?: string): Promise<void> => {
    const [row] = await b.acts.read<{ version: number }>('select version from overread where id = $1', [id]);
    await new OverreadMoves(b.acts, b.settings).claim(await callerOf(b, who), id, { version: row?.version ?? 0, ...(reason ? { reason } : {}) });
  };

  it('is whoever the calendar has on; others say why, and it is recorded', async () => {
    await rota([ana]);
    const id = await read();
    await expect(claim(ben, id)).rejects.toMatchObject({ code: 'duty-reason' });
    await claim(ana, id);
    const other = await read();
    await claim(ben, other, 'Ana is in theatre');
    expect(await b.acts.read(`select reason from audit_entry where object_id = $1 and action = 'overread.claim'`, [other])).toEqual([{ reason: 'Ana is in theatre' }]);
    // and goes on without being asked again
    await new OverreadMoves(b.acts, b.settings).renew(await callerOf(b, ben), other, { version: 0, epoch: 2 });
  });

  it('is everybody of the role where nobody plans the hour, and where the plan has a gap', async () => {
    await claim(ben, await read());
    await rota([]);
    await claim(ben, await read());
  });
});

describe('in whose hands', () => {
  it('a read at night is the pool’s, with whoever is on call, who is told; once claimed it is the reader’s', async () => {
    await rota([ana]);
    const id = await read();
    expect(await owner(id)).toMatchObject({ by: 'pool', role: 'radiologist-on-call', people: [ana.id], because: 'read-at-night' });
    expect((await mine(ana)).filter((n) => n.event === 'overread.yours' && n.subject_id === id)).toHaveLength(1);
    expect((await mine(ben)).filter((n) => n.event === 'overread.yours' && n.subject_id === id)).toHaveLength(0);
    // who has not looked yet is not told of each further one
    const second = await read();
    expect(await owner(second)).toMatchObject({ people: [ana.id] });
    expect((await mine(ana)).filter((n) => n.subject_id === second)).toHaveLength(0);
    await b.acts.read(`update overread set state = 'claimed', holder_id = $2 where id = $1`, [id, ben.id]);
    await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'overread.claimed', kind: 'overread', id }));
    await drain(b, { only: OURS });
    expect(await owner(id)).toMatchObject({ by: 'owner', people: [ben.id] });
  });

  it('where the calendar has a gap it is the next of the chain, and who plans the rota is told and taken back when it is covered', async () => {
    const id = await rota([]);
    const task = await read();
    expect(await owner(task)).toMatchObject({ by: 'escalation', role: 'section-lead', gap: 'radiologist-on-call' });
    expect((await owner(task))?.people).toContain(lead.id);
    await drain(b, { only: OURS });
    const gap = async () => (await mine(lead)).filter((n) => n.event === 'duty.gap-found').at(-1);
    expect(await gap()).toMatchObject({ ack: true, because: 'you-plan-this', state: 'sent' });
    await plans.override(await callerOf(b, lead), id, { from: iso(-1), to: iso(24 * 16), personId: ana.id, reason: 'covers the gap' });
    await drain(b, { only: OURS });
    expect(await gap()).toMatchObject({ state: 'withdrawn' });
    expect(await owner(task)).toMatchObject({ by: 'pool', people: [ana.id], gap: null });
  });

  it('a task that is done is nobody’s', async () => {
    const id = await read();
    await b.acts.read(`update overread set state = 'withdrawn' where id = $1`, [id]);
    await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'overread.withdrawn', kind: 'overread', id }));
    await drain(b, { only: OURS });
    expect(await owner(id)).toBeUndefined();
  });
});

describe('handing over', () => {
  it('the giver keeps the task until it is accepted; what they write afterwards changes nothing', async () => {
    const id = await read(ana);
    const offer = await handovers.offer(await callerOf(b, ana), { kind: 'overread', id, receiverId: ben.id, note: 'my shift ends' });
    expect(await b.acts.read('select holder_id from overread where id = $1', [id])).toEqual([{ holder_id: ana.id }]);
    await expect(handovers.accept(await callerOf(b, lead), offer, { version: 0 })).rejects.toMatchObject({ status: 404 });
    await handovers.accept(await callerOf(b, ben), offer, { version: 0 });
    expect(await b.acts.read('select holder_id, epoch from overread where id = $1', [id])).toEqual([{ holder_id: ben.id, epoch: '2' }]);
    await expect(new OverreadMoves(b.acts, b.settings).renew(await callerOf(b, ana), id, { version: 0, epoch: 1 })).rejects.toMatchObject({ status: 409 });
  });

  it('an offer nobody answers runs out and both know; one of a task that moved on is cancelled; two at once are refused', async () => {
    const id = await read(ana);
    const offer = await handovers.offer(await callerOf(b, ana), { kind: 'overread', id, receiverId: ben.id });
    await expect(handovers.offer(await callerOf(b, ana), { kind: 'overread', id, receiverId: ben.id })).rejects.toMatchObject({ code: 'offered-already' });
    await drain(b, { only: OURS, ahead: 1000 });
    expect(await b.acts.read('select state from handover where id = $1', [offer])).toEqual([{ state: 'expired' }]);
    expect((await mine(ana)).some((n) => n.event === 'handover.expired')).toBe(true);
    const second = await handovers.offer(await callerOf(b, ana), { kind: 'overread', id, receiverId: ben.id });
    await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'overread.taken-over', kind: 'overread', id }));
    await drain(b, { only: OURS });
    expect(await b.acts.read('select state from handover where id = $1', [second])).toEqual([{ state: 'cancelled' }]);
    await expect(handovers.accept(await callerOf(b, ben), second, { version: 1 })).rejects.toMatchObject({ status: 409, code: 'offer-over' });
  });
});
