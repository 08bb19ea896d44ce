import { SavePolicy } from '@causeway/contracts';
import type { PolicyText } from '@causeway/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { governanceOf, type Governance } from '../testing/governance';
import { bench, type Bench, type SpecPerson } from '../testing/harness';

let b: Bench;
let g: Governance;
beforeAll(async () => {
  b = await bench();
  g = await governanceOf(b);
});
afterAll(() => b.close());

const adding = (id: string, read: 'formal' | 'none' = 'formal') => (text: PolicyText): PolicyText => ({
  ...text, rules: [{ id, when: { fact: 'exam.modalities', op: 'hasAny', value: ['MG'] }, then: { read }, because: 'mammography' }, ...text.rules],
}) as PolicyText;
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: { code?: string; message: string }) => error.code ?? error.message);

describe('a draft', () => {
  it('begins as the version in force, gets the next number, and says what is wrong with it at its place', async () => {
    const id = await g.draft('triage', (text) => ({ ...text, rules: [{ ...text.rules[0]!, when: { fact: 'exam.modalty', op: 'known' } }] }) as PolicyText);
    const view = await g.look(id);
    expect(view).toMatchObject({ state: 'draft', number: 2, base: { number: 1, inForce: true }, author: { id: g.author.id } });
    expect(view.faults).toEqual([{ at: '/rules/0/when', problem: '"exam.modalty" is not a fact of the catalogue.' }]);
    await expect(g.drafts.submit(await g.as(g.author), id, view.version)).rejects.toMatchObject({ status: 422, more: { errors: [{ pointer: '/text/rules/0/when' }] } });
    await expect(g.replays.start(await g.as(g.author), id, { span: { days: 30 } })).rejects.toMatchObject({ code: 'faults' });
  });

  it('with a rule that never decides is not proposed, and the rule that takes everything is named', async () => {
    const id = await g.draft('overread', (text) => ({ ...text, rules: [...text.rules, { ...text.rules[3]!, id: 'ed-again' }] }) as PolicyText);
    await g.replayed(id);
    await expect(g.drafts.submit(await g.as(g.author), id, (await g.look(id)).version)).rejects.toMatchObject({ more: { errors: [{ pointer: '/text/rules/6', detail: expect.stringContaining('ed takes all its exams') as string }] } });
  });

  it('that somebody else saved meanwhile is not written over: whoever comes second is told who and when', async () => {
    const id = await g.draft('overread', adding('mine'));
    const { version, text } = await g.look(id);
    await g.drafts.save(await g.as(g.it), id, SavePolicy.parse({ version, text, title: 'By somebody else' }));
    await expect(g.drafts.save(await g.as(g.author), id, SavePolicy.parse({ version, text, title: 'Too late' }))).rejects.toMatchObject({ status: 412, more: { by: expect.stringContaining('Spec gm') as string } });
    expect((await g.look(id)).title).toBe('By somebody else');
    const other = await g.draft('overread', adding('other'));
    expect((await g.look(other)).beside.map((v) => v.id)).toContain(id);
  });

  it('is not proposed before it was replayed as it is, and its text is frozen afterwards, for everybody', async () => {
    const id = await g.draft('overread', adding('frozen'));
    expect(await codeOf(g.drafts.submit(await g.as(g.author), id, (await g.look(id)).version))).toBe('replay-first');
    await g.proposed(id);
    const view = await g.look(id);
    expect(await codeOf(g.drafts.save(await g.as(g.author), id, SavePolicy.parse({ version: view.version, text: view.text, title: 'changed' })))).toBe('send-back-first');
    await expect(b.acts.read(`update policy_version set text = jsonb_set(text, '{rules}', '[]') where id = $1`, [id])).rejects.toThrow(/never changes/);
  });

  it('is nobody else\'s: a reader may not write, and a section lead writes for their line only', async () => {
    const [reader, lead] = [await b.person('rd'), await b.person('sl', { serviceLines: ['breast'] })];
    for (const [who, scope, code] of [[reader, 'all', 'not-allowed'], [lead, 'all', 'not-allowed'], [lead, 'breast', 'done']] as const) {
      expect(await codeOf(g.drafts.create(await g.as(who), { kind: 'overread', scope, from: 'in-force', title: '' }))).toBe(code);
    }
  });
});

