/** Every bound kept while an image is read. Bytes and counts. */
export interface ImageLimits {
  /** Files and folders of one tree. */
  readonly entries: number;
  /** Folders inside folders. ECMA-119 allows 8; Joliet and Rock Ridge discs have more. */
  readonly depth: number;
  /** One folder, and all folders together. */
  readonly folderBytes: number;
  readonly foldersBytes: number;
  /** Volume descriptors looked at. */
  readonly descriptors: number;
  /** Continuation areas of Rock Ridge followed for one record (SUSP CE). */
  readonly continuations: number;
}

export const IMAGE_LIMITS: ImageLimits = { entries: 300_000, depth: 32, folderBytes: 64 * 2 ** 20, foldersBytes: 256 * 2 ** 20, descriptors: 64, continuations: 8 };
