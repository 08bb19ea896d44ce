import { clockMarks, inboundTargets } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { UNCOUNTED_OF_EXAM } from '../exams/counted';
import { dueAfter } from '../platform/clocks';
import { Later } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { openLease } from '../people/leases';
import { recordComing } from '../requests/brought';
import { lockInbound, type InboundColumns } from './inbound.row';
import { signalInbound } from './turn';

/** Quiet long enough: the exam counts as arrived and its clock begins. A late instance restarted the timer; then this comes again. */
export async function settle(act: Act, examId: string, settings: Settings): Promise<void> {
  const before = await lockInbound(act, examId);
  if (!before || before.state !== 'receiving') return;
  const [open] = await act.query<{ n: number }>(UNCOUNTED_OF_EXAM, [examId]);
  if ((open?.n ?? 0) > 0) throw new Later(1, 'instances-still-to-count');
  // what it was asked for decides its urgency, and so its clock
  await recordComing(act, examId);
  const row = (await lockInbound(act, examId)) ?? before;
  const due = row.due_at ?? dueAfter(act.now, inboundTargets[row.urgency], settings.SITE_ZONE);
  const moved = await signalInbound(act, {
    id: examId, move: 'settle', set: { settled_at: act.now, due_at: due, completeness: row.expected === null ? row.completeness : row.received >= row.expected ? 'complete' : 'partial' },
    details: { received: row.received, expected: row.expected, revision: row.revision, reason: 'quiet' }, data: { revision: row.revision, received: row.received },
  });
  if (!moved) return;
  await openLease(act, 'inbound', examId);
  wishClock(act, examId, act.now, due);
  act.wish({ kind: 'inbound.unverified', key: `inbound.unverified ${examId}`, data: { id: examId }, inSeconds: 30 * 86_400, restart: true });
}

/** Rings at 50, 80 and 100 % of the way from `from` to `due`. */
export function wishClock(act: Act, examId: string, from: Date, due: Date): void {
  for (const permille of clockMarks) {
    const at = new Date(from.getTime() + ((due.getTime() - from.getTime()) * permille) / 1000);
    act.wish({ kind: 'inbound.sla', key: `inbound.sla ${permille} ${examId}`, data: { id: examId, permille, due: due.toISOString() }, dueAt: at, restart: true });
  }
}

/** The clock reached a mark while the exam still waits for somebody: the notification policy is asked. */
export async function markClock(act: Act, examId: string, permille: number, due: string): Promise<void> {
  const row = await lockInbound(act, examId);
  if (!row || !isOpen(row) || row.due_at?.toISOString() !== due) return;
  act.audit({ action: 'inbound.clock-mark', object: { kind: 'inbound', id: examId }, from: row.state, to: row.state, details: { permille } });
  act.emit({ event: 'inbound.clock-mark', kind: 'inbound', id: examId, data: { permille } });
}

const isOpen = (row: InboundColumns): boolean => ['quarantined', 'identifying', 'checking', 'triaging'].includes(row.state);