describe('a discussion', () => {
  it('keeps a dispute with who, when and the rule it is about, through the vote, and the author answers', async () => {
    const id = await g.draft('overread', adding('disputed'));
    await g.proposed(id);
    const say = async (who: SpecPerson, kind: 'comment' | 'evidence' | 'dispute', text: string, ruleId: string | null = null): Promise<void> => g.proposals.say(await g.as(who), id, { kind, text, ruleId });
    await say(g.business, 'dispute', 'Nobody pays for these reads.', 'disputed');
    await say(g.author, 'evidence', 'Two of forty were missed in spring.');
    expect(await codeOf(say(g.business, 'dispute', 'Of nothing', 'no-such-rule'))).toBe('rule');
    expect(await codeOf(say(await b.person('rd'), 'dispute', 'Not of the committee'))).toBe('not-allowed');
    const ballot = await g.proposals.callVote(await g.as(g.chair), id, (await g.look(id)).version);
    await g.work();
    const { comments } = await g.look(id, g.it);
    expect(comments.map((c) => [c.kind, c.person.id, c.ruleId, c.text])).toEqual([['dispute', g.business.id, 'disputed', 'Nobody pays for these reads.'], ['evidence', g.author.id, null, 'Two of forty were missed in spring.']]);
    const [entry] = await b.acts.read<{ actor_id: string; details: string }>(`select actor_id, details from audit_entry where object_id = $1 and action = 'policy.said' order by at limit 1`, [id]);
    expect([entry?.actor_id, JSON.parse(entry?.details ?? '{}')]).toEqual([g.business.id, { comment: comments[0]?.id, kind: 'dispute' }]);
    for (const who of [g.author, g.it, g.business, g.chair]) await g.vote(ballot, who, 'against');
    for (const forged of [`policy_comment set body = 'All is well.' where policy_id = $1`, `ballot_vote set choice = 'for' where ballot_id = (select id from ballot where policy_id = $1)`, `ballot set replay = '{}' where policy_id = $1`]) {
      await expect(b.acts.read(`update ${forged}`, [id]), forged).rejects.toThrow(/never changes/);
    }
    await g.work();
    expect(await codeOf(say(g.business, 'dispute', 'Still'))).toBe('ended');
    expect((await g.look(id)).comments).toHaveLength(2);
  });
});

describe('a ballot', () => {
  it('carries the replay as it was when it was called, and is adopted by a majority with everybody heard', async () => {
    const id = await g.draft('overread', adding('adopted'));
    const ballot = await g.called(id);
    await g.vote(ballot, g.author, 'for');
    await g.vote(ballot, g.it, 'for');
    await g.vote(ballot, g.business, 'against');
    await g.work();
    expect((await g.look(id)).state).toBe('voting');
    await g.vote(ballot, g.business, 'for');
    await g.vote(ballot, g.chair, 'abstain');
    await g.work();
    const view = await g.look(id);
    expect(view.state).toBe('adopted');
    expect(view.ballot).toMatchObject({ state: 'passed', count: { for: 3, against: 0, abstain: 1 }, replaySha256: view.replay?.sha256 });
    expect(await codeOf(g.vote(ballot, g.it, 'against'))).toBe('vote-over');
    const [kept] = await b.acts.read<{ n: number }>('select count(*)::int as n from ballot_vote where ballot_id = $1', [ballot]);
    expect(kept?.n).toBe(5);
  });

  it('does not pass when only the author is for it, and a tie fails', async () => {
    const alone = await g.draft('overread', adding('alone'));
    const ballot = await g.called(alone);
    await g.vote(ballot, g.author, 'for');
    for (const who of [g.it, g.business, g.chair]) await g.vote(ballot, who, 'abstain');
    await g.work();
    expect(await g.look(alone)).toMatchObject({ state: 'rejected', reason: 'author-only' });
    const tied = await g.draft('overread', adding('tied'));
    const second = await g.called(tied);
    for (const [who, choice] of [[g.author, 'for'], [g.it, 'for'], [g.business, 'against'], [g.chair, 'against']] as const) await g.vote(second, who, choice);
    await g.work();
    expect(await g.look(tied)).toMatchObject({ state: 'rejected', reason: 'no-majority' });
  });

  it('refuses a vote after its deadline even before anybody noticed that it is over, and is void without a quorum', async () => {
    const id = await g.draft('overread', adding('late'));
    const ballot = await g.called(id);
    await g.vote(ballot, g.author, 'for');
    await b.acts.read(`update ballot set closes_at = clock_timestamp() - interval '1 second' where id = $1`, [ballot]);
    await expect(g.vote(ballot, g.it, 'for')).rejects.toMatchObject({ status: 409, code: 'vote-over', message: expect.stringContaining('after the deadline do not count') as string });
    await g.work(8 * 86_400);
    expect(await g.look(id)).toMatchObject({ state: 'in-review', reason: 'no-quorum', ballot: { state: 'voided' } });
  });

  it('lets members step back, hand their vote to their own constituency, and be extended once', async () => {
    const id = await g.draft('overread', adding('handed'));
    const ballot = await g.called(id);
    expect(await codeOf(g.ballots.delegate(await g.as(g.chair), ballot, { version: 0, delegateId: g.it.id }))).toBe('constituency');
    await g.ballots.delegate(await g.as(g.chair), ballot, { version: 0, delegateId: g.author.id });
    expect(await codeOf(g.vote(ballot, g.chair, 'for'))).toBe('delegated');
    expect(await codeOf(g.vote(ballot, g.it, 'for', g.chair.id))).toBe('not-your-vote');
    await g.vote(ballot, g.author, 'for', g.chair.id);
    await g.ballots.recuse(await g.as(g.business), ballot, 'sells scanners');
    expect(await codeOf(g.vote(ballot, g.business, 'for'))).toBe('recused');
    const { ballot: view } = await g.look(id, g.chair);
    expect(view?.members.find((m) => m.person.id === g.chair.id)).toMatchObject({ choice: 'for', delegate: expect.any(String) as string, castBy: expect.any(String) as string });
    const later = new Date(Date.parse(view?.closesAt ?? '') + 86_400_000).toISOString();
    await g.ballots.extend(await g.as(g.chair), ballot, { version: view?.version ?? 0, closesAt: later });
    expect(await codeOf(g.ballots.extend(await g.as(g.chair), ballot, { version: 0, closesAt: later }))).toBe('extended-already');
    await g.vote(ballot, g.author, 'for');
    await g.vote(ballot, g.it, 'for');
    await g.work();
    expect((await g.look(id)).state).toBe('adopted');
  });

  it('is not called by who wrote the policy, and not without a replay of this week', async () => {
    const own = await g.draft('overread', adding('own'), g.chair);
    await g.proposed(own, g.chair);
    expect(await codeOf(g.proposals.callVote(await g.as(g.chair), own, (await g.look(own)).version))).toBe('not-allowed');
    const old = await g.draft('overread', adding('old'));
    await g.proposed(old);
    await b.acts.read(`update policy_replay set done_at = done_at - interval '8 days' where policy_id = $1`, [old]);
    expect(await codeOf(g.proposals.callVote(await g.as(g.chair), old, (await g.look(old)).version))).toBe('replay-too-old');
    expect((await g.look(own, g.chair)).moves.map((m) => m.move)).not.toContain('call-vote');
  });

  it('ends with its policy when that is withdrawn', async () => {
    const id = await g.draft('overread', adding('gone'));
    const ballot = await g.called(id);
    expect(await codeOf(g.drafts.withdraw(await g.as(g.it), id, (await g.look(id)).version, 'not mine'))).toBe('not-yours');
    await g.drafts.withdraw(await g.as(g.author), id, (await g.look(id)).version, 'another way was found');
    await g.work();
    expect(await g.look(id)).toMatchObject({ state: 'withdrawn', ballot: { id: ballot, state: 'voided' } });
  });
});

