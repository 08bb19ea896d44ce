import { imagingSpecialties, meetingRhythms, type BallotCount, type BallotState, type CharterTemplate, type Choice, type Fault, type Finding, type MeetingRhythm, type PolicyKind, type PolicyState, type PolicyText } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, Instant, type MoveOffer, NoteText, type OwnedBy, type PersonRef, ReasonText, Version } from '../common/common';
import { MeasuredGoal } from '../programme/measures';
import type { ArbitrationsOf, MandateView } from './committees';
import type { EffortView, ReplayView } from './replays';

const Text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
export const policyKinds = ['match', 'triage', 'release', 'overread', 'retention', 'redisclosure', 'responsibility', 'notification'] as const;
const Kind = z.enum(policyKinds);
/** `all`, or a service line that wants a policy of its own. */
const Scope = z.string().check(z.regex(/^[a-z0-9-]{1,40}$/, 'The scope is "all" or a service line.'));
/** Any JSON: what is wrong with it is found by the checker and told at its place. */
const RuleText = z.record(z.string(), z.unknown());

export const NewDraft = z.object({
  kind: Kind,
  scope: z._default(Scope, 'all'),
  /** What it begins as: the version in force, another version (also an old one: so is it restored), or a template. */
  from: z._default(z.union([z.object({ version: Id }), z.object({ template: Text(60) }), z.literal('in-force')]), 'in-force'),
  title: z._default(Text(160), ''),
});
export type NewDraft = z.infer<typeof NewDraft>;

export const SavePolicy = z.object({ version: Version, text: RuleText, title: Text(160).check(z.minLength(3, 'Give it a title people recognise.')), purpose: z._default(NoteText, '') });
export type SavePolicy = z.infer<typeof SavePolicy>;
export const CheckPolicy = z.object({ text: RuleText });
export const TryPolicy = z.object({ decisionId: Id, text: z.optional(RuleText) });
export const SayOfPolicy = z.object({ kind: z.enum(['comment', 'evidence', 'dispute']), text: ReasonText, ruleId: z._default(z.nullable(Text(40)), null) });
export const SchedulePolicy = z.object({
  version: Version,
  effectiveAt: Instant,
  /** Must be answered: whether what is already under way is decided again. */
  applyNow: z.boolean(),
});
export const CastBallot = z.object({
  version: Version,
  choice: z.enum(['for', 'against', 'abstain']),
  reason: z._default(Text(1000), ''),
  /** Whose vote it is, when a delegate casts it. */
  forPersonId: z._default(z.nullable(Id), null),
});
export const DelegateBallot = z.object({ version: Version, delegateId: Id });
export const ExtendBallot = z.object({ version: Version, closesAt: Instant });

export const constituencies = ['clinical', 'it', 'business'] as const;
export type Constituency = (typeof constituencies)[number];
const Specialties = z._default(z.array(z.enum(imagingSpecialties as readonly [string, ...string[]])).check(z.maxLength(20)), []);
export const SaveCommittee = z.object({
  version: z._default(Version, 0),
  name: Text(120).check(z.minLength(3)),
  charter: z._default(Text(8000), ''),
  goals: z._default(Text(4000), ''),
  /** Goals that are measured; left out, those that are there stay. */
  measured: z.optional(z.array(MeasuredGoal).check(z.maxLength(20))),
  /** Empty for a body that votes on no rule itself and settles disputes of others. */
  kinds: z.array(Kind),
  /** `all`, or the service line it decides for where the house has handed it a kind. */
  scope: z._default(Scope, 'all'),
  terms: z._default(Text(8000), ''),
  /** The body of the enterprise above it, and the committee here that is that body, where there is one. */
  reportsTo: z._default(Text(160), ''),
  parentId: z._default(z.nullable(Id), null),
  meets: z._default(z.enum(meetingRhythms), 'when-needed'),
  template: z._default(z.nullable(Text(40)), null),
  /** A ballot needs a vote of each specialty its proposal touches. */
  asksSpecialties: z._default(z.boolean(), false),
  /** Specialties it wants at its table. */
  specialties: Specialties,
  quorumPermille: z.int().check(z.minimum(1), z.maximum(1000)),
  noticeDays: z.int().check(z.minimum(0), z.maximum(20)),
  votingDays: z.int().check(z.minimum(1), z.maximum(60)),
  members: z.array(z.object({
    personId: Id, constituency: z.enum(constituencies), specialty: z._default(Text(80), ''), specialties: Specialties, weight: z._default(z.int().check(z.minimum(1), z.maximum(100)), 1), officer: z._default(z.boolean(), false),
  })).check(z.minLength(1), z.maxLength(60)),
});
export type SaveCommittee = z.infer<typeof SaveCommittee>;

export interface CommitteeMemberView { readonly person: PersonRef; readonly constituency: Constituency; readonly specialty: string; readonly specialties: readonly string[]; readonly weight: number; readonly officer: boolean }
export interface CommitteeView {
  readonly id: string; readonly version: number; readonly name: string; readonly charter: string; readonly goals: string; readonly measured: readonly MeasuredGoal[]; readonly kinds: readonly PolicyKind[];
  readonly quorumPermille: number; readonly noticeDays: number; readonly votingDays: number; readonly members: readonly CommitteeMemberView[];
  readonly scope: string; readonly terms: string; readonly reportsTo: string; readonly parentId: string | null; readonly meets: MeetingRhythm; readonly template: string | null; readonly asksSpecialties: boolean;
  readonly specialties: readonly string[];
  /** Wanted specialties nobody of it speaks for. */
  readonly gaps: readonly string[];
  /** Kinds the house has handed to it, or that it has handed on. */
  readonly mandates: readonly MandateView[];
}
/** Committees, and for who may change them the people they can be made of. */
export interface CommitteesView { readonly committees: readonly CommitteeView[]; readonly mayChange: boolean; readonly people: readonly PersonRef[]; readonly templates: readonly CharterTemplate[] }

