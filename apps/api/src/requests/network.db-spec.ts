import { AskNetwork, FacilityFields } from '@causeway/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decide, faultsOfText, version1, type PolicyText } from '@causeway/domain';
import { networksOf } from '../exchange/directory';
import { FacilityDirectory } from '../facilities/directory';
import { Networks } from '../facilities/networks/networks';
import { examFacts } from '../inbound/facts';
import type { Caller } from '../platform/http/caller';
import { callerOf } from '../testing/caller';
import { storeExam } from '../testing/exams';
import { exchangeOf, requestForm } from '../testing/exchange';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { drain } from '../testing/worker';
import { NetworkAsks } from './network.ask';

let b: Bench;
let x: ReturnType<typeof exchangeOf>;
let asks: NetworkAsks;
let networks: Networks;
let liaison: SpecPerson;
let li: Caller;
let east: string;
const id: Record<string, string> = {};

beforeAll(async () => {
  b = await bench();
  x = exchangeOf(b);
  asks = new NetworkAsks(b.acts, x.requestMoves, b.settings);
  networks = new Networks(b.acts, b.settings);
  for (const [name, issuer, status] of [['Alder', 'ALDER', 'live'], ['Birch', 'BIRCH', 'live'], ['Cedar', 'CEDAR', 'testing'], ['Damson', 'DAMSON', 'live'], ['Elder', 'ELDER', 'live']] as const) id[name] = await b.facility(name, { issuer, status });
  const ou = await callerOf(b, await b.person('ou', { facilities: [b.host, ...Object.values(id)] }));
  const directory = new FacilityDirectory(b.acts);
  for (const name of Object.keys(id)) {
    const [row] = await b.acts.read<{ version: number; issuer: string }>('select version, issuer from facility where id = $1', [id[name]]);
    await directory.save(ou, id[name]!, { ...FacilityFields.parse({ name, kind: 'hospital', issuer: row?.issuer, networks: [{ name: 'CareShare East', kind: 'affinity-domain', oid: '1.2.840.99' }] }), version: row?.version ?? 0 });
  }
  // Damson agreed to nothing; the liaison does not work with Elder
  await b.acts.read('delete from agreement where facility_id = $1', [id['Damson']]);
  liaison = await b.person('li', { facilities: [b.host, id['Alder']!, id['Birch']!, id['Cedar']!, id['Damson']!] });
  li = await callerOf(b, liaison);
  const [network] = await b.acts.read<{ id: string }>(`select id from network where name = 'CareShare East'`);
  east = network?.id ?? '';
});
afterAll(() => b.close());

const ask = (by = li, more: Parameters<typeof requestForm>[1] = {}) => {
  const { facilityId: _one, ...form } = requestForm(b.host, { serviceLine: 'oncology', patient: { family: 'Person', given: 'Spec', birthDate: '1961-03-12', sex: 'F', identifier: { value: 'B-77', issuer: 'BIRCH' } }, ...more });
  return asks.ask(by, AskNetwork.parse({ ...form, networkId: east }));
};
const stateOf = async (request: string): Promise<{ state: string; reason: string | null; subject: { identifier: unknown } }> => (await b.acts.read<{ state: string; reason: string | null; subject: { identifier: unknown } }>('select state, reason, subject from request_out where id = $1', [request]))[0]!;

describe('any member of a network', () => {
  it('is asked with a request of its own: who is live and agreed, and nobody the person does not work with', async () => {
    const done = await ask();
    expect(done).toMatchObject({ network: 'CareShare East', asked: [{ facility: 'Alder', state: 'sent' }, { facility: 'Birch', state: 'sent' }], left: [{ facility: 'Cedar', because: 'not-live' }, { facility: 'Damson', because: 'no-agreement' }], others: 1 });
    // a patient number is told to whoever gave it out
    expect((await stateOf(done.asked[0]!.id)).subject.identifier).toBeNull();
    expect((await stateOf(done.asked[1]!.id)).subject.identifier).toEqual({ value: 'B-77', issuer: 'BIRCH' });
    expect((await x.requestDetails.detail(done.asked[0]!.id, li)).ask).toEqual({ network: 'CareShare East', others: [{ id: done.asked[1]!.id, number: done.asked[1]!.number, facility: 'Birch', state: 'sent' }] });
  });

  it('that answers whole ends the question for the others, once', async () => {
    const done = await ask();
    const [alder, birch] = done.asked;
    await b.acts.read(`update request_out set state = 'partly-fulfilled' where id = $1`, [birch!.id]);
    const { version } = await x.requestDetails.detail(birch!.id, li);
    await x.requestMoves.enough(li, birch!.id, { version, why: 'all that is wanted' });
    await drain(b, { only: ['request.found'] });
    expect(await stateOf(alder!.id)).toMatchObject({ state: 'cancelled', reason: 'found-elsewhere' });
    expect((await stateOf(birch!.id)).state).toBe('fulfilled');
    expect((await x.requestDetails.detail(alder!.id, li)).entries.at(-1)).toMatchObject({ what: 'cancel', values: { reason: 'found-elsewhere', note: birch!.number } });
  });

  it('that declines leaves the others asked, and a request that stands alone ends nothing', async () => {
    const done = await ask();
    const { version } = await x.requestDetails.detail(done.asked[0]!.id, li);
    await x.requestMoves.decline(li, done.asked[0]!.id, { version, reason: 'not-there', note: '', by: '' } as never);
    const alone = await x.requestMoves.create(li, requestForm(id['Alder']!, { serviceLine: 'oncology' }));
    await b.acts.read(`update request_out set state = 'partly-fulfilled' where id = $1`, [alone]);
    await x.requestMoves.enough(li, alone, { version: 0, why: 'all that is wanted' });
    await drain(b, { only: ['request.found'] });
    expect((await stateOf(done.asked[1]!.id)).state).toBe('sent');
  });

  it('cannot be asked where nobody is left, or by who works with none of them', async () => {
    const stranger = await callerOf(b, await b.person('li'));
    await expect(ask(stranger)).rejects.toMatchObject({ status: 409, code: 'nobody-to-ask' });
    await b.acts.read(`update agreement set purposes = '{treatment}'`);
    await expect(ask(li, { purpose: 'operations' })).rejects.toMatchObject({ code: 'nobody-to-ask' });
    await expect(asks.ask(li, { ...AskNetwork.parse({ ...requestForm(b.host), networkId: b.host }) })).rejects.toMatchObject({ status: 422, code: 'network' });
  });
});

