import { lookingActs } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, Later, type JobHandler, type JobRun } from '../platform/jobs/job';

export const programmeJobKinds = { 'programme.count': jobKind('slow', 20, 60, 3600) } as const;

const ROUND_SECONDS = 300;
const AT_ONCE = 2000;

/** Told at each start of a worker. */
export const wishCounting = (act: Act): void => act.wish({ kind: 'programme.count', key: 'programme.count', data: {}, inSeconds: 45 });

/**
 * Writes down releases with what persons did to the exam before: acts on the exam, its match, registration and claim, and on the disc it came on. Goes on from the newest
 * one it knows, a day back, since releases commit in no order; an exam that is released again is counted again with all that was done to it.
 */
export async function countReleases(act: Act, atOnce = AT_ONCE): Promise<number> {
  const rows = await act.query(
    `insert into exam_release as r (exam_id, facility_id, service_line, first_at, released_at, touches, acts)
     select x.id, e.source_facility_id, x.service_line, e.first_at, x.state_since, coalesce(t.n, 0), coalesce(t.acts, '{}')
     from inbound x join exam e on e.id = x.id left join lateral (
       select count(*)::int as n, array_agg(distinct a.action) as acts from (
         select 'inbound' as kind, x.id::text as id union all select 'exam', x.id::text
         union all select 'match', m.id::text from match m where m.exam_id = x.id
         union all select 'registration', g.id::text from registration g where g.exam_id = x.id
         union all select 'lease', l.id::text from lease l where l.item_id = x.id
         union all select 'parcel', p.parcel_id::text from parcel_exam p where p.exam_id = x.id) o
       join audit_entry a on a.object_kind = o.kind and a.object_id = o.id and a.at <= x.state_since
       where a.actor_kind = 'person' and a.outcome = 'done' and a.action <> all($1)) t on true
     where x.state = 'released' and x.state_since > coalesce((select max(released_at) from exam_release) - interval '1 day', '-infinity')
       and not exists (select 1 from exam_release known where known.exam_id = x.id and known.released_at = x.state_since)
     order by x.state_since limit $2
     on conflict (exam_id) do update set facility_id = excluded.facility_id, service_line = excluded.service_line, released_at = excluded.released_at, touches = excluded.touches, acts = excluded.acts
     returning r.exam_id`, [lookingActs, atOnce]);
  return rows.length;
}

/** Counts all that was released since the last round, some at once so that no transaction is long. */
export class CountingJobs implements JobHandler {
  readonly kinds = Object.keys(programmeJobKinds);

  constructor(private readonly acts: Acts) {}

  async run(job: JobRun): Promise<void> {
    while (!job.signal.aborted && (await this.acts.run(system('programme'), (act) => countReleases(act))) === AT_ONCE);
    throw new Later(ROUND_SECONDS, 'next-round');
  }
}
