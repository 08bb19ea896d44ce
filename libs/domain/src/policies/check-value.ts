import { catalogue1 } from './catalogue-1';
import type { Test } from './condition';
import type { FactRow } from './fact-row';

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const UNITS = ['days', 'months', 'years'];
const MOST = Number.MAX_SAFE_INTEGER;

/** What is wrong with the value of a test whose operator fits its fact; null when nothing is. */
export function problemOfValue(t: Test, fact: FactRow): string | null {
  const { op, value } = t;
  const needsNone = ['known', 'unknown', 'isEmpty'].includes(op);
  if (needsNone) return value === undefined ? null : `"${op}" takes no value.`;
  switch (op) {
    case 'olderThan': case 'withinLast': case 'youngerThan':
      if (!(Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 36_500 && UNITS.includes(t.unit ?? ''))) return `"${op}" needs a whole number and a unit.`;
      return t.at === undefined || isDate(t.at) ? null : `"${t.at}" is not a date to measure at.`;
    case 'before': case 'after':
      return typeof value === 'string' && DAY.test(value) && !Number.isNaN(Date.parse(value)) ? null : `"${op}" needs a day such as 2026-11-24.`;
    case 'between':
      return Array.isArray(value) && value.length === 2 && value.every(isWhole) && (value[0] as number) <= (value[1] as number) ? null : '"between" needs two whole numbers, the smaller first.';
    case 'contains': case 'startsWith':
      return typeof value === 'string' && value.trim().length > 0 && value.length <= 64 ? null : `"${op}" needs a text of 1 to 64 characters.`;
    case 'in': case 'hasAny': case 'hasAll': case 'hasNone':
      return Array.isArray(value) && value.length > 0 && value.length <= 500 && value.every((v) => typeof v === 'string' && v.length > 0 && v.length <= 64) ? null : `"${op}" needs a list of 1 to 500 values.`;
    case 'eq':
      if (fact.type === 'bool') return typeof value === 'boolean' ? null : `${t.fact} is yes or no.`;
      if (fact.type === 'int') return isWhole(value) ? null : `${t.fact} is a whole number.`;
      return typeof value === 'string' && value.length > 0 && value.length <= 64 ? null : `${t.fact} is compared with one value.`;
    default:
      return isWhole(value) ? null : `"${op}" needs a whole number.`;
  }
}

const isWhole = (v: unknown): v is number => Number.isInteger(v) && Math.abs(v as number) <= MOST;
const isDate = (name: string): boolean => (catalogue1 as Readonly<Record<string, FactRow>>)[name]?.type === 'date';
