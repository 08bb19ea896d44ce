import { SaveChannel, SaveMilestone, NewDraft } from '@causeway/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PolicyDrafts } from '../policies/drafts';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { callerOf } from '../testing/caller';
import { bench, type Bench } from '../testing/harness';
import { ProgrammeChannelsRead } from './channels';
import { Ownership } from './owners';
import { ProgrammePlans } from './plan';
import { ProgrammeVendors } from './vendors';

let b: Bench;
let plans: ProgrammePlans;
let channels: ProgrammeChannelsRead;
let owners: Ownership;
let partner: string;
let other: string;
let ol: Caller;
let ou: Caller;

beforeAll(async () => {
  b = await bench();
  plans = new ProgrammePlans(b.acts, b.settings);
  channels = new ProgrammeChannelsRead(b.acts, b.settings);
  owners = new Ownership(b.acts);
});
afterAll(() => b.close());
beforeEach(async () => {
  await b.acts.read('delete from programme_milestone');
  await b.acts.read('delete from programme_channel');
  await b.acts.read('delete from owned_thing');
  await b.acts.read('delete from facility_product');
  await b.acts.read(`update facility set state = 'retired' where not host`);
  partner = await b.facility(`Lakeview ${Math.random()}`, { tier: 'regular', status: 'connecting' });
  other = await b.facility(`Harbor ${Math.random()}`, { tier: 'strategic' });
  ol = await callerOf(b, await b.person('ol'));
  ou = await callerOf(b, await b.person('ou', { facilities: [b.host, partner] }));
});

const milestone = (more: object = {}): SaveMilestone => SaveMilestone.parse({ wave: 'Wave 1', name: 'Trauma centres live', owner: 'Solveig Aune', dueOn: '2020-01-31', facilityIds: [], ...more });

describe('the plan', () => {
  it('has milestones with partners, marks those that are late, and keeps what somebody settled', async () => {
    await plans.save(ol, null, milestone({ facilityIds: [partner, other] }));
    const [made] = (await plans.view(ol)).milestones;
    expect(made).toMatchObject({ state: 'open', late: true, facilities: 2, live: 1 });
    await plans.settle(ol, made!.id, { version: made!.version, state: 'done', words: '' });
    await expect(plans.settle(ol, made!.id, { version: made!.version, state: 'dropped', words: 'No matter' })).rejects.toMatchObject({ status: 412 });
    await expect(plans.settle(ol, made!.id, { version: 1, state: 'dropped', words: '' })).rejects.toMatchObject({ code: 'reason' });
    expect((await plans.view(ol)).milestones[0]).toMatchObject({ state: 'done', late: false, settledBy: ol.actor.name });
    expect(await b.acts.read(`select action from audit_entry where object_kind = 'programme' and object_id = $1 order by at`, [made!.id])).toEqual([{ action: 'programme.milestone-made' }, { action: 'programme.milestone-done' }]);
  });

  it('names to each person the partners they see, and keeps the others when that person saves', async () => {
    await plans.save(ol, null, milestone({ facilityIds: [partner, other] }));
    const [seen] = (await plans.view(ou)).milestones;
    expect([seen?.partners.map((p) => p.id), seen?.facilities]).toEqual([[partner], 2]);
    await expect(plans.save(ou, null, milestone({ facilityIds: [other] }))).rejects.toMatchObject({ code: 'partners' });
    await plans.save(ou, seen!.id, milestone({ version: 0, dueOn: '2099-01-31', facilityIds: [] }));
    expect((await plans.view(ol)).milestones[0]?.partners.map((p) => p.id)).toEqual([other]);
    const lead = await plans.view(await callerOf(b, await b.person('sl')));
    expect([lead.pipeline, lead.mayPlan, lead.milestones[0]?.partners, lead.milestones[0]?.facilities]).toEqual([null, false, [], 1]);
  });

  it('counts partners by stage and tier, and says what is next and why: by tier first', async () => {
    await b.acts.read(`update facility set next_step = 'Call them', next_step_on = current_date - 1 where id = $1`, [partner]);
    const late = await b.facility(`Valley ${Math.random()}`, { tier: 'strategic', status: 'agreement' });
    await b.acts.read(`insert into facility_review (facility_id, day, due_on) values ($1, 30, current_date - 2), ($1, 60, current_date + 90)`, [other]);
    const { pipeline } = await plans.view(ol);
    expect(pipeline?.next.map((n) => [n.id, n.because])).toEqual([[late, 'no-step'], [partner, 'overdue']]);
    expect(pipeline?.stages.find((s) => s.state === 'live')).toMatchObject({ all: 1, tiers: { strategic: 1 } });
    expect(pipeline?.reviews).toMatchObject([{ facilityId: other, day: 30, late: true }]);
  });
});

