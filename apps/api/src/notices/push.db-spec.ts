import type { PushView } from '@causeway/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { egress } from '../platform/outward';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { pushDigest, PushService, type PushBrowser } from '../testing/push-service';
import { drain } from '../testing/worker';
import { channelsView } from './channel-health';
import { openChannels } from './channels/channels';
import { forgetWhereOff } from './channels/push-browsers';
import { PreferenceController } from './preference.controller';

const TOKENS = ['PLANTEDNAME', 'PLANTEDGIVEN', 'PLANTEDMRN77', 'PLANTEDACC42', 'PLANTED STUDY'];
const DECIDE = ['exam.extend', 'inbound.quiet', 'notice.decide', 'notice.settle'];
const SENDING = ['notice.deliver', 'notice.heal', 'notice.heal-channel'];
let b: Bench;
let service: PushService;
let clinician: SpecPerson;
let controller: PreferenceController;

beforeAll(async () => {
  service = await PushService.start();
  b = await bench({ CAUSEWAY_PATIENCE_RATE: '100', CAUSEWAY_PUBLIC_URL: 'https://causeway.example.org' });
  controller = new PreferenceController(b.acts, b.settings);
});
afterAll(async () => {
  await b.close();
  await service.close();
});
beforeEach(async () => {
  egress.permit(['127.0.0.1/32']);
  service.got.length = 0;
  clinician = await b.person('cl');
});
// what is left over of one test is not sent in the next
afterEach(() => {
  service.answers.clear();
  return b.acts.read(`update notice_delivery set state = 'dropped' where state in ('waiting', 'failed')`);
});

const subscribe = async (browser: PushBrowser, who = clinician, name = 'Work laptop'): Promise<PushView> => controller.addBrowser({ name, subscription: browser.subscription }, await callerOf(b, who));
const mine = async (who = clinician): Promise<PushView> => controller.push(await callerOf(b, who));
const notice = async () => (await b.acts.read<{ state: string }>('select state from notice where person_id = $1 order by made_at desc limit 1', [clinician.id]))[0]?.state;
const sending = (ahead = 0): Promise<string[]> => drain(b, { only: SENDING, ahead });
async function released(): Promise<void> {
  const id = await storeExam(b);
  await drain(b, { only: DECIDE });
  await b.acts.read(`insert into need (exam_id, requester_id, urgency) values ($1, $2, 'high')`, [id, clinician.id]);
  await b.acts.read(`update exam set head = head || '{"patientName": "PLANTEDNAME^PLANTEDGIVEN", "patientId": "PLANTEDMRN77", "accessionNumber": "PLANTEDACC42", "studyDescription": "PLANTED STUDY"}'::jsonb where id = $1`, [id]);
  await b.acts.read(`update inbound set urgency = 'high', care_team = array[$2::uuid] where id = $1`, [id, clinician.id]);
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, async (act) => act.emit({ event: 'inbound.released', kind: 'inbound', id, data: {} }));
  await drain(b, { only: DECIDE });
}

