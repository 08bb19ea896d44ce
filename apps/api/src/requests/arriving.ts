import { fitOf, type Fit } from '@causeway/domain';
import type { ToldPatient, Wanted } from '@causeway/contracts';
import { personAsked } from '../exchange/subject';
import { queryable } from '../exchange/queryable';
import { issuersOf, type Issuers } from '../identity/issuers';
import { identityIn, type SentRow } from '../identity/sent';
import { isoDate } from '../inbound/facts';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';

export interface ArrivedRow extends SentRow { source_facility_id: string | null; modalities: string[] | null }
const ARRIVED_SQL = `select e.id, e.study_uid, e.head, f.issuer as source_issuer, x.parcel_patients, x.findings, e.source_facility_id, x.modalities
  from exam e left join facility f on f.id = e.source_facility_id join inbound x on x.id = e.id`;

type Asked = { readonly facility_id: string; readonly subject: ToldPatient; readonly patient_id: string | null; readonly wanted: readonly Wanted[] };

/** How well one exam answers a request. */
export async function weigh(act: Pick<Act, 'query'>, asked: Asked, exam: ArrivedRow, issuers: Issuers): Promise<Fit> {
  const person = await personAsked(act as Act, asked.subject, asked.patient_id, issuers);
  const modalities = (exam.modalities ?? []).length > 0 ? (exam.modalities ?? []) : [String(exam.head['modality'] ?? '')].filter(Boolean);
  return fitOf(
    { facilityId: asked.facility_id, person, wanted: asked.wanted },
    { facilityId: exam.source_facility_id, person: identityIn(exam, issuers).person, modalities, description: `${String(exam.head['studyDescription'] ?? '')} ${String(exam.head['bodyPartExamined'] ?? '')}`, studyDate: isoDate(exam.head['studyDate'] as string | undefined) },
  );
}

export async function arrivedExam(act: Pick<Act, 'query'>, examId: string): Promise<ArrivedRow | null> {
  const [row] = await act.query<ArrivedRow>(`${ARRIVED_SQL} where e.id = $1`, [examId]);
  return row ?? null;
}

type Evidence = Fit['evidence'][number]['of'];
export const answerIn = (fit: Fit, of: Evidence): string => fit.evidence.find((e) => e.of === of)?.answer ?? 'missing';
const samePerson = (fit: Fit): boolean => answerIn(fit, 'identifier') === 'agrees' || (answerIn(fit, 'birth-date') === 'agrees' && answerIn(fit, 'identifier') !== 'differs');

/** Exams of the asked facility, or brought under the request's own number or link, that came since and have no request yet, with how well each fits; best first. */
export async function candidatesFor(act: Pick<Act, 'query'>, asked: Asked & { readonly id: string; readonly made_at: Date }): Promise<{ readonly exam: ArrivedRow; readonly fit: Fit }[]> {
  const rows = await act.query<ArrivedRow>(
    `${ARRIVED_SQL} where (e.source_facility_id = $1 or exists (select 1 from parcel_exam y join parcel q on q.id = y.parcel_id where y.exam_id = e.id and q.request_id = $3)) and e.first_at > $2::timestamptz - interval '7 days' and x.state not in ('returned', 'rejected', 'purged', 'mirrored')
       and not exists (select 1 from request_arrival a where a.exam_id = e.id and a.state <> 'withdrawn') order by e.first_at desc limit 200`, [asked.facility_id, asked.made_at, asked.id]);
  const issuers = await issuersOf(act as Act);
  const weighed = await Promise.all(rows.map(async (exam) => ({ exam, fit: await weigh(act, asked, exam, issuers) })));
  return weighed.filter(({ fit }) => fit.fits || samePerson(fit)).sort((a, b) => b.fit.score - a.fit.score).slice(0, 10);
}

/** Exams that seem to be of a case's patient and come from its partner: shown to who works on it, also while they still arrive. */
export async function arrivingFor(acts: Acts, c: { readonly id: string; readonly partner_id: string | null; readonly subject: ToldPatient; readonly patient_id: string | null; readonly made_at: Date; readonly state: string }): Promise<string[]> {
  if (!c.partner_id || ['closed', 'cancelled'].includes(c.state)) return [];
  const found = await candidatesFor(queryable(acts), { id: c.id, facility_id: c.partner_id, subject: c.subject, patient_id: c.patient_id, wanted: [{ modality: null, what: '', from: null, to: null }], made_at: c.made_at });
  return found.filter((f) => f.fit.fits).map((f) => f.exam.id);
}
