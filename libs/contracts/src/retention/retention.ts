import type { DispositionState, HoldState, PurgeState, VerdictState } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, type MoveOffer, NoteText, type Page, type PersonRef, ReasonText, Version } from '../common/common';

const Day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/, 'A date is written 2026-11-24.'));
const Month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'A month is written 2026-11.'));
const Words = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most));

export const retentionViews = ['due', 'soon', 'kept', 'forever', 'held', 'purged'] as const;
export type RetentionView = (typeof retentionViews)[number];
export const RetentionQuery = z.object({
  view: z._default(z.enum(retentionViews), 'due'), month: z.optional(Month), day: z.optional(Day), ids: z.optional(z.string()), cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(500)), 50),
});
export type RetentionQuery = z.infer<typeof RetentionQuery>;

/** Days of how many months from `from` on. */
export const CalendarQuery = z.object({ from: z.optional(Month), months: z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(24)), 6) });
export type CalendarQuery = z.infer<typeof CalendarQuery>;
export interface RetentionCalendar {
  readonly today: string;
  readonly from: string;
  readonly overdue: number;
  readonly forever: number;
  /** Exams whose last day of keeping it is; days without any are left out. */
  readonly days: readonly { readonly day: string; readonly exams: number; readonly megabytes: number }[];
}

export interface HoldRef { readonly id: string; readonly number: number; readonly matter: string; readonly state: HoldState }

export interface RetentionRow {
  readonly examId: string;
  readonly version: number;
  readonly state: VerdictState;
  /** Last day of keeping, inclusive, or `forever`; null while nobody decided. */
  readonly until: string | null;
  readonly daysLeft: number | null;
  readonly basisUnknown: boolean;
  readonly because: string | null;
  readonly cite: string | null;
  readonly scope: string | null;
  readonly decisionId: string | null;
  readonly decidedAt: string | null;
  readonly floor: { readonly until: string; readonly reason: string; readonly by: string } | null;
  readonly adopted: string | null;
  readonly exam: {
    readonly patient: string; readonly description: string; readonly modalities: readonly string[]; readonly studyDate: string | null; readonly source: string | null; readonly receivedAt: string; readonly images: number; readonly megabytes: number;
    readonly serviceLine: string; readonly state: string;
  };
  /** Requests of the last 90 days the source answered, per thousand; null when there were fewer than five. */
  readonly retrievable: number | null;
  readonly usedInDecision: boolean | null;
  readonly derivedSeries: boolean | null;
  readonly lastViewedAt: string | null;
  readonly holds: readonly HoldRef[];
  readonly disposition: { readonly id: string; readonly number: number } | null;
  readonly moves: readonly MoveOffer[];
}
export interface RetentionPage extends Page<RetentionRow> {
  readonly views: Readonly<Record<RetentionView, number>>;
}
export interface TombstoneView {
  readonly examId: string; readonly studyUid: string; readonly series: number; readonly images: number; readonly bytes: number; readonly digest: string; readonly at: string; readonly disposition: { readonly id: string; readonly number: number };
  readonly until: string; readonly because: string; readonly cite: string | null; readonly purge: { readonly id: string; readonly version: number; readonly state: PurgeState; readonly gone: number; readonly moves: readonly MoveOffer[] }; readonly signed: boolean;
}
export interface RetentionPanel {
  readonly row: RetentionRow | null;
  readonly tombstone: TombstoneView | null;
}
export const TombstoneQuery = z.object({ studyUid: z.optional(z.string().check(z.regex(/^[0-9.]{1,64}$/, 'A study UID has digits and dots.'))), limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50) });
export type TombstoneQuery = z.infer<typeof TombstoneQuery>;

export const ExtendRetention = z.object({ version: Version, until: Day, reason: ReasonText });
export const retentionMarks = ['used', 'derived'] as const;
export const MarkRetention = z.object({ version: Version, mark: z.enum(retentionMarks), reason: ReasonText });

