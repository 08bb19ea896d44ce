/** What is known of one record of a DICOMDIR (PS3.3 F.3.2.2), and what may be odd about the directory. */
export interface DirectoryRecord {
  /** Directory Record Type (0004,1430), such as PATIENT or IMAGE; empty when absent. */
  readonly type: string;
  /** Components of Referenced File ID (0004,1500); null when the record names no file, or none inside the medium. */
  readonly fileId: readonly string[] | null;
  readonly sopClassUid: string | null;
  readonly sopInstanceUid: string | null;
  readonly transferSyntaxUid: string | null;
  /** False when the record is marked as no longer in use (0004,1410). */
  readonly inUse: boolean;
  /** Reached from the root by the offsets of the directory. */
  readonly linked: boolean;
  /** Depth in the tree of offsets: 0 for PATIENT in a well-made directory; null when not linked. */
  readonly depth: number | null;
}

export type DirectoryFinding =
  /** An offset names a byte at which no record begins. */
  | 'offset-nowhere'
  /** The offsets lead back to a record that was there already. */
  | 'record-loop'
  /** A record in use that no offset leads to. */
  | 'record-unlinked'
  /** There are records, and no offset of a first one. */
  | 'no-root'
  /** A Referenced File ID that is absolute, has `..` or cannot be a name. */
  | 'file-id-outside'
  /** More records than are looked at; the rest was left out. */
  | 'too-many-records'
  /** Another transfer syntax than Explicit VR Little Endian (PS3.10 8.6). */
  | 'not-explicit-le'
  /** The directory ends early or breaks the structure of a data set; what was read until there is used. */
  | 'broken';

export interface DicomdirLimits {
  readonly bytes: number;
  readonly records: number;
  readonly depth: number;
  readonly elements: number;
  readonly valueBytes: number;
}

export const DICOMDIR_LIMITS: DicomdirLimits = { bytes: 128 * 2 ** 20, records: 200_000, depth: 16, elements: 8_000_000, valueBytes: 4096 };
