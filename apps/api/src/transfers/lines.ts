import { afterLineFailure, afterLineSuccess, freshLine, instanceMachine, lineLimits, probePause, slotsOf, spendRetry, type LineStanding } from '@causeway/domain';
import type { TransportFailure } from '@causeway/transport-kit';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import type { Settings } from '../platform/settings/settings';
import { openingOf } from './hours';
import { moveRows } from './rows';
import { told } from './told';

interface LineColumns { breaker: LineStanding['breaker']; failures: number; opened_at: Date | null; budget: number; budget_at: Date; probed_at: Date | null; cause: string | null }
export type LinePace = Pick<Settings, 'PATIENCE_RATE' | 'SITE_ZONE'>;

/** Causes of failed transfers that were the line's, and are tried again when it is back. */
const OF_THE_LINE = ['unreachable', 'timeout', 'connection-lost', 'busy', 'tls', 'unauthorised', 'refused'];

/** Seconds as the line's rules count them; proofs let them pass faster than the clock on the wall. */
const secondsOf = (at: Date, pace: LinePace): number => (at.getTime() / 1000) * pace.PATIENCE_RATE;
export const realSeconds = (seconds: number, pace: LinePace): number => seconds / pace.PATIENCE_RATE;

/** What is known of the line, locked for this act. */
export async function lockLine(act: Act, endpointId: string, pace: LinePace): Promise<LineStanding & { readonly probedAt: Date | null; readonly cause: string | null }> {
  await act.query('insert into line (endpoint_id, budget, budget_at) values ($1, $2, $3) on conflict do nothing', [endpointId, freshLine(0).budget, act.now]);
  const [row] = await act.query<LineColumns>('select * from line where endpoint_id = $1 for update', [endpointId]);
  if (!row) throw new Error('A line vanished while it was locked');
  return {
    breaker: row.breaker, failures: row.failures, openedAt: row.opened_at ? secondsOf(row.opened_at, pace) : null, budget: row.budget, budgetAt: secondsOf(row.budget_at, pace), probedAt: row.probed_at, cause: row.cause,
  };
}

async function saveLine(act: Act, endpointId: string, line: LineStanding, pace: LinePace, cause?: { readonly code: string; readonly detail: string } | null): Promise<void> {
  await act.query(
    `update line set breaker = $2, failures = $3, opened_at = to_timestamp($4), budget = $5, budget_at = to_timestamp($6), cause = case when $7 then $8 else cause end, cause_detail = case when $7 then $9 else cause_detail end where endpoint_id = $1`,
    [endpointId, line.breaker, line.failures, line.openedAt === null ? null : line.openedAt / pace.PATIENCE_RATE, line.budget, line.budgetAt / pace.PATIENCE_RATE, cause !== undefined, cause?.code ?? null, cause?.detail ?? null]);
}

/** A failure met on the line. When the partner now counts as away, only probes reach it from here on. */
export async function noteFailure(act: Act, endpointId: string, failure: Pick<TransportFailure, 'code' | 'detail'>, pace: LinePace): Promise<void> {
  const line = await lockLine(act, endpointId, pace);
  const after = afterLineFailure(line, failure.code, secondsOf(act.now, pace));
  if (after === line) return;
  await saveLine(act, endpointId, after, pace, { code: failure.code, detail: failure.detail });
  if (after.breaker !== 'open') return;
  act.wish({ kind: 'line.probe', key: `line.probe ${endpointId}`, data: { id: endpointId }, inSeconds: realSeconds(probePause(Math.random()), pace) });
  if (line.breaker !== 'closed') return;
  await signal(act, { machine: 'endpoint', id: endpointId, move: 'fail-probe', set: { sentence: failure.detail }, reason: failure.code, details: { code: failure.code, detail: failure.detail } });
  act.audit({ action: 'line.opened', object: { kind: 'endpoint', id: endpointId }, outcome: 'failed', reason: failure.code });
  act.emit({ event: 'line.opened', kind: 'endpoint', id: endpointId });
}

/** Something went through: the partner is there, and what waits for it goes on. */
export async function noteSuccess(act: Act, endpointId: string, pace: LinePace): Promise<void> {
  const line = await lockLine(act, endpointId, pace);
  if (line.breaker === 'closed' && line.failures === 0) return;
  await saveLine(act, endpointId, afterLineSuccess(line), pace, null);
  if (line.breaker === 'closed') return;
  act.audit({ action: 'line.closed', object: { kind: 'endpoint', id: endpointId } });
  act.emit({ event: 'line.closed', kind: 'endpoint', id: endpointId });
}

/** Seconds the partner's budget of retries makes the next one wait, taken from it now. */
export async function spend(act: Act, endpointId: string, pace: LinePace): Promise<number> {
  const line = await lockLine(act, endpointId, pace);
  const spent = spendRetry(line, secondsOf(act.now, pace));
  await saveLine(act, endpointId, spent.line, pace);
  return spent.waitSeconds;
}

