/** The typed tree a rule's condition is written in. Groups hold 1..50 members, depth is at most 8, nodes at most 200. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | Test;

export interface Test {
  readonly fact: string;
  readonly op: Operator;
  readonly value?: boolean | number | string | readonly string[] | readonly number[];
  readonly unit?: Unit;
  /** For `youngerThan`: the date fact to measure at; today when absent. */
  readonly at?: string;
}

export type Unit = 'days' | 'months' | 'years';
export type Operator =
  | 'known' | 'unknown' | 'eq' | 'in' | 'lt' | 'lte' | 'gt' | 'gte' | 'between' | 'contains' | 'startsWith'
  | 'hasAny' | 'hasAll' | 'hasNone' | 'isEmpty' | 'before' | 'after' | 'olderThan' | 'withinLast' | 'youngerThan';

/** true, false, or null: the facts do not tell. */
export type Truth = boolean | null;

export const isTest = (c: Condition): c is Test => 'fact' in c;
