/** Every bound kept while a disc, folder or archive is read. Bytes and counts; declared sizes never count, only bytes that came out. */
export interface MediaLimits {
  /** Files and folders in all, nested archives included. */
  readonly entries: number;
  /** Bytes of all files together. */
  readonly totalBytes: number;
  /** One file. */
  readonly fileBytes: number;
  /** Folders inside folders. */
  readonly depth: number;
  /** Bytes out per byte in of a compressed file, checked once `freeBytes` came out; and of an archive as a whole. */
  readonly ratio: number;
  readonly freeBytes: number;
  /** Archives inside archives: 1 opens those of the outermost one. */
  readonly nesting: number;
  /** One document that is offered as a report. */
  readonly documentBytes: number;
  /** Documents offered of one disc. */
  readonly documents: number;
  /** File names kept of each kind of thing that is told about. */
  readonly examples: number;
}

export const MEDIA_LIMITS: MediaLimits = {
  entries: 300_000,
  totalBytes: 64 * 2 ** 30,
  fileBytes: 8 * 2 ** 30,
  depth: 32,
  ratio: 200,
  freeBytes: 64 * 2 ** 20,
  nesting: 1,
  documentBytes: 64 * 2 ** 20,
  documents: 200,
  examples: 200,
};
