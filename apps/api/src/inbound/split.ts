import type { Split } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import { Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';
import type { InboundColumns } from './inbound.row';
import { summarise } from './summary';
import { moveInbound } from './turn';

/**
 * Parts series to an exam of their own, which gets its own match. At least one series stays. Bytes and UIDs are not touched: both exams carry the study's UID,
 * the child names its parent.
 */
export async function splitExam(act: Act, row: InboundColumns, body: Split): Promise<string> {
  const series = await act.query<{ series_uid: string }>('select series_uid from series where exam_id = $1', [row.id]);
  const known = new Set(series.map((s) => s.series_uid));
  const moved = [...new Set(body.seriesUids)];
  const strange = moved.filter((uid) => !known.has(uid));
  if (strange.length > 0) throw new Refusal(422, 'series', 'A named series is not part of this exam.');
  if (moved.length >= known.size) throw new Refusal(409, 'one-series-stays', 'At least one series must stay. Reject or return the exam if none belongs here.');
  const child = newId();
  await act.query(
    `insert into exam (id, study_uid, split_of, head, door, source_facility_id, first_at)
     select $2, study_uid, id, (select head from instance where exam_id = $1 and series_uid = $3 order by id limit 1), door, source_facility_id, first_at from exam where id = $1`, [row.id, child, moved[0]]);
  for (const table of ['series', 'instance']) await act.query(`update ${table} set exam_id = $2 where exam_id = $1 and series_uid = any($3)`, [row.id, child, moved]);
  await act.query('update receipt set exam_id = $1 where instance_id in (select id from instance where exam_id = $1)', [child]);
  await act.query('delete from uncounted_instance u using instance i where u.exam_id = $1 and i.id = u.instance_id and i.exam_id = $2', [row.id, child]);
  await act.query('insert into uncounted_instance (exam_id, instance_id) select exam_id, id from instance where exam_id = $1', [child]);
  const rest = await summarise(act, row.id);
  await moveInbound(act, {
    id: row.id, move: 'split', version: body.version, reason: body.reason, set: { received: rest.received, modalities: rest.modalities, findings: rest.findings, parcel_patients: rest.patients },
    details: { series: moved, child }, data: { child },
  });
  act.wish({ kind: 'exam.extend', key: `exam.extend ${child}`, data: { id: child } });
  return child;
}