describe('a policy', () => {
  it('knows the networks of the source and of the recipient, and decides by them', async () => {
    const [from, nowhere] = [await storeExam(b, { source: id['Alder']! }), await storeExam(b)];
    await drain(b, { only: ['exam.extend'] });
    const networksFrom = async (exam: string) => (await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, (act) => examFacts(act, exam, b.settings))).facts;
    const known = await networksFrom(from);
    expect(known['source.networks']).toEqual(['CareShare East']);
    const unknown = await networksFrom(nowhere);
    expect(unknown['source.networks']).toBeNull();
    const recipient = await b.acts.run({ kind: 'system', id: 'spec', name: 'spec' }, (act) => networksOf(act, id['Birch']!));
    expect(recipient).toEqual(['CareShare East']);
    const text: PolicyText<'redisclosure'> = {
      kind: 'redisclosure', scope: 'all', catalogue: 1,
      rules: [{ id: 'community', when: { all: [{ fact: 'source.networks', op: 'hasAny', value: ['CareShare East'] }, { fact: 'recipient.networks', op: 'hasAny', value: ['CareShare East'] }] }, then: { ...version1.redisclosure.default.then, act: 'allow' }, because: 'same-community' }],
      default: version1.redisclosure.default,
    };
    expect(faultsOfText(text as PolicyText)).toEqual([]);
    const facts = { ...known, 'recipient.networks': recipient };
    expect(decide(text, facts, '2026-05-04').because).toEqual(['same-community']);
    expect(decide(text, { ...facts, 'recipient.networks': [] }, '2026-05-04').decidedBy).toEqual(['default']);
    expect(decide(text, { ...unknown, 'recipient.networks': recipient }, '2026-05-04').decidedBy).toEqual(['default']);
    // of one kind of policy only, and with the operators of a list
    expect(faultsOfText({ ...text, rules: [{ ...text.rules[0]!, when: { fact: 'source.networks', op: 'eq', value: 'CareShare East' } }] } as PolicyText)).not.toEqual([]);
  });
});

describe('the page of a network', () => {
  it('shows the members one works with, how we stand with them, and what came and went', async () => {
    await b.acts.read(`insert into exam (id, study_uid, head, door, source_facility_id) values (gen_random_uuid(), '2.25.1', '{}', 'dimse', $1)`, [id['Alder']]);
    const page = await networks.detail(east, li);
    expect(page).toMatchObject({ name: 'CareShare East', kind: 'affinity-domain', oid: '1.2.840.99', live: 3, others: 1 });
    expect(page.members.map((m) => [m.name, m.state, m.agreement, m.came])).toEqual([['Alder', 'live', 'in-force', 2], ['Birch', 'live', 'in-force', 0], ['Cedar', 'testing', 'none', 0], ['Damson', 'live', 'none', 0]]);
    expect(page.members[0]?.asked).toBeGreaterThan(0);
    expect(await networks.list(li)).toEqual([{ id: east, name: 'CareShare East', kind: 'affinity-domain', oid: '1.2.840.99', members: 4, live: 3 }]);
    expect(await networks.list(await callerOf(b, await b.person('li')))).toMatchObject([{ name: 'CareShare East', members: 0, live: 0 }]);
    await expect(networks.detail(b.host, li)).rejects.toMatchObject({ status: 404 });
  });
});
