import { estimatedMinutes, type Facts } from '@causeway/domain';
import { bookAt } from '../duty/rows';
import type { Act } from '../platform/acts/act';

/** Below so many graded reads a rate says nothing of a source. */
const FEWEST_GRADED = 30;
const READERS = 'subspecialty-pool';

/** What an over-read policy may know beside what every policy does: how often reads here differ from the source's, what the archive holds to compare with, and how long the readers' queue is. */
export async function readingFacts(act: Pick<Act, 'query' | 'now'>, examId: string): Promise<Facts> {
  const [x] = await act.query<{ source: string | null; subspecialty: string | null; service_line: string; priors: number | null }>(
    `select e.source_facility_id as source, x.subspecialty, x.service_line, l.n as priors
     from inbound x join exam e on e.id = x.id left join match m on m.exam_id = x.id and m.state in ('matched', 'overridden') left join local_prior l on l.exam_id = x.id and l.patient_id = m.patient_id where x.id = $1`, [examId]);
  return {
    'exam.localPriors': x?.priors ?? null,
    'source.discrepancyRate': x?.source ? await discrepancyRate(act, x.source) : null,
    'pool.hoursOfWork': x ? await queuedMinutes(act, x.subspecialty, x.service_line) : null,
  };
}

/** Permille of the reads of a source's exams in the last twelve months whose standing grade is not `agree`; null for fewer than thirty. What was retracted counts for nothing. */
export async function discrepancyRate(act: Pick<Act, 'query'>, facilityId: string): Promise<number | null> {
  const [row] = await act.query<{ graded: number; differ: number }>(
    `select count(*)::int as graded, count(*) filter (where g.grade <> 'agree')::int as differ
     from overread o join exam e on e.id = o.exam_id
       join lateral (select grade, signed_at from overread_report r where r.overread_id = o.id and r.grade is not null order by r.signed_at desc, r.id desc limit 1) g on true
     where e.source_facility_id = $1 and o.state <> 'retracted' and g.signed_at > clock_timestamp() - interval '12 months'`, [facilityId]);
  return row && row.graded >= FEWEST_GRADED ? Math.round((1000 * row.differ) / row.graded) : null;
}

/** Minutes of reading that wait for each reader of a subspecialty who is on duty now; null where the calendar has none. */
export async function queuedMinutes(act: Pick<Act, 'query' | 'now'>, subspecialty: string | null, serviceLine: string): Promise<number | null> {
  const { people } = (await bookAt(act, act.now)).on(READERS, serviceLine, 'overread', act.now.getTime());
  if (people.length === 0) return null;
  const rows = await act.query<{ modalities: string[] }>(
    `select x.modalities from overread o join inbound x on x.id = o.exam_id where o.state in ('open', 'claimed', 'drafting') and o.subspecialty = coalesce($1, 'general')`, [subspecialty]);
  return Math.round(rows.reduce((sum, r) => sum + estimatedMinutes(r.modalities), 0) / people.length);
}
