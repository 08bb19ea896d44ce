/** A localised copy as a list of places where other bytes stand; everything between them is copied as it is. */
import type { Reason } from '../structure/verdict';

export interface Splice {
  /** Offset in the source. */
  readonly offset: number;
  /** Bytes of the source left out there. */
  readonly remove: number;
  readonly insert: Buffer;
}

/** A value for the preview: text, items of a sequence by keyword, or null for an attribute that is not there. */
export type PreviewValue = string | readonly Readonly<Record<string, string>>[] | null;

export interface ElementDifference {
  readonly tag: number;
  readonly keyword: string;
  readonly before: PreviewValue;
  readonly after: PreviewValue;
  /** The caller's ASCII form was written because the object's character set cannot hold the text. */
  readonly inAscii: boolean;
}

export interface LocalisePlan {
  readonly transferSyntaxUid: string;
  /** First byte of the data set in the source; splices count from here. */
  readonly dataSetOffset: number;
  readonly deflated: boolean;
  /** In ascending order. */
  readonly splices: readonly Splice[];
  /** What a person is shown before and after; empty when the object says all this already. */
  readonly differences: readonly ElementDifference[];
}

export type LocaliseRefusal =
  | Reason
  /** An element to be replaced is longer than the limit. */
  | 'element-too-long'
  /** Neither the text nor its ASCII form can be written. */
  | 'text-not-writable'
  /** A sequence that gets one more item is not encoded as a sequence. */
  | 'sequence-unreadable';

export type PlanResult =
  | { readonly kind: 'plan'; readonly plan: LocalisePlan }
  | { readonly kind: 'refused'; readonly reason: LocaliseRefusal; readonly at: number; readonly tag: number | null };

/** Length of the copy of a source of `sourceBytes`; null for deflated syntaxes, whose length only deflating tells. */
export function localisedLength(plan: LocalisePlan, sourceBytes: number): number | null {
  if (plan.deflated && plan.splices.length > 0) return null;
  return plan.splices.reduce((length, splice) => length - splice.remove + splice.insert.length, sourceBytes);
}
