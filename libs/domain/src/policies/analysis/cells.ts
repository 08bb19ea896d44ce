import { catalogue1 } from '../catalogue-1';
import { shiftDay } from '../calendar';
import type { Test, Truth } from '../condition';
import { evaluate } from '../evaluate';
import type { FactRow, FactValue, Facts } from '../fact-row';

/** Values of one fact that no test of the text can tell apart, by one of them. */
export interface Cell {
  readonly witness: FactValue;
  /** What each test on this axis answers. */
  readonly truths: ReadonlyMap<Test, Truth>;
}

/** One thing the tests of a text look at: a fact, or a test of two facts, whose answer is free. */
export interface Axis {
  readonly name: string;
  readonly cells: readonly Cell[];
}

/** Any day serves: tests of today move with it. */
const TODAY = '2026-06-15';
const MOST_SUBSETS = 8;

/** The axes of these tests, each cut into cells at the values the tests name. */
export function axesOf(tests: readonly Test[]): Axis[] {
  const byFact = new Map<string, Test[]>();
  const axes: Axis[] = [];
  for (const test of tests) {
    if (test.at) axes.push({ name: `${test.fact} at ${test.at}`, cells: ([true, false, null] as const).map((truth) => ({ witness: null, truths: new Map([[test, truth]]) })) });
    else byFact.set(test.fact, [...(byFact.get(test.fact) ?? []), test]);
  }
  for (const [name, own] of byFact) axes.push({ name, cells: cellsOf(name, own) });
  return axes;
}

function cellsOf(name: string, tests: readonly Test[]): Cell[] {
  const cells = new Map<string, Cell>();
  for (const witness of witnesses(name, tests)) {
    const facts: Facts = { [name]: witness };
    const truths = new Map(tests.map((test) => [test, evaluate(test, facts, TODAY)]));
    const key = [...truths.values()].join();
    if (!cells.has(key)) cells.set(key, { witness, truths });
  }
  return [...cells.values()];
}

function witnesses(name: string, tests: readonly Test[]): FactValue[] {
  const row = (catalogue1 as Readonly<Record<string, FactRow>>)[name];
  const literals = tests.flatMap((t) => (t.value === undefined ? [] : [t.value].flat())) as (string | number | boolean)[];
  switch (row?.type) {
    case 'bool': return [true, false, null];
    case 'int': return [...around(literals as number[]), null];
    case 'code': case 'id': return [...new Set([...(literals as string[]), row.values?.find((v) => !literals.includes(v)) ?? 'something-else']), null];
    case 'codes': return [...subsets([...new Set(literals as string[])], row.values), null];
    case 'text': return [...texts([...new Set(literals as string[])]), null];
    default: return [...days(tests), null];
  }
}

function around(literals: readonly number[]): number[] {
  const all = literals.flatMap((v) => [v, v + 1, v - 1]).filter((v) => v >= 0 || literals.some((l) => l < 0));
  return all.length > 0 ? all : [0];
}

/** All sets of the named codes; of many codes the small ones and the nearly full ones. A further code stands for all that are not named. */
function subsets(codes: readonly string[], values: readonly string[] | undefined): string[][] {
  const other = values?.find((v) => !codes.includes(v)) ?? 'OTHER';
  const sets: string[][] = [[], [other]];
  if (codes.length <= MOST_SUBSETS) {
    for (let bits = 1; bits < 2 ** codes.length; bits++) sets.push(codes.filter((_, i) => bits & (2 ** i)));
    return sets;
  }
  codes.forEach((one, i) => {
    sets.push([one], codes.filter((c) => c !== one), ...codes.slice(i + 1).map((two) => [one, two]));
  });
  return [...sets, [...codes]];
}

const texts = (literals: readonly string[]): string[] => ['zzz', ...literals, ...literals.map((first) => [first, ...literals].join(' '))];

function days(tests: readonly Test[]): string[] {
  const near = (day: string): string[] => [-3, -2, -1, 0, 1, 2, 3].map((n) => shiftDay(day, n, 'days'));
  const named = tests.flatMap((t) => (typeof t.value === 'string' ? near(t.value) : typeof t.value === 'number' ? near(shiftDay(TODAY, -t.value, t.unit ?? 'days')) : []));
  return [...near(TODAY), ...named, '1850-01-01', '2150-01-01'];
}
