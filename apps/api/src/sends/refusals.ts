import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound } from '../platform/acts/refusal';
import { dueAfter } from '../platform/clocks';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import type { DisclosureRefusal } from '@causeway/contracts';

/** Whoever asked is told in writing within ten working days why they do not get it (45 CFR 171.204(b)); the house holds that for every exception. */
const ANSWER_WORKING_DAYS = 10;

export interface Refused {
  readonly examId: string | null;
  /** Exception of 45 CFR 171 it rests on. */
  readonly exception: string;
  readonly because: string;
  readonly decisionId: string | null;
}

/** Writes down that something is not given on, once for each reason. */
export async function recordRefusal(act: Act, subject: { readonly kind: 'send' | 'requestIn'; readonly id: string; readonly facilityIds: readonly string[] }, refused: Refused, settings: Pick<Settings, 'SITE_ZONE'>): Promise<void> {
  const id = newId(act.now.getTime());
  const added = await act.query<{ id: string }>(
    `insert into disclosure_refusal (id, subject_kind, subject_id, exam_id, facility_ids, exception, because, decision_id, answer_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning id`,
    [id, subject.kind, subject.id, refused.examId, subject.facilityIds, refused.exception, refused.because, refused.decisionId, dueAfter(act.now, { workingDays: ANSWER_WORKING_DAYS }, settings.SITE_ZONE)]);
  if (added.length > 0) act.audit({ action: 'disclosure.refused', object: { kind: subject.kind, id: subject.id }, reason: refused.because, details: { exam: refused.examId, exception: refused.exception, decision: refused.decisionId } });
}

const SELECT = `select r.id, r.subject_kind as "subjectKind", r.subject_id as "subjectId", r.exam_id as "examId", r.exception, r.because, r.decision_id as "decisionId", to_json(r.at) as at, to_json(r.answer_by) as "answerBy", to_json(r.answered_at) as "answeredAt", p.name as "answeredBy",
    f.name as partner, 'Q-' || q.number as number, case when e.id is not null then json_build_object('description', coalesce(e.head->>'studyDescription', ''), 'studyDate', to_char(to_date(substring(e.head->>'studyDate' from '^\\d{8}$'), 'YYYYMMDD'), 'YYYY-MM-DD')) end as exam
  from disclosure_refusal r left join person p on p.id = r.answered_by left join send s on r.subject_kind = 'send' and s.id = r.subject_id
    left join request_in q on r.subject_kind = 'requestIn' and q.id = r.subject_id left join facility f on f.id = coalesce(s.recipient_id, q.facility_id) left join exam e on e.id = r.exam_id`;
const sightOf = (caller: Caller, b: Binder): string => rowSql([...caller.rows('send.create'), ...caller.rows('requestIn.decline')], { facilityIds: 'r.facility_ids' }, b.bind);

/** The register: refusals that wait for their answer, the soonest first, then the answered ones. */
export class Refusals {
  constructor(private readonly acts: Acts) {}

  list(caller: Caller): Promise<DisclosureRefusal[]> {
    const b = new Binder();
    return this.acts.read<DisclosureRefusal>(`${SELECT} where ${sightOf(caller, b)} order by r.answered_at is not null, r.answer_by, r.id limit 500`, b.values);
  }

  /** The requester was told. */
  answered(caller: Caller, id: string, note: string): Promise<void> {
    return this.acts.run(caller.actor, async (act) => {
      const b = new Binder();
      const [row] = await act.query<{ id: string; subject_kind: string; subject_id: string }>(`select r.id, r.subject_kind, r.subject_id from disclosure_refusal r where r.id = ${b.bind(id)} and ${sightOf(caller, b)} and r.answered_at is null for update`, b.values);
      if (!row) throw notFound('refusal');
      await act.query('update disclosure_refusal set answered_at = clock_timestamp(), answered_by = $2 where id = $1', [id, caller.id]);
      act.audit({ action: 'disclosure.refusal-answered', object: { kind: row.subject_kind, id: row.subject_id }, reason: note, details: { refusal: id } });
    });
  }
}

/** Refusals of one send or request, for its page. */
export const refusalsOf = (acts: Acts, subjectId: string): Promise<DisclosureRefusal[]> => acts.read<DisclosureRefusal>(`${SELECT} where r.subject_id = $1 order by r.at`, [subjectId]);