export const PlaceHold = z.object({
  matter: Words(3, 160), custodian: Words(2, 160), reason: ReasonText, scope: z._default(z.enum(['exams', 'patient', 'facility']), 'exams'), examIds: z._default(z.array(Id).check(z.maxLength(1000)), []),
  patientId: z._default(z.nullable(Id), null), facilityId: z._default(z.nullable(Id), null), plannedEnd: z._default(z.nullable(Day), null),
});
export type PlaceHold = z.infer<typeof PlaceHold>;
export const AddToHold = z.object({ version: Version, examIds: z.array(Id).check(z.minLength(1), z.maxLength(1000)) });
export const holdViews = ['open', 'to-confirm', 'ended'] as const;
export const HoldQuery = z.object({ view: z._default(z.enum(holdViews), 'open'), cursor: z.optional(z.string()), limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50) });
export type HoldQuery = z.infer<typeof HoldQuery>;
export interface HoldRow {
  readonly id: string; readonly number: number; readonly version: number; readonly state: HoldState; readonly stateSince: string; readonly matter: string; readonly custodian: string; readonly reason: string; readonly scope: 'exams' | 'patient' | 'facility';
  readonly about: string | null; readonly exams: number; readonly plannedEnd: string | null; readonly askedBy: PersonRef; readonly placedBy: PersonRef | null; readonly releaseAskedBy: PersonRef | null; readonly releaseReason: string | null;
  readonly releasedBy: PersonRef | null; readonly madeAt: string; readonly moves: readonly MoveOffer[];
}
export type HoldPage = Page<HoldRow>;
export interface HeldExam { readonly examId: string; readonly patient: string; readonly description: string; readonly studyDate: string | null; readonly source: string | null; readonly state: string; readonly until: string | null }
export interface HoldDetail extends HoldRow { readonly examList: readonly HeldExam[] }

export const ProposeDisposition = z.object({ title: Words(3, 160), examIds: z.array(Id).check(z.minLength(1, 'Choose at least one exam.'), z.maxLength(500)) });
export const dispositionActions = ['purge', 'export-then-purge'] as const;
export const EndorseDisposition = z.object({ version: Version, action: z.enum(dispositionActions), endpointId: z._default(z.nullable(Id), null), note: z._default(NoteText, '') });
export const RejectDisposition = z.object({ version: Version, reason: ReasonText, keepUntil: Day });
export const dispositionViews = ['open', 'to-approve', 'ended'] as const;
export const DispositionQuery = z.object({ view: z._default(z.enum(dispositionViews), 'open'), cursor: z.optional(z.string()), limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50) });
export type DispositionQuery = z.infer<typeof DispositionQuery>;
export interface DispositionRow {
  readonly id: string; readonly number: number; readonly version: number; readonly state: DispositionState; readonly stateSince: string; readonly title: string; readonly action: (typeof dispositionActions)[number] | null; readonly exams: number; readonly out: number;
  readonly purged: number; readonly refused: number; readonly megabytes: number; readonly proposedBy: PersonRef | null; readonly reviewer: PersonRef | null; readonly approver: PersonRef | null; readonly reason: string | null; readonly dueAt: string; readonly madeAt: string;
  readonly signed: boolean; readonly moves: readonly MoveOffer[];
}
export type DispositionPage = Page<DispositionRow>;
export interface DispositionItemView {
  readonly examId: string; readonly state: 'in' | 'out' | 'purged' | 'refused'; readonly cause: string | null; readonly until: string; readonly because: string; readonly patient: string; readonly description: string; readonly studyDate: string | null;
  readonly source: string | null; readonly images: number; readonly megabytes: number;
  /** What a purge would meet now: the dry run. Empty when nothing speaks against it. */
  readonly objections: readonly string[];
  readonly purge: PurgeState | null;
}
export interface DispositionDetail extends DispositionRow {
  readonly items: readonly DispositionItemView[];
  readonly targets: readonly { readonly id: string; readonly label: string }[];
}
/** A certificate as signed: `text` is canonical JSON, `signature` Ed25519 over its UTF-8 bytes. */
export interface SignedCertificate { readonly text: string; readonly signature: string; readonly keyId: string; readonly publicKey: string }
