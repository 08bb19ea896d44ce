import { expiresAt, reminderAfter, requestOutMachine, type RequestOutMove } from '@causeway/domain';
import { passed } from '../exchange/clock-view';
import { writeEntry, type EntryFacts } from '../exchange/entries';
import type { Act } from '../platform/acts/act';
import { move, signal, type MoveRequest, type Moved } from '../platform/acts/move';
import { dueAfter, hoursIn } from '../platform/clocks';
import type { Settings } from '../platform/settings/settings';
import type { RequestOutColumns } from './out.row';

type Request = Omit<MoveRequest<'requestOut'>, 'machine' | 'move' | 'id'> & { readonly move: RequestOutMove; readonly entry?: EntryFacts; readonly decisionId?: string | null };

export async function moveRequest(act: Act, row: RequestOutColumns, request: Request): Promise<Moved<'requestOut'>> {
  const { entry, decisionId, ...rest } = request;
  const done = await move(act, { machine: 'requestOut', id: row.id, ...rest, set: withTurn(act, row, request), data: { ...request.data, caseId: row.case_id, facilityId: row.facility_id } });
  await writeEntry(act, 'requestOut', row.id, request.move, entry ?? {}, decisionId ?? null);
  return done;
}

export async function signalRequest(act: Act, row: RequestOutColumns, request: Request): Promise<Moved<'requestOut'> | null> {
  const { entry, decisionId, ...rest } = request;
  const done = await signal(act, { machine: 'requestOut', id: row.id, ...rest, set: withTurn(act, row, request), data: { ...request.data, caseId: row.case_id, facilityId: row.facility_id } });
  if (done) await writeEntry(act, 'requestOut', row.id, request.move, entry ?? {}, decisionId ?? null);
  return done;
}

function withTurn(act: Act, row: RequestOutColumns, request: Request): Record<string, unknown> {
  if (requestOutMachine.answer(row.state, request.move) !== 'legal') return { ...request.set };
  const holder = requestOutMachine.table.states[requestOutMachine.target(row.state, request.move)].holder;
  return { ...request.set, clock: JSON.stringify(passed(row.clock, holder, act.now)) };
}

/** Some contact was made: the next reminder counts from now. Partners are not rung at night for what is not urgent. */
export function wishReminder(act: Act, row: Pick<RequestOutColumns, 'id' | 'urgency' | 'stat'>, settings: Settings): Date {
  const urgent = row.stat || row.urgency === 'high';
  let due = dueAfter(act.now, reminderAfter(row.urgency, row.stat), settings.SITE_ZONE);
  // the next quarter of an hour that is not in their quiet hours
  for (let i = 0; !urgent && i < 7 * 96 && hoursIn(due, settings.SITE_ZONE) === 'off'; i++) due = new Date(due.getTime() + 900_000);
  act.wish({ kind: 'request.remind', key: `request.remind ${row.id}`, data: { id: row.id }, dueAt: due, restart: true });
  return due;
}

export function wishExpiry(act: Act, row: Pick<RequestOutColumns, 'id' | 'needed_by'>, sentAt: Date): Date {
  const due = expiresAt(sentAt, row.needed_by);
  act.wish({ kind: 'request.expire', key: `request.expire ${row.id}`, data: { id: row.id }, dueAt: due, restart: true });
  return due;
}

export function stopClocks(act: Act, id: string): void {
  for (const kind of ['remind', 'expire', 'approval']) act.unwish(`request.${kind} ${id}`);
}
