import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import { processMark } from '../platform/process-mark';

/** Unless a worker writes progress for so long, another may take its transfer. */
const LEASE_MS = 60_000;

/** Whether a living worker other than this job has the transfer `t`; `session` and `job` are the bound parameters of a worker's session name without its mark, and of the job. */
export const heldByAnother = (session: string, job: string): string =>
  `(t.lease_until > clock_timestamp() and exists (select 1 from pg_stat_activity a where a.application_name = ${session} || split_part(t.worker, ' ', 1)) and split_part(t.worker, ' ', 2) <> ${job})`;

/** Begins the next attempt under a new epoch, so that what an earlier worker still writes counts for nothing (INV-12). Null when somebody moved the transfer meanwhile. */
export async function beginAttempt<T extends { readonly id: string; readonly epoch: string; readonly attempt: number }>(act: Act, t: T, job: { readonly id: string }, data: Record<string, unknown>): Promise<T | null> {
  const [epoch, attempt] = [Number(t.epoch) + 1, t.attempt + 1];
  const moved = await signal(act, {
    machine: 'transfer', id: t.id, move: 'start', details: { attempt }, data,
    set: { epoch, attempt, cause: null, cause_detail: null, worker: `${processMark} ${job.id}`, lease_until: new Date(act.now.getTime() + LEASE_MS), next_due_at: null },
  });
  return moved ? { ...t, epoch: String(epoch), attempt } : null;
}