describe('force', () => {
  it('begins at its instant, ends the old version in the same instant, and suspends what was written on the old one', async () => {
    const [first, second] = [await g.draft('release', (t) => t), await g.draft('release', (t) => ({ ...t, default: { ...t.default, because: 'second' } }) as PolicyText)];
    await g.adopted(first);
    await g.adopted(second);
    const [one, two] = [await g.look(first), await g.look(second)];
    expect(await codeOf(g.proposals.schedule(await g.as(g.chair), first, { version: one.version, effectiveAt: '2020-01-01T00:00:00Z', applyNow: false }))).toBe('past');
    await g.proposals.schedule(await g.as(g.chair), first, { version: one.version, effectiveAt: new Date(Date.now() + 1500).toISOString(), applyNow: false });
    await g.proposals.schedule(await g.as(g.chair), second, { version: two.version, effectiveAt: new Date(Date.now() + 86_400_000).toISOString(), applyNow: false });
    await g.work();
    expect((await g.look(first)).state).toBe('scheduled');
    await new Promise((r) => { setTimeout(r, 1600); });
    await g.work();
    const rows = await b.acts.read<{ number: number; state: string; same: boolean }>(
      `select number, state, ended_at is not distinct from lead(in_force_at) over (order by in_force_at) as same from policy_version where kind = 'release' and in_force_at is not null order by number`);
    expect(rows).toEqual([{ number: 1, state: 'superseded', same: true }, { number: 2, state: 'in-force', same: true }]);
    expect(await g.look(second)).toMatchObject({ state: 'suspended', reason: 'base-no-longer-in-force' });
    await g.drafts.rebase(await g.as(g.author), second, (await g.look(second)).version);
    expect(await g.look(second)).toMatchObject({ state: 'draft', base: { number: 2 } });
  });

  it('is given back to an older text by a new draft that says so', async () => {
    const [v1] = await b.acts.read<{ id: string }>(`select id from policy_version where kind = 'release' and number = 1`);
    const back = await g.draft('release', (t) => t, g.author, { version: v1?.id ?? '' });
    expect(await g.look(back)).toMatchObject({ restoresNumber: 1, number: 4, state: 'draft', base: { number: 2 } });
    await g.inForce(back);
    const rows = await b.acts.read<{ number: number; sha: string }>(`select number, encode(sha256, 'hex') as sha from policy_version where kind = 'release' and number in (1, 4) order by number`);
    expect(rows[0]?.sha).toBe(rows[1]?.sha);
    expect(await g.look(back)).toMatchObject({ state: 'in-force' });
  });

  it('leaves an entry in the audit for every step', async () => {
    const rows = await b.acts.read<{ action: string }>(`select distinct action from audit_entry where object_kind in ('policy', 'ballot') order by action`);
    expect(rows.map((r) => r.action)).toEqual(expect.arrayContaining(['policy.edit', 'policy.submit', 'policy.call-vote', 'ballot.made', 'ballot.open', 'ballot.vote', 'ballot.pass', 'policy.adopt', 'policy.schedule', 'policy.put-in-force', 'policy.supersede']));
  });
});
