import { inboundMachine, type InboundMove, type InboundState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { move, signal, type MoveRequest, type Moved } from '../platform/acts/move';
import { notFound } from '../platform/acts/refusal';
import { lockInbound, type ClockTurn, type InboundColumns } from './inbound.row';

type Request = Omit<MoveRequest<'inbound'>, 'machine' | 'move'> & { readonly move: InboundMove };

/** Who must act in a state; for a parked exam the person or party named when it was parked. */
export function holderIn(state: InboundState, park: InboundColumns['park']): string | null {
  return state === 'parked' && park ? park.holder : inboundMachine.table.states[state].holder;
}

/** A move of a person, with the change of ball holder kept on the clock. */
export async function moveInbound(act: Act, request: Request): Promise<Moved<'inbound'>> {
  const row = await lockInbound(act, request.id);
  if (!row) throw notFound('exam');
  return move(act, { machine: 'inbound', ...request, set: withTurn(act, row, request) });
}

/** The same for the system: null when the table ignores the signal. */
export async function signalInbound(act: Act, request: Request): Promise<Moved<'inbound'> | null> {
  const row = await lockInbound(act, request.id);
  if (!row) return null;
  return signal(act, { machine: 'inbound', ...request, set: withTurn(act, row, request) });
}

function withTurn(act: Act, row: InboundColumns, request: Request): Record<string, unknown> {
  if (inboundMachine.answer(row.state, request.move) !== 'legal') return { ...request.set };
  const to = inboundMachine.target(row.state, request.move);
  const park = (request.set?.['park'] as InboundColumns['park'] | undefined) ?? null;
  const holder = holderIn(to, park) ?? 'none';
  const last = row.clock.at(-1);
  const clock: ClockTurn[] = last?.holder === holder ? row.clock : [...row.clock, { holder, at: act.now.toISOString() }];
  return { ...(row.state === 'parked' ? { park: null } : {}), ...request.set, ...(request.set && 'park' in request.set ? { park: JSON.stringify(request.set['park']) } : {}), clock: JSON.stringify(clock) };
}
