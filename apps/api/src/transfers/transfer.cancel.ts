import type { Act } from '../platform/acts/act';
import { move } from '../platform/acts/move';
import { wishServe } from './lines';
import { told } from './told';

/** Calls a movement off; a worker that is at it notices within a second. */
export async function cancelTransfer(act: Act, t: { readonly id: string; readonly exam_id: string | null; readonly send_id: string | null; readonly request_id?: string | null; readonly endpoint_id: string }, reason: string, version?: number, successor?: string): Promise<void> {
  await move(act, {
    machine: 'transfer', id: t.id, move: 'cancel', ...(version === undefined ? {} : { version }), set: { reason, successor_id: successor ?? null, rate: null }, reason, details: successor ? { successor } : {}, data: told(t),
  });
  for (const kind of ['transfer.run', 'transfer.due', 'transfer.heal', 'transfer.verify', 'transfer.expire']) act.unwish(`${kind} ${t.id}`);
  wishServe(act, t.endpoint_id);
}
