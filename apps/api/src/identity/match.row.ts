import type { MatchMove, MatchState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { move, signal, type MoveRequest, type Moved } from '../platform/acts/move';
import type { StoredCandidate } from './weigh';

/** A row of `match`, as the moves see it. */
export interface MatchColumns {
  id: string; version: number; exam_id: string; attempt: number; revision: number; state: MatchState; state_since: Date; decision_id: string | null;
  candidates: StoredCandidate[]; dismissed: string[]; patient_id: string | null; elements: string[]; reason: string | null; asker_id: string | null; confirmer_id: string | null;
  identity: Buffer | null; made_at: Date;
}

type Request = Omit<MoveRequest<'match'>, 'machine' | 'move' | 'id'> & { readonly move: MatchMove };

/** The attempt that is open or confirmed, locked; an exam has at most one. Lock its inbound way first. */
export async function openMatch(act: Act, examId: string): Promise<MatchColumns | null> {
  const [row] = await act.query<MatchColumns>(`select * from match where exam_id = $1 and state not in ('unlinked', 'closed') for no key update`, [examId]);
  return row ?? null;
}

export async function lockMatch(act: Act, id: string): Promise<MatchColumns | null> {
  const [row] = await act.query<MatchColumns>('select * from match where id = $1 for no key update', [id]);
  return row ?? null;
}

/** A move of a person; every event of a match names its exam. */
export const moveMatch = (act: Act, row: Pick<MatchColumns, 'id' | 'exam_id'>, request: Request): Promise<Moved<'match'>> =>
  move(act, { machine: 'match', id: row.id, ...request, data: { ...request.data, examId: row.exam_id } });

/** The same for the system: null when the table ignores it. */
export const signalMatch = (act: Act, row: Pick<MatchColumns, 'id' | 'exam_id'>, request: Request): Promise<Moved<'match'> | null> =>
  signal(act, { machine: 'match', id: row.id, ...request, data: { ...request.data, examId: row.exam_id } });

/** Clocks of states that are left. */
export function stopClocks(act: Act, matchId: string): void {
  act.unwish(`match.needs-person ${matchId}`);
  act.unwish(`match.second-look ${matchId}`);
}
