import { Renderer } from '../dicomweb/render/renderer';
import { Instances } from '../dicomweb/retrieve/instances';
import { Viewed } from '../dicomweb/viewed';
import { installedTransports } from '../installed-transports';
import { Acts } from '../platform/acts/acts';
import { jobKind, type JobHandler, type JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import { Objects } from '../platform/objects/objects';
import { LOG } from '../platform/platform.module';
import type { Settings } from '../platform/settings/settings';
import type { Slice } from '../platform/slice';
import { PriorCopies } from './copies';
import { endCopy } from './end';
import { PriorFetch } from './fetch';
import { PriorPixels } from './pixels';
import { PriorController } from './prior.controller';

const jobKinds = { 'prior.fetch': jobKind('transfer', 4, 2, 60), 'prior.end': jobKind('slow', 20, 60, 3600) } as const;

/** Brings copies from the archive, and takes them away when their time is over. */
export class PriorJobs implements JobHandler {
  readonly kinds = Object.keys(jobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly fetches: PriorFetch) {}

  run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    return job.kind === 'prior.fetch' ? this.fetches.run(id, job.signal) : endCopy(this.acts, this.settings, id);
  }
}

export const priorSlice: Slice = {
  name: 'priors',
  controllers: [PriorController],
  providers: (settings) => [
    { provide: PriorCopies, inject: [Acts, Instances, LOG], useFactory: (acts: Acts, instances: Instances, log: Logger) => new PriorCopies(acts, instances, installedTransports, log) },
    {
      provide: PriorPixels, inject: [Acts, Renderer, Objects, Viewed, LOG],
      useFactory: (acts: Acts, renderer: Renderer, store: Objects, viewed: Viewed, log: Logger) => new PriorPixels(acts, renderer, store, viewed, settings, log),
    },
  ],
  jobKinds,
  handlers: ({ acts, settings, log }) => [new PriorJobs(acts, settings, new PriorFetch(acts, settings, installedTransports, log))],
};
