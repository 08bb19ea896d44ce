import { dayOf, shiftDay } from './calendar';
import { isTest, type Condition, type Test, type Truth } from './condition';
import type { FactValue, Facts } from './fact-row';
import { fold } from './fold';

/**
 * Three-valued reading of a condition: a comparison with an unknown fact is unknown (null), as in SQL.
 * `today` is the calendar day of the evaluation instant in the site's zone; there is no other clock.
 */
export function evaluate(condition: Condition, facts: Facts, today: string): Truth {
  if (isTest(condition)) return test(condition, facts, today);
  if ('not' in condition) {
    const inner = evaluate(condition.not, facts, today);
    return inner === null ? null : !inner;
  }
  if ('all' in condition) {
    const answers = condition.all.map((c) => evaluate(c, facts, today));
    return answers.includes(false) ? false : answers.includes(null) ? null : true;
  }
  const answers = condition.any.map((c) => evaluate(c, facts, today));
  return answers.includes(true) ? true : answers.includes(null) ? null : false;
}

function test(t: Test, facts: Facts, today: string): Truth {
  const fact = facts[t.fact] ?? null;
  if (t.op === 'known') return fact !== null;
  if (t.op === 'unknown') return fact === null;
  if (fact === null) return null;
  if (Array.isArray(fact)) return testCodes(t, fact as readonly string[]);
  if (typeof fact === 'number') return testNumber(t, fact);
  return testScalar(t, fact as boolean | string, facts, today);
}

function testCodes(t: Test, have: readonly string[]): Truth {
  const wanted = (t.value ?? []) as readonly string[];
  switch (t.op) {
    case 'hasAny': return wanted.some((w) => have.includes(w));
    case 'hasAll': return wanted.every((w) => have.includes(w));
    case 'hasNone': return !wanted.some((w) => have.includes(w));
    case 'isEmpty': return have.length === 0;
    default: throw misfit(t, have);
  }
}

function testNumber(t: Test, x: number): Truth {
  if (t.op === 'between') {
    const [low, high] = t.value as readonly [number, number];
    return x >= low && x <= high;
  }
  const v = t.value as number;
  switch (t.op) {
    case 'eq': return x === v;
    case 'lt': return x < v;
    case 'lte': return x <= v;
    case 'gt': return x > v;
    case 'gte': return x >= v;
    default: throw misfit(t, x);
  }
}

function testScalar(t: Test, x: boolean | string, facts: Facts, today: string): Truth {
  if (t.op === 'eq') return x === t.value;
  if (typeof x !== 'string') throw misfit(t, x);
  switch (t.op) {
    case 'in': return (t.value as readonly string[]).includes(x);
    case 'contains': return fold(x).includes(fold(String(t.value)));
    case 'startsWith': return fold(x).startsWith(fold(String(t.value)));
    case 'before': return dayOf(x) < String(t.value);
    case 'after': return dayOf(x) > String(t.value);
    case 'olderThan': return dayOf(x) < shiftDay(today, -Number(t.value), t.unit ?? 'days');
    case 'withinLast': return dayOf(x) >= shiftDay(today, -Number(t.value), t.unit ?? 'days') && dayOf(x) <= today;
    case 'youngerThan': return younger(t, x, facts, today);
    default: throw misfit(t, x);
  }
}

function younger(t: Test, x: string, facts: Facts, today: string): Truth {
  const at = t.at ? (facts[t.at] ?? null) : today;
  if (at === null) return null;
  return shiftDay(x, Number(t.value), t.unit ?? 'days') > dayOf(String(at));
}

const misfit = (t: Test, x: FactValue): Error => new Error(`Operator ${t.op} does not fit a ${Array.isArray(x) ? 'list' : typeof x} (${t.fact})`);
