import type { Act } from '../platform/acts/act';
import { lockInbound } from './inbound.row';
import { signalInbound } from './turn';

/**
 * Looks at the required transfers of the revision being released: all done, and the exam is released (INV-10); one failed for good, and it goes back to triage.
 * An exam whose policy names no archive has no required transfer and is released at once.
 */
export async function closeDelivery(act: Act, examId: string): Promise<void> {
  const row = await lockInbound(act, examId);
  if (!row || row.state !== 'releasing') return;
  if (await waitsForVisit(act, examId)) return;
  const transfers = await act.query<{ id: string; state: string; destination: string; cause: string | null }>(
    `select id, state, destination, cause from transfer where exam_id = $1 and purpose = 'release' and required and successor_id is null
       and made_at >= (select coalesce(max(at), '-infinity') from outbox where subject_id = $1 and event = 'inbound.approved')`, [examId]);
  const planned = await act.query<{ n: number }>(`select coalesce(array_length($1::text[], 1), 0) as n`, [await plannedDestinations(act, examId)]);
  const failed = transfers.find((t) => ['failed', 'expired', 'cancelled'].includes(t.state));
  if (failed) {
    await signalInbound(act, { id: examId, move: 'fail-delivery', reason: failed.cause, details: { transfer: failed.id, destination: failed.destination } });
    return;
  }
  if (transfers.length < (planned[0]?.n ?? 0) || transfers.some((t) => t.state !== 'done')) return;
  const orders = await act.query<{ id: string }>(`select id from import_order where exam_id = $1 and state <> 'cancelled'`, [examId]);
  await signalInbound(act, { id: examId, move: 'confirm-delivery', details: { transfers: transfers.map((t) => t.id), orders: orders.map((o) => o.id) } });
  act.unwish(`inbound.sla 500 ${examId}`);
  act.unwish(`inbound.sla 800 ${examId}`);
  act.unwish(`inbound.sla 1000 ${examId}`);
}

/** It is to be loaded with the appointment, and was not yet. */
async function waitsForVisit(act: Act, examId: string): Promise<boolean> {
  const [row] = await act.query<{ waits: boolean }>(
    `select d.outcome->>'when' = 'with-appointment' and not exists (select 1 from visit_wait w where w.exam_id = d.exam_id and w.loaded_at is not null) as waits
     from decision d where d.exam_id = $1 and d.kind = 'release' order by d.at desc limit 1`, [examId]);
  return row?.waits ?? false;
}

/** Archives of the latest release decision that need a transfer. */
async function plannedDestinations(act: Act, examId: string): Promise<string[]> {
  const [row] = await act.query<{ outcome: { destinations: string[] } }>(`select outcome from decision where exam_id = $1 and kind = 'release' order by at desc limit 1`, [examId]);
  return (row?.outcome.destinations ?? []).filter((d) => d !== 'viewer-only');
}
