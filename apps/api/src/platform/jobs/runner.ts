import type { Logger } from '../log';
import { system } from '../acts/actor';
import type { Acts } from '../acts/acts';
import { traced } from '../acts/acts';
import { Later, type JobHandler, type JobKindRow } from './job';
import type { JobRow, JobTable } from './job-table';

const RENEW_MS = 20_000;
/** While two versions run beside each other, a job this one does not know is left alone this long. */
const UNKNOWN_SECONDS = 5;

/** Runs one job: takes the row, does the work under a renewed lease, writes the outcome. */
export class JobRunner {
  constructor(
    private readonly table: JobTable,
    private readonly acts: Acts,
    private readonly handlers: ReadonlyMap<string, JobHandler>,
    private readonly kinds: Readonly<Record<string, JobKindRow>>,
    private readonly log: Logger,
    private readonly stopping: AbortSignal,
  ) {}

  async run(id: string): Promise<void> {
    const job = await this.table.take(id);
    if (!job) return;
    const kind = this.kinds[job.kind];
    const handler = this.handlers.get(job.kind);
    // rung by the relay of a newer program: its workers do it
    if (!kind || !handler) return this.table.again(job, UNKNOWN_SECONDS, 'unknown-job', false);
    if (this.table.isPoison(job)) return this.giveUp(job, 'crashed-its-worker');
    const lost = new AbortController();
    const beat = setInterval(() => void this.table.renew(job).then((held) => held || lost.abort(), () => undefined), RENEW_MS);
    try {
      const signal = AbortSignal.any([this.stopping, lost.signal]);
      await traced(`job-${job.id}`, () => handler.run({ id: job.id, kind: job.kind, data: job.data, start: job.starts, signal }));
      await this.table.done(job);
    } catch (error) {
      await this.failed(job, kind, error);
    } finally {
      clearInterval(beat);
    }
  }

  private async failed(job: JobRow, kind: JobKindRow, error: unknown): Promise<void> {
    if (error instanceof Later) return this.table.again(job, error.seconds, error.code, false);
    if (this.stopping.aborted) return this.table.again(job, 0, 'stopped', false);
    const cause = error instanceof Error ? error.name : 'failure';
    this.log.warn({ job: job.id, kind: job.kind, attempt: job.attempts + 1, error }, 'job failed');
    if (job.attempts + 1 >= kind.attempts) return this.giveUp(job, cause);
    const pause = Math.min(kind.longest, kind.pause * 2 ** job.attempts) * (0.75 + Math.random() / 2);
    return this.table.again(job, pause, cause, true);
  }

  /** A job that is over without having done its work is told about, never dropped silently. */
  private async giveUp(job: JobRow, cause: string): Promise<void> {
    const subject = typeof job.data['id'] === 'string' ? job.data['id'] : job.id;
    this.log.error({ job: job.id, kind: job.kind, cause }, 'job given up');
    await this.acts.run(system('jobs'), async (act) => {
      if (!(await this.table.dead(act, job, cause))) return;
      act.audit({ action: 'job.given-up', object: { kind: 'job', id: job.id }, outcome: 'failed', reason: cause, details: { kind: job.kind, starts: job.starts } });
      act.emit({ event: 'job.given-up', kind: 'job', id: subject, data: { kind: job.kind, cause } });
    });
  }
}
