import type { MatchState, Outcomes } from '@causeway/domain';
import * as z from 'zod/mini';
import { type ClockView, Id, type MoveOffer, type PersonRef, ReasonText, Version } from '../common/common';
import type { IdentifierView, NameView } from '../exams/exams';

export const elements = ['family', 'given', 'birth-date', 'sex', 'identifier', 'mrn', 'phone', 'address', 'accession'] as const;
export type Element = (typeof elements)[number];
export type Comparison = 'agrees' | 'close' | 'differs' | 'missing';

/** One row of the side-by-side: what came, what we have, how they compare, what will be written. */
export interface CompareRow {
  readonly element: Element;
  readonly incoming: string | null;
  readonly candidate: string | null;
  readonly comparison: Comparison;
  /** Weight in tenths: positive speaks for the same person. */
  readonly weight: number;
  readonly written: string;
  readonly writtenNote: string | null;
  /** The policy asks for this element to be equal. */
  readonly required: boolean;
}

export interface CandidateView {
  readonly patientId: string;
  readonly name: NameView;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly mrn: string;
  /** 0..1000 */
  readonly score: number;
  readonly lookalike: readonly string[];
  readonly dismissed: boolean;
  readonly rows: readonly CompareRow[];
  readonly evidence: readonly EvidenceView[];
  readonly priors: readonly { readonly description: string; readonly studyDate: string | null; readonly modality: string; readonly studyUid: string }[];
  /** May this person accept, or what stands in the way: elements that differ though required. */
  readonly blockedBy: readonly Element[];
  /** How many people an override of these needs. */
  readonly people: 1 | 2;
}

export interface EvidenceView {
  readonly code: string;
  readonly at: string | null;
  readonly values: Readonly<Record<string, string>>;
  readonly weight: number;
}

/** GET /api/v1/exams/:id/match */
export interface MatchDetail {
  readonly id: string;
  readonly examId: string;
  readonly version: number;
  readonly attempt: number;
  readonly state: MatchState;
  readonly clock: ClockView;
  readonly incoming: { readonly name: NameView; readonly birthDate: string | null; readonly sex: string | null; readonly identifier: IdentifierView | null };
  readonly candidates: readonly CandidateView[];
  readonly decision: { readonly id: string; readonly outcome: Outcomes['match']; readonly because: string } | null;
  /** Score lines of the bar, 0..1000. */
  readonly lines: { readonly review: number; readonly accept: number };
  readonly second: { readonly asker: PersonRef; readonly elements: readonly Element[]; readonly reason: string; readonly patientId: string } | null;
  readonly registration: { readonly id: string; readonly state: string; readonly since: string } | null;
  readonly confirmed: { readonly patientId: string; readonly by: string; readonly reason: string | null; readonly overridden: readonly Element[] } | null;
  readonly history: readonly { readonly attempt: number; readonly state: MatchState; readonly at: string; readonly by: string | null; readonly reason: string | null }[];
  readonly moves: readonly MoveOffer[];
}

export const AcceptMatch = z.object({ version: Version, patientId: Id, reason: z.optional(ReasonText) });
export type AcceptMatch = z.infer<typeof AcceptMatch>;
export const DismissCandidate = z.object({ version: Version, patientId: Id });
export type DismissCandidate = z.infer<typeof DismissCandidate>;
export const OverrideMatch = z.object({ version: Version, patientId: Id, elements: z.array(z.enum(elements)), reason: ReasonText });
export type OverrideMatch = z.infer<typeof OverrideMatch>;
export const Unlink = z.object({ version: Version, reason: ReasonText, blastListSeen: z.literal(true) });
export type Unlink = z.infer<typeof Unlink>;

/** What followed the association and must be called back when it is undone. */
export interface BlastList {
  readonly items: readonly { readonly kind: string; readonly ref: string; readonly label: string; readonly at: string; readonly channel: string }[];
}

export interface PatientHit {
  readonly patientId: string;
  readonly name: NameView;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly mrn: string;
  readonly score: number | null;
}

export const PatientQuery = z.object({ q: z.string().check(z.trim(), z.minLength(2), z.maxLength(120)), examId: z.optional(Id) });
export type PatientQuery = z.infer<typeof PatientQuery>;

export interface RecallView {
  readonly id: string;
  readonly examId: string;
  readonly kind: string;
  readonly label: string;
  readonly state: string;
  readonly version: number;
  readonly channel: string;
  readonly proof: string | null;
  readonly dueAt: string | null;
  readonly moves: readonly MoveOffer[];
}

export interface RegistrationView {
  readonly id: string;
  readonly examId: string;
  readonly version: number;
  readonly state: string;
  readonly name: NameView;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly outsideId: IdentifierView | null;
  readonly clock: ClockView;
  readonly moves: readonly MoveOffer[];
}
