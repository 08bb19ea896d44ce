import type { AnswerHandover, HandoverView, OfferHandover, PersonRef } from '@causeway/contracts';
import { handoverMachine, leaseSeconds, type Urgency } from '@causeway/domain';
import type * as z from 'zod/mini';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { made, move, signal } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { principalOf, type PersonRow } from '../platform/sign-in/sessions';
import { Caller as CallerClass } from '../platform/http/caller';
import type { Settings } from '../platform/settings/settings';
import { tell } from '../notices/tell';
import { openItem, type OpenItem } from './items';

type In<T extends z.ZodMiniType> = z.output<T>;
type Kind = 'inbound' | 'overread';
interface HandoverRow { id: string; version: number; state: string; item_kind: Kind; item_id: string; giver_id: string; receiver_id: string; note: string; until: Date; made_at: Date }

const OFFER_SECONDS = 15 * 60;
/** What the receiver must be able to do to the thing. */
const NEEDS = { inbound: 'item.claim', overread: 'overread.claim' } as const;

/** A task one has in hand, offered to a colleague: it stays with the giver until the colleague takes it. */
export class Handovers {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  offer(caller: Caller, body: In<typeof OfferHandover>): Promise<string> {
    return this.acts.run(caller.actor, async (act) => {
      const item = await locked(act, body.kind, body.id);
      caller.require('handover.offer', guardedOf(item));
      if (item.holder === null) throw new Refusal(409, 'nobody-holds-it', 'Nobody has this in hand. Whoever should do it can simply claim it.');
      if (item.holder === body.receiverId) throw new Refusal(422, 'receiver', 'They have it in hand already.', { errors: [{ pointer: '/receiverId', detail: 'somebody else' }] });
      const receiver = await personOf(act, body.receiverId);
      if (!mayTake(receiver, body.kind, item)) throw new Refusal(422, 'receiver', 'They may not do this task. Choose somebody of the role and the service line.', { errors: [{ pointer: '/receiverId', detail: 'somebody who may do it' }] });
      if ((await act.query(`select 1 as open from handover where item_kind = $1 and item_id = $2 and state = 'offered'`, [body.kind, body.id])).length > 0) throw new Refusal(409, 'offered-already', 'This is offered to somebody already. Cancel that offer first.');
      const id = newId(act.now.getTime());
      const until = new Date(act.now.getTime() + OFFER_SECONDS * 1000);
      await act.query('insert into handover (id, state, item_kind, item_id, giver_id, receiver_id, note, until) values ($1, $2, $3, $4, $5, $6, $7, $8)', [id, handoverMachine.initial, body.kind, body.id, item.holder, body.receiverId, body.note ?? '', until]);
      made(act, 'handover', id, { item: body.kind, itemId: body.id, receiver: body.receiverId }, { itemId: body.id });
      act.wish({ kind: 'handover.expire', key: `handover.expire ${id}`, data: { id }, dueAt: until });
      await say(act, body.receiverId, { item_kind: body.kind, item_id: body.id, id }, 'handover.offered', 'offered-to-you', item.examId, this.settings, true);
      return id;
    });
  }

  /** Everybody who may take this task, by their roles, except who has it. */
  colleagues(caller: Caller, kind: Kind, id: string): Promise<PersonRef[]> {
    return this.acts.run(caller.actor, async (act) => {
      const item = await openItem(act, kind, id);
      if (!item) throw notFound('open task');
      caller.require('handover.offer', guardedOf(item));
      const people = await act.query<PersonRow>('select * from person where disabled_at is null and facilities && $1::uuid[] and id <> all($2::uuid[]) order by lower(name), id', [item.facilityIds, item.holder ? [item.holder] : []]);
      return people.filter((p) => mayTake(p, kind, item)).map(({ id: person, name, initials, title }) => ({ id: person, name, initials, title }));
    });
  }

  accept(caller: Caller, id: string, body: In<typeof AnswerHandover>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const { row, item } = await this.mine(act, caller, id, 'receiver_id');
      caller.require('handover.answer', guardedOf(item));
      if (!mayTake(await personOf(act, caller.id), row.item_kind, item)) throw new Refusal(403, 'not-allowed', 'You may not do this task any more.');
      await move(act, { machine: 'handover', id, move: 'accept', version: body.version, details: { item: row.item_kind, itemId: row.item_id }, data: { itemId: row.item_id } });
      act.unwish(`handover.expire ${id}`);
      if (item.holder !== row.giver_id) throw new Refusal(409, 'offer-over', 'Whoever offered this does not have it any more.');
      await give(act, row, caller.id);
    });
  }

  decline(caller: Caller, id: string, body: In<typeof AnswerHandover>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const { row, item } = await this.mine(act, caller, id, 'receiver_id');
      await move(act, { machine: 'handover', id, move: 'decline', version: body.version, reason: body.reason ?? null, data: { itemId: row.item_id } });
      act.unwish(`handover.expire ${id}`);
      await say(act, row.giver_id, row, 'handover.declined', 'still-with-you', item.examId, this.settings);
    });
  }

  cancel(caller: Caller, id: string, body: In<typeof AnswerHandover>): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const { row, item } = await this.mine(act, caller, id, null);
      caller.require('handover.offer', { ...guardedOf(item), owners: [row.giver_id] });
      await move(act, { machine: 'handover', id, move: 'cancel', version: body.version, reason: body.reason ?? null, data: { itemId: row.item_id } });
      act.unwish(`handover.expire ${id}`);
    });
  }

  async open(caller: Caller): Promise<HandoverView[]> {
    const rows = await this.acts.read<HandoverRow & { giver: string; g_initials: string; g_title: string; receiver: string; r_initials: string; r_title: string }>(
      `select h.*, g.name as giver, g.initials as g_initials, g.title as g_title, r.name as receiver, r.initials as r_initials, r.title as r_title from handover h join person g on g.id = h.giver_id join person r on r.id = h.receiver_id
       where h.state = 'offered' and $1::uuid in (h.giver_id, h.receiver_id) order by h.until`, [caller.id]);
    return rows.map((h) => ({
      id: h.id, version: h.version, item: { kind: h.item_kind, id: h.item_id }, note: h.note, until: h.until.toISOString(), giver: { id: h.giver_id, name: h.giver, initials: h.g_initials, title: h.g_title },
      receiver: { id: h.receiver_id, name: h.receiver, initials: h.r_initials, title: h.r_title }, moves: (h.receiver_id === caller.id ? ['accept', 'decline'] : ['cancel']).map((m) => ({ move: m, needs: 'nothing' as const })),
    }));
  }

  private async mine(act: Act, caller: Caller, id: string, side: 'receiver_id' | null): Promise<{ row: HandoverRow; item: OpenItem }> {
    const [row] = await act.query<HandoverRow>('select * from handover where id = $1 for update', [id]);
    if (!row || (side && row[side] !== caller.id)) throw notFound('offer');
    return { row, item: await locked(act, row.item_kind, row.item_id) };
  }
}

