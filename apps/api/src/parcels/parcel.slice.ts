import { Acts } from '../platform/acts/acts';
import type { Act } from '../platform/acts/act';
import { jobKind, Later, type JobHandler, type JobRun } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import type { Slice } from '../platform/slice';
import { ParcelDetails } from './detail';
import { Documents } from './documents';
import { ParcelController } from './parcel.controller';
import { Parcels } from './parcels';
import { ParcelReading } from './reading';
import { Uploads } from './uploads';
import { lookForDiscs } from './watched';

const jobKinds = { 'parcel.read': jobKind('slow', 20, 10, 600), 'parcel.expire': jobKind('fast'), 'parcel.watch': jobKind('slow', 20, 10, 60) } as const;

const WATCH_SECONDS = 15;

class ParcelJobs implements JobHandler {
  readonly kinds = Object.keys(jobKinds);
  private readonly reading: ParcelReading;

  constructor(private readonly acts: Acts, private readonly settings: Settings) {
    this.reading = new ParcelReading(acts, settings);
  }

  async run(job: JobRun): Promise<void> {
    switch (job.kind as keyof typeof jobKinds) {
      case 'parcel.read': return this.reading.run(String(job.data['id']), job);
      case 'parcel.expire': return this.reading.expire(String(job.data['id']));
      case 'parcel.watch': {
        if (!this.settings.WATCHED_FOLDER) return;
        await lookForDiscs(this.acts, this.settings);
        throw new Later(WATCH_SECONDS, 'next-round');
      }
    }
  }
}

/** Told at each start of a worker that watches a folder; what waits already stays one job. */
export function wishWatching(act: Act, settings: Settings): void {
  if (settings.WATCHED_FOLDER) act.wish({ kind: 'parcel.watch', key: 'parcel.watch', data: {} });
}

export const parcelSlice: Slice = {
  name: 'parcels',
  controllers: [ParcelController],
  providers: (settings) => [
    { provide: Parcels, useFactory: (acts: Acts) => new Parcels(acts, settings), inject: [Acts] },
    { provide: Documents, useFactory: (acts: Acts) => new Documents(acts, settings), inject: [Acts] },
    { provide: ParcelDetails, useFactory: (acts: Acts, parcels: Parcels, documents: Documents) => new ParcelDetails(acts, parcels, documents), inject: [Acts, Parcels, Documents] },
    { provide: Uploads, useFactory: (parcels: Parcels) => new Uploads(parcels, settings), inject: [Parcels] },
  ],
  jobKinds,
  handlers: ({ acts, settings }) => [new ParcelJobs(acts, settings)],
};
