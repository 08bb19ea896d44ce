import type { ProgrammeVisits } from '@causeway/contracts';
import type { Acts } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { Binder } from '../platform/http/row-sql';
import { READY, WANTED } from './points';
import { figure, figureSight } from './sight';

const AHEAD_DAYS = 14;
const PAST_DAYS = 90;
/** Requests of a visit's review that were really asked. */
const ASKED = `request_out q where q.case_id = a.case_id and q.sent_at is not null and q.state <> 'cancelled'`;
const READY_NOW = `(exists (select 1 from case_exam c join inbound x on x.id = c.exam_id where c.case_id = a.case_id and x.state = 'released') and not exists (select 1 from ${ASKED} and q.state not in ('fulfilled', 'declined', 'expired')))`;

/** What the house does before patients come, and what of it nobody had to think of. */
export class ProgrammeVisitsRead {
  constructor(private readonly acts: Acts) {}

  async view(caller: Caller): Promise<ProgrammeVisits> {
    const [ahead, past, began] = await Promise.all([this.ahead(caller), this.past(caller), this.began(caller)]);
    return { ahead, past, began };
  }

  private async ahead(caller: Caller): Promise<ProgrammeVisits['ahead']> {
    const b = new Binder();
    const [row] = await this.acts.read<{ visits: number; reviewed: number; asked: number; ready: number; waiting: number }>(
      `select count(*)::int as visits, count(a.case_id)::int as reviewed, count(*) filter (where exists (select 1 from ${ASKED}))::int as asked, count(*) filter (where ${READY_NOW})::int as ready,
         count(*) filter (where exists (select 1 from ${ASKED} and q.state not in ('fulfilled', 'declined', 'expired')))::int as waiting
       from appointment a where a.state = 'booked' and a.starts_at between clock_timestamp() and clock_timestamp() + make_interval(days => ${AHEAD_DAYS}) and ${figureSight(caller, b.bind, 'a.facility_ids', 'a.service_line')}`, b.values);
    return { ...(row ?? { visits: 0, reviewed: 0, asked: 0, ready: 0, waiting: 0 }), days: AHEAD_DAYS };
  }

  private async past(caller: Caller): Promise<ProgrammeVisits['past']> {
    const b = new Binder();
    const [row] = await this.acts.read<{ n: number; value: number | null; visits: number; lead: number | null; chased: number | null }>(
      `with v as (select a.*, ${WANTED} as wanted, ${READY} as ready from appointment a
         where a.state <> 'cancelled' and a.starts_at between clock_timestamp() - make_interval(days => ${PAST_DAYS}) and clock_timestamp() and ${figureSight(caller, b.bind, 'a.facility_ids', 'a.service_line')})
       select count(*)::int as visits, count(*) filter (where a.wanted)::int as n, round(1000 * avg(a.ready::int) filter (where a.wanted))::int as value,
         round(percentile_cont(0.5) within group (order by extract(epoch from a.starts_at - (select max(r.released_at) from case_exam c join exam_release r on r.exam_id = c.exam_id where c.case_id = a.case_id and r.released_at <= a.starts_at)) / 3600) filter (where a.wanted and a.ready))::int as lead,
         round(percentile_cont(0.5) within group (order by extract(epoch from a.starts_at - (select min(q.sent_at) from ${ASKED})) / 86400))::int as chased
       from v a`, b.values);
    const f = figure(row?.n ?? 0, row?.value ?? null);
    return { ...f, days: PAST_DAYS, visits: row?.visits ?? 0, leadHours: f.value === null ? null : (row?.lead ?? null), chasedDays: f.value === null ? null : (row?.chased ?? null) };
  }

  /** Who opened the reviews, and what asked for the exams: entries of cases say so, and requests name the standing list they come from. */
  private async began(caller: Caller): Promise<ProgrammeVisits['began']> {
    const b = new Binder();
    const [row] = await this.acts.read<ProgrammeVisits['began']>(
      `with v as (select distinct a.case_id from appointment a where a.state <> 'cancelled' and a.case_id is not null and a.starts_at between clock_timestamp() - make_interval(days => ${PAST_DAYS}) and clock_timestamp() + make_interval(days => ${AHEAD_DAYS})
           and ${figureSight(caller, b.bind, 'a.facility_ids', 'a.service_line')}),
         o as (select t.by_kind from v join exchange_entry t on t.kind = 'case' and t.subject_id = v.case_id and t.what = 'opened'),
         q as (select q.id, q.list_id, q.reminders from v join request_out q on q.case_id = v.case_id where q.sent_at is not null
           union select q.id, q.list_id, q.reminders from v join case_exam c on c.case_id = v.case_id join request_arrival r on r.exam_id = c.exam_id and r.state <> 'withdrawn' join request_out q on q.id = r.request_id)
       select (select count(*) from o where by_kind <> 'person')::int as "reviewsBySystem", (select count(*) from o where by_kind = 'person')::int as "reviewsByPeople",
         (select count(*) from q where list_id is not null)::int as "requestsByList", (select count(*) from q where list_id is null)::int as "requestsByPeople", (select coalesce(sum(reminders), 0) from q)::int as reminders`, b.values);
    return row ?? { reviewsBySystem: 0, reviewsByPeople: 0, requestsByList: 0, requestsByPeople: 0, reminders: 0 };
  }
}