async function locked(act: Act, kind: Kind, id: string): Promise<OpenItem> {
  await act.query(kind === 'overread' ? 'select id from overread where id = $1 for update' : `select id from lease where item_kind = 'inbound' and item_id = $1 for update`, [id]);
  const item = await openItem(act, kind, id);
  if (!item) throw notFound('open task');
  return item;
}

const guardedOf = (item: OpenItem) => ({ facilityIds: item.facilityIds, ...(item.serviceLine ? { serviceLine: item.serviceLine } : {}), owners: item.holder ? [item.holder] : [] });

async function personOf(act: Act, id: string): Promise<PersonRow> {
  const [row] = await act.query<PersonRow>('select * from person where id = $1 and disabled_at is null', [id]);
  if (!row) throw notFound('person');
  return row;
}

/** By their roles, on duty or not: who is asked by name may take it. */
const mayTake = (person: PersonRow, kind: Kind, item: OpenItem): boolean => {
  const caller = new CallerClass(principalOf(person), { reauthenticated: false, id: null });
  return caller.may(NEEDS[kind], guardedOf(item)) && caller.may('handover.answer', guardedOf(item));
};

/** The task changes hands: the epoch grows, so that what the giver still writes changes nothing (INV-12). */
async function give(act: Act, row: HandoverRow, receiverId: string): Promise<void> {
  if (row.item_kind === 'overread') {
    const [o] = await act.query<{ epoch: string }>('select epoch from overread where id = $1', [row.item_id]);
    const until = new Date(act.now.getTime() + leaseSeconds('medium') * 1000);
    await act.query('update overread set holder_id = $2, epoch = $3, until = $4, version = version + 1 where id = $1', [row.item_id, receiverId, Number(o?.epoch ?? 0) + 1, until]);
    act.emit({ event: 'overread.handed-over', kind: 'overread', id: row.item_id });
    act.wish({ kind: 'overread.lease', key: `overread.lease ${row.item_id}`, data: { id: row.item_id }, dueAt: until, restart: true });
    return;
  }
  const [x] = await act.query<{ urgency: Urgency; lease: string; epoch: string }>(`select x.urgency, l.id as lease, l.epoch from inbound x join lease l on l.item_kind = 'inbound' and l.item_id = x.id where x.id = $1`, [row.item_id]);
  if (!x) throw notFound('open task');
  const until = new Date(act.now.getTime() + leaseSeconds(x.urgency) * 1000);
  await act.query('update lease set holder_id = $2, epoch = $3, until = $4, version = version + 1 where id = $1', [x.lease, receiverId, Number(x.epoch) + 1, until]);
  act.emit({ event: 'lease.handed-over', kind: 'lease', id: x.lease, data: { itemId: row.item_id } });
  act.wish({ kind: 'lease.expire', key: `lease.expire ${x.lease}`, data: { id: x.lease }, dueAt: until, restart: true });
}

/** Nobody answered: the giver keeps it, and both know. */
export async function expireHandover(act: Act, id: string, settings: Settings): Promise<void> {
  const moved = await signal(act, { machine: 'handover', id, move: 'expire' });
  if (!moved) return;
  const row = moved.row as unknown as HandoverRow;
  const item = await openItem(act, row.item_kind, row.item_id);
  await say(act, row.giver_id, row, 'handover.expired', 'still-with-you', item?.examId ?? null, settings);
}

/** The thing itself moved on: nothing is left to hand over. */
export async function cancelHandovers(act: Act, kind: Kind, itemId: string, cause: string): Promise<void> {
  for (const row of await act.query<{ id: string }>(`select id from handover where item_kind = $1 and item_id = $2 and state = 'offered' for update`, [kind, itemId])) {
    await signal(act, { machine: 'handover', id: row.id, move: 'cancel', reason: cause });
    act.unwish(`handover.expire ${row.id}`);
  }
}

const say = (act: Act, personId: string, row: Pick<HandoverRow, 'id' | 'item_kind' | 'item_id'>, event: string, because: string, examId: string | null, settings: Settings, urgent = false): Promise<void> =>
  tell(act, { personId, role: 'owner', event, because, about: { kind: row.item_kind, id: row.item_id, examId }, channel: 'push', urgent, ack: false, key: `${event} ${row.id} ${personId}`, decisionId: null, data: {} }, settings);
