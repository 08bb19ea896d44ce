import { afterAll, beforeAll, expect, it } from 'vitest';
import { explainableKinds } from '@causeway/contracts';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { WhyMay } from './why-may';

let b: Bench;
let why: WhyMay;

beforeAll(async () => {
  b = await bench();
  why = new WhyMay(b.acts);
});
afterAll(() => b.close());

/** An exam that waits for its check, of this line. */
async function exam(line: string): Promise<string> {
  const id = newId();
  await b.acts.read(`insert into exam (id, study_uid, head, door) values ($1, '2.25.' || (random() * 1e15)::bigint, '{"modality": "CT"}', 'dimse')`, [id]);
  await b.acts.read(`insert into inbound (id, state, facility_ids, service_line, subspecialty, urgency, modalities, content_kind) values ($1, 'checking', array[$2::uuid], $3, 'neuro', 'high', '{CT}', 'ct')`, [id, b.host, line]);
  return id;
}

it('says why Ana cannot release an exam of another line, with the names of what was asked and found', async () => {
  const admin = await callerOf(b, await b.person('sa'));
  const ana = await b.person('tr', { serviceLines: ['neurology'] });
  const said = await why.ask(admin, { personId: ana.id, ability: 'inbound.release', object: { kind: 'inbound', id: await exam('burn') } });
  expect(said.step).toBe('denied');
  expect(said.grants).toHaveLength(1);
  expect(said.grants[0]).toMatchObject({ role: 'tr', held: false });
  expect(said.grants[0]?.checks.map((c) => [c.letter, c.outcome])).toEqual([['F', 'held'], ['L', 'failed']]);
  expect(said.grants[0]?.checks[0]?.found).toEqual([{ id: b.host, name: 'Spec Medical Center' }]);
  expect(said.grants[0]?.checks[1]).toMatchObject({ wanted: [{ name: 'neurology' }], found: [{ name: 'burn' }] });
  const own = await why.ask(admin, { personId: ana.id, ability: 'inbound.release', object: { kind: 'inbound', id: await exam('neurology') } });
  expect(own.step).toBe('allowed');
  const written = await b.acts.read(`select 1 from audit_entry where action = 'people.explained' and object_id = $1`, [ana.id]);
  expect(written).toHaveLength(2);
});

it('says the same of a thing that is only described', async () => {
  const admin = await callerOf(b, await b.person('sa'));
  const lead = await b.person('pa');
  const ask = (thing: object) => why.ask(admin, { personId: lead.id, ability: 'match.confirm', thing });
  expect((await ask({ facilityId: b.host })).step).toBe('reauthenticate');
  expect((await ask({ facilityId: b.host, didEarlierStep: true })).step).toBe('denied');
  const elsewhere = await ask({ facilityId: await b.facility('Elsewhere') });
  expect(elsewhere.grants[0]?.checks[0]).toMatchObject({ letter: 'F', outcome: 'failed', found: [{ name: 'Elsewhere' }] });
  expect((await ask({})).step).toBe('denied');
});

it('says of a disabled person that nothing is open to them', async () => {
  const admin = await callerOf(b, await b.person('sa'));
  const gone = await b.person('pa');
  await b.acts.read('update person set disabled_at = clock_timestamp() where id = $1', [gone.id]);
  const said = await why.ask(admin, { personId: gone.id, ability: 'inbound.release', thing: { facilityId: b.host } });
  expect(said).toMatchObject({ step: 'denied', person: { state: 'disabled' } });
});

it.each(explainableKinds)('knows where a %s is kept: an unknown id is simply not there', async (kind) => {
  const admin = await callerOf(b, await b.person('sa'));
  const ana = await b.person('tr');
  await expect(why.ask(admin, { personId: ana.id, ability: 'exam.list', object: { kind, id: newId() } })).rejects.toMatchObject({ status: 404 });
});