it('scores a vendor by its commitments and by the connections of those who use its products', async () => {
  const [product, line] = [newId(), newId()];
  await b.acts.read(`insert into vendor_product (id, vendor, name) values ($1, $2, 'Archive')`, [product, `Imagon ${product}`]);
  await b.acts.read('insert into facility_product (facility_id, product_id) values ($1, $2)', [other, product]);
  await b.acts.read(`insert into vendor_commitment (id, product_id, standard, due_on, state, settled_on) values (gen_random_uuid(), $1, 'QIDO-RS', current_date - 9, 'kept', current_date - 9), (gen_random_uuid(), $1, 'TLS', current_date - 1, 'promised', null), (gen_random_uuid(), $1, 'XCA-I', current_date + 9, 'promised', null)`, [product]);
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, state) values ($1, $2, 'dimse', 'out', 'images', 'PACS', '{}', 'passing'), (gen_random_uuid(), $2, 'media', 'in', 'images', 'Folder', '{}', 'passing'), (gen_random_uuid(), $2, 'dimse', 'in', 'images', 'They call', '{}', 'untested'), (gen_random_uuid(), $2, 'dimse', 'out', 'images', 'Nobody tried', '{}', 'untested')`, [line, other]);
  await b.acts.read(`insert into endpoint_run (id, endpoint_id, depth, by_kind, by_name, ended_at, ok) select gen_random_uuid(), $1, 'line', 'clock', 's', clock_timestamp(), n > 1 from generate_series(1, 10) n`, [line]);
  const [vendor] = await new ProgrammeVendors(b.acts, b.settings).view(ol);
  expect(vendor).toMatchObject({ products: ['Archive'], facilities: [{ id: other }], commitments: { kept: 1, broken: 0, late: 1, promised: 1 }, connections: { all: 3, standard: 2 }, transfers: { ended: 0, failed: 0 }, tests: { run: 10, failed: 1 } });
  expect(vendor?.score.parts.map((p) => p.points)).toEqual([18, 17, null, 14]);
  expect(await new ProgrammeVendors(b.acts, b.settings).view(ou)).toEqual([]);
});

it('keeps channels beside the exchange with a plan, and counts those of the exchange by itself', async () => {
  const channel = (more: object): SaveChannel => SaveChannel.parse({ name: 'Wound photographs in a chat', kind: 'consumer-app', secure: false, serviceLine: 'burn', owner: 'Burn clinic', perMonth: 40, ...more });
  await expect(channels.save(ol, null, channel({ secure: true }))).rejects.toMatchObject({ code: 'secure' });
  await channels.save(ol, null, channel({}));
  const [made] = (await channels.view(ol)).channels;
  expect(made).toMatchObject({ standing: 'no-plan', by: ol.actor.name });
  await channels.save(ou, made!.id, channel({ version: 0, replaceBy: '2020-01-01', plan: 'The wound diary' }));
  await expect(channels.save(ou, made!.id, channel({ version: 0 }))).rejects.toMatchObject({ status: 412 });
  expect((await channels.view(ol)).channels).toMatchObject([{ standing: 'late', plan: 'The wound diary' }]);
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values (gen_random_uuid(), $1, 'hl7v2', 'out', 'reports', 'Plain', '{"tls": {"on": false}}'), (gen_random_uuid(), $1, 'hl7v2', 'out', 'reports', 'TLS', '{"tls": {"on": true}}')`, [partner]);
  expect((await channels.view(ou)).own).toContainEqual({ kind: 'hl7v2', of: 'connection', facilities: 1, connections: 2, passing: 0, open: 1, exams90: 0 });
  expect((await channels.view(await callerOf(b, await b.person('ou', { facilities: [b.host] })))).own.filter((o) => o.kind === 'hl7v2')).toEqual([]);
});

it('names an owner for each policy version and connection, which a new draft takes over, and counts those without', async () => {
  const line = newId();
  await b.acts.read(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'out', 'images', 'PACS', '{}')`, [line, other]);
  const gm = await callerOf(b, await b.person('gm'));
  const before = (await owners.view(gm)).without;
  const [match] = await b.acts.read<{ id: string }>(`select id from policy_version where kind = 'match' and state = 'in-force'`);
  await expect(owners.set(gm, 'policy', match!.id, { ownedBy: 'radiology-it', person: '' })).rejects.toMatchObject({ code: 'person' });
  await owners.set(gm, 'policy', match!.id, { ownedBy: 'radiology-it', person: 'Mara Lindqvist' });
  expect((await owners.view(gm)).without).toBe(before - 1);
  const draft = await new PolicyDrafts(b.acts).create(gm, NewDraft.parse({ kind: 'match', from: 'in-force', title: 'Next' }));
  expect((await owners.view(gm)).things.find((t) => t.id === draft)).toMatchObject({ ownedBy: 'radiology-it', person: 'Mara Lindqvist', maySet: true });
  await expect(owners.set(ou, 'endpoint', line, { ownedBy: 'vendor', person: 'Imagon' })).rejects.toMatchObject({ status: 404 });
  await expect(owners.set(gm, 'endpoint', line, { ownedBy: 'vendor', person: 'Imagon' })).rejects.toMatchObject({ status: 403 });
  await owners.set(ol, 'endpoint', line, { ownedBy: 'vendor', person: 'Imagon desk' });
  await owners.set(ol, 'endpoint', line, { ownedBy: null, person: '' });
  expect((await owners.view(ol)).things.find((t) => t.id === line)).toMatchObject({ ownedBy: null, maySet: true });
});
