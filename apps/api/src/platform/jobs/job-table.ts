import type { DataSource } from 'typeorm';
import type { Act } from '../acts/act';
import { queryRows } from '../acts/acts';
import { processMark, workerSession } from '../process-mark';

export interface JobRow {
  readonly id: string;
  readonly kind: string;
  readonly data: Record<string, unknown>;
  readonly starts: number;
  readonly attempts: number;
}

const LEASE_SECONDS = 60;
/** An offered job nobody took within this is offered again: the queue may have been emptied. */
const OFFER_SECONDS = 20;
/** Starts without an outcome after which a job is taken for poison. */
const MAX_STARTS_WITHOUT_OUTCOME = 3;
/** A worker that lost its session with the database has this long to open another before it counts as dead. */
const ABSENT_SECONDS = 2;
/** An active job whose worker is gone: its lease is over, or its session is. */
const ABANDONED = `(state = 'active' and (lease_until < clock_timestamp() or (lease_until < clock_timestamp() + make_interval(secs => ${LEASE_SECONDS - ABSENT_SECONDS}) and taker is not null
  and not exists (select 1 from pg_stat_activity a where a.application_name = '${workerSession('')}' || job.taker))))`;


/** Forgets jobs that ended well more than a week ago. */
export const TRIM_JOBS_SQL = `delete from job where state = 'done' and ended_at < clock_timestamp() - interval '7 days'`;

/** The truth about jobs. The queue only rings: whatever it loses or repeats, these rows decide. */
export class JobTable {
  constructor(private readonly source: DataSource) {}

  /** Due jobs of these kinds that are not on offer, and those whose worker died, marked as offered now. */
  async offer(kinds: readonly string[], limit = 500): Promise<{ id: string; kind: string; starts: number; offers: string }[]> {
    return queryRows(this.source, `
      update job set offered_at = clock_timestamp()
      where id in (
        select id from job
        where kind = any($2) and (offered_at is null or offered_at < clock_timestamp() - make_interval(secs => ${OFFER_SECONDS}))
          and ((state = 'waiting' and due_at <= clock_timestamp()) or ${ABANDONED})
        order by due_at limit $1 for update skip locked)
      returning id, kind, starts, extract(epoch from offered_at)::text as offers`, [limit, kinds]);
  }

  /** The queue did not take them: they are free to be offered at once. */
  async unoffer(ids: readonly string[]): Promise<void> {
    await this.source.query('update job set offered_at = null where id = any($1)', [ids]);
  }

  /** Seconds until the next waiting job of these kinds is due; null when none waits. */
  async nextDue(kinds: readonly string[]): Promise<number | null> {
    const [row] = await queryRows<{ s: number | null }>(this.source, `select greatest(0, extract(epoch from min(due_at) - clock_timestamp()))::float as s from job where state = 'waiting' and offered_at is null and kind = any($1)`, [kinds]);
    return row?.s ?? null;
  }

  /** Takes the job, counting the start before any work. Null: somebody else has it or it is over. */
  async take(id: string): Promise<JobRow | null> {
    const [row] = await queryRows<JobRow>(this.source, `
      update job set state = 'active', starts = starts + 1, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}), taker = $2, offered_at = null
      where id = $1 and ((state = 'waiting' and due_at <= clock_timestamp()) or ${ABANDONED})
      returning id, kind, data, starts, attempts`, [id, processMark]);
    return row ?? null;
  }

  isPoison(job: JobRow): boolean {
    return job.starts - job.attempts > MAX_STARTS_WITHOUT_OUTCOME;
  }

  async renew(job: JobRow): Promise<boolean> {
    const rows = await queryRows(this.source, `
      update job set lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS}) where id = $1 and state = 'active' and starts = $2 returning id`, [job.id, job.starts]);
    return rows.length > 0;
  }

  async done(job: JobRow): Promise<void> {
    await this.source.query(`update job set state = 'done', ended_at = clock_timestamp(), cause = null where id = $1 and starts = $2 and state = 'active'`, [job.id, job.starts]);
  }

  /** Puts it back. When the same wish is waiting already, this one is merged into it. */
  async again(job: JobRow, seconds: number, cause: string, failed: boolean): Promise<void> {
    await this.source.query(`
      update job set state = case when exists (select 1 from job w where w.key = job.key and w.state = 'waiting') then 'done' else 'waiting' end,
        due_at = clock_timestamp() + make_interval(secs => $3::double precision), offered_at = null, lease_until = null, cause = $4,
        attempts = case when $5 then attempts + 1 else attempts end, starts = case when $5 then starts else starts - 1 end
      where id = $1 and starts = $2 and state = 'active'`, [job.id, job.starts, seconds, cause, failed]);
  }

  /** Ends it without its work done, in the act that tells of it. False: it is somebody else's by now, and nothing changed. */
  async dead(act: Pick<Act, 'query'>, job: JobRow, cause: string): Promise<boolean> {
    const rows = await act.query(`update job set state = 'dead', ended_at = clock_timestamp(), cause = $3 where id = $1 and starts = $2 and state = 'active' returning id`, [job.id, job.starts, cause]);
    return rows.length > 0;
  }
}
