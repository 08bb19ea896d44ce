import type { Caller } from '../platform/http/caller';
import { rowSql } from '../platform/http/row-sql';

/** Rows that hold: not undone, and not the undoing of another. */
export const STANDING = 'v.reverses is null and not exists (select 1 from value_row u where u.reverses = v.id)';
/** Rows `v` this person may be told of: those of their facilities, where everything here is the house's, and of their lines. */
export const valueSight = (caller: Caller, bind: (value: unknown) => string): string => rowSql(
  caller.rows('insights.read'), { facilityIds: `(array_remove(array[v.facility_id], null) || (select array_agg(h.id) from facility h where h.host))`, serviceLine: `coalesce(v.service_line, 'general')` }, bind);
