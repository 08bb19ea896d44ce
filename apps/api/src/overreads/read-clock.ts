import { clockMarks } from '@causeway/domain';
import type { Act } from '../platform/acts/act';

/** The marks of a read's clock, at the shares of its target that the notification policy is asked about. */
export function wishReadClock(act: Act, id: string, from: Date, due: Date): void {
  for (const permille of clockMarks) {
    const at = new Date(from.getTime() + ((due.getTime() - from.getTime()) * permille) / 1000);
    act.wish({ kind: 'overread.sla', key: `overread.sla ${permille} ${id}`, data: { id, permille, due: due.toISOString() }, dueAt: at, restart: true });
  }
}
