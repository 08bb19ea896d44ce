import type { AbilityName, Guarded } from '@causeway/access';
import type { ToldPatient, Wanted } from '@causeway/contracts';
import { requestInMachine, type RequestedBy, type RequestInMove, type RequestInState } from '@causeway/domain';
import { passed } from '../exchange/clock-view';
import { writeEntry, type EntryFacts } from '../exchange/entries';
import type { ClockTurn } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import { move, signal, type MoveRequest, type Moved } from '../platform/acts/move';
import { notFound } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { rowSql } from '../platform/http/row-sql';

export interface RequestInColumns {
  id: string; version: number; number: number; state: RequestInState; state_since: Date; facility_id: string | null; facility_ids: string[]; endpoint_id: string | null; reference: string | null;
  requester: { name: string; phone: string; role: string }; subject: ToldPatient; patient_id: string | null; wanted: Wanted[]; with_reports: boolean; legal_basis: string; purpose: string; asked_by: RequestedBy; needed_by: Date | null;
  due_at: Date | null; legal_last_at: Date; reviewer_id: string | null; approver_id: string | null; send_when: 'now' | 'when-final' | null; promised_by: Date | null; question: { code: string; text: string; at: string } | null;
  reason: string | null; exception: string | null; clock: ClockTurn[]; made_at: Date;
}
export const requestInNumber = (n: number): string => `Q-${n}`;

export async function lockRequestIn(act: Act, id: string): Promise<RequestInColumns | null> {
  const [row] = await act.query<RequestInColumns>('select * from request_in where id = $1 for update', [id]);
  return row ?? null;
}

type Sight = Pick<RequestInColumns, 'facility_ids' | 'reviewer_id'>;
/** Whoever reviewed a request does not approve it. */
export const requestInGuarded = (r: Sight): Omit<Guarded, 'kind'> => ({ facilityIds: r.facility_ids, earlierActors: r.reviewer_id ? [r.reviewer_id] : [] });
const SEES: readonly AbilityName[] = ['requestIn.answer', 'requestIn.decline', 'requestIn.approve', 'requestIn.create'];
export const requestInSight = (caller: Caller, bind: (value: unknown) => string): string =>
  rowSql(SEES.flatMap((name) => caller.rows(name)), { facilityIds: 'x.facility_ids', earlierActors: 'array_remove(array[x.reviewer_id], null)' }, bind);

export function requireOfRequestIn(caller: Caller, ability: AbilityName, row: Sight): void {
  const thing = requestInGuarded(row);
  const see = SEES.find((name) => caller.may(name, thing));
  if (!see) throw notFound('request');
  caller.require(ability, thing, see);
}

type Request = Omit<MoveRequest<'requestIn'>, 'machine' | 'move' | 'id'> & { readonly move: RequestInMove; readonly entry?: EntryFacts; readonly decisionId?: string | null };
export async function moveRequestIn(act: Act, row: RequestInColumns, request: Request): Promise<Moved<'requestIn'>> {
  const { entry, decisionId, ...rest } = request;
  const done = await move(act, { machine: 'requestIn', id: row.id, ...rest, set: withTurn(act, row, request), data: { ...request.data, facilityId: row.facility_id } });
  await writeEntry(act, 'requestIn', row.id, request.move, entry ?? {}, decisionId ?? null);
  return done;
}
export async function signalRequestIn(act: Act, row: RequestInColumns, request: Request): Promise<Moved<'requestIn'> | null> {
  const { entry, decisionId, ...rest } = request;
  const done = await signal(act, { machine: 'requestIn', id: row.id, ...rest, set: withTurn(act, row, request), data: { ...request.data, facilityId: row.facility_id } });
  if (done) await writeEntry(act, 'requestIn', row.id, request.move, entry ?? {}, decisionId ?? null);
  return done;
}
function withTurn(act: Act, row: RequestInColumns, request: Request): Record<string, unknown> {
  if (requestInMachine.answer(row.state, request.move) !== 'legal') return { ...request.set };
  const holder = request.move === 'ask-requester' ? 'requester' : requestInMachine.table.states[requestInMachine.target(row.state, request.move)].holder;
  return { ...request.set, clock: JSON.stringify(passed(row.clock, holder, act.now)) };
}
