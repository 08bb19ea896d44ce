import { SaveCommittee, type Ruling } from '@causeway/contracts';
import type { PolicyText } from '@causeway/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '../platform/acts/actor';
import { governanceOf, type Governance } from '../testing/governance';
import { bench, type Bench, type SpecPerson } from '../testing/harness';

let b: Bench;
let g: Governance;
let disputer: SpecPerson;
let arbiter: SpecPerson;
let officer: SpecPerson;
let other: string;
let council: string;
beforeAll(async () => {
  b = await bench();
  g = await governanceOf(b);
  [disputer, arbiter, officer] = [await b.person('gm'), await b.person('gm'), await b.person('gm')];
  const committee = async (name: string, kinds: SaveCommittee['kinds'], member: SpecPerson): Promise<string> => g.committees.save(await g.as(g.chair), null, SaveCommittee.parse({
    name, kinds, quorumPermille: 500, noticeDays: 0, votingDays: 7, members: [{ personId: member.id, constituency: 'business', officer: true }],
  }));
  [other, council] = [await committee('Records council', ['retention'], disputer), await committee('Executive council', [], officer)];
});
afterAll(() => b.close());

const DAY = 86_400_000;
const later = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: { code?: string; message: string }) => error.code ?? error.message);
const adding = (id: string) => (text: PolicyText): PolicyText => ({
  ...text, rules: [{ id, when: { fact: 'exam.modalities', op: 'hasAny', value: ['MG'] }, then: { read: 'formal' }, because: 'mammography' }, ...text.rules],
}) as PolicyText;

async function disputed(id: string): Promise<{ readonly policy: string; readonly dispute: string }> {
  const policy = await g.draft('overread', adding(id));
  await g.proposed(policy);
  await g.proposals.say(await g.as(disputer), policy, { kind: 'dispute', text: 'It keeps exams we must end.', ruleId: null });
  const { comments } = await g.look(policy);
  return { policy, dispute: comments.at(-1)?.id ?? '' };
}
type ReferBody = Parameters<Governance['arbitrations']['refer']>[2];
const refer = async (policy: string, dispute: string, to: ReferBody['arbiter'], more: Partial<ReferBody> = {}, who = g.chair): Promise<string> => g.arbitrations.refer(await g.as(who), policy, {
  version: (await g.look(policy)).version, disputeId: dispute, otherCommitteeId: other, arbiter: to, question: 'Whose rule goes first?', dueAt: later(7), ...more,
});
const rule = async (id: string, who: SpecPerson, ruling: Ruling): Promise<unknown> => g.arbitrations.rule(await g.as(who), id, { version: 0, ruling, reason: 'Care goes before order.' });

