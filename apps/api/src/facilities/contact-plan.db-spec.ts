import { SaveContact } from '@causeway/contracts';
import { addDays } from '@causeway/domain';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dayIn } from '../platform/clocks';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { ContactPlans } from './contact-plan';
import { FacilityContacts } from './contacts';

let b: Bench;
beforeAll(async () => { b = await bench(); });
afterAll(() => b.close());

it('shows who should talk to whom over the partners one works with, the most overdue first, and a talk moves the next', async () => {
  const [alder, birch, cedar] = [await b.facility('Alder'), await b.facility('Birch'), await b.facility('Cedar')];
  const person = await b.person('ou', { facilities: [b.host, alder, birch] });
  const ou = await callerOf(b, person);
  const contacts = new FacilityContacts(b.acts);
  const plans = new ContactPlans(b.acts, b.settings);
  const contact = (name: string, kind: string, more: object = {}): SaveContact => SaveContact.parse({ kind, name, phone: '+1 555 0100', counterpartId: person.id, everyDays: 30, ...more });
  await contacts.save(ou, alder, null, contact('Dr. Ash', 'clinical'));
  await contacts.save(ou, alder, null, contact('M. Oak', 'administrative', { everyDays: 90 }));
  await contacts.save(ou, birch, null, contact('Dr. Elm', 'clinical', { counterpartId: null, everyDays: null }));
  await b.acts.read(`update facility_contact set made_at = clock_timestamp() - interval '40 days'`);
  await b.acts.read(`insert into facility_contact (id, facility_id, kind, name, phone) values (gen_random_uuid(), $1, 'clinical', 'Not ours', '1')`, [cedar]);
  const today = dayIn(new Date(), b.settings.SITE_ZONE);
  const before = await plans.plan(ou);
  expect(before.rows.map((r) => [r.name, r.facility, r.stale, r.mayLog])).toEqual([['Dr. Ash', 'Alder', true, true], ['M. Oak', 'Alder', false, true], ['Dr. Elm', 'Birch', false, true]]);
  expect(before.rows[0]).toMatchObject({ counterpart: { id: person.id }, lastOn: null });
  expect(before.gaps.map((g) => [g.facility, g.kind])).toEqual([['Birch', 'clinical'], ['Birch', 'administrative']]);
  await contacts.log(ou, alder, { kind: 'call', words: 'About their new scanner.', contactId: before.rows[0]!.id });
  const after = await plans.plan(ou);
  expect(after.rows.find((r) => r.name === 'Dr. Ash')).toMatchObject({ stale: false, lastOn: today, dueOn: addDays(today, 30) });
  // one that retired needs nobody
  await b.acts.read(`update facility set state = 'retired' where id = $1`, [alder]);
  expect((await plans.plan(ou)).rows.map((r) => r.name)).toEqual(['Dr. Elm']);
  expect(await plans.plan(await callerOf(b, await b.person('ou')))).toMatchObject({ rows: [], gaps: [] });
});
