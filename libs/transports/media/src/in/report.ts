/** What was found on a disc and what became of it. Paths, labels and counts only: what the images say stands with their exams. */
import type { DirectoryFinding } from '@causeway/dicom';
import type { DocumentType, IgnoredWhy } from '../sift/kinds';
import type { MediaFinding, MediaKind } from '../source/media-source';

/** Why a file that is or was taken for DICOM did not become part of an exam. Codes of the reader, of the intake and of the medium. */
export interface RefusedFile {
  readonly path: string;
  readonly reason: string;
  /** `aside`: kept for a person to look at. `refused`: not kept. `unread`: the medium did not give it. */
  readonly as: 'aside' | 'refused' | 'unread';
}

export interface ObjectCounts {
  readonly taken: number;
  /** The same bytes were here before. */
  readonly already: number;
  /** The same UID with other bytes: both are kept. */
  readonly conflicts: number;
  readonly aside: number;
  readonly refused: number;
  readonly unread: number;
}

export interface DirectoryReport {
  readonly findings: readonly DirectoryFinding[];
  readonly listed: number;
  /** Files it lists that are not there: the first ones, and how many. */
  readonly missing: readonly string[];
  readonly missingCount: number;
  /** DICOM files it does not list. */
  readonly unlisted: readonly string[];
  readonly unlistedCount: number;
  /** Files that hold another instance than it says. */
  readonly otherInstance: number;
  /** Names that differ only by case: which one is meant cannot be told. */
  readonly ambiguous: number;
  readonly patients: number;
}

export interface IgnoredGroup {
  readonly why: IgnoredWhy;
  readonly files: number;
  readonly examples: readonly string[];
}

export interface DiscDocument {
  readonly path: string;
  readonly type: DocumentType;
  readonly bytes: number;
  /** Where whoever reads the disc keeps it; null when it was not kept. */
  readonly id: string | null;
}

export interface DiscReport {
  readonly kind: MediaKind;
  readonly label: string;
  readonly files: number;
  readonly bytes: number;
  readonly findings: readonly MediaFinding[];
  readonly objects: ObjectCounts;
  /** Instances on the disc by exam, as the intake placed them. */
  readonly exams: readonly { readonly examId: string; readonly instances: number }[];
  readonly notTaken: readonly RefusedFile[];
  readonly directory: DirectoryReport | null;
  readonly ignored: readonly IgnoredGroup[];
  readonly documents: readonly DiscDocument[];
}
