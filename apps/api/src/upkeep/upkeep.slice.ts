import { hitPolicies } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, Later, type JobHandler, type JobRun } from '../platform/jobs/job';
import { TRIM_JOBS_SQL } from '../platform/jobs/job-table';
import { objectsOf } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
import type { Slice } from '../platform/slice';
import { queryIn } from '../policies/replay/query';
import { sealNext } from '../policies/replay/seal';
import { Sweep } from './sweep';

const jobKinds = { 'objects.sweep': jobKind('slow', 20, 60, 3600), 'jobs.trim': jobKind('slow', 20, 60, 3600), 'facts.seal': jobKind('slow', 20, 60, 3600) } as const;

const HOUR = 3600;
const DAY = 24 * HOUR;
/** After a start the house has other things to do first. */
const FIRST_SECONDS = 60;

/** What has to be done again and again. Each is one job that puts itself back. */
class UpkeepJobs implements JobHandler {
  readonly kinds = Object.keys(jobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(job: JobRun): Promise<void> {
    if (job.kind === 'objects.sweep') {
      await new Sweep(this.acts, objectsOf(this.settings), this.settings).run(job.signal);
      throw new Later(Math.max(FIRST_SECONDS, this.settings.SWEEP_AFTER_SECONDS), 'next-round');
    }
    if (job.kind === 'facts.seal') {
      await this.sealFacts(job.signal);
      throw new Later(HOUR, 'next-round');
    }
    await this.acts.read(TRIM_JOBS_SQL);
    throw new Later(DAY, 'next-round');
  }

  /** Packs the facts of settled decisions for replays, a segment to each transaction. */
  private async sealFacts(signal: AbortSignal): Promise<void> {
    for (const kind of Object.keys(hitPolicies)) {
      while (!signal.aborted && (await this.acts.run(system('upkeep'), (act) => sealNext(queryIn(act), kind))) > 0);
    }
  }
}

/** Told at each start of a worker; what waits already stays one job. */
export function wishUpkeep(act: Act): void {
  for (const kind of Object.keys(jobKinds)) act.wish({ kind, key: kind, data: {}, inSeconds: FIRST_SECONDS });
}

export const upkeepSlice: Slice = { name: 'upkeep', jobKinds, handlers: ({ acts, settings }) => [new UpkeepJobs(acts, settings)] };
