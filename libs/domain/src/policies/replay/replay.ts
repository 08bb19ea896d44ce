import type { Outcomes, PolicyKind, PolicyText, Rule } from '../policy-text';
import { Places } from './places';
import { takePlaces } from './quota';
import { rowsOf, type Segment } from './segment';
import { together, type Together } from './together';
import { BLOCK } from './truths';

/** Place of the deciding rule for each row, in the order of the segments. */
export const BY_DEFAULT = -1;
/** Rows that count no more. */
export const LEFT_OUT = -2;

type AnyRule = Rule<Outcomes[PolicyKind]>;

/**
 * What a first-match text would have decided for every stored row: the place of the rule, or `BY_DEFAULT`. Equal to `decide` on each row, with
 * quotas given away in the order they declare. All rules are asked of a row at once; a row whose first rule has a quota waits, since who
 * gets a place depends on all rows.
 * @param otherwise what stands for the default; no place of a rule and not `LEFT_OUT`.
 */
export function replay(text: PolicyText, segments: readonly Segment[], stopped: () => boolean = () => false, otherwise = BY_DEFAULT): Int16Array {
  const decided = new Int16Array(rowsOf(segments)).fill(otherwise);
  let start = 0;
  for (const { rows, superseded } of segments) {
    if (superseded) for (let row = 0; row < rows; row++) if (superseded[row]) decided[start + row] = LEFT_OUT;
    start += rows;
  }
  const rules = text.rules as readonly AnyRule[];
  for (const group of together(rules)) decideBy(group, rules, segments, decided, otherwise, stopped);
  return decided;
}

export class ReplayStopped extends Error {}

/** In place of a rule: its quota must be asked. */
const WAITS = -3;

/** Decides the rows that no rule before those of this group took. */
function decideBy(group: Together, rules: readonly AnyRule[], segments: readonly Segment[], decided: Int16Array, otherwise: number, stopped: () => boolean): void {
  const { ruleOf } = group;
  // by the number of the lowest bit, counted from 1; nothing stands at 0
  const outcome = Int16Array.of(otherwise, ...ruleOf).map((rule, bit) => (bit > 0 && rules[rule]?.quota ? WAITS : rule));
  const waiting = new Map<number, Places>();
  // what stands of a row that waits; nothing else is ever written or read here
  const standing = new Int32Array(outcome.includes(WAITS) ? decided.length : 0);
  const wait = (at: number, bits: number): void => {
    standing[at] = bits;
    const rule = ruleOf[lowest(bits) - 1] as number;
    let places = waiting.get(rule);
    if (!places) waiting.set(rule, (places = new Places()));
    places.add(at);
  };
  const found = new Uint32Array(BLOCK);
  eachBlock(segments, group, stopped, (mask, at) => {
    const count = decideBlock(mask, decided, at, otherwise, outcome, found);
    for (let k = 0; k < count; k++) wait(at + (found[k] as number), mask[found[k] as number] as number);
  });
  rules.forEach(({ quota }, place) => {
    const places = waiting.get(place);
    if (!quota || !places) return;
    const candidates = places.inOrder();
    for (const at of takePlaces(quota, segments, candidates)) decided[at] = place;
    const own = ruleOf.reduce((bits, rule, bit) => (rule === place ? bits | (1 << bit) : bits), 0);
    for (const at of candidates) {
      if (decided[at] === place) continue;
      const bits = (standing[at] as number) & ~own;
      const next = outcome[lowest(bits)] as number;
      if (next === WAITS) wait(at, bits);
      else decided[at] = next;
    }
  });
}

/** Number of the lowest bit, counted from 1; 0 when there is none. */
const lowest = (bits: number): number => 32 - Math.clz32(bits & -bits);

/** Decides what needs no quota; leaves the others in `found` and returns how many they are. */
function decideBlock(mask: Int32Array, decided: Int16Array, at: number, otherwise: number, outcome: Int16Array, found: Uint32Array): number {
  let count = 0;
  for (let i = 0; i < mask.length; i++) {
    if (decided[at + i] !== otherwise) continue;
    const rule = outcome[lowest(mask[i] as number)] as number;
    if (rule === WAITS) found[count++] = i;
    else decided[at + i] = rule;
  }
  return count;
}

/** Calls `look` with the mask of each block; `at` is the place of its first row among all rows. */
function eachBlock(segments: readonly Segment[], { over }: Together, stopped: () => boolean, look: (mask: Int32Array, at: number) => void): void {
  const block = new Int32Array(BLOCK);
  let start = 0;
  for (const segment of segments) {
    if (stopped()) throw new ReplayStopped();
    const read = over(segment);
    for (let from = 0; from < segment.rows; from += BLOCK) {
      const mask = block.subarray(0, Math.min(BLOCK, segment.rows - from));
      read(from, mask);
      look(mask, start + from);
    }
    start += segment.rows;
  }
}
