import type { PartnerQuality } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id } from '../common/common';

export const correctionKinds = ['wrong-patient', 'wrong-images', 'sent-twice', 'more-to-come', 'other'] as const;
export type CorrectionKind = (typeof correctionKinds)[number];

/** POST /api/v1/partner-links/page/corrections: something with an exam they sent is not right. */
export const AskCorrection = z.object({ examId: Id, kind: z.enum(correctionKinds), words: z.string().check(z.trim(), z.minLength(3, 'Say in a few words what is not right.'), z.maxLength(1000)), name: z.string().check(z.trim(), z.minLength(1, 'Say whom we may ask back.'), z.maxLength(200)) });
export type AskCorrection = z.output<typeof AskCorrection>;
/** POST /api/v1/facilities/:id/corrections/:correctionId/answer. The partner reads the answer on its page. */
export const AnswerCorrection = z.object({ done: z.boolean(), answer: z.string().check(z.trim(), z.minLength(3, 'The partner reads this: say what was done, or why not.'), z.maxLength(1000)) });
export type AnswerCorrection = z.output<typeof AnswerCorrection>;

export interface CorrectionView { readonly id: string; readonly examId: string; readonly accession: string; readonly kind: CorrectionKind; readonly words: string; readonly by: string; readonly at: string; readonly state: 'open' | 'done' | 'declined'; readonly answer: string | null; readonly answeredBy: string | null; readonly answeredAt: string | null }

/** The same beside the exam it is about, for those who work on it. */
export interface ExamCorrection extends CorrectionView { readonly facilityId: string; readonly mayAnswer: boolean }

/** An exam as its sender may see it: what it wrote itself, and how far it is here. No name, and no number of ours. */
export interface PartnerExam {
  readonly id: string;
  readonly accession: string;
  readonly modality: string;
  readonly studyDate: string | null;
  readonly images: number;
  readonly at: string;
  readonly door: string;
  readonly matched: boolean;
  readonly inUse: boolean;
  readonly read: boolean;
  readonly ended: 'returned' | 'rejected' | null;
  /** `YYYY-MM-DD`, `forever`, or `removed`; null while nobody has decided. */
  readonly kept: string | null;
}
export interface PartnerMonth { readonly month: string; readonly received: number; readonly matched: number; readonly inUse: number; readonly read: number; readonly sent: number; readonly failed: number }
export interface PartnerRequest { readonly number: number; readonly state: string; readonly at: string; readonly dueAt: string | null; readonly reference: string | null }

export interface PartnerPageView {
  readonly house: string;
  readonly facility: string;
  readonly forWhom: string;
  readonly issuedBy: string;
  readonly endsAt: string;
  readonly months: readonly PartnerMonth[];
  readonly exams: readonly PartnerExam[];
  readonly quality: PartnerQuality;
  /** What we asked of them, and what they asked of us. */
  readonly asked: readonly PartnerRequest[];
  readonly askedOfUs: readonly PartnerRequest[];
  readonly corrections: readonly CorrectionView[];
  /** Gateways of theirs behind which no connection answers us. */
  readonly gatewaysAway: readonly { readonly name: string; readonly site: string; readonly since: string; readonly connections: number }[];
}
