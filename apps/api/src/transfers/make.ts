import { instanceMachine, transferMachine } from '@causeway/domain';
import { counted } from '../exams/counted';
import type { Act } from '../platform/acts/act';
import { made } from '../platform/acts/move';
import { newId } from '../platform/ids';
import { wishServe } from './lines';

export interface NewTransfer {
  readonly examId: string;
  readonly revision: number;
  readonly purpose: 'release' | 'send' | 'export';
  readonly destination: string;
  readonly endpointId: string;
  readonly priority: number;
  readonly copies: 'local' | 'as-received';
  readonly sendId?: string;
  readonly deadline?: Date;
}

/** Urgent before everything else, then in the order of being asked. */
export const priorityOf = (urgency: 'high' | 'medium' | 'low'): number => (urgency === 'high' ? 1 : urgency === 'medium' ? 5 : 7);

/** A movement with a ledger row for each instance. Instances this release or this send has proven there already are left out; a send also takes the documents made for it. */
export async function makeTransfer(act: Act, t: NewTransfer): Promise<string> {
  const id = newId(act.now.getTime());
  await act.query(
    `insert into transfer (id, exam_id, revision, direction, purpose, destination, endpoint_id, state, next_due_at, priority, copies, send_id, deadline_at)
     values ($1, $2, $3, 'out', $4, $5, $6, $7, clock_timestamp(), $8, $9, $10, coalesce($11, clock_timestamp() + interval '14 days'))`,
    [id, t.examId, t.revision, t.purpose, t.destination, t.endpointId, transferMachine.initial, t.priority, t.copies, t.sendId ?? null, t.deadline ?? null]);
  const instances = await act.query<{ bytes: string }>(
    `with made as (insert into transfer_row (transfer_id, instance_id, sop_uid, state)
       select $1, i.id, i.sop_uid, $4 from instance i where i.exam_id = $2 and i.conflict_of is null and ${counted('i')} and not exists (
         select 1 from transfer_row r join transfer t on t.id = r.transfer_id where r.instance_id = i.id and r.state = 'verified' and t.direction = 'out' and t.endpoint_id = $3 and t.send_id is not distinct from $5::uuid
           and not exists (select 1 from recall c where c.exam_id = $2 and c.kind = 'copy' and c.ref = t.id::text))
       returning instance_id)
     select i.bytes from made join instance i on i.id = made.instance_id`, [id, t.examId, t.endpointId, instanceMachine.initial, t.sendId ?? null]);
  const documents = t.sendId
    ? await act.query<{ bytes: number }>(
      `with made as (insert into transfer_row (transfer_id, document_id, sop_uid, state) select $1, d.id, d.sop_uid, $4 from send_document d where d.send_id = $3 and d.exam_id = $2 returning document_id)
       select octet_length(d.data_set) as bytes from made join send_document d on d.id = made.document_id`, [id, t.examId, t.sendId, instanceMachine.initial])
    : [];
  const bytes = [...instances, ...documents].reduce((sum, row) => sum + Number(row.bytes), 0);
  await act.query('update transfer set bytes = $2 where id = $1', [id, bytes]);
  made(act, 'transfer', id, { exam: t.examId, destination: t.destination, instances: instances.length, documents: documents.length }, { examId: t.examId, ...(t.sendId ? { sendId: t.sendId } : {}) });
  act.wish({ kind: 'transfer.expire', key: `transfer.expire ${id}`, data: { id }, ...(t.deadline ? { dueAt: t.deadline } : { inSeconds: 14 * 86_400 }) });
  wishServe(act, t.endpointId);
  return id;
}
