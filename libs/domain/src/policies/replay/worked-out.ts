import { isTest, type Condition } from '../condition';
import type { Column } from './column';
import { TODAY, type Segment } from './segment';
import { BLOCK, truthsOf } from './truths';

/** Conditions kept for the rows of a segment: about as many as the drafts of one afternoon ask. */
const MOST_KEPT = 32;

interface Kept { readonly of: readonly (Column | undefined)[]; readonly truths: Uint8Array }
/** By the column of the first fact of a condition: they go when it is given up. */
const kept = new WeakMap<Column, Map<string, Kept>>();

/**
 * The truth of a condition for every row of a segment. It is worked out once while its columns are in memory, for a draft that is edited and replayed again
 * asks mostly what was asked before; what was asked least lately is given up first.
 */
export function workedOut(condition: Condition, segment: Segment): Uint8Array {
  const of = [...factsOf(condition), TODAY].map((name) => segment.columns.get(name));
  const anchor = of.find((column) => column !== undefined);
  if (!anchor) return allTruths(condition, segment);
  const own = kept.get(anchor) ?? new Map<string, Kept>();
  kept.set(anchor, own);
  const key = JSON.stringify(condition);
  const before = own.get(key);
  const truths = before?.of.every((column, k) => column === of[k]) ? before.truths : allTruths(condition, segment);
  own.delete(key);
  own.set(key, { of, truths });
  for (const oldest of own.keys()) {
    if (own.size <= MOST_KEPT) break;
    own.delete(oldest);
  }
  return truths;
}

function factsOf(condition: Condition): string[] {
  if (isTest(condition)) return condition.at ? [condition.fact, condition.at] : [condition.fact];
  if ('not' in condition) return factsOf(condition.not);
  return ('all' in condition ? condition.all : condition.any).flatMap(factsOf);
}

function allTruths(condition: Condition, segment: Segment): Uint8Array {
  const truths = new Uint8Array(segment.rows);
  const read = truthsOf(condition, segment);
  for (let from = 0; from < segment.rows; from += BLOCK) read(from, truths.subarray(from, Math.min(from + BLOCK, segment.rows)));
  return truths;
}
