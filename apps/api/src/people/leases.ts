import { leaseSeconds, type Urgency } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { made, move, signal } from '../platform/acts/move';
import { notFound, Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';

export interface LeaseColumns {
  id: string; version: number; state: 'free' | 'held' | 'ended'; holder_id: string | null; holder_name: string | null; epoch: string; until: Date | null;
}

/** Makes the item claimable, or claimable again; the epoch only grows. */
export async function openLease(act: Act, kind: string, itemId: string): Promise<void> {
  const rows = await act.query<{ id: string }>(
    `insert into lease (id, item_kind, item_id, state) values ($1, $2, $3, 'free')
     on conflict (item_kind, item_id) do update set id = excluded.id, state = 'free', holder_id = null, until = null, version = lease.version + 1, state_since = clock_timestamp()
     where lease.state = 'ended' returning id`, [newId(), kind, itemId]);
  if (rows[0]) made(act, 'lease', rows[0].id, { item: kind, itemId }, { itemId });
}

export async function leaseOf(act: Act, kind: string, itemId: string): Promise<LeaseColumns | null> {
  const [row] = await act.query<LeaseColumns>(
    `select l.*, p.name as holder_name from lease l left join person p on p.id = l.holder_id where l.item_kind = $1 and l.item_id = $2 for no key update of l`, [kind, itemId]);
  return row ?? null;
}

/** Takes a free lease for this person. Held by another: 409 with their name. Held by the same person already: renewed. */
export async function claim(act: Act, kind: string, itemId: string, personId: string, urgency: Urgency): Promise<void> {
  const lease = await leaseOf(act, kind, itemId);
  if (!lease || lease.state === 'ended') throw notFound('open item');
  if (lease.state === 'held' && lease.holder_id !== personId) throw heldBy(lease);
  const until = new Date(act.now.getTime() + leaseSeconds(urgency) * 1000);
  const renewing = lease.state === 'held';
  const set = renewing ? { until } : { holder_id: personId, epoch: Number(lease.epoch) + 1, until };
  await move(act, { machine: 'lease', id: lease.id, move: renewing ? 'renew' : 'claim', set, details: { item: kind, itemId }, data: { item: kind, itemId } });
  act.wish({ kind: 'lease.expire', key: `lease.expire ${lease.id}`, data: { id: lease.id }, dueAt: until, restart: true });
}

export async function releaseClaim(act: Act, kind: string, itemId: string, personId: string, reason: string | null): Promise<void> {
  const lease = await leaseOf(act, kind, itemId);
  if (!lease || lease.state !== 'held' || lease.holder_id !== personId) throw new Refusal(409, 'lease-lost', 'You do not hold this any more.');
  await move(act, { machine: 'lease', id: lease.id, move: 'release', set: { holder_id: null, until: null }, reason, details: { item: kind, itemId }, data: { item: kind, itemId } });
  act.unwish(`lease.expire ${lease.id}`);
}

export async function takeOver(act: Act, kind: string, itemId: string, personId: string, reason: string, urgency: Urgency): Promise<void> {
  const lease = await leaseOf(act, kind, itemId);
  if (!lease) throw notFound('open item');
  const until = new Date(act.now.getTime() + leaseSeconds(urgency) * 1000);
  await move(act, {
    machine: 'lease', id: lease.id, move: 'take-over', set: { holder_id: personId, epoch: Number(lease.epoch) + 1, until }, reason, details: { item: kind, itemId, from: lease.holder_id },
    data: { item: kind, itemId, from: lease.holder_id },
  });
  act.wish({ kind: 'lease.expire', key: `lease.expire ${lease.id}`, data: { id: lease.id }, dueAt: until, restart: true });
}

/** Refuses when somebody else holds the item: their work is not overtaken silently. Renews the caller's own lease. */
export async function mineOrFree(act: Act, kind: string, itemId: string, personId: string, urgency: Urgency): Promise<void> {
  const lease = await leaseOf(act, kind, itemId);
  if (!lease || lease.state !== 'held') return;
  if (lease.holder_id !== personId) throw heldBy(lease);
  await claim(act, kind, itemId, personId, urgency);
}

/** The item is done: nobody holds it any more. */
export async function endLease(act: Act, kind: string, itemId: string): Promise<void> {
  const lease = await leaseOf(act, kind, itemId);
  if (!lease || lease.state === 'ended') return;
  await signal(act, { machine: 'lease', id: lease.id, move: 'end', set: { holder_id: null, until: null }, details: { item: kind, itemId }, data: { item: kind, itemId } });
  act.unwish(`lease.expire ${lease.id}`);
}

/** Database clock past until: free again. A renewed lease moved its clock, so this finds nothing to do. */
export async function expireLease(act: Act, id: string): Promise<void> {
  const [lease] = await act.query<LeaseColumns & { over: boolean; item_id: string }>('select *, until < clock_timestamp() as over from lease where id = $1 for update', [id]);
  if (lease?.state === 'held' && lease.over) await signal(act, { machine: 'lease', id, move: 'expire', set: { holder_id: null, until: null }, data: { itemId: lease.item_id } });
}

const heldBy = (lease: LeaseColumns): Refusal =>
  new Refusal(409, 'held-by-other', `${lease.holder_name ?? 'Somebody else'} is working on this. Ask them, or take it over with a reason.`, {
    ...(lease.holder_name ? { by: lease.holder_name } : {}), ...(lease.until ? { at: lease.until.toISOString() } : {}),
  });