it('brings what is urgent to every browser of the person, readable there only, signed by this installation, and without the patient', async () => {
  const [laptop, phone] = [service.browser(), service.browser()];
  const { key } = await subscribe(laptop);
  await subscribe(phone, clinician, 'Phone');
  await released();
  await sending();
  expect(service.got).toHaveLength(2);
  const [first, second] = service.got;
  expect(first!.text).toEqual({ title: 'Urgent: Causeway has a question for you about an outside exam', text: 'Please open the console and answer.', tag: expect.any(String), urgent: true });
  expect(second!.text).toEqual(first!.text);
  for (const { raw, text } of service.got) for (const token of TOKENS) expect(`${JSON.stringify(text)} ${raw.toString('latin1')}`.toUpperCase()).not.toContain(token);
  expect(first!.signedBy).toBe(key);
  expect(first!.claims).toMatchObject({ aud: service.origin, sub: 'https://causeway.example.org' });
  expect(first!.headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', topic: String(first!.text['tag']).replaceAll('-', '') });
  expect(await notice()).toBe('sent');
  expect((await mine()).browsers.every((one) => one.lastSent !== null)).toBe(true);
});

it('keeps neither the address of a browser nor the private key readable', async () => {
  const browser = service.browser();
  await subscribe(browser);
  const kept = JSON.stringify([await b.acts.read('select * from push_subscription'), await b.acts.read('select sealed from push_key'), await b.acts.read(`select details from audit_entry where action like 'notice.%'`)]);
  expect(kept).not.toContain(browser.path);
  expect(kept).not.toContain(browser.subscription.keys.auth);
  expect((await mine()).browsers).toMatchObject([{ name: 'Work laptop', digest: pushDigest(browser.subscription.endpoint), lastSent: null }]);
});

it.each([404, 410])('forgets a browser whose service answers %i, and goes on with the others', async (status) => {
  const [gone, here] = [service.browser(), service.browser()];
  await subscribe(gone);
  await subscribe(here, clinician, 'Phone');
  service.answers.set(gone.path, status);
  await released();
  await sending();
  expect(service.got).toHaveLength(1);
  expect((await mine()).browsers.map((one) => one.name)).toEqual(['Phone']);
  expect(await notice()).toBe('sent');
});

it('when the last one is gone the notice says so and the channel is well; the next browser gets it', async () => {
  const gone = service.browser();
  await subscribe(gone);
  service.answers.set(gone.path, 410);
  await released();
  await sending();
  expect(await notice()).toBe('failed');
  expect((await channelsView(b.acts, b.settings)).rows.find((r) => r.name === 'push')).toMatchObject({ state: 'healthy' });
  await subscribe(service.browser());
  await sending();
  expect(service.got).toHaveLength(1);
});

it('a service that is away is seen with its cause, and what waits goes once when it is back', async () => {
  await subscribe(service.browser());
  service.answers.set('*', 503);
  await released();
  for (let round = 0; round < 4; round++) await drain(b, { only: ['notice.deliver'], ahead: 4000 });
  expect((await channelsView(b.acts, b.settings)).rows.find((r) => r.name === 'push')).toMatchObject({ state: 'failing', cause: 'http-503' });
  service.answers.clear();
  await new Promise((resolve) => setTimeout(resolve, 300));
  for (let round = 0; round < 3; round++) await sending(4000);
  expect(service.got).toHaveLength(1);
  expect((await channelsView(b.acts, b.settings)).rows.find((r) => r.name === 'push')).toMatchObject({ state: 'healthy', waiting: 0 });
});

it('calls no address this installation may not call: neither a new one, nor one that was let in before', async () => {
  const browser = service.browser();
  await subscribe(browser);
  egress.permit([]);
  await expect(subscribe(service.browser())).rejects.toMatchObject({ status: 422, code: 'push-address' });
  for (const endpoint of ['https://10.0.0.1/x', 'https://localhost/x', 'http://example.org/x', 'file:///etc/passwd']) {
    await expect(controller.addBrowser({ name: 'x', subscription: { ...browser.subscription, endpoint } }, await callerOf(b, clinician)), endpoint).rejects.toMatchObject({ code: 'push-address' });
  }
  await released();
  await sending();
  expect(service.got).toHaveLength(0);
  expect((await channelsView(b.acts, b.settings)).rows.find((r) => r.name === 'push')).toMatchObject({ state: 'failing', cause: 'address-not-allowed' });
});

it('a browser is one person’s: who lets it in last has it, and nobody removes somebody else’s', async () => {
  const browser = service.browser();
  const { browsers: [held] } = await subscribe(browser);
  const colleague = await b.person('cl');
  await expect(controller.removeBrowser({ browser: held!.id }, await callerOf(b, colleague))).rejects.toMatchObject({ status: 404 });
  await subscribe(browser, colleague);
  expect((await mine()).browsers).toEqual([]);
  const { browsers: [theirs] } = await mine(colleague);
  expect((await controller.removeBrowser({ browser: theirs!.id }, await callerOf(b, colleague))).browsers).toEqual([]);
});

it('a test goes to one’s own browsers and says when there is none', async () => {
  await expect(controller.test('push', await callerOf(b, clinician))).rejects.toMatchObject({ code: 'no-address' });
  await subscribe(service.browser());
  expect(await controller.test('push', await callerOf(b, clinician))).toEqual({ ok: true, cause: null });
  expect(service.got[0]?.text['title']).toBe('Causeway: a test of your notices');
});

it('where the house switched push off nothing is offered, kept or sent, and what was kept is forgotten', async () => {
  await subscribe(service.browser());
  const off = { ...b.settings, PUSH: 'off' as const };
  const without = new PreferenceController(b.acts, off);
  const caller = await callerOf(b, clinician);
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, (act) => forgetWhereOff(act, off));
  expect(await b.acts.read('select 1 as kept from push_subscription union all select 1 from push_key')).toEqual([]);
  expect(await without.push(caller)).toEqual({ offered: false, key: '', browsers: [] });
  await expect(without.addBrowser({ name: 'Laptop', subscription: service.browser().subscription }, caller)).rejects.toMatchObject({ status: 409, code: 'push-off' });
  expect(await b.acts.read('select 1 as kept from push_subscription union all select 1 from push_key')).toEqual([]);
  expect(openChannels(off)).not.toContain('push');
  // switched on again, one lets a browser in anew
  await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, (act) => forgetWhereOff(act, b.settings));
  expect((await subscribe(service.browser())).browsers).toHaveLength(1);
});
