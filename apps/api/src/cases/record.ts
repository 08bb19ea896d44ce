import { isReady, readinessOf, type CaseRecord } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { CaseColumns } from './case.row';

/** What is on record of a case now: what closing looks at. */
export async function recordOf(act: Pick<Act, 'query'>, row: CaseColumns, fields: Readonly<Record<string, string | undefined>>): Promise<CaseRecord> {
  const exams = await act.query<{ state: string; quality: string | null; report: boolean }>(
    `select x.state, x.quality, exists (select 1 from report r where r.exam_id = x.id and r.kind = 'outside') as report from case_exam e join inbound x on x.id = e.exam_id where e.case_id = $1`, [row.id]);
  const [more] = await act.query<{ open: number; answered: number; other: string | null; other_patient: string | null }>(
    `select (select count(*)::int from request_out where case_id = $1 and state in ('sent', 'acknowledged', 'promised', 'partly-fulfilled')) as open,
       (select count(*)::int from overread o join case_exam e on e.exam_id = o.exam_id where e.case_id = $1 and o.state = 'acknowledged') as answered,
       (select l.id from exchange_case l where l.id = $2) as other, (select l.patient_id from exchange_case l where l.id = $2) as other_patient`, [row.id, row.linked_case_id]);
  const apart = more?.other ? row.patient_id !== null && more.other_patient !== null && row.patient_id !== more.other_patient : null;
  return {
    disposition: row.disposition, destination: row.destination, advised: row.advised, teamAlerted: row.team !== null, exams: exams.filter((e) => e.state === 'released').length, answered: (more?.answered ?? 0) > 0,
    // without a linked case nothing can be mixed up: the restricted case itself keeps the identity apart
    identitiesApart: row.role === 'patient' ? null : (apart ?? row.restricted), ready: isReady(readinessOf({ exams, openRequests: more?.open ?? 0, pathology: row.pathology })), fields,
  };
}
