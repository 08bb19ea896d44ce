import { transferMachine } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { made, signal } from '../platform/acts/move';
import { newId } from '../platform/ids';
import { requeueRows, wishServe } from './lines';
import { priorityOf } from './make';
import { told } from './told';

export interface NewFetch {
  readonly requestId: string;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly endpointId: string;
  readonly facility: string;
  readonly studyUid: string;
  readonly description: string;
  readonly by: string;
}

/** A movement that brings one study for one request. One that is under way is left alone; one that ended without everything goes on with what is missing. */
export async function makeFetch(act: Act, f: NewFetch): Promise<string> {
  const [known] = await act.query<{ id: string; state: string; endpoint_id: string; exam_id: null }>(
    `select id, state, endpoint_id, exam_id from transfer where request_id = $1 and study_uid = $2 and direction = 'in' and state not in ('done', 'cancelled') for update`, [f.requestId, f.studyUid]);
  if (known) {
    if (!['partial', 'failed', 'expired'].includes(known.state)) return known.id;
    await act.query('update transfer set endpoint_id = $2 where id = $1', [known.id, f.endpointId]);
    await signal(act, { machine: 'transfer', id: known.id, move: 'retry', set: { next_due_at: act.now, fruitless: 0, heals: 0, reason: null }, data: told({ exam_id: null, request_id: f.requestId }) });
    await requeueRows(act, known.id, 'all');
    wishServe(act, f.endpointId);
    return known.id;
  }
  const id = newId(act.now.getTime());
  await act.query(
    `insert into transfer (id, request_id, study_uid, description, asked_by, revision, direction, purpose, destination, endpoint_id, state, next_due_at, priority, copies, required)
     values ($1, $2, $3, $4, $5, 0, 'in', 'fetch', $6, $7, $8, clock_timestamp(), $9, 'as-received', false)`,
    [id, f.requestId, f.studyUid, f.description, f.by, f.facility, f.endpointId, transferMachine.initial, priorityOf(f.urgency)]);
  made(act, 'transfer', id, { request: f.requestId, endpoint: f.endpointId }, told({ exam_id: null, request_id: f.requestId }));
  act.wish({ kind: 'transfer.expire', key: `transfer.expire ${id}`, data: { id }, inSeconds: 14 * 86_400 });
  wishServe(act, f.endpointId);
  return id;
}
