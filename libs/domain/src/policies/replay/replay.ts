import type { Outcomes, PolicyKind, PolicyText, Rule } from '../policy-text';
import { takePlaces, type Candidate } from './quota';
import { rowsOf, type Segment } from './segment';
import { together } from './together';
import { BLOCK } from './truths';

/** Place of the deciding rule for each row, in the order of the segments. */
export const BY_DEFAULT = -1;
/** Rows that count no more. */
export const LEFT_OUT = -2;

type AnyRule = Rule<Outcomes[PolicyKind]>;

/**
 * What a first-match text would have decided for every stored row: the place of the rule, or `BY_DEFAULT`. Equal to `decide` on each row, with
 * quotas given away in the order they declare. Rules between two quotas are read together; a quota is a stage of its own, since who
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
  for (const { ruleOf, over } of together(rules.slice(first, end))) {
    eachBlock(segments, over, stopped, (mask, start, from) => {
      const at = start + from;
      for (let i = 0; i < mask.length; i++) {
        const bits = mask[i] as number;
        if (bits !== 0 && decided[at + i] === BY_DEFAULT) decided[at + i] = first + (ruleOf[31 - Math.clz32(bits & -bits)] as number);
      }
    });
  }
}

function quotaStage(rules: readonly AnyRule[], place: number, segments: readonly Segment[], decided: Int16Array, stopped: () => boolean): void {
  const rule = rules[place] as AnyRule;
  const candidates: Candidate[] = [];
  for (const { over } of together([rule])) {
    eachBlock(segments, over, stopped, (mask, start, from, segment) => {
      const rows: number[] = [];
      for (let i = 0; i < mask.length; i++) if (mask[i] !== 0 && decided[start + from + i] === BY_DEFAULT) rows.push(from + i);
      candidates.push({ segment, start, rows });
    });
  }
  if (rule.quota) for (const at of takePlaces(rule.quota, candidates)) decided[at] = place;
}

type Over = ReturnType<typeof together>[number]['over'];

/** Calls `look` with the mask of each block; `start` is the place of the segment's first row among all rows. */
function eachBlock(segments: readonly Segment[], over: Over, stopped: () => boolean, look: (mask: Int32Array, start: number, from: number, segment: Segment) => void): void {
  const block = new Int32Array(BLOCK);
  let start = 0;
  for (const segment of segments) {
    if (stopped()) throw new ReplayStopped();
    const read = over(segment);
    for (let from = 0; from < segment.rows; from += BLOCK) {
      const mask = block.subarray(0, Math.min(BLOCK, segment.rows - from));
      read(from, mask);
      look(mask, start, from, segment);
    }
    start += segment.rows;
  }
}
