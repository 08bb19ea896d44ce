import type { ValueId } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, type MoveOffer, ReasonText, Version } from '../common/common';

const Month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'A month is written 2026-11.'));
export const ValueQuery = z.object({ from: z.optional(Month), to: z.optional(Month), facility: z.optional(Id), line: z.optional(z.string().check(z.maxLength(40))) });
export type ValueQuery = z.infer<typeof ValueQuery>;
export const ValueRowQuery = z.extend(ValueQuery, { value: z.string().check(z.regex(/^V([1-9]|1[0-7])$/, 'A value is V1 to V17.')), cursor: z.optional(z.string()), limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50) });
export type ValueRowQuery = z.infer<typeof ValueRowQuery>;

/** How rows come together to one number: added up, the middle one, the mean, or the share of those that say one. */
export type ValueSum = 'sum' | 'median' | 'mean' | 'share';
/** A count under five is not shown as a number: `few`, and then there is no amount. */
export interface ValueAmount {
  readonly few: boolean;
  readonly n: number | null;
  readonly amount: number | null;
}
export interface ValueLine extends ValueAmount {
  readonly value: ValueId;
  readonly name: string;
  readonly how: ValueSum;
  readonly unit: string | null;
  readonly confidence: string | null;
  readonly months: readonly (ValueAmount & { readonly month: string })[];
  readonly partners: readonly (ValueAmount & { readonly facilityId: string; readonly name: string })[];
  /** What has to be there before a row can be written, while there is none. */
  readonly needs: string | null;
}
/** V3: the odds of a repeat since a partner is live against the twelve months before, in permille with the 95 % interval. */
export interface OddsLine {
  readonly facilityId: string;
  readonly name: string;
  readonly permille: number;
  readonly low: number;
  readonly high: number;
  readonly before: { readonly repeats: number; readonly exams: number };
  readonly after: { readonly repeats: number; readonly exams: number };
}
export interface ValueReport {
  readonly from: string;
  readonly to: string;
  readonly months: readonly string[];
  readonly lines: readonly ValueLine[];
  readonly odds: readonly OddsLine[];
  readonly facilities: readonly { readonly id: string; readonly name: string }[];
  readonly serviceLines: readonly string[];
  readonly rates: ValueRates;
}
/** One row of the ledger with what it was computed from; `opens` leads to the evidence where this person may open it. */
export interface ValueRowView {
  readonly id: string;
  readonly at: string;
  readonly amount: number;
  readonly unit: string;
  readonly confidence: string;
  readonly facility: string | null;
  readonly serviceLine: string | null;
  readonly evidence: readonly { readonly of: string; readonly text: string; readonly opens: { readonly kind: string; readonly id: string } | null }[];
}
export interface ValueRowPage {
  readonly rows: readonly ValueRowView[];
  readonly next: string | null;
}

/** What an avoided exam or a read is worth here; version 0: nobody has said. */
export interface ValueRates {
  readonly version: number;
  readonly examCents: Readonly<Record<string, number>>;
  readonly lineCents: Readonly<Record<string, number>>;
  readonly source: string | null;
  readonly by: string | null;
  readonly at: string | null;
  readonly moves: readonly MoveOffer[];
}
const Cents = z.record(z.string().check(z.maxLength(20)), z.int().check(z.minimum(0), z.maximum(100_000_000)));
export const SaveRates = z.object({
  version: Version, examCents: Cents, lineCents: Cents,
  /** Where the numbers come from: a price list, a fee schedule and its year. */
  source: z.string().check(z.trim(), z.minLength(3, 'Say where the numbers come from.'), z.maxLength(400)), reason: ReasonText,
});
export type SaveRates = z.infer<typeof SaveRates>;
/** Kinds of exam a price can be named for, and the lines a rate can. */
export const pricedModalities = ['CT', 'MR', 'CR', 'MG', 'US', 'NM', 'XA'] as const;