/** One version of a policy in a list. */
export interface PolicyVersionRow {
  readonly id: string; readonly kind: PolicyKind; readonly scope: string; readonly number: number; readonly title: string; readonly state: PolicyState; readonly stateSince: string;
  readonly author: PersonRef | null; readonly inForceAt: string | null; readonly endedAt: string | null; readonly effectiveAt: string | null; readonly applyNow: boolean;
  readonly baseNumber: number | null; readonly restoresNumber: number | null;
}

export interface PolicyCommentView { readonly id: string; readonly person: PersonRef; readonly kind: 'comment' | 'evidence' | 'dispute'; readonly ruleId: string | null; readonly text: string; readonly at: string }

export interface PolicyDetail extends PolicyVersionRow {
  readonly version: number;
  readonly purpose: string;
  readonly text: PolicyText;
  readonly sha256: string;
  readonly reason: string | null;
  readonly edited: { readonly by: string; readonly at: string } | null;
  /** What it would replace. */
  readonly base: { readonly id: string; readonly number: number; readonly text: PolicyText; readonly inForce: boolean } | null;
  readonly faults: readonly Fault[];
  readonly findings: readonly Finding[];
  /** Facts its rules ask for that were unknown in more than 5 % of the last 90 days, in permille. */
  readonly oftenUnknown: readonly { readonly fact: string; readonly permille: number }[];
  readonly comments: readonly PolicyCommentView[];
  readonly replay: ReplayView | null;
  readonly ballot: BallotView | null;
  /** Other unfinished versions of the same kind and scope. */
  readonly beside: readonly PolicyVersionRow[];
  readonly history: readonly PolicyVersionRow[];
  readonly committee: string | null;
  readonly owner: OwnedBy | null;
  /** An officer has asked for it without a vote; one of another constituency may agree. */
  readonly askedUrgently: { readonly by: string; readonly reason: string } | null;
  /** Specialties it touches, where its committee asks for a vote of each, with those nobody of the committee speaks for. */
  readonly specialties: { readonly touched: readonly string[]; readonly missing: readonly string[] } | null;
  readonly arbitrations: ArbitrationsOf;
  readonly moves: readonly MoveOffer[];
}

export interface PolicyBoard {
  readonly open: readonly PolicyVersionRow[];
  readonly mayDraft: boolean;
  /** Ballots that wait for this person's vote, by policy. */
  readonly waiting: readonly string[];
  readonly templates: readonly { readonly kind: PolicyKind; readonly id: string; readonly title: string; readonly about: string }[];
}

/** What changed in the rules and what is adopted to come. `base` is the text it replaced. */
export interface PolicyBulletinItem extends PolicyVersionRow {
  readonly purpose: string; readonly text: PolicyText; readonly base: PolicyText | null; readonly reason: string | null;
  readonly ballot: { readonly committee: string; readonly count: Pick<BallotCount, 'for' | 'against' | 'abstain'>; readonly ratifies: boolean } | null;
}
export interface PolicyBulletin { readonly days: number; readonly items: readonly PolicyBulletinItem[] }

/** Decisions by rule id, of so many; `effort` only of over-read. `days` of the promise is null where exams were chosen by hand. */
export interface PolicyReality {
  readonly promise: { readonly days: number | null; readonly rows: number; readonly rules: Readonly<Record<string, number>>; readonly effort: EffortView | null; readonly sha256: string } | null;
  readonly reality: { readonly from: string; readonly until: string; readonly days: number; readonly rows: number; readonly rules: Readonly<Record<string, number>>; readonly effort: EffortView | null };
}

export interface PolicyCheck { readonly faults: readonly Fault[]; readonly findings: readonly Finding[] }

export interface BallotMemberView {
  readonly person: PersonRef; readonly constituency: Constituency; readonly specialties: readonly string[]; readonly weight: number; readonly author: boolean; readonly choice: Choice | null; readonly reason: string; readonly castBy: string | null;
  readonly recused: string | null; readonly delegate: string | null; readonly me: boolean;
}

export interface BallotView {
  readonly id: string; readonly version: number; readonly number: number; readonly state: BallotState; readonly stateSince: string; readonly policyId: string; readonly committee: string; readonly calledBy: string | null;
  readonly opensAt: string; readonly closesAt: string; readonly extended: boolean; readonly ratifies: boolean; readonly reason: string | null; readonly textSha256: string; readonly replaySha256: string; readonly replay: ReplayView;
  readonly members: readonly BallotMemberView[]; readonly count: BallotCount;
  /** Whose votes this person casts: their own and those handed to them. */
  readonly mine: readonly string[];
  readonly moves: readonly MoveOffer[];
}

/** What a draft makes of one stored exam. Fact values are there only for who may see the exam. */
export interface PolicyTrial {
  readonly outcome: object; readonly decidedBy: readonly string[]; readonly because: readonly string[]; readonly considered: readonly { readonly rule: string; readonly answer: string }[];
  readonly missing: readonly string[]; readonly decidedThen: { readonly outcome: object; readonly by: readonly string[]; readonly version: number }; readonly facts: readonly { readonly name: string; readonly value: unknown }[];
}
export interface PolicyExample { readonly decisionId: string; readonly at: string; readonly modalities: readonly string[]; readonly subspecialty: string | null; readonly outcome: object; readonly examId: string | null }
