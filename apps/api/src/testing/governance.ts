import { NewDraft, SaveCommittee, SavePolicy, type PolicyDetail } from '@causeway/contracts';
import type { PolicyText } from '@causeway/domain';
import { Arbitrations } from '../policies/arbitrations';
import { Ballots } from '../policies/ballots';
import { Committees } from '../policies/committees';
import { Mandates } from '../policies/mandates';
import { PolicyDrafts } from '../policies/drafts';
import { PolicyDetails } from '../policies/policy.detail';
import { PolicyProposals } from '../policies/proposals';
import { policyJobKinds } from '../policies/policy.jobs';
import { PolicyRealities } from '../policies/reality';
import { Replays } from '../policies/replay/replays';
import { PolicyTrials } from '../policies/trials';
import { UrgentAdoption } from '../policies/urgent';
import type { Caller } from '../platform/http/caller';
import { callerOf } from './caller';
import type { Bench, SpecPerson } from './harness';
import { drain } from './worker';

export const POLICY_JOBS = Object.keys(policyJobKinds).filter((kind) => kind !== 'policy.review-date');

/** A committee of four, an author, and the services people talk to. */
export async function governanceOf(b: Bench, rules: { readonly noticeDays?: number; readonly votingDays?: number } = {}) {
  const [chair, author, it, business] = [await b.person(['cl', 'gc']), await b.person(['rd', 'gm']), await b.person('gm'), await b.person('gm')];
  const services = {
    details: new PolicyDetails(b.acts), drafts: new PolicyDrafts(b.acts), proposals: new PolicyProposals(b.acts, b.settings), ballots: new Ballots(b.acts), committees: new Committees(b.acts),
    replays: new Replays(b.acts), trials: new PolicyTrials(b.acts), urgent: new UrgentAdoption(b.acts, b.settings), mandates: new Mandates(b.acts, b.settings), arbitrations: new Arbitrations(b.acts, b.settings), realities: new PolicyRealities(b.acts),
  };
  const as = (who: SpecPerson): Promise<Caller> => callerOf(b, who);
  await services.committees.save(await as(chair), null, SaveCommittee.parse({
    name: 'Imaging committee', kinds: ['overread', 'triage', 'release', 'match'], quorumPermille: 500, noticeDays: rules.noticeDays ?? 0, votingDays: rules.votingDays ?? 7,
    members: [[chair, 'clinical'], [author, 'clinical'], [it, 'it'], [business, 'business']].map(([p, constituency]) => ({ personId: (p as SpecPerson).id, constituency })),
  }));
  const look = async (id: string, who = author): Promise<PolicyDetail> => services.details.detail(id, await as(who));
  const work = (ahead = 0): Promise<string[]> => drain(b, { only: POLICY_JOBS, ahead });

  /** A draft with these rules, from what is in force. */
  const draft = async (kind: PolicyText['kind'], change: (text: PolicyText) => PolicyText, who = author, from: NewDraft['from'] = 'in-force', scope = 'all'): Promise<string> => {
    const id = await services.drafts.create(await as(who), NewDraft.parse({ kind, scope, from, title: 'A spec draft' }));
    const { version, text } = await look(id);
    await services.drafts.save(await as(who), id, SavePolicy.parse({ version, text: change(text), title: 'A spec draft', purpose: 'To see what happens.' }));
    return id;
  };
  const replayed = async (id: string, who = author): Promise<void> => {
    await services.replays.start(await as(who), id, { span: { days: 90 } });
    await work();
  };
  const proposed = async (id: string, who = author): Promise<void> => {
    await replayed(id, who);
    await services.drafts.submit(await as(who), id, (await look(id)).version);
  };
  /** From the proposal to the open ballot. */
  const called = async (id: string): Promise<string> => {
    await proposed(id);
    const ballot = await services.proposals.callVote(await as(chair), id, (await look(id)).version);
    await work();
    return ballot;
  };
  const vote = async (ballot: string, who: SpecPerson, choice: 'for' | 'against' | 'abstain', forPersonId: string | null = null): Promise<void> =>
    services.ballots.vote(await as(who), ballot, { version: 0, choice, reason: 'as it is', forPersonId });
  const adopted = async (id: string): Promise<void> => {
    const ballot = await called(id);
    for (const who of [author, it, business, chair]) await vote(ballot, who, 'for');
    await work();
  };
  const inForce = async (id: string, applyNow = false): Promise<void> => {
    await adopted(id);
    await services.proposals.schedule(await as(chair), id, { version: (await look(id)).version, effectiveAt: new Date().toISOString(), applyNow });
    await work();
  };
  return { chair, author, it, business, as, look, work, draft, replayed, proposed, called, vote, adopted, inForce, ...services };
}
export type Governance = Awaited<ReturnType<typeof governanceOf>>;
