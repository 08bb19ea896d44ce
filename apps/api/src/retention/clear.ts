import { canonicalJson } from '@causeway/domain';
import { createHash } from 'node:crypto';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import type { Standing } from './verdict';

/**
 * What a purge changes in the database, in its own transaction: the list of what has to go, the tombstone, and everything we wrote down of the patient with
 * the exam. Receipts, ledgers, decisions and the audit stay: they name keys and times. The bytes follow when this has committed.
 */
export async function clear(act: Act, purge: { readonly id: string; readonly exam_id: string }, standing: Standing): Promise<void> {
  const exam = purge.exam_id;
  await act.query(
    `insert into purge_object (purge_id, n, sop_uid, sha256, bytes, location) select $1, row_number() over (order by i.sop_uid, i.sha256), i.sop_uid, i.sha256, i.bytes, i.location from instance i where i.exam_id = $2`, [purge.id, exam]);
  const objects = await act.query<{ sha256: Buffer; bytes: string }>('select sha256, bytes from purge_object where purge_id = $1 order by n', [purge.id]);
  const digest = createHash('sha256');
  for (const one of objects) digest.update(one.sha256);
  await act.query(
    `insert into tombstone (exam_id, purge_id, study_uid, facility_ids, series, instances, bytes, digest, verdict)
     select e.id, $2, e.study_uid, x.facility_ids, (select count(*) from series s where s.exam_id = e.id), $3, $4, $5, $6 from exam e join inbound x on x.id = e.id where e.id = $1`,
    [exam, purge.id, objects.length, objects.reduce((sum, one) => sum + Number(one.bytes), 0), digest.digest(), canonicalJson({ until: standing.until, because: standing.because, cite: standing.cite, decision: standing.decisionId })]);
  await act.query('delete from rendition r using instance i where i.id = r.instance_id and i.exam_id = $1', [exam]);
  // an image of another exam that was the second of a pair becomes the first
  await act.query(
    `with gone as (delete from instance where exam_id = $1 returning id),
       left_over as (select i.id, min(i.id) over (partition by i.sop_uid) as first from instance i join gone on gone.id = i.conflict_of where i.exam_id <> $1)
     update instance i set conflict_of = nullif(l.first, i.id) from left_over l where i.id = l.id`, [exam]);
  for (const table of ['uncounted_instance', 'series']) await act.query(`delete from ${table} where exam_id = $1`, [exam]);
  await act.query(`update exam set head = '{}', purged_at = clock_timestamp() where id = $1`, [exam]);
  await act.query(`update report set title = '', author = null, sections = '[]' where exam_id = $1 and kind = 'outside'`, [exam]);
  await act.query(`update send_document set title = '', data_set = '' where exam_id = $1`, [exam]);
  for (const { id } of await act.query<{ id: string }>(`select id from lease where item_id = $1 and state <> 'ended' for update`, [exam])) {
    await signal(act, { machine: 'lease', id, move: 'end', set: { holder_id: null, until: null }, reason: 'exam-purged' });
  }
  await act.query('update need set question = null where exam_id = $1', [exam]);
  await act.query(`update match set candidates = '[]', reason = null where exam_id = $1`, [exam]);
  for (const { id } of await act.query<{ id: string }>(`select id from match where exam_id = $1 and state not in ('unlinked', 'closed') for update`, [exam])) {
    await signal(act, { machine: 'match', id, move: 'close', reason: 'exam-purged', data: { examId: exam } });
  }
}
