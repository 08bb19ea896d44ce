import type { AbilityName } from '@causeway/access';
import { inboundRowColumns } from '../inbound/inbound.row';
import type { Caller } from '../platform/http/caller';
import { rowSql } from '../platform/http/row-sql';

/**
 * Which exams this person may see or open, as a condition on `inbound x`: the same filter as the lists. A quarantined exam only for those who may put
 * one there, and so judge it.
 */
export function sightOf(caller: Caller, ability: Extract<AbilityName, 'exam.list' | 'exam.view'>, bind: (value: unknown) => string): string {
  const sees = rowSql(caller.rows(ability), inboundRowColumns, bind);
  const judges = rowSql(caller.rows('inbound.quarantine'), inboundRowColumns, bind);
  return `(${sees} and (x.state <> 'quarantined' or ${judges}))`;
}
