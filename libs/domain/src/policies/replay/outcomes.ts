import { canonicalJson } from '../canonical';
import { joinTellings } from '../decide';
import { hitPolicies, type Outcomes, type PolicyText, type Rule } from '../policy-text';
import { LEFT_OUT, replay, ReplayStopped } from './replay';
import { rowsOf, type Segment } from './segment';
import { BLOCK, TRUE, truthsOf, UNKNOWN } from './truths';

/** What a text makes of every row: the place of the row's outcome in `outcomes`, or `LEFT_OUT`. */
export interface Outcomed {
  readonly of: Int16Array;
  readonly outcomes: readonly object[];
  /** Canonical JSON of each outcome: equal outcomes of different rules are equal here. */
  readonly names: readonly string[];
  /** Ids of the rules that lead to each outcome place, `default` where none fired. */
  readonly by: readonly (readonly string[])[];
}

/** Most rules of a text of which all that fire count. */
export const MOST_COLLECTED = 31;

/** Outcomes of a first-match text, or of one that collects. @throws RangeError when a collecting text has more than 31 rules. */
export function outcomesOf(text: PolicyText, segments: readonly Segment[], stopped: () => boolean = () => false): Outcomed {
  return hitPolicies[text.kind] === 'collect' ? collected(text as PolicyText<'notification'>, segments, stopped) : first(text, segments, stopped);
}

function first(text: PolicyText, segments: readonly Segment[], stopped: () => boolean): Outcomed {
  const of = replay(text, segments, stopped, text.rules.length);
  const outcomes = [...text.rules.map((r) => r.then), text.default.then];
  return { of, outcomes, names: outcomes.map(canonicalJson), by: [...text.rules.map((r) => [r.id]), ['default']] };
}

function collected(text: PolicyText<'notification'>, segments: readonly Segment[], stopped: () => boolean): Outcomed {
  const rules = text.rules as readonly Rule<Outcomes['notification']>[];
  if (rules.length > MOST_COLLECTED) throw new RangeError(`A replay counts at most ${MOST_COLLECTED} rules of a text that collects.`);
  const fired = new Uint32Array(rowsOf(segments));
  const out = new Int16Array(fired.length);
  let start = 0;
  for (const segment of segments) {
    if (stopped()) throw new ReplayStopped();
    const block = new Uint8Array(BLOCK);
    rules.forEach((rule, k) => {
      const truths = truthsOf(rule.when, segment);
      const least = rule.onUnknown === 'fire' ? UNKNOWN : TRUE;
      for (let from = 0; from < segment.rows; from += BLOCK) {
        const part = block.subarray(0, Math.min(BLOCK, segment.rows - from));
        truths(from, part);
        for (let i = 0; i < part.length; i++) if ((part[i] as number) >= least) fired[start + from + i] = (fired[start + from + i] as number) | (1 << k);
      }
    });
    if (segment.superseded) for (let row = 0; row < segment.rows; row++) if (segment.superseded[row]) out[start + row] = LEFT_OUT;
    start += segment.rows;
  }
  const places = new Map<number, number>();
  for (let i = 0; i < fired.length; i++) {
    if (out[i] === LEFT_OUT) continue;
    const mask = fired[i] as number;
    const place = places.get(mask) ?? places.size;
    places.set(mask, place);
    out[i] = place;
  }
  const sets = [...places.keys()].map((mask) => rules.filter((_, k) => mask & (1 << k)));
  const outcomes = sets.map((set) => (set.length === 0 ? text.default.then : joinTellings(set)));
  return { of: out, outcomes, names: outcomes.map(canonicalJson), by: sets.map((set) => (set.length === 0 ? ['default'] : set.map((r) => r.id))) };
}
