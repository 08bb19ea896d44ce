import { SaveCommittee, type CommitteesView } from '@causeway/contracts';
import type { PolicyText } from '@causeway/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { system } from '../platform/acts/actor';
import { askPolicy } from '../platform/decisions/decisions';
import { newId } from '../platform/ids';
import { governanceOf, type Governance } from '../testing/governance';
import { bench, type Bench, type SpecPerson } from '../testing/harness';
import { linePolicies } from './lines';

let b: Bench;
let g: Governance;
let lead: SpecPerson;
let lineIt: SpecPerson;
let lineCommittee: string;
beforeAll(async () => {
  b = await bench();
  g = await governanceOf(b);
  [lead, lineIt] = [await b.person(['sl', 'gm'], { serviceLines: ['breast'] }), await b.person('gm')];
  lineCommittee = await g.committees.save(await g.as(g.chair), null, SaveCommittee.parse({
    name: 'Breast imaging committee', scope: 'breast', kinds: ['overread', 'match', 'retention'], quorumPermille: 500, noticeDays: 0, votingDays: 7, reportsTo: 'Imaging committee',
    members: [{ personId: lead.id, constituency: 'clinical', specialty: 'breast radiology', specialties: ['breast', 'radiology'], officer: true }, { personId: lineIt.id, constituency: 'it' }],
  }));
});
afterAll(() => b.close());

const DAY = 86_400_000;
const later = (days: number): string => new Date(Date.now() + days * DAY).toISOString();
const codeOf = (work: Promise<unknown>): Promise<unknown> => work.then(() => 'done', (error: { code?: string; message: string }) => error.code ?? error.message);
const adding = (id: string, modality = 'MG') => (text: PolicyText): PolicyText => ({
  ...text, rules: [{ id, when: { fact: 'exam.modalities', op: 'hasAny', value: [modality] }, then: { read: 'formal' }, because: 'mammography' }, ...text.rules],
}) as PolicyText;
const committees = async (): Promise<CommitteesView['committees']> => (await g.committees.all(await g.as(g.chair))).committees;
const changed = async (name: string, to: Partial<SaveCommittee>): Promise<void> => {
  const c = (await committees()).find((one) => one.name === name);
  if (!c) throw new Error('no such committee');
  await g.committees.save(await g.as(g.chair), c.id, SaveCommittee.parse({ ...c, members: c.members.map((m) => ({ ...m, personId: m.person.id })), ...to }));
};
const audited = async (action: string): Promise<number> => (await b.acts.read(`select 1 from audit_entry where action = $1`, [action])).length;

describe('specialties of a committee', () => {
  it('are shown with the gaps, and a ballot on what touches one hears it or is void', async () => {
    const everybody = [[g.chair, 'clinical', ['cardiology']], [g.author, 'clinical', ['radiology']], [g.it, 'it', []], [g.business, 'business', []]] as const;
    const membersOf = (emergency: boolean) => everybody.map(([p, constituency, names]) => ({ personId: p.id, constituency, specialty: '', weight: 1, officer: false, specialties: emergency && p.id === g.chair.id ? ['emergency', 'breast'] : [...names] }));
    await changed('Imaging committee', { asksSpecialties: true, specialties: ['radiology', 'cardiology', 'oncology'], members: membersOf(false) });
    expect((await committees()).find((c) => c.name === 'Imaging committee')?.gaps).toEqual(['oncology']);
    const id = await g.draft('overread', adding('heard'));
    await g.proposed(id);
    expect((await g.look(id)).specialties).toEqual({ touched: ['radiology', 'emergency', 'breast'], missing: ['emergency', 'breast'] });
    expect(await codeOf(g.proposals.callVote(await g.as(g.chair), id, (await g.look(id)).version))).toBe('specialty-missing');
    await changed('Imaging committee', { members: membersOf(true) });
    const ballot = await g.proposals.callVote(await g.as(g.chair), id, (await g.look(id)).version);
    await g.work();
    for (const who of [g.author, g.it, g.business]) await g.vote(ballot, who, 'for');
    const open = (await g.look(id)).ballot;
    expect(open?.count).toMatchObject({ unheard: [], unheardSpecialties: ['emergency', 'breast'] });
    await expect(b.acts.read(`update ballot set specialties = '{}' where id = $1`, [ballot])).rejects.toThrow(/never changes/);
    await b.acts.read(`update ballot set closes_at = clock_timestamp() - interval '1 second' where id = $1`, [ballot]);
    await g.work(8 * 86_400);
    expect(await g.look(id)).toMatchObject({ state: 'in-review', reason: 'specialty-not-heard', ballot: { state: 'voided' } });
    await changed('Imaging committee', { asksSpecialties: false });
  });
});

