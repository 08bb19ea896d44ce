import { isTest, type Condition, type Test } from '../condition';
import { isNumbers, type Cells, type Column } from './column';
import { joinCells } from './joined';
import type { Segment } from './segment';
import { answersOf, FALSE, TRUE, truthsByCell, UNKNOWN } from './truths';
import { workedOut } from './worked-out';

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
 * Writes each rule as alternatives and gives each alternative one bit. For every column a table says which bits each of its values leaves standing, and
 * columns of few values share a table, so that a row takes a few lookups, however many rules there are. Rules that do not fit into one mask come in the next.
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

/** Cells with what each of them leaves standing. `name` puts them in an order that an edited text keeps. */
interface Looked { readonly name: string; readonly cells: Cells; readonly table: Int32Array }

function readerOf(bits: readonly Alternative[], segment: Segment): (from: number, out: Int32Array) => void {
  const looked = new Map<Cells, Looked>();
  bits.forEach(({ literals }, bit) => {
    for (const literal of literals) {
      const { name, cells, truths } = lookUp(literal.condition, segment);
      const { table } = looked.get(cells) ?? put(looked, cells, { name, cells, table: new Int32Array(truths.length).fill(-1) });
      strike(table, truths, literal, bit);
    }
  });
  const all = 2 ** bits.length - 1;
  const tables = inGroups([...looked.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1))).map(joinTables);
  return (from, out) => {
    out.fill(all);
    for (const { cells, table } of tables) keep(out, from, cells, table);
  };
}

/** Entries of a table for several columns: more would not stay in the processor's cache. */
const MOST_ENTRIES = 4096;

/** Neighbours whose combinations fit one table. */
function inGroups(all: readonly Looked[]): Looked[][] {
  const groups: Looked[][] = [];
  let entries = Infinity;
  for (const one of all) {
    entries *= one.table.length;
    if (entries <= MOST_ENTRIES) groups.at(-1)?.push(one);
    else {
      groups.push([one]);
      entries = one.table.length;
    }
  }
  return groups;
}

function joinTables(group: readonly Looked[]): { readonly cells: Cells; readonly table: Int32Array } {
  const { cells } = joinCells(group.map((one) => ({ cells: one.cells, size: one.table.length })));
  const table = group.reduce((before, { table: own }) => {
    const joint = new Int32Array(before.length * own.length);
    for (let place = 0; place < joint.length; place++) joint[place] = (before[Math.floor(place / own.length)] as number) & (own[place % own.length] as number);
    return joint;
  }, Int32Array.of(-1));
  return { cells, table };
}

/** Where the truth of a condition is looked up: by the cells of its column, or else by what was worked out for each row. */
function lookUp(condition: Condition, segment: Segment): { readonly name: string; readonly cells: Cells; readonly truths: Uint8Array } {
  const column = isTest(condition) ? segment.columns.get(condition.fact) : undefined;
  const truths = isTest(condition) && column ? byCell(condition, column) : null;
  if (isTest(condition) && column && truths) return { name: condition.fact, cells: column.cells, truths };
  // behind all facts: what an edit changes is not joined with what it leaves
  return { name: `~${JSON.stringify(condition)}`, cells: workedOut(condition, segment), truths: TRUTHS };
}

const byCell = (test: Test, column: Column): Uint8Array | null => (isNumbers(column) ? truthsByCell(test, column) : answersOf(test, column));

const TRUTHS = Uint8Array.of(FALSE, UNKNOWN, TRUE);

/** Takes the bit of an alternative from every entry whose truth does not do for its literal. */
function strike(table: Int32Array, truths: Uint8Array, { want, loose }: Literal, bit: number): void {
  for (let at = 0; at < truths.length; at++) {
    const truth = truths[at];
    const stands = truth === UNKNOWN ? loose : (truth === TRUE) === want;
    if (!stands) table[at]! &= ~(1 << bit);
  }
}

function put<K, V>(map: Map<K, V>, key: K, value: V): V {
  map.set(key, value);
  return value;
}

function keep(out: Int32Array, from: number, cells: Cells, table: Int32Array): void {
  if (cells instanceof Uint16Array) keepWords(out, from, cells, table);
  else if (cells instanceof Uint8Array) keepBytes(out, from, cells, table);
  else keepLongs(out, from, cells, table);
}

// Three loops of the same words: each sees one kind of cells and is compiled for it; one loop for all is several times slower.
function keepBytes(out: Int32Array, from: number, cells: Uint8Array, table: Int32Array): void {
  for (let i = 0; i < out.length; i++) out[i]! &= table[cells[from + i] as number] as number;
}

function keepWords(out: Int32Array, from: number, cells: Uint16Array, table: Int32Array): void {
  for (let i = 0; i < out.length; i++) out[i]! &= table[cells[from + i] as number] as number;
}

function keepLongs(out: Int32Array, from: number, cells: Uint32Array, table: Int32Array): void {
  for (let i = 0; i < out.length; i++) out[i]! &= table[cells[from + i] as number] as number;
}
