import type { RowField, RowFilter } from '@causeway/access';

const ARRAYS: ReadonlySet<RowField> = new Set(['facilityIds', 'careTeam', 'audience', 'owners', 'earlierActors']);

/**
 * The row filter as SQL over the given columns (`x.facility_ids` for `facilityIds` and so on). A field without a column makes its alternative
 * impossible: what cannot be checked is not shown.
 */
export function rowSql(filter: RowFilter, columns: Partial<Record<RowField, string>>, bind: (value: unknown) => string): string {
  const alternatives = filter.map((tests) => tests.map((test) => {
    const column = columns[test.field];
    if (!column) return 'false';
    if ('any' in test) return ARRAYS.has(test.field) ? `${column} && ${bind(test.any)}` : `${column} = any(${bind(test.any)})`;
    return ARRAYS.has(test.field) ? `not (${column} && ${bind(test.none)})` : `${column} <> all(${bind(test.none)})`;
  }));
  if (alternatives.length === 0) return 'false';
  return `(${alternatives.map((a) => (a.length === 0 ? 'true' : `(${a.join(' and ')})`)).join(' or ')})`;
}

/** The same held against a row that was read already, with its fields. What is null or not there fits no test. */
export function rowFits(filter: RowFilter, row: Partial<Record<RowField, string | readonly string[] | null>>): boolean {
  return filter.some((tests) => tests.every((test) => {
    const value = row[test.field] ?? null;
    if (value === null) return false;
    const isOneOf = (names: readonly string[]): boolean => [value].flat().some((one) => names.includes(one));
    return 'any' in test ? isOneOf(test.any) : !isOneOf(test.none);
  }));
}

/** Collects parameters and hands out their places. */
export class Binder {
  readonly values: unknown[] = [];
  readonly bind = (value: unknown): string => `$${this.values.push(value)}`;
}
