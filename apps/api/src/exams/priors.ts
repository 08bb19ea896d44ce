import { inboundRowColumns } from '../inbound/inbound.row';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';

export interface PriorView { readonly studyUid: string; readonly description: string; readonly studyDate: string | null; readonly modality: string; readonly examId: string }

/** Other released exams of the same confirmed patient that this person may see, nearest in kind and time first. */
export async function priorsOf(acts: Acts, examId: string, caller: Caller): Promise<PriorView[]> {
  const b = new Binder();
  const exam = b.bind(examId);
  const sight = rowSql(caller.rows('exam.list'), inboundRowColumns, b.bind);
  const rows = await acts.read<{ id: string; study_uid: string; head: Record<string, string | undefined>; modalities: string[] }>(
    `select e.id, e.study_uid, e.head, x.modalities from match me join match m on m.patient_id = me.patient_id and m.state in ('matched', 'overridden') and m.exam_id <> me.exam_id
       join inbound x on x.id = m.exam_id and x.state = 'released' join exam e on e.id = x.id join inbound mine on mine.id = me.exam_id
     where me.exam_id = ${exam} and me.state in ('matched', 'overridden') and ${sight} order by (x.subspecialty = mine.subspecialty) desc, e.head->>'studyDate' desc limit 20`, b.values);
  return rows.map((r) => ({
    studyUid: r.study_uid, examId: r.id, description: r.head['studyDescription'] || r.modalities.join('/') || 'Exam', modality: r.modalities[0] ?? '',
    studyDate: /^\d{8}$/.test(r.head['studyDate'] ?? '') ? (r.head['studyDate'] ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3') : null,
  }));
}