describe('a dispute two committees cannot settle', () => {
  it('goes to somebody impartial only, and nobody votes meanwhile', async () => {
    const { policy, dispute } = await disputed('impartial');
    expect(await codeOf(refer(policy, dispute, { personId: arbiter.id }, {}, g.it))).toBe('not-allowed');
    expect(await codeOf(refer(policy, dispute, { personId: g.author.id }))).toBe('arbiter');
    expect(await codeOf(refer(policy, dispute, { personId: disputer.id }))).toBe('arbiter');
    expect(await codeOf(refer(policy, dispute, { personId: g.business.id }))).toBe('arbiter');
    expect(await codeOf(refer(policy, dispute, { committeeId: other }))).toBe('arbiter');
    expect(await codeOf(refer(policy, dispute, { personId: arbiter.id }, { dueAt: later(-1) }))).toBe('due');
    await g.proposals.say(await g.as(g.business), policy, { kind: 'dispute', text: 'Ours, within the committee.', ruleId: null });
    const within = (await g.look(policy)).comments.at(-1)?.id ?? '';
    expect(await codeOf(refer(policy, within, { personId: arbiter.id }))).toBe('dispute');
    const id = await refer(policy, dispute, { personId: arbiter.id });
    expect(await codeOf(refer(policy, dispute, { personId: arbiter.id }))).toBe('before-an-arbiter');
    expect(await codeOf(g.proposals.callVote(await g.as(g.chair), policy, (await g.look(policy)).version))).toBe('before-an-arbiter');
    const told = await b.acts.read<{ person_id: string }>(`select person_id from notice where event = 'arbitration.referred'`);
    expect(told.map((n) => n.person_id)).toEqual([arbiter.id]);
    expect((await g.look(policy, arbiter)).arbitrations.items[0]).toMatchObject({ id, state: 'referred', committees: ['Imaging committee', 'Records council'], moves: [{ move: 'rule' }] });
    expect((await g.look(policy, g.it)).arbitrations.items[0]?.moves).toEqual([]);
    for (const [who, code] of [[g.author, 'not-allowed'], [disputer, 'not-allowed'], [g.it, 'no-arbiter'], [g.chair, 'no-arbiter']] as const) expect(await codeOf(rule(id, who, 'adopt'))).toBe(code);
    await rule(id, arbiter, 'adopt');
    expect(await g.look(policy)).toMatchObject({ state: 'adopted', reason: 'adopted-by-ruling', arbitrations: { items: [{ state: 'ruled', ruling: 'adopt', reason: 'Care goes before order.' }] } });
    const entries = await b.acts.read<{ action: string }>(`select action from audit_entry where object_id in ($1, $2) and action in ('arbitration.rule', 'policy.adopt-by-ruling') order by action`, [id, policy]);
    expect(entries.map((e) => e.action)).toEqual(['arbitration.rule', 'policy.adopt-by-ruling']);
  });

  it('ends in a ruling nobody changes, whoever asks', async () => {
    const [{ id }] = await b.acts.read<{ id: string }>(`select id from arbitration where state = 'ruled' limit 1`) as [{ id: string }];
    for (const forged of [`update arbitration set reason = 'otherwise' where id = $1`, `update arbitration set ruling = 'withdraw' where id = $1`, 'delete from arbitration where id = $1']) await expect(b.acts.read(forged, [id]), forged).rejects.toThrow(/never changes/);
    const told = await b.acts.read<{ person_id: string }>(`select person_id from notice where event = 'arbitration.ruled'`);
    expect(new Set(told.map((n) => n.person_id))).toEqual(new Set([g.author, g.it, g.business, g.chair, disputer].map((p) => p.id)));
  });

  it('sends the rules back, which are not proposed again as they were, or withdraws them; a third committee rules by its officers', async () => {
    const one = await disputed('changed');
    const id = await refer(one.policy, one.dispute, { committeeId: council });
    await expect(b.acts.read(`update arbitration set question = 'Another?' where id = $1`, [id])).rejects.toThrow(/never changes/);
    await rule(id, officer, 'change');
    expect(await g.look(one.policy)).toMatchObject({ state: 'draft', reason: 'ruled-to-change' });
    expect(await codeOf(g.drafts.submit(await g.as(g.author), one.policy, (await g.look(one.policy)).version))).toBe('ruled-to-change');
    const two = await disputed('ended');
    await rule(await refer(two.policy, two.dispute, { committeeId: council }), officer, 'withdraw');
    await g.work();
    expect(await g.look(two.policy)).toMatchObject({ state: 'withdrawn', reason: 'withdrawn-by-ruling' });
  });

  it('lapses at its deadline, and is dropped when the proposal goes another way', async () => {
    const late = await disputed('late');
    const id = await refer(late.policy, late.dispute, { personId: arbiter.id }, { dueAt: new Date(Date.now() + 1200).toISOString() });
    await new Promise((r) => { setTimeout(r, 1300); });
    expect(await codeOf(rule(id, arbiter, 'adopt'))).toBe('too-late');
    await g.work();
    expect((await g.look(late.policy)).arbitrations.items[0]).toMatchObject({ state: 'lapsed', ruling: null });
    expect(await codeOf(g.proposals.callVote(await g.as(g.chair), late.policy, (await g.look(late.policy)).version))).toBe('done');
    const gone = await disputed('gone');
    await refer(gone.policy, gone.dispute, { personId: arbiter.id });
    await g.proposals.sendBack(await g.as(g.it), gone.policy, (await g.look(gone.policy)).version, 'needs other words');
    await g.work();
    expect((await g.look(gone.policy)).arbitrations.items[0]).toMatchObject({ state: 'dropped' });
    await b.acts.run(system('spec'), (act) => g.arbitrations.lapse(act, id));
    expect((await g.look(late.policy)).arbitrations.items[0]?.state).toBe('lapsed');
  });
});
