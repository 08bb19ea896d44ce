import { dayNumber, dayText } from '../calendar';
import { catalogue1 } from '../catalogue-1';
import { isTest, type Condition, type Test, type Unit } from '../condition';
import type { FactRow } from '../fact-row';
import { fold } from '../fold';
import { columnOf } from './columns';

/** Takes a value and gives its place holder, such as `$3`. */
export type Bind = (value: unknown) => string;

/**
 * A condition as a SQL expression over a row `f` with the fact columns and `today`. Three-valued as the tree is: SQL's null is its unknown, so nothing is
 * wrapped. Every value is a parameter; only column names of the catalogue are written out.
 */
export function conditionSql(condition: Condition, bind: Bind): string {
  if (isTest(condition)) return testSql(condition, bind);
  if ('not' in condition) return `(not ${conditionSql(condition.not, bind)})`;
  const [members, word] = 'all' in condition ? [condition.all, ' and '] as const : [condition.any, ' or '] as const;
  return `(${members.map((member) => conditionSql(member, bind)).join(word)})`;
}

function testSql(test: Test, bind: Bind): string {
  const fact = (catalogue1 as Readonly<Record<string, FactRow>>)[test.fact];
  if (!fact) throw new Error(`"${test.fact}" is not a fact of the catalogue.`);
  const c = `f.${columnOf(test.fact)}`;
  const { value } = test;
  const text = (v: unknown): string => `${bind(String(v))}::text`;
  const list = (v: unknown): string => `${bind(v)}::text[]`;
  const day = (v: unknown): string => `${bind(dayText(dayNumber(String(v))))}::date`;
  switch (test.op) {
    case 'known': return `(${c} is not null)`;
    case 'unknown': return `(${c} is null)`;
    case 'eq': return fact.type === 'bool' ? `(${c} = ${bind(value)}::boolean)` : fact.type === 'int' ? `(${c} = ${bind(value)}::bigint)` : `(${c} = ${text(value)})`;
    case 'in': return `(${c} = any(${list(value)}))`;
    case 'lt': return `(${c} < ${bind(value)}::bigint)`;
    case 'lte': return `(${c} <= ${bind(value)}::bigint)`;
    case 'gt': return `(${c} > ${bind(value)}::bigint)`;
    case 'gte': return `(${c} >= ${bind(value)}::bigint)`;
    case 'between': {
      const [low, high] = value as readonly number[];
      return `(${c} between ${bind(low)}::bigint and ${bind(high)}::bigint)`;
    }
    case 'contains': return `(position(${text(fold(String(value)))} in ${c}) > 0)`;
    case 'startsWith': return `starts_with(${c}, ${text(fold(String(value)))})`;
    case 'hasAny': return `(${c} && ${list(value)})`;
    case 'hasAll': return `(${c} @> ${list(value)})`;
    case 'hasNone': return `(not ${c} && ${list(value)})`;
    case 'isEmpty': return `(cardinality(${c}) = 0)`;
    case 'before': return `(${c} < ${day(value)})`;
    case 'after': return `(${c} > ${day(value)})`;
    case 'olderThan': return `(${c} < ${moved('f.today', -Number(value), test.unit, bind)})`;
    case 'withinLast': return `(${c} between ${moved('f.today', -Number(value), test.unit, bind)} and f.today)`;
    case 'youngerThan': return `(${moved(c, Number(value), test.unit, bind)} > ${test.at ? `f.${columnOf(test.at)}` : 'f.today'})`;
  }
}

/** A day moved as `shiftDay` moves it: PostgreSQL too takes the last day of a month that is too short. */
export function moved(day: string, n: number, unit: Unit | undefined, bind: Bind): string {
  const name = unit === 'years' ? 'years' : unit === 'months' ? 'months' : 'days';
  return `(${day} + make_interval(${name} => ${bind(n)}::int))::date`;
}
