import type { AnswerCorrection, AskCorrection, CorrectionView } from '@causeway/contracts';
import type { Acts } from '../../platform/acts/acts';
import { notFound, Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import { newId } from '../../platform/ids';
import { facilityChanged, lockFacility, lockPartner, logActivity } from '../facility.row';
import type { OpenLink } from '../links/partner-links';

/** Open corrections of one partner; beyond that somebody should be called. */
const MOST_OPEN = 50;

/** What partners ask to be put right with exams they sent: asked with their link, answered by those who look after the connection. */
export class Corrections {
  constructor(private readonly acts: Acts) {}

  ask(link: OpenLink, body: AskCorrection): Promise<void> {
    return this.acts.run(link.actor, async (act) => {
      if (!(await lockFacility(act, link.facilityId))) throw notFound('facility');
      const [exam] = await act.query('select 1 as theirs from exam where id = $1 and source_facility_id = $2', [body.examId, link.facilityId]);
      if (!exam) throw notFound('exam');
      const open = await act.query<{ exam_id: string; kind: string }>(`select exam_id, kind from partner_correction where facility_id = $1 and state = 'open'`, [link.facilityId]);
      if (open.some((c) => c.exam_id === body.examId && c.kind === body.kind)) throw new Refusal(409, 'asked-already', 'This was asked already, and nobody has answered yet. It stands in the list below.');
      if (open.length >= MOST_OPEN) throw new Refusal(409, 'enough', 'There are many open corrections already. Call whoever sent you this link.');
      const id = newId(act.now.getTime());
      await act.query('insert into partner_correction (id, facility_id, exam_id, kind, words, by_name) values ($1, $2, $3, $4, $5, $6)', [id, link.facilityId, body.examId, body.kind, body.words, body.name]);
      await logActivity(act, link.facilityId, { kind: 'partner', words: '', facts: { correction: body.kind } });
      act.audit({ action: 'facility.correction-asked', object: { kind: 'facility', id: link.facilityId }, details: { correction: id, exam: body.examId, kind: body.kind, link: link.id } });
      // whoever has the exam before them sees it at once
      act.emit({ event: 'inbound.correction-asked', kind: 'inbound', id: body.examId });
      act.emit({ event: 'facility.correction-asked', kind: 'facility', id: link.facilityId, data: { facilityId: link.facilityId, permille: 800 } });
    });
  }

  answer(caller: Caller, facilityId: string, id: string, { done, answer }: AnswerCorrection): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      await lockPartner(act, facilityId, caller, 'facility.connect');
      const [row] = await act.query<{ state: string; exam_id: string }>('select state, exam_id from partner_correction where id = $1 and facility_id = $2 for update', [id, facilityId]);
      if (!row) throw notFound('correction');
      if (row.state !== 'open') throw new Refusal(409, 'answered', 'Somebody answered this already.');
      await act.query('update partner_correction set state = $2, answer = $3, answered_by = $4, answered_at = clock_timestamp() where id = $1', [id, done ? 'done' : 'declined', answer, act.actor.name]);
      act.emit({ event: 'inbound.correction-answered', kind: 'inbound', id: row.exam_id });
      await facilityChanged(act, facilityId, 'correction-answered', { correction: id, exam: row.exam_id, done });
    });
  }
}

/** Newest first, the open ones before all. */
export async function correctionsOf(acts: Pick<Acts, 'read'>, facilityId: string): Promise<CorrectionView[]> {
  const rows = await acts.read<Omit<CorrectionView, 'at' | 'answeredAt'> & { at: Date; answeredAt: Date | null }>(
    `select c.id, c.exam_id as "examId", coalesce(x.head->>'accessionNumber', '') as accession, c.kind, c.words, c.by_name as by, c.at, c.state, c.answer, c.answered_by as "answeredBy", c.answered_at as "answeredAt"
     from partner_correction c join exam x on x.id = c.exam_id where c.facility_id = $1 order by (c.state = 'open') desc, c.at desc limit 100`, [facilityId]);
  return rows.map((r) => ({ ...r, at: r.at.toISOString(), answeredAt: r.answeredAt?.toISOString() ?? null }));
}
