import { checkHandlers, Later } from '../platform/jobs/job';
import { JobTable } from '../platform/jobs/job-table';
import { makeLog } from '../platform/log';
import { jobKinds, slices } from '../slices';
import type { Bench } from './harness';

/**
 * Does every due job of a spec in order, in this process, until none is due. With `ahead`, clocks that would ring within so many seconds ring now.
 * Only the named kinds when given. A job that throws fails the spec.
 */
export async function drain(b: Bench, options: { readonly ahead?: number; readonly only?: readonly string[] } = {}): Promise<string[]> {
  const log = makeLog('spec', 'error');
  const handlers = checkHandlers(jobKinds, slices.flatMap((s) => s.handlers?.({ acts: b.acts, settings: b.settings, log }) ?? []));
  const table = new JobTable(b.source);
  const done: string[] = [];
  const only = options.only ? ` and kind = any('{${options.only.join(',')}}')` : '';
  for (let turn = 0; turn < 500; turn++) {
    const [next] = await b.acts.read<{ id: string; kind: string }>(
      `update job set due_at = least(due_at, clock_timestamp()) where id = (select id from job where state = 'waiting' and due_at <= clock_timestamp() + make_interval(secs => $1)${only} order by due_at, made_at limit 1) returning id, kind`, [options.ahead ?? 0]);
    if (!next) return done;
    const job = await table.take(next.id);
    if (!job) continue;
    try {
      await handlers.get(job.kind)?.run({ id: job.id, kind: job.kind, data: job.data, start: job.starts, signal: new AbortController().signal });
      await table.done(job);
      done.push(job.kind);
    } catch (error) {
      if (!(error instanceof Later)) throw error;
      await table.again(job, 3600, error.code, false);
    }
  }
  throw new Error('The jobs of this spec never end');
}
