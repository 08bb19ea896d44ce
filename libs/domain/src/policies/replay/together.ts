import { isTest, type Condition } from '../condition';
import { isNumbers, type Cells, type ValueColumn } from './column';
import type { Segment } from './segment';
import { answersOf, BLOCK, FALSE, TRUE, truthsOf, UNKNOWN, type Truths } from './truths';

/** Alternatives that fit one mask; the sign is left alone. */
const MOST_BITS = 31;
/** A rule with more ways to come true is read as a whole instead. */
const MOST_ALTERNATIVES = 8;

/** A condition that is asked to be so, or not so; unknown is enough where the rule fires on unknown. */
interface Literal { readonly condition: Condition; readonly want: boolean; readonly loose: boolean }
interface Alternative { readonly rule: number; readonly literals: readonly Literal[] }
export interface Readable { readonly when: Condition; readonly onUnknown?: 'fire' | undefined }

/** Rules that are read in one go. `ruleOf` names the rule of each bit of a mask; lower bits belong to earlier rules. */
export interface Together {
  readonly ruleOf: Int16Array;
  /** Makes ready for a segment. The reader leaves in `out` the alternatives that hold for each row from `from` on. */
  over(segment: Segment): (from: number, out: Int32Array) => void;
}

/**
 * Writes each rule as alternatives and gives each alternative one bit. For every column a table says which bits each of its values leaves standing, so
 * that one lookup to a row and column is all that is done, however many rules ask for it. Rules that do not fit into one mask come in the next.
 */
export function together(rules: readonly Readable[]): Together[] {
  const groups: Alternative[][] = [[]];
  rules.forEach((rule, place) => {
    const loose = rule.onUnknown === 'fire';
    const ways = waysOf(rule.when, true) ?? [[{ condition: rule.when, want: true }]];
    if ((groups.at(-1)?.length ?? 0) + ways.length > MOST_BITS) groups.push([]);
    groups.at(-1)?.push(...ways.map((literals) => ({ rule: place, literals: literals.map((literal) => ({ ...literal, loose })) })));
  });
  return groups.map((bits) => ({ ruleOf: Int16Array.from(bits, (bit) => bit.rule), over: (segment) => readerOf(bits, segment) }));
}

type Way = readonly Omit<Literal, 'loose'>[];

/** A condition as alternatives, "not" pushed down to the tests: three-valued logic keeps both laws this needs. Null when there are too many. */
function waysOf(condition: Condition, want: boolean): Way[] | null {
  if (isTest(condition)) return [[{ condition, want }]];
  if ('not' in condition) return waysOf(condition.not, !want);
  const members = ('all' in condition ? condition.all : condition.any).map((member) => waysOf(member, want));
  const joined = 'all' in condition === want;
  let ways: Way[] = joined ? [[]] : [];
  for (const member of members) {
    if (!member) return null;
    ways = joined ? ways.flatMap((way) => member.map((other) => [...way, ...other])) : [...ways, ...member];
    if (ways.length > MOST_ALTERNATIVES) return null;
  }
  return ways;
}

interface Looked { readonly cells: Cells; readonly table: Int32Array }
interface Worked { readonly truths: Truths; readonly table: Int32Array }

function readerOf(bits: readonly Alternative[], segment: Segment): (from: number, out: Int32Array) => void {
  const looked = new Map<ValueColumn, Looked>();
  const worked = new Map<string, Worked>();
  bits.forEach(({ literals }, bit) => {
    for (const literal of literals) {
      const { condition } = literal;
      const column = isTest(condition) ? segment.columns.get(condition.fact) : undefined;
      if (isTest(condition) && column && !isNumbers(column)) {
        const { table } = looked.get(column) ?? put(looked, column, { cells: column.cells, table: new Int32Array(column.values.length + 1).fill(-1) });
        strike(table, answersOf(condition, column), literal, bit);
      } else {
        // Numbers and days are worked out for each row, once however many rules ask the same.
        const key = JSON.stringify(condition);
        const { table } = worked.get(key) ?? put(worked, key, { truths: truthsOf(condition, segment), table: new Int32Array(TRUE + 1).fill(-1) });
        strike(table, TRUTHS, literal, bit);
      }
    }
  });
  const all = 2 ** bits.length - 1;
  const truth = new Uint8Array(BLOCK);
  const tables = [...looked.values()];
  const others = [...worked.values()];
  return (from, out) => {
    out.fill(all);
    for (const { cells, table } of tables) keep(out, cells, from, table);
    for (const { truths, table } of others) {
      const part = truth.subarray(0, out.length);
      truths(from, part);
      keepBytes(out, part, 0, part.length, table);
    }
  };
}

const TRUTHS = Uint8Array.of(FALSE, UNKNOWN, TRUE);

/** Takes the bit of an alternative from every entry whose truth does not do for its literal. */
function strike(table: Int32Array, truths: Uint8Array, { want, loose }: Literal, bit: number): void {
  truths.forEach((truth, at) => {
    const stands = truth === UNKNOWN ? loose : (truth === TRUE) === want;
    if (!stands) table[at] = (table[at] as number) & ~(1 << bit);
  });
}

function put<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

function keep(out: Int32Array, cells: Cells, from: number, table: Int32Array): void {
  if (cells instanceof Uint8Array) keepBytes(out, cells, from, out.length, table);
  else keepWide(out, cells, from, out.length, table);
}

// Two loops of the same words: each sees one kind of cells, or nearly, and is compiled for it; one loop for all is several times slower.
function keepBytes(out: Int32Array, cells: Uint8Array, from: number, rows: number, table: Int32Array): void {
  for (let i = 0; i < rows; i++) out[i]! &= table[cells[from + i] as number] as number;
}

function keepWide(out: Int32Array, cells: Uint16Array | Uint32Array, from: number, rows: number, table: Int32Array): void {
  for (let i = 0; i < rows; i++) out[i]! &= table[cells[from + i] as number] as number;
}