describe('what the house hands to a service line', () => {
  it('lets its committee adopt policies of the line until the day, which the bare section lead may not', async () => {
    const own = await g.draft('overread', adding('line'), lineIt, 'in-force', 'breast');
    await g.replayed(own, lineIt);
    await g.drafts.submit(await g.as(lineIt), own, (await g.look(own)).version);
    expect((await g.look(own, lead)).committee).toBe('Imaging committee');
    expect(await codeOf(g.proposals.callVote(await g.as(lead), own, (await g.look(own)).version))).toBe('not-handed-over');
    expect((await g.look(own, lead)).moves.map((m) => m.move)).not.toContain('call-vote');
    expect(await codeOf(g.mandates.give(await g.as(lead), lineCommittee, { kinds: ['overread'], until: later(90), reason: 'They know their readers.' }))).toBe('not-allowed');
    expect(await codeOf(g.mandates.give(await g.as(g.chair), lineCommittee, { kinds: ['triage'], until: later(90), reason: 'They know their readers.' }))).toBe('kinds');
    expect(await codeOf(g.mandates.give(await g.as(g.chair), lineCommittee, { kinds: ['overread'], until: later(900), reason: 'They know their readers.' }))).toBe('until');
    await g.mandates.give(await g.as(g.chair), lineCommittee, { kinds: ['overread'], until: later(90), reason: 'They know their readers.' });
    expect(await codeOf(g.mandates.give(await g.as(g.chair), lineCommittee, { kinds: ['overread'], until: later(90), reason: 'Twice.' }))).toBe('handed-over-already');
    expect(await audited('mandate.given')).toBe(1);
    expect((await g.look(own, lead)).committee).toBe('Breast imaging committee');
    const ballot = await g.proposals.callVote(await g.as(lead), own, (await g.look(own)).version);
    await g.work();
    for (const who of [lead, lineIt]) await g.vote(ballot, who, 'for');
    await g.work();
    expect(await g.look(own, lead)).toMatchObject({ state: 'adopted', ballot: { committee: 'Breast imaging committee' } });
    await g.proposals.schedule(await g.as(lead), own, { version: (await g.look(own)).version, effectiveAt: new Date().toISOString(), applyNow: false });
    await g.work();
    const line = await linePolicies(b.acts, 'breast');
    expect(line.policies.find((p) => p.kind === 'overread')).toMatchObject({ scope: 'breast', committee: 'Breast imaging committee', floor: 'none', mandateUntil: expect.any(String) as string });
    expect(line.policies.find((p) => p.kind === 'match')).toMatchObject({ scope: 'all', committee: 'Imaging committee', mandateUntil: null, floor: 'answer' });
    expect((await linePolicies(b.acts, 'neurology')).policies.find((p) => p.kind === 'overread')).toMatchObject({ scope: 'all', committee: 'Imaging committee' });
  });

  it('may never chair what is the house\'s, or another line\'s', async () => {
    const house = await g.draft('overread', adding('of-the-house'));
    await g.proposed(house);
    expect(await codeOf(g.proposals.callVote(await g.as(lead), house, (await g.look(house)).version))).toBe('not-allowed');
    expect(await codeOf(g.committees.save(await g.as(lead), null, SaveCommittee.parse({ name: 'Mine', kinds: [], quorumPermille: 500, noticeDays: 0, votingDays: 7, members: [{ personId: lead.id, constituency: 'clinical' }] })))).toBe('not-allowed');
  });

  it('ends on its day or when the house says so, and the house votes again', async () => {
    const before = (await committees()).find((c) => c.id === lineCommittee)?.mandates[0];
    await g.work(91 * 86_400);
    // the job came early: the day has not come by the clock of the database
    expect((await committees()).find((c) => c.id === lineCommittee)?.mandates[0]).toMatchObject({ id: before?.id, state: 'on' });
    await b.acts.read(`update policy_mandate set from_at = from_at - interval '2 days', until_at = clock_timestamp() - interval '1 second' where id = $1`, [before?.id]);
    expect((await linePolicies(b.acts, 'breast')).policies.find((p) => p.kind === 'overread')).toMatchObject({ scope: 'breast', committee: 'Imaging committee', mandateUntil: null });
    await b.acts.run(system('spec'), (act) => g.mandates.expire(act, before?.id ?? ''));
    expect((await committees()).find((c) => c.id === lineCommittee)?.mandates[0]).toMatchObject({ state: 'over', ended: { reason: 'expired' } });
    await g.mandates.give(await g.as(g.chair), lineCommittee, { kinds: ['match', 'overread'], until: later(30), reason: 'Once more.' });
    const match = (await committees()).find((c) => c.id === lineCommittee)?.mandates.find((m) => m.kind === 'match');
    expect(await codeOf(changed('Breast imaging committee', { kinds: ['overread', 'retention'] }))).toBe('mandate');
    await g.mandates.end(await g.as(g.chair), match?.id ?? '', { reason: 'Matching stays with the house.' });
    expect(await codeOf(g.mandates.end(await g.as(g.chair), match?.id ?? '', { reason: 'Twice.' }))).toBe('over');
    expect(await audited('mandate.ended')).toBe(2);
    const told = await b.acts.read<{ event: string }>(`select distinct event from notice where subject_kind = 'committee' order by event`);
    expect(told.map((n) => n.event)).toEqual(['mandate.ended', 'mandate.given']);
  });

  it('has the house\'s rules as a floor: a looser match of the line never holds, a stricter one does', async () => {
    const ask = (facts: Record<string, unknown>) => b.acts.run(system('spec'), (act) => askPolicy(act, {
      kind: 'match', scope: 'breast', subject: { kind: 'match', id: newId(), examId: null }, today: new Date().toISOString().slice(0, 10), facts: facts as never,
    }));
    const write = async (then: object): Promise<void> => {
      await b.acts.read(`update policy_version set state = 'superseded', ended_at = clock_timestamp() where kind = 'match' and scope = 'breast' and state = 'in-force'`);
      await b.acts.read(`insert into policy_version (id, kind, scope, number, text, sha256, state, in_force_at) values ($1, 'match', 'breast', (select coalesce(max(number), 0) + 1 from policy_version where kind = 'match' and scope = 'breast'), $2::jsonb, $3, 'in-force', clock_timestamp())`,
        [newId(), JSON.stringify({ kind: 'match', scope: 'breast', catalogue: 1, rules: [], default: { then, because: 'line' } }), Buffer.alloc(32, JSON.stringify(then).length)]);
    };
    const facts = { 'match.candidates': 1, 'match.lookalike': ['same-birth-date'], 'parcel.patients': 1, 'exam.findings': [] };
    await write({ act: 'accept' });
    expect(await ask(facts)).toMatchObject({ outcome: { act: 'person', people: 2 }, decidedBy: ['lookalike'] });
    await write({ act: 'quarantine' });
    expect(await ask(facts)).toMatchObject({ outcome: { act: 'quarantine' }, because: ['line'] });
    const rows = await b.acts.read<{ scope: string }>(`select v.scope from decision d join policy_version v on v.id = d.policy_version_id where d.kind = 'match' order by d.at`);
    expect(rows.map((r) => r.scope)).toEqual(['all', 'breast']);
  });

  it('and a draft that its own replay finds below the floor is not proposed', async () => {
    await b.acts.read(`update policy_version set state = 'superseded', ended_at = clock_timestamp() where kind = 'match' and scope = 'breast' and state = 'in-force'`);
    const facts = { 'match.candidates': 1, 'match.lookalike': ['same-birth-date'], 'parcel.patients': 1, 'exam.findings': [], 'case.serviceLine': 'breast' };
    await b.acts.run(system('spec'), (act) => askPolicy(act, { kind: 'match', scope: 'breast', subject: { kind: 'match', id: newId(), examId: null }, today: new Date().toISOString().slice(0, 10), facts: facts as never }));
    const id = await g.draft('match', (text) => ({ ...text, rules: [{ id: 'one', when: { fact: 'match.candidates', op: 'eq', value: 1 }, then: { act: 'accept' }, because: 'only-one' }, ...text.rules] }) as PolicyText, lineIt, 'in-force', 'breast');
    await g.replayed(id, lineIt);
    expect((await g.look(id)).replay?.result).toMatchObject({ rows: 1, belowFloor: 1 });
    expect(await codeOf(g.drafts.submit(await g.as(lineIt), id, (await g.look(id)).version))).toBe('below-the-floor');
  });
});

it('a committee made of a charter reports to another, never in a circle, and may vote on nothing', async () => {
  const chair = await g.as(g.chair);
  const { templates } = await g.committees.all(chair);
  const arbiter = templates.find((t) => t.id === 'arbiter');
  if (!arbiter) throw new Error('no template');
  const body = SaveCommittee.parse({ ...arbiter, template: arbiter.id, specialties: [], members: [{ personId: (await b.person('gm')).id, constituency: 'business', officer: true }] });
  const id = await g.committees.save(chair, null, body);
  const made = (await committees()).find((c) => c.id === id);
  expect(made).toMatchObject({ name: 'Executive imaging council', template: 'arbiter', kinds: [], meets: 'when-needed', reportsTo: 'Board of the health system', terms: expect.stringContaining('adopt as it is') as string });
  await changed('Imaging committee', { parentId: id });
  const house = (await committees()).find((c) => c.name === 'Imaging committee');
  expect(await codeOf(changed('Executive imaging council', { parentId: house?.id ?? null }))).toBe('parent');
  expect(await codeOf(g.committees.save(chair, null, { ...body, scope: 'no-such-line', name: 'Other' }))).toBe('scope');
});
