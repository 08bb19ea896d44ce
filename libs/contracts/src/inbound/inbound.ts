import type { BroughtBy } from '../parcels/upload-links';
import type { CheckAnswer, ChecklistId, InboundState, MatchState, ReadKind } from '@causeway/domain';
import * as z from 'zod/mini';
import type { ExamCorrection } from '../facilities/partner-page';
import { type ClockView, Id, Instant, type LeaseView, type MoveOffer, NoteText, type Page, type PersonRef, ReasonText, Version } from '../common/common';
import type { IdentifierView, NameView, ReportView, SeriesView, TimelineEntry } from '../exams/exams';
import type { DecisionSummary } from '../policies/policies';

/** What the match column says at a glance. */
export interface MatchChip {
  readonly state: MatchState | 'none';
  readonly kind: 'waiting' | 'exact' | 'probable' | 'candidates' | 'no-candidate' | 'own' | 'overridden' | 'registering' | 'second-look';
  /** Score in permille for `probable`, number of candidates for `candidates`. */
  readonly figure: number | null;
  /** Why a person is asked, as codes of the match policy; only while one is. */
  readonly because?: readonly string[];
}

export interface NeedView {
  readonly requester: PersonRef | null;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly useCase: string | null;
  readonly question: string | null;
  readonly wantsRead: boolean;
}

export interface InboundRow {
  /** Exam id; the inbound way has the same. */
  readonly id: string;
  readonly version: number;
  readonly state: InboundState;
  readonly revision: number;
  readonly patient: {
    readonly name: NameView; readonly birthDate: string | null; readonly sex: string | null; readonly outsideId: IdentifierView | null;
    /** Set only when the association is confirmed. */
    readonly local: { readonly patientId: string; readonly mrn: string } | null;
  };
  readonly exam: {
    readonly studyUid: string; readonly description: string; readonly modalities: readonly string[]; readonly studyDate: string | null; readonly studyTime: string | null;
    readonly contentKind: string; readonly subspecialty: string | null; readonly accession: string | null;
  };
  readonly images: { readonly received: number; readonly expected: number | null };
  readonly source: { readonly facilityId: string | null; readonly name: string; readonly door: string; readonly detail: string };
  readonly match: MatchChip;
  readonly clock: ClockView;
  readonly need: NeedView;
  readonly reportPresent: boolean;
  readonly flags: readonly string[];
  readonly quarantine: { readonly reason: string; readonly detail: string } | null;
  readonly parked: { readonly reason: string; readonly holder: string; readonly until: string } | null;
  readonly overread: { readonly id: string; readonly state: string; readonly kind: ReadKind } | null;
  /** Released, and not loaded before its visit: which one, and when it is loaded. `known` is false when no appointment of the patient is known. */
  readonly waitsForVisit: { readonly since: string; readonly known: boolean; readonly loadAt: string | null; readonly visit: { readonly startsAt: string; readonly clinic: string } | null } | null;
  readonly lease: LeaseView | null;
  readonly receivedAt: string;
  readonly stateSince: string;
  readonly moves: readonly MoveOffer[];
}

export const inboundViews = ['open', 'unclaimed', 'stat', 'needs-match', 'needs-check', 'waiting', 'duplicates', 'mine', 'done-today'] as const;
export type InboundView = (typeof inboundViews)[number];

/** GET /api/v1/inbound: the URL of the console is this query. Lists are comma separated. */
export const InboundQuery = z.object({
  view: z._default(z.enum(inboundViews), 'open'),
  state: z.optional(z.string()),
  urgency: z.optional(z.string()),
  modality: z.optional(z.string()),
  source: z.optional(z.string()),
  door: z.optional(z.string()),
  match: z.optional(z.string()),
  serviceLine: z.optional(z.string()),
  report: z.optional(z.enum(['yes', 'no'])),
  receivedFrom: z.optional(Instant),
  sort: z._default(z.enum(['clock', 'received', 'patient', 'source', 'state']), 'clock'),
  order: z._default(z.enum(['asc', 'desc']), 'asc'),
  ids: z.optional(z.string()),
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50),
});
export type InboundQuery = z.infer<typeof InboundQuery>;

/** POST /api/v1/inbound/search: the same list, and words people type. A body, since an address ends up in logs and histories. */
export const InboundSearch = z.extend(InboundQuery, {
  /** Patient name, identifier, accession or facility; "quoted" is exact. */
  q: z.optional(z.string().check(z.maxLength(120))),
});
export type InboundSearch = z.infer<typeof InboundSearch>;

export interface InboundPage extends Page<InboundRow> {
  readonly views: Readonly<Record<InboundView, number>>;
  /** How many the filters hide of what the view alone would show. */
  readonly hiddenByFilters: number;
  readonly doneToday: { readonly count: number; readonly medianMinutes: number | null };
  /** Of the exams asked for by `ids`: those that belong to the view now. */
  readonly fits: readonly string[];
}

