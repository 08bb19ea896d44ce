import { catalogue1 } from '../catalogue-1';
import { dayOf } from '../calendar';
import type { FactRow, FactType, FactValue, Facts } from '../fact-row';
import { fold } from '../fold';

const SQL_TYPES: Readonly<Record<FactType, string>> = { bool: 'boolean', int: 'bigint', code: 'text collate "C"', id: 'text collate "C"', text: 'text collate "C"', codes: 'text[] collate "C"', date: 'date', instant: 'date' };

/** Name of a fact's column: `exam.studyDate` is `exam_study_date`. Names come from the catalogue only, never from what people write. */
export const columnOf = (fact: string): string => fact.replace('.', '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Every fact of the catalogue as a nullable typed column; null is unknown. Instants are kept as their day in the site's zone, text folded. */
export const factColumns: readonly { readonly fact: string; readonly column: string; readonly type: FactType; readonly sql: string }[] =
  Object.entries(catalogue1 as Readonly<Record<string, FactRow>>).map(([fact, { type }]) => ({ fact, column: columnOf(fact), type, sql: SQL_TYPES[type] }));

/** The value a fact is stored as. Sets are sorted, so that the same set is the same row. */
export function storedFact(type: FactType, value: FactValue): FactValue {
  if (value === null) return null;
  if (type === 'text') return fold(String(value));
  if (type === 'date' || type === 'instant') return dayOf(String(value));
  return Array.isArray(value) ? [...new Set(value as readonly string[])].sort() : value;
}

/** Columns and values of one row of facts, of known facts only. */
export function factsAsRow(facts: Facts): { readonly columns: readonly string[]; readonly values: readonly FactValue[] } {
  const known = factColumns.filter(({ fact }) => (facts[fact] ?? null) !== null);
  return { columns: known.map((c) => c.column), values: known.map((c) => storedFact(c.type, facts[c.fact] ?? null)) };
}
