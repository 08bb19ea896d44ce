import { sessionFields, type RowField } from './conditions';
import { partsOf, type AppRule } from './rules';
import type { AbilityName } from './abilities';

export type RowTest = { readonly field: RowField; readonly any: readonly string[] } | { readonly field: RowField; readonly none: readonly string[] };

/** Alternatives of which one must hold; each alternative is tests that must all hold. Empty: nothing may be seen. */
export type RowFilter = readonly (readonly RowTest[])[];

/** The row part of the rules for one ability, so that a list counts and shows exactly what `may` would allow one by one. */
export function rowFilter(rules: readonly AppRule[], name: AbilityName): RowFilter {
  const { subject, verb } = partsOf(name);
  return rules
    .filter((r) => [r.action].flat().includes(verb) && [r.subject].flat().some((s) => s === subject))
    .map((r) => Object.entries((r.conditions ?? {}) as Record<string, { $in?: string[]; $nin?: string[] } | true>)
      .filter(([field]) => !(sessionFields as readonly string[]).includes(field))
      .map(([field, c]) => testOf(field as RowField, c)));
}

function testOf(field: RowField, c: { $in?: readonly string[]; $nin?: readonly string[] } | true): RowTest {
  if (c !== true && c.$in) return { field, any: c.$in };
  if (c !== true && c.$nin) return { field, none: c.$nin };
  throw new Error(`A rule's condition on ${field} has no row form`);
}
