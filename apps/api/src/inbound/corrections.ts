import type { ExamCorrection } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';

type Row = Omit<ExamCorrection, 'at' | 'answeredAt' | 'mayAnswer'> & { readonly at: Date; readonly answeredAt: Date | null };

/** What the sender asked to be put right with this exam, the open ones first. It is answered on behalf of the facility, by who looks after the connection to it. */
export async function correctionsOfExam(acts: Acts, examId: string, caller: Caller): Promise<ExamCorrection[]> {
  const rows = await acts.read<Row>(
    `select c.id, c.exam_id as "examId", c.facility_id as "facilityId", '' as accession, c.kind, c.words, c.by_name as by, c.at, c.state, c.answer, c.answered_by as "answeredBy", c.answered_at as "answeredAt"
     from partner_correction c where c.exam_id = $1 order by (c.state = 'open') desc, c.at desc limit 50`, [examId]);
  return rows.map((r) => ({ ...r, at: r.at.toISOString(), answeredAt: r.answeredAt?.toISOString() ?? null, mayAnswer: r.state === 'open' && caller.may('facility.connect', { facilityIds: [r.facilityId] }) }));
}
