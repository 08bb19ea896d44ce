import * as z from 'zod/mini';
import type { MoveOffer, PersonRef } from '../common/common';
import type { NameView } from '../exams/exams';
import type { BroughtBy } from './upload-links';

/** POST /api/v1/parcels: announces what will be uploaded. Its bytes go to /api/v1/parcels/:id/bytes (tus 1.0). */
export const NewParcel = z.object({
  form: z.enum(['folder', 'file']),
  bytes: z.int().check(z.positive()),
  /** Files of a folder. */
  files: z.optional(z.int().check(z.positive())),
  /** What is written on the disc or the cover letter. */
  label: z.optional(z.string().check(z.trim(), z.maxLength(120))),
  /** Who sent it, when that is known. */
  sourceFacilityId: z.optional(z.uuid()),
  /** Number of the request it answers, as its cover sheet says or a scanner reads it: R-1042. */
  requestNumber: z.optional(z.string().check(z.trim(), z.toUpperCase(), z.regex(/^R-?\d{1,9}$/, 'The number of a request is written R-1042.'))),
});
export type NewParcel = z.output<typeof NewParcel>;

/** POST /api/v1/parcels/:id/documents/:n/attach */
export const AttachDocument = z.object({ examId: z.uuid() });

export type ParcelState = 'uploading' | 'waiting' | 'reading' | 'read' | 'failed' | 'cancelled' | 'expired';

/** One disc, folder or archive on its way in. */
export interface ParcelView {
  readonly id: string;
  readonly form: 'folder' | 'file' | 'watched' | 'photographs';
  readonly state: ParcelState;
  readonly label: string;
  readonly bytes: number;
  readonly files: number | null;
  /** Bytes that are here; equal to `bytes` once it is uploaded. */
  readonly received: number;
  readonly madeAt: string;
  readonly endedAt: string | null;
  readonly madeBy: PersonRef | null;
  readonly mine: boolean;
  readonly source: { readonly id: string; readonly name: string } | null;
  /** The request it answers. */
  readonly request: { readonly id: string; readonly number: string } | null;
  /** Who brought it with an upload link. */
  readonly broughtBy: BroughtBy | null;
  readonly progress: { readonly files: number; readonly bytes: number; readonly objects: number } | null;
  /** A sentence that says what to do, when it could not be read. */
  readonly failure: string | null;
  readonly patients: number | null;
  readonly exams: number;
  /** Objects that are part of exams, and files that could not become part of one. */
  readonly taken: number;
  readonly notTaken: number;
  readonly moves: readonly MoveOffer[];
}

export interface ParcelExam {
  readonly examId: string;
  readonly instances: number;
  readonly description: string;
  readonly modality: string;
  /** YYYY-MM-DD. */
  readonly studyDate: string | null;
  /** State of the exam's way; null until it is counted. */
  readonly state: string | null;
  /** State of the match; null before there is one. */
  readonly match: string | null;
  /** Its own headers name another person too. */
  readonly severalPeople: boolean;
}

/** One person as the disc names them. */
export interface ParcelPerson {
  readonly name: NameView;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly patientId: string | null;
  readonly issuer: string | null;
  readonly exams: readonly ParcelExam[];
}

export interface ParcelDocument {
  readonly n: number;
  readonly path: string;
  readonly type: string;
  readonly bytes: number;
  readonly attachedTo: string | null;
  /** It can become a report of an exam. */
  readonly attachable: boolean;
}

export interface ParcelDetail extends ParcelView {
  readonly people: readonly ParcelPerson[];
  /** Exams of it that this person may not see. */
  readonly hiddenExams: number;
  readonly refused: readonly { readonly path: string; readonly reason: string; readonly as: 'aside' | 'refused' | 'unread' }[];
  readonly ignored: readonly { readonly why: string; readonly files: number; readonly examples: readonly string[] }[];
  readonly documents: readonly ParcelDocument[];
  readonly missing: readonly string[];
  /** Sentences for the sender; without patient data. */
  readonly senderReport: readonly string[];
}

export interface ParcelPage {
  readonly items: readonly ParcelView[];
  readonly limits: { readonly bytes: number; readonly quotaBytes: number; readonly hours: number };
}
