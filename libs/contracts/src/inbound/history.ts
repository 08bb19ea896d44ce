import type { ReadKind } from '@causeway/domain';
import * as z from 'zod/mini';

/** GET /api/v1/inbound/:id/history */
export const HistoryQuery = z.object({
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(100)), 30),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

export type HistoryKind = 'exam' | 'report' | 'overread' | 'case' | 'request' | 'visit';

/** One thing the house has of a patient. */
export interface HistoryEntry {
  readonly kind: HistoryKind;
  readonly id: string;
  /** Of an exam its study date, of a visit its beginning, of everything else when it was signed, sent or made. */
  readonly at: string;
  readonly title: string;
  /** Modalities, author, grade or provider. */
  readonly detail: string | null;
  readonly state: string;
  readonly number: string | null;
  readonly source: string | null;
  /** The exam it belongs to or is. */
  readonly examId: string | null;
  readonly useCase: string | null;
  readonly readKind: ReadKind | null;
  /** It belongs to the exam whose page this is. */
  readonly here: boolean;
}

export interface HistoryPage {
  /** False: nobody has confirmed whose exam this is. */
  readonly known: boolean;
  readonly rows: readonly HistoryEntry[];
  readonly next: string | null;
}
