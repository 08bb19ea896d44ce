import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { system } from '../../platform/acts/actor';
import { jobKind, Later, type JobHandler, type JobRun } from '../../platform/jobs/job';
import type { Settings } from '../../platform/settings/settings';
import { countHours, lookAt, watchedFacilities } from './watch';

export const radarJobKinds = { 'facility.radar': jobKind('slow', 20, 60, 3600) } as const;

const ROUND_SECONDS = 1800;

/** Told at each start of a worker. */
export const wishRadar = (act: Act): void => act.wish({ kind: 'facility.radar', key: 'facility.radar', data: {}, inSeconds: 120 });

/** Counts, and looks at each live partner in an act of its own. */
export class RadarJobs implements JobHandler {
  readonly kinds = Object.keys(radarJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async run(job: JobRun): Promise<void> {
    const who = system('facilities');
    await this.acts.run(who, (act) => countHours(act, this.settings.SITE_ZONE));
    for (const { id } of await this.acts.run(who, (act) => watchedFacilities(act))) {
      if (job.signal.aborted) return;
      await this.acts.run(who, (act) => lookAt(act, id, this.settings.SITE_ZONE));
    }
    throw new Later(ROUND_SECONDS, 'next-round');
  }
}