/** A probe passed: one transfer may try, and those that failed because of the line wait again. */
export async function lineAnswered(act: Act, endpointId: string, pace: LinePace): Promise<void> {
  const line = await lockLine(act, endpointId, pace);
  if (line.breaker === 'open') {
    await saveLine(act, endpointId, { ...line, breaker: 'half-open' }, pace);
    act.audit({ action: 'line.half-opened', object: { kind: 'endpoint', id: endpointId } });
    act.emit({ event: 'endpoint.passed', kind: 'endpoint', id: endpointId });
    const failed = await act.query<{ id: string; exam_id: string | null; request_id: string | null }>(`select id, exam_id, request_id from transfer where endpoint_id = $1 and state = 'failed' and cause = any($2) order by priority, made_at limit 500`, [endpointId, OF_THE_LINE]);
    for (const t of failed) {
      await signal(act, { machine: 'transfer', id: t.id, move: 'retry', set: { next_due_at: act.now, fruitless: 0 }, data: told(t) });
      await requeueRows(act, t.id, 'later');
    }
  }
  wishServe(act, endpointId);
}

/** Rows that may be tried again go back to waiting; a person also tries what the far side refused for good. */
export async function requeueRows(act: Act, transferId: string, which: 'later' | 'all'): Promise<number> {
  const rows = await act.query<{ sopUid: string }>(
    `select sop_uid as "sopUid" from transfer_row where transfer_id = $1 and state = any($2) and ($3 or retry is distinct from 'never')`, [transferId, instanceMachine.table.moves.requeue.from, which === 'all']);
  return moveRows(act, transferId, 'requeue', rows);
}

export const wishServe = (act: Act, endpointId: string): void => act.wish({ kind: 'line.serve', key: `line.serve ${endpointId}`, data: { id: endpointId } });

/** The end of a transfer's back-off. */
export const wishDue = (act: Act, t: { readonly id: string; readonly endpoint_id: string }, seconds: number): void =>
  act.wish({ kind: 'transfer.due', key: `transfer.due ${t.id}`, data: { id: t.id, endpointId: t.endpoint_id }, inSeconds: seconds, restart: true });

/**
 * Starts as many waiting transfers of a line as it has free places, the most urgent first; wakes itself when the partner opens. Their hours are
 * those in which they take images: what we fetch does not wait for them.
 * One line never has more than its places, so a partner that is away or slow holds up nobody else.
 */
export async function serveLine(act: Act, endpointId: string, pace: LinePace): Promise<void> {
  const [endpoint] = await act.query<{ hours: string | null; disabled_at: Date | null }>('select hours, disabled_at from endpoint where id = $1', [endpointId]);
  if (!endpoint || endpoint.disabled_at) return;
  const line = await lockLine(act, endpointId, pace);
  if (line.breaker === 'open') {
    act.wish({ kind: 'line.probe', key: `line.probe ${endpointId}`, data: { id: endpointId }, inSeconds: realSeconds(probePause(Math.random()), pace) });
    return;
  }
  const opens = openingOf(endpoint.hours, act.now, pace.SITE_ZONE);
  if (opens) {
    act.wish({ kind: 'line.serve', key: `line.opens ${endpointId}`, data: { id: endpointId }, dueAt: opens });
  }
  const [running] = await act.query<{ n: number }>(`select count(*)::int as n from transfer where endpoint_id = $1 and state = 'running'`, [endpointId]);
  const places = slotsOf(line) - (running?.n ?? 0);
  if (places <= 0) return;
  const next = await act.query<{ id: string }>(
    `select id from transfer where endpoint_id = $1 and state = 'waiting' and (next_due_at is null or next_due_at <= clock_timestamp()) and ($3 or direction = 'in') order by priority, coalesce(next_due_at, made_at), id limit $2`, [endpointId, places, opens === null]);
  for (const t of next) act.wish({ kind: 'transfer.run', key: `transfer.run ${t.id}`, data: { id: t.id } });
}

/** True when the line has a place for one more transfer now. Held by the lock of the line until this act ends. */
export async function hasPlace(act: Act, endpointId: string, transferId: string, pace: LinePace): Promise<boolean> {
  const line = await lockLine(act, endpointId, pace);
  const [running] = await act.query<{ n: number }>(`select count(*)::int as n from transfer where endpoint_id = $1 and state = 'running' and id <> $2`, [endpointId, transferId]);
  return (running?.n ?? 0) < slotsOf(line);
}

/** Whether the last probe is long enough ago for the next one; if not, the seconds still to wait. */
export function probeWait(probedAt: Date | null, now: Date, pace: LinePace): number {
  if (!probedAt) return 0;
  return Math.max(0, realSeconds(lineLimits.probeSeconds, pace) - (now.getTime() - probedAt.getTime()) / 1000);
}
