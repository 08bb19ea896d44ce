import * as z from 'zod/mini';
import type { SeriesView } from './exams';

/** POST /api/v1/exams/:examId/archive-priors */
export const AskPrior = z.object({ studyUid: z.string().check(z.regex(/^[0-9.]{1,64}$/, 'A DICOM UID has digits and dots, 64 at most.')) });
export type AskPrior = z.infer<typeof AskPrior>;

/** A study of the house's own archive, copied for a time so that it can be looked at beside an outside exam. It is no exam: nobody triages, keeps or sends it. */
export interface PriorCopyView {
  readonly id: string;
  readonly state: 'coming' | 'here' | 'failed';
  readonly images: number;
  /** As the archive lists them; null until it was asked. */
  readonly expected: number | null;
  /** Why it did not come, in a sentence. */
  readonly cause: string | null;
  readonly endsAt: string;
  readonly series: readonly SeriesView[];
}

export interface ArchivePriorView {
  readonly studyUid: string;
  readonly description: string;
  readonly studyDate: string | null;
  readonly modality: string;
  readonly images: number | null;
}

/** GET /api/v1/exams/:examId/archive-priors */
export interface ArchivePriors {
  /** False: nobody confirmed whose exam this is, or no line leads to an archive that can be asked. */
  readonly asked: boolean;
  readonly priors: readonly ArchivePriorView[];
  /** Why the archive did not answer, in a sentence. */
  readonly trouble: string | null;
}
