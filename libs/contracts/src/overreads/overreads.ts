import { grades, type Grade, type OverreadState, type ReadKind } from '@causeway/domain';
import * as z from 'zod/mini';
import { type ClockView, Id, Instant, type LeaseView, type MoveOffer, NoteText, type Page, type PersonRef, ReasonText, Version } from '../common/common';
import type { NameView, ReportView } from '../exams/exams';

export interface OverreadRow {
  readonly id: string;
  readonly examId: string;
  readonly version: number;
  readonly state: OverreadState;
  /** A primary read has no outside report to be graded against: `grade` stays null. */
  readonly kind: ReadKind;
  /** The case that ordered a primary read, and for whom. */
  readonly order: { readonly caseId: string; readonly number: string; readonly partner: string | null } | null;
  readonly epoch: number;
  readonly patient: { readonly name: NameView; readonly birthDate: string | null; readonly sex: string | null; readonly mrn: string | null };
  readonly exam: { readonly studyUid: string; readonly description: string; readonly modalities: readonly string[]; readonly studyDate: string | null; readonly images: number; readonly source: string; readonly revision: number };
  readonly subspecialty: string;
  readonly purpose: string;
  readonly question: string | null;
  readonly requester: PersonRef | null;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly clock: ClockView;
  readonly outsideReport: boolean;
  readonly priors: number;
  readonly estimatedMinutes: number;
  readonly decisionId: string | null;
  readonly grade: Grade | null;
  readonly lease: LeaseView | null;
  readonly stateSince: string;
  readonly moves: readonly MoveOffer[];
}

export const overreadViews = ['mine-to-read', 'stat', 'mine', 'drafts', 'to-acknowledge', 'discrepancies', 'all-open', 'signed'] as const;
export type OverreadView = (typeof overreadViews)[number];
export const OverreadQuery = z.object({
  view: z._default(z.enum(overreadViews), 'mine-to-read'),
  subspecialty: z.optional(z.string()),
  kind: z.optional(z.string()),
  state: z.optional(z.string()),
  urgency: z.optional(z.string()),
  q: z.optional(z.string().check(z.maxLength(120))),
  sort: z._default(z.enum(['clock', 'received', 'patient', 'state']), 'clock'),
  ids: z.optional(z.string()),
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50),
});
export type OverreadQuery = z.infer<typeof OverreadQuery>;
export interface OverreadPage extends Page<OverreadRow> {
  readonly views: Readonly<Record<OverreadView, number>>;
}

export const ReportText = z.object({
  comparison: NoteText,
  adequacy: z.nullable(z.enum(['yes', 'with-limits', 'no'])),
  findings: z.string().check(z.maxLength(20_000)),
  impression: z.string().check(z.maxLength(10_000)),
  recommendation: z.string().check(z.maxLength(5_000)),
  grade: z.nullable(z.enum(grades)),
  call: z.nullable(z.object({
    person: z.string().check(z.maxLength(200)), how: z.string().check(z.maxLength(200)), at: z.nullable(Instant), readBack: z.boolean(),
  })),
});
export type ReportText = z.infer<typeof ReportText>;

/** Draft, sign and the rest carry the epoch of the lease: a smaller one changes nothing (INV-12). */
/** An exam chosen for a read, and what is asked of the reader. */
export const PickExam = z.object({ examId: Id, question: z._default(NoteText, '') });
export type PickExam = z.infer<typeof PickExam>;
export const SaveDraft = z.object({ version: Version, epoch: z.int(), text: ReportText, revisionSeen: z.int() });
export type SaveDraft = z.infer<typeof SaveDraft>;
export const SignReport = z.object({ version: Version, epoch: z.int(), text: ReportText, revisionSeen: z.int(), acceptOlderRevision: z._default(z.boolean(), false) });
export type SignReport = z.infer<typeof SignReport>;
export const Addendum = z.object({ version: Version, text: z.string().check(z.trim(), z.minLength(3), z.maxLength(10_000)), grade: z.nullable(z.enum(grades)) });
export type Addendum = z.infer<typeof Addendum>;
export const ClaimOverread = z.object({ version: Version, reason: z.optional(ReasonText) });
export type ClaimOverread = z.infer<typeof ClaimOverread>;
export const EpochOnly = z.object({ version: Version, epoch: z.int() });
export type EpochOnly = z.infer<typeof EpochOnly>;
export const EpochReason = z.object({ version: Version, epoch: z.int(), reason: z.string(), note: z.optional(NoteText) });
export type EpochReason = z.infer<typeof EpochReason>;

export interface SignedReport {
  readonly id: string;
  readonly kind: 'report' | 'addendum';
  readonly text: ReportText;
  readonly addendum: string | null;
  readonly grade: Grade | null;
  readonly author: PersonRef;
  readonly signedAt: string;
  readonly sha256: string;
}

/** GET /api/v1/overreads/:id */
export interface OverreadDetail extends OverreadRow {
  readonly draft: ReportText | null;
  readonly draftSavedAt: string | null;
  readonly revisionSeen: number | null;
  /** The exam got new images after the revision the draft was written on. */
  readonly revisionChanged: boolean;
  readonly outsideReports: readonly ReportView[];
  readonly signed: readonly SignedReport[];
  readonly acknowledged: { readonly by: PersonRef; readonly at: string } | null;
  readonly afterSigning: readonly { readonly code: string; readonly values: Readonly<Record<string, string>> }[];
  readonly localPriors: readonly { readonly studyUid: string; readonly description: string; readonly studyDate: string | null; readonly modality: string; readonly examId: string }[];
  readonly series: readonly { readonly seriesUid: string; readonly description: string; readonly modality: string; readonly instances: number; readonly number: number | null; readonly thumbnail: { readonly sopUid: string } | null }[];
}
