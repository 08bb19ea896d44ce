import { overreadMachine, type OverreadMove } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { move, signal, type MoveRequest, type Moved } from '../platform/acts/move';
import type { ClockTurn } from '../inbound/inbound.row';
import type { OverreadColumns } from './overread.row';

type Request = Omit<MoveRequest<'overread'>, 'machine' | 'move' | 'id'> & { readonly move: OverreadMove };

export const moveOverread = (act: Act, row: OverreadColumns, request: Request): Promise<Moved<'overread'>> =>
  move(act, { machine: 'overread', id: row.id, ...request, set: withTurn(act, row, request), data: { ...request.data, examId: row.exam_id } });

export const signalOverread = (act: Act, row: OverreadColumns, request: Request): Promise<Moved<'overread'> | null> =>
  signal(act, { machine: 'overread', id: row.id, ...request, set: withTurn(act, row, request), data: { ...request.data, examId: row.exam_id } });

function withTurn(act: Act, row: OverreadColumns, request: Request): Record<string, unknown> {
  if (overreadMachine.answer(row.state, request.move) !== 'legal') return { ...request.set };
  const holder = overreadMachine.table.states[overreadMachine.target(row.state, request.move)].holder ?? 'none';
  const clock: ClockTurn[] = row.clock.at(-1)?.holder === holder ? row.clock : [...row.clock, { holder, at: act.now.toISOString() }];
  return { ...request.set, clock: JSON.stringify(clock) };
}
