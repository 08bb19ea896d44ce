import type { Figure } from '@causeway/contracts';
import { smallestShown } from '@causeway/domain';
import type { Caller } from '../platform/http/caller';
import { rowSql } from '../platform/http/row-sql';

/** The house itself, as ids: what happens here is of the house and of the partner. */
export const HOUSE = '(select array_agg(h.id) from facility h where h.host)';
/** Ids of a partner and of the house, for a column that may be empty. */
export const withHouse = (column: string): string => `(array_remove(array[${column}], null) || ${HOUSE})`;

/** Rows of figures this person may be told of: of their facilities and their service lines. */
export const figureSight = (caller: Caller, bind: (value: unknown) => string, facilityIds: string, serviceLine: string): string => rowSql(caller.rows('insights.read'), { facilityIds, serviceLine: `coalesce(${serviceLine}, 'general')` }, bind);

/** Fewer than five things are not shown as a number. */
export function figure(n: number, value: number | null): Figure {
  if (n === 0) return { n: 0, few: false, value: null };
  return n < smallestShown ? { n: null, few: true, value: null } : { n, few: false, value };
}
