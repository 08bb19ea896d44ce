import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { dayIn } from '../platform/clocks';
import { jobKind, Later, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { checkClocks, facilitiesDue } from './clocks';

export const facilityJobKinds = { 'facility.clocks': jobKind('slow', 20, 60, 3600), 'facility.clock': jobKind('fast', 20, 1, 60) } as const;

const ROUND_SECONDS = 3600;

/** What changed with the agreements of a partner is looked at at once, not at the next round. */
export const facilityReactions: readonly Reaction[] = ['facility.agreement-saved', 'facility.agreement-signed', 'facility.agreement-closed', 'facility.went-live'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'facility.clock', key: `facility.clock ${e.id}`, data: { id: e.id } }) }));

/** The clocks of partners, once an hour: each partner in an act of its own. */
export class FacilityJobs implements JobHandler {
  readonly kinds = Object.keys(facilityJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Pick<Settings, 'SITE_ZONE'>) {}

  async run(job: JobRun): Promise<void> {
    const who = system('facilities');
    if (job.kind === 'facility.clock') return this.acts.run(who, (act) => checkClocks(act, String(job.data['id']), this.settings.SITE_ZONE));
    const due = await this.acts.run(who, (act) => facilitiesDue(act, dayIn(act.now, this.settings.SITE_ZONE)));
    for (const id of due) {
      if (job.signal.aborted) return;
      await this.acts.run(who, (act) => checkClocks(act, id, this.settings.SITE_ZONE));
    }
    throw new Later(ROUND_SECONDS, 'next-round');
  }
}

/** Told at each start of a worker; what waits already stays one job. */
export const wishFacilityClocks = (act: Act): void => act.wish({ kind: 'facility.clocks', key: 'facility.clocks', data: {}, inSeconds: 60 });
