import type { OfferSwap } from '@causeway/contracts';
import { shiftsOf } from '@causeway/domain';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { changed, fits, insertOverride, span } from './plan';
import { plannedRotas } from './rows';

interface SwapRow { id: string; state: string; rota_id: string; from_at: Date; to_at: Date; giver_id: string; receiver_id: string; note: string }

/** Hours of duty somebody offers to a colleague. They stay the giver's until the colleague accepts; then an override has the colleague. */
export class DutySwaps {
  constructor(private readonly acts: Acts) {}

  offer(caller: Caller, rotaId: string, body: z.output<typeof OfferSwap>): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const { from, to } = span(body.from, body.to);
      if (from <= act.now) throw new Refusal(422, 'past', 'These hours have begun. Offer hours that are still to come, or ask who plans the rota for an override.', { errors: [{ pointer: '/from', detail: 'in the future' }] });
      if (body.receiverId === caller.id) throw new Refusal(422, 'receiver', 'Offer them to somebody else.', { errors: [{ pointer: '/receiverId', detail: 'somebody else' }] });
      const planned = await this.held(act, rotaId, caller.id, from, to, caller.principal.facilities);
      await fits(act, planned, [body.receiverId], '/receiverId');
      const [open] = await act.query(`select 1 as open from duty_swap where rota_id = $1 and giver_id = $2 and state = 'offered' and from_at < $4 and to_at > $3`, [rotaId, caller.id, from, to]);
      if (open) throw new Refusal(409, 'offered-already', 'You have offered some of these hours to somebody. Take that offer back first.');
      const id = newId(act.now.getTime());
      await act.query(`insert into duty_swap (id, state, rota_id, from_at, to_at, giver_id, receiver_id, note) values ($1, 'offered', $2, $3, $4, $5, $6, $7)`, [id, rotaId, from, to, caller.id, body.receiverId, body.note ?? '']);
      act.wish({ kind: 'duty.swap-over', key: `duty.swap-over ${id}`, data: { id }, dueAt: from });
      this.written(act, id, rotaId, 'duty.swap-offered', { from: body.from, to: body.to, to_person: body.receiverId });
      return id;
    });
  }

  /** Takes the hours, provided that they are still the giver's and the receiver still fits. */
  accept(caller: Caller, id: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const swap = await this.open(act, id, caller, 'receiver_id');
      const planned = await this.held(act, swap.rota_id, swap.giver_id, swap.from_at, swap.to_at, caller.principal.facilities);
      await fits(act, planned, [caller.id], '');
      await this.settle(act, id, 'accepted');
      await insertOverride(act, { rotaId: swap.rota_id, from: swap.from_at, to: swap.to_at, personId: caller.id, reason: swap.note || 'swap', by: swap.giver_id });
      await act.query('update rota set version = version + 1 where id = $1', [swap.rota_id]);
      this.written(act, id, swap.rota_id, 'duty.swap-accepted', { giver: swap.giver_id });
    });
  }

  answer(caller: Caller, id: string, how: 'declined' | 'cancelled'): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const swap = await this.open(act, id, caller, how === 'declined' ? 'receiver_id' : 'giver_id');
      await this.settle(act, id, how);
      this.written(act, id, swap.rota_id, `duty.swap-${how}`, { giver: swap.giver_id, receiver: swap.receiver_id });
    });
  }

  private async open(act: Act, id: string, caller: Caller, side: 'giver_id' | 'receiver_id'): Promise<SwapRow> {
    const [swap] = await act.query<SwapRow>(`select * from duty_swap where id = $1 for update`, [id]);
    if (!swap || swap[side] !== caller.id) throw notFound('offer');
    if (swap.state !== 'offered') throw new Refusal(409, 'offer-over', `This offer is over: it was ${swap.state}.`);
    return swap;
  }

  private async settle(act: Act, id: string, state: string): Promise<void> {
    await act.query('update duty_swap set state = $2, version = version + 1, answered_at = clock_timestamp() where id = $1', [id, state]);
    act.unwish(`duty.swap-over ${id}`);
  }

  /** The rota, locked, when every planned hour of the interval is this person's. */
  private async held(act: Act, rotaId: string, personId: string, from: Date, to: Date, facilities: readonly string[]): Promise<{ pool: string; service_line: string | null }> {
    await act.query('select id from rota where id = $1 for update', [rotaId]);
    const within = { from: from.getTime(), to: to.getTime() };
    const [planned] = await plannedRotas(act, within, { id: rotaId, facilities });
    if (!planned) throw notFound('rota');
    const shifts = shiftsOf(planned.rota, within);
    if (shifts.length === 0 || shifts.some((s) => s.person !== personId)) throw new Refusal(409, 'not-your-hours', 'Not all of these hours belong to whoever offers them. Look at the schedule and choose again.');
    return planned.row;
  }

  private written(act: Act, id: string, rotaId: string, event: string, details: Readonly<Record<string, unknown>>): void {
    changed(act, rotaId, event, { swap: id, ...details });
  }
}

/** The offer was not answered before its hours began. */
export async function swapOver(act: Act, id: string): Promise<void> {
  const rows = await act.query<{ rota_id: string }>(`update duty_swap set state = 'expired', version = version + 1, answered_at = clock_timestamp() where id = $1 and state = 'offered' returning rota_id`, [id]);
  for (const row of rows) changed(act, row.rota_id, 'duty.swap-expired', { swap: id });
}
