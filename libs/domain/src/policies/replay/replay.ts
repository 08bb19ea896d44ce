import type { Outcomes, PolicyKind, PolicyText, Rule } from '../policy-text';
import { takePlaces, type Candidates } from './quota';
import { rowsOf, type Segment } from './segment';
import { BLOCK, TRUE, truthsOf, UNKNOWN } from './truths';

/** Place of the deciding rule for each row, in the order of the segments. */
export const BY_DEFAULT = -1;
/** Rows that count no more. */
export const LEFT_OUT = -2;

type AnyRule = Rule<Outcomes[PolicyKind]>;

/**
 * What a first-match text would have decided for every stored row: the place of the rule, or `BY_DEFAULT`. Equal to `decide` on each row, with
 * quotas given away in the order they declare. Rules between two quotas are read together, block by block; a quota is a stage of its own, since who
 * gets a place depends on all rows.
 */
export function replay(text: PolicyText, segments: readonly Segment[], stopped: () => boolean = () => false): Int16Array {
  const decided = new Int16Array(rowsOf(segments)).fill(BY_DEFAULT);
  let start = 0;
  for (const { rows, superseded } of segments) {
    if (superseded) for (let row = 0; row < rows; row++) if (superseded[row]) decided[start + row] = LEFT_OUT;
    start += rows;
  }
  const rules = text.rules as readonly AnyRule[];
  for (let first = 0; first < rules.length; ) {
    if (rules[first]?.quota) {
      quotaStage(rules, first, segments, decided, stopped);
      first++;
      continue;
    }
    let end = first;
    while (end < rules.length && !rules[end]?.quota) end++;
    plainStage(rules, first, end, segments, decided, stopped);
    first = end;
  }
  return decided;
}

export class ReplayStopped extends Error {}

function plainStage(rules: readonly AnyRule[], first: number, end: number, segments: readonly Segment[], decided: Int16Array, stopped: () => boolean): void {
  let start = 0;
  for (const segment of segments) {
    if (stopped()) throw new ReplayStopped();
    const readers = rules.slice(first, end).map((rule) => ({ truths: truthsOf(rule.when, segment), least: rule.onUnknown === 'fire' ? UNKNOWN : TRUE }));
    const block = new Uint8Array(BLOCK);
    for (let from = 0; from < segment.rows; from += BLOCK) {
      const out = block.subarray(0, Math.min(BLOCK, segment.rows - from));
      readers.forEach(({ truths, least }, k) => {
        truths(from, out);
        const at = start + from;
        for (let i = 0; i < out.length; i++) if ((out[i] as number) >= least && decided[at + i] === BY_DEFAULT) decided[at + i] = first + k;
      });
    }
    start += segment.rows;
  }
}

function quotaStage(rules: readonly AnyRule[], place: number, segments: readonly Segment[], decided: Int16Array, stopped: () => boolean): void {
  const rule = rules[place] as AnyRule;
  const candidates: Candidates = { segment: [], row: [] };
  const at: number[] = [];
  let start = 0;
  segments.forEach((segment, number) => {
    if (stopped()) throw new ReplayStopped();
    const truths = truthsOf(rule.when, segment);
    const least = rule.onUnknown === 'fire' ? UNKNOWN : TRUE;
    const block = new Uint8Array(BLOCK);
    for (let from = 0; from < segment.rows; from += BLOCK) {
      const out = block.subarray(0, Math.min(BLOCK, segment.rows - from));
      truths(from, out);
      for (let i = 0; i < out.length; i++) {
        if ((out[i] as number) < least || decided[start + from + i] !== BY_DEFAULT) continue;
        candidates.segment.push(number);
        candidates.row.push(from + i);
        at.push(start + from + i);
      }
    }
    start += segment.rows;
  });
  if (!rule.quota) return;
  takePlaces(rule.quota, segments, candidates).forEach((got, k) => { if (got) decided[at[k] as number] = place; });
}
