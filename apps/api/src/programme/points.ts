import type { MeasureId, measures } from '@causeway/domain';
import { STANDING } from '../values/sight';
import { withHouse } from './sight';

/** The condition by which rows of these facilities and this service line are shown to somebody. */
type Sees = (facilityIds: string, serviceLine: string) => string;
type Spanned = { [M in MeasureId]: (typeof measures)[M]['sum'] extends 'standing' ? never : M }[MeasureId];

/** A request of this case that had not come to its end when the patient came. */
const WAITED = `exists (select 1 from request_out q where q.case_id = a.case_id and q.state not in ('draft', 'cancelled', 'declined', 'expired') and not (q.state = 'fulfilled' and q.state_since <= a.starts_at))`;
export const READY = `(exists (select 1 from case_exam c join exam_release r on r.exam_id = c.exam_id where c.case_id = a.case_id and r.released_at <= a.starts_at) and not ${WAITED})`;
/** Visits for which there is something to be had: exams were asked for, or are known. */
export const WANTED = `a.case_id is not null and (exists (select 1 from request_out q where q.case_id = a.case_id and q.state not in ('draft', 'cancelled')) or exists (select 1 from case_exam c where c.case_id = a.case_id))`;

/**
 * The single facts of each measure: when, how much (1 or 0 for a share), of what, and whose. Every figure of the measure is made of them, and they are what is shown behind it.
 */
export const points: Readonly<Record<Spanned, (sees: Sees) => string>> = {
  'straight-through': (sees) => `select r.released_at as at, (r.touches = 0)::int as amount, 'inbound' as kind, r.exam_id as id, r.facility_id, r.service_line as line, r.acts as notes from exam_release r where ${sees(withHouse('r.facility_id'), 'r.service_line')}`,
  'hours-to-release': (sees) => `select r.released_at as at, round(extract(epoch from r.released_at - r.first_at) / 60) as amount, 'inbound' as kind, r.exam_id as id, r.facility_id, r.service_line as line, '{}'::text[] as notes from exam_release r
    where ${sees(withHouse('r.facility_id'), 'r.service_line')}`,
  'wire-share': (sees) => `select e.first_at as at, (e.door not in ('disc', 'media', 'upload'))::int as amount, 'inbound' as kind, e.id, e.source_facility_id as facility_id, x.service_line as line, array[e.door] as notes from exam e join inbound x on x.id = e.id
    where e.split_of is null and e.source_facility_id is not null and ${sees(withHouse('e.source_facility_id'), 'x.service_line')}`,
  'reads-in-time': (sees) => `select r.signed_at as at, (r.signed_at <= o.due_at)::int as amount, 'overread' as kind, o.id, e.source_facility_id as facility_id, o.service_line as line, '{}'::text[] as notes
    from overread_report r join overread o on o.id = r.overread_id join exam e on e.id = o.exam_id where r.kind = 'report' and o.due_at is not null and o.state <> 'retracted' and ${sees(withHouse('e.source_facility_id'), 'o.service_line')}`,
  'requests-in-time': (sees) => `select q.needed_by as at, (q.state = 'fulfilled' and q.state_since <= q.needed_by)::int as amount, 'requestOut' as kind, q.id, q.facility_id, q.service_line as line, array[q.state] as notes from request_out q
    where q.sent_at is not null and q.state <> 'cancelled' and ${sees(withHouse('q.facility_id'), 'q.service_line')}`,
  'visits-ready': (sees) => `select a.starts_at as at, ${READY}::int as amount, 'case' as kind, a.case_id as id, null::uuid as facility_id, a.service_line as line, '{}'::text[] as notes from appointment a where a.state <> 'cancelled' and ${WANTED} and ${sees('a.facility_ids', 'a.service_line')}`,
  'repeats-avoided': (sees) => `select v.at, v.amount, 'inbound' as kind, v.exam_id as id, v.facility_id, v.service_line as line, '{}'::text[] as notes from value_row v where v.value = 'V1' and v.exam_id is not null and ${STANDING} and ${sees(withHouse('v.facility_id'), 'v.service_line')}`,
};
export const isSpanned = (measure: MeasureId): measure is Spanned => measure in points;

/** How facts come to one figure. */
export const figureSql: Readonly<Record<'share' | 'median' | 'sum', string>> = {
  share: 'round(1000 * avg(p.amount))::int', median: 'round(percentile_cont(0.5) within group (order by p.amount))::int', sum: 'sum(p.amount)::int',
};
