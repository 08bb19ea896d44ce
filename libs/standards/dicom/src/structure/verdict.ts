/** What reading an object came to. The bytes are kept whatever the verdict; only `ok` may become part of an exam. */

export type Reason =
  // structure of the data set (PS3.5 section 7)
  | 'truncated'
  | 'length-beyond-parent'
  | 'length-undefined-not-allowed'
  | 'too-deep'
  | 'too-many-elements'
  | 'vr-unknown'
  | 'tag-order'
  | 'tag-not-allowed'
  | 'item-expected'
  | 'delimiter-unexpected'
  | 'delimiter-length'
  | 'value-length'
  // content
  | 'identity-missing'
  | 'identity-invalid'
  | 'wanted-value-too-long'
  | 'end-missing'
  | 'pixel-short'
  | 'pixel-encoding'
  | 'empty'
  | 'directory'
  // deflate and file
  | 'deflate-corrupt'
  | 'deflate-bomb'
  | 'deflate-trailing'
  | 'not-dicom'
  | 'meta-invalid'
  | 'syntax-unknown'
  | 'too-large';

/** Oddities that do not stop an object; kept beside it so that a person can see them. */
export type Finding =
  | 'odd-length'
  | 'no-preamble'
  | 'no-meta'
  | 'meta-identity'
  | 'meta-group-length'
  | 'preamble-not-zero'
  | 'trailing-padding'
  | 'nul-in-text'
  | 'value-too-long'
  | 'uid-form'
  | 'vr-not-standard'
  | 'delimiter-superfluous';

export type Verdict =
  | { readonly kind: 'ok' }
  /** Readable enough to show a person, not to use. */
  | { readonly kind: 'quarantine'; readonly reason: Reason; readonly at: number }
  /** A bound was hit: reading stopped, the rest need not be kept. */
  | { readonly kind: 'refuse'; readonly reason: Reason; readonly at: number };

/** A verdict other than ok; `at` counts bytes of the data set up to the fault, 0 for a fault of the file head or of the deflate stream. */
export type Failure = Exclude<Verdict, { kind: 'ok' }>;

const REFUSED: ReadonlySet<Reason> = new Set<Reason>(['too-deep', 'too-many-elements', 'deflate-bomb', 'too-large']);

export function failureOf(reason: Reason, at: number): Failure {
  return { kind: REFUSED.has(reason) ? 'refuse' : 'quarantine', reason, at };
}
