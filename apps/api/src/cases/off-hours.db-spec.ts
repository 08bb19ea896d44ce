import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DutyPlans } from '../duty/plan';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { caseForm, exchangeOf } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';

const JOBS = ['exam.extend', 'inbound.quiet', 'duty.own', 'duty.turn', 'notice.decide', 'case.follow'];
const WEEK = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, from: '07:00', to: '19:00' }));
let b: Bench;
let x: ReturnType<typeof exchangeOf>;
let plans: DutyPlans;
let nurse: SpecPerson;
let onCall: SpecPerson;
let reader: SpecPerson;
let lakeview: string;

beforeAll(async () => {
  b = await bench();
  x = exchangeOf(b);
  plans = new DutyPlans(b.acts);
  lakeview = await b.facility('Lakeview Trauma', { issuer: 'OUTSIDE' });
  nurse = await b.person('tn', { facilities: [b.host, lakeview] });
  await b.person('sl', { serviceLines: ['trauma'] });
  [onCall, reader] = [await b.person('rd', { serviceLines: ['trauma'] }), await b.person('rd', { serviceLines: ['trauma'] })];
  await b.person('pa');
  const yesterday = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
  await plans.make(await callerOf(b, await b.person('sl', { serviceLines: ['trauma'] })), {
    name: 'Trauma on call', pool: 'radiologist-on-call', serviceLine: 'trauma', workKinds: [], zone: 'UTC', cover: 'always',
    rotations: [{ id: 'main', people: [onCall.id], every: 'week', n: 26, from: yesterday, to: null, at: '07:00' }],
  });
});
afterAll(() => b.close());
beforeEach(() => b.acts.read(`update notice set state = 'seen' where state = 'sent'`));

/** A house whose clock shows this hour now, with business hours from seven to seven on every day. */
async function clockAt(hour: number): Promise<void> {
  const ahead = (hour - new Date().getUTCHours() + 36) % 24 - 12;
  // signs of these zones are the other way round: Etc/GMT-3 is three hours ahead
  const zone = ahead === 0 ? 'UTC' : `Etc/GMT${ahead > 0 ? '-' : '+'}${Math.abs(ahead)}`;
  await plans.hours(await callerOf(b, await b.person('pa')), { serviceLine: null, workKind: null, zone, week: WEEK });
}
const routes = async (id: string) => (await x.caseDetails.detail(id, await callerOf(b, nurse))).routes;
const told = (who: SpecPerson, id: string): Promise<object[]> => b.acts.read(`select 1 as told from notice where person_id = $1 and event = 'case.yours' and subject_id = $2`, [who.id, id]);
async function headInjury(): Promise<string> {
  const id = await x.caseMoves.open(await callerOf(b, nurse), caseForm({ facilityId: lakeview, question: 'Head injury, nobody here to read' }));
  await drain(b, { only: JOBS });
  return id;
}

describe('an emergency with nobody there to read', () => {
  it('at two in the night goes to the radiologist on call, who is told at once; by day it waits in the pool of the readers', async () => {
    await clockAt(2);
    const night = await headInjury();
    expect(await routes(night)).toMatchObject([{ what: 'read', hours: 'off', by: 'pool', role: 'radiologist-on-call', people: [{ id: onCall.id }], because: 'read-at-night' }]);
    expect(await told(onCall, night)).toHaveLength(1);
    expect(await told(reader, night)).toHaveLength(0);

    await clockAt(11);
    const day = await headInjury();
    const [route] = await routes(day);
    expect(route).toMatchObject({ what: 'read', hours: 'business', by: 'pool', role: 'subspecialty-pool', because: 'read-by-day' });
    expect(route?.people.map((p) => p.id).sort()).toEqual([onCall.id, reader.id].sort());
    expect(await told(onCall, day)).toHaveLength(0);
  });

  it('that is still open when the day begins goes over to the readers of the day', async () => {
    await clockAt(2);
    const id = await headInjury();
    await clockAt(8);
    await drain(b, { ahead: 120, only: ['duty.turn'] });
    await drain(b, { only: ['duty.own'] });
    expect(await routes(id)).toMatchObject([{ hours: 'business', role: 'subspecialty-pool' }]);
  });

  it('its exam goes to the transfer nurse at night, and its read takes the place of the case, for the same radiologist', async () => {
    await clockAt(2);
    const id = await headInjury();
    const exam = await storeExam(b, { source: lakeview });
    await drain(b, { only: ['exam.extend'] });
    await drain(b, { ahead: 120, only: ['inbound.quiet'] });
    await b.acts.read(`update inbound set urgency = 'high', service_line = 'trauma' where id = $1`, [exam]);
    await b.acts.read(`insert into case_exam (case_id, exam_id, by_name) values ($1, $2, 'spec') on conflict do nothing`, [id, exam]);
    const [row] = await b.acts.read<{ id: string }>(`insert into overread (id, exam_id, exam_revision, state, purpose, subspecialty, urgency, facility_ids, service_line) values (gen_random_uuid(), $1, 1, 'open', 'formal', 'neuro', 'high', $2, 'trauma') returning id`, [exam, [b.host]]);
    await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => {
      act.emit({ event: 'overread.offered', kind: 'overread', id: row?.id ?? '', data: { examId: exam } });
      act.emit({ event: 'lease.released', kind: 'lease', id: exam, data: { itemId: exam } });
    });
    await drain(b, { only: JOBS });
    const now = await routes(id);
    expect(now.filter((r) => r.what === 'read')).toMatchObject([{ kind: 'overread', hours: 'off', role: 'radiologist-on-call', people: [{ id: onCall.id }] }]);
    expect(now.find((r) => r.what === 'exam')).toMatchObject({ hours: 'off', role: 'transfer-nurse', people: [{ id: nurse.id }], because: 'urgent-at-night' });
  });

  it('of a restricted case nobody is told who was not named', async () => {
    await clockAt(2);
    const id = await x.caseMoves.open(await callerOf(b, nurse), caseForm({ useCase: 'U17', role: 'donor', facilityId: lakeview, serviceLine: 'trauma' }));
    await drain(b, { only: JOBS });
    expect(await b.acts.read(`select 1 as there from ownership where item_kind = 'case' and item_id = $1`, [id])).toHaveLength(0);
    expect(await told(onCall, id)).toHaveLength(0);
  });
});