export interface ChecklistView {
  readonly id: ChecklistId;
  readonly revision: number;
  readonly items: readonly {
    readonly id: string; readonly blocks: boolean; readonly answer: CheckAnswer | null; readonly note: string | null;
    /** What the machine measured for this item: a code and its values. */
    readonly measured: { readonly code: string; readonly values: Readonly<Record<string, string | number>> } | null;
    readonly by: string | null;
  }[];
  /** Answers belong to an older revision than the images. */
  readonly stale: boolean;
}

export interface DeliveryView {
  readonly destination: string;
  readonly transferId: string;
  readonly state: string;
  readonly sent: number;
  readonly verified: number;
  readonly total: number;
  readonly missing: readonly string[];
  readonly attempt: number;
  readonly nextDueAt: string | null;
  readonly cause: string | null;
}

export interface OrderView {
  readonly accession: string;
  readonly issuer: string;
  readonly procedure: string;
  /** To file what was read elsewhere, or to have it read here. */
  readonly kind: 'import' | 'read';
  readonly state: 'waiting' | 'sent' | 'acknowledged' | 'refused' | 'cancelled';
  readonly cause: string | null;
  readonly at: string;
}

/** GET /api/v1/inbound/:id */
export interface InboundDetail extends InboundRow {
  readonly series: readonly SeriesView[];
  readonly matchId: string | null;
  readonly matchMoves: readonly MoveOffer[];
  readonly checklist: ChecklistView | null;
  readonly decisions: readonly DecisionSummary[];
  readonly reports: readonly ReportView[];
  readonly timeline: readonly TimelineEntry[];
  readonly deliveries: readonly DeliveryView[];
  /** Whom the release policy shows it to; null until it has decided: those who handle it and its care team. */
  readonly visible: 'all' | 'care-team' | 'requester' | null;
  readonly order: OrderView | null;
  readonly localPriors: readonly { readonly studyUid: string; readonly description: string; readonly studyDate: string | null; readonly modality: string; readonly examId: string | null }[];
  readonly conflicts: number;
  /** Finding codes over all instances. */
  readonly findings: readonly string[];
  /** What the sender asked to be put right. */
  readonly corrections: readonly ExamCorrection[];
  /** Who brought it with an upload link; `claimed`: the patient was written from what the link is for, and proves nothing. */
  readonly broughtBy: (BroughtBy & { readonly claimed: boolean; readonly otherName: string | null }) | null;
}

/** What release will do, before it is done: tag changes of the copy, destinations, order. */
export interface ReleasePreview {
  readonly decision: DecisionSummary;
  readonly destinations: readonly string[];
  readonly visible: string;
  readonly when: string;
  readonly order: string;
  readonly accession: string | null;
  readonly mrn: string;
  readonly changes: readonly { readonly tag: string; readonly name: string; readonly before: string; readonly after: string }[];
}

export const SaveChecklist = z.object({
  revision: z.int(),
  answers: z.record(z.string(), z.object({ answer: z.nullable(z.enum(['pass', 'fail', 'na'])), note: z.optional(NoteText) })),
});
export type SaveChecklist = z.infer<typeof SaveChecklist>;

export const SaveNeed = z.object({
  version: Version,
  requesterId: z.nullable(Id),
  urgency: z.enum(['high', 'medium', 'low']),
  useCase: z.nullable(z.string().check(z.regex(/^U([1-9]|1\d|2[0-7])$/))),
  question: z.nullable(NoteText),
  wantsRead: z.boolean(),
});
export type SaveNeed = z.infer<typeof SaveNeed>;

export const Park = z.object({ version: Version, reason: z.string(), note: z.optional(NoteText), until: Instant });
export type Park = z.infer<typeof Park>;
export const CodedReason = z.object({ version: Version, reason: z.string(), note: z.optional(NoteText) });
export type CodedReason = z.infer<typeof CodedReason>;
export const PassCheck = z.object({ version: Version, revision: z.int() });
export type PassCheck = z.infer<typeof PassCheck>;
export const Split = z.object({ version: Version, seriesUids: z.array(z.string()).check(z.minLength(1), z.maxLength(500)), reason: ReasonText });
export type Split = z.infer<typeof Split>;
export const Claim = z.object({ version: z.optional(Version), dutyReason: z.optional(ReasonText) });
export type Claim = z.infer<typeof Claim>;
export const TakeOver = z.object({ reason: ReasonText });
export type TakeOver = z.infer<typeof TakeOver>;

export const BulkInbound = z.object({
  move: z.enum(['claim', 'release-claim', 'park', 'return', 'reject']),
  items: z.array(z.object({ id: Id, version: Version })).check(z.minLength(1), z.maxLength(500)),
  reason: z.optional(z.string()),
  note: z.optional(NoteText),
  until: z.optional(Instant),
});
export type BulkInbound = z.infer<typeof BulkInbound>;
export interface BulkResult {
  readonly results: readonly { readonly id: string; readonly ok: boolean; readonly code: string | null; readonly detail: string | null }[];
}
