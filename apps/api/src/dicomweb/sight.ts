import type { AbilityName } from '@causeway/access';
import { guardedExam, inboundRowColumns, type InboundColumns } from '../inbound/inbound.row';
import type { Caller } from '../platform/http/caller';
import { rowFits, rowSql } from '../platform/http/row-sql';

type Sight = Extract<AbilityName, 'exam.list' | 'exam.view'>;

/**
 * Which exams this person may see or open, as a condition on `inbound x`: the same filter as the lists. A quarantined exam only for those who may put
 * one there, and so judge it.
 */
export function sightOf(caller: Caller, ability: Sight, bind: (value: unknown) => string): string {
  const sees = rowSql(caller.rows(ability), inboundRowColumns, bind);
  const judges = rowSql(caller.rows('inbound.quarantine'), inboundRowColumns, bind);
  return `(${sees} and (x.state <> 'quarantined' or ${judges}))`;
}

/** What `inSight` looks at, of `inbound x`. */
export const SIGHT_COLUMNS = 'x.state, x.facility_ids, x.service_line, x.care_team, x.audience';
export type Sighted = Pick<InboundColumns, 'state' | 'facility_ids' | 'service_line' | 'care_team' | 'audience'> & { exam_id: string };

/** The same of one exam that was read already. */
export function inSight(caller: Caller, ability: Sight, exam: Sighted): boolean {
  const row = guardedExam({ ...exam, id: exam.exam_id });
  return rowFits(caller.rows(ability), row) && (exam.state !== 'quarantined' || rowFits(caller.rows('inbound.quarantine'), row));
}
