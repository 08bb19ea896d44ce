import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, type JobHandler, type JobRun } from '../platform/jobs/job';
import { lockRequestIn } from './in.row';

export const requestInJobKinds = { 'request-in.clock': jobKind('fast'), 'request-in.legal': jobKind('fast') } as const;

/** The clocks of what we are asked for: ours, and half of the law's. */
export class RequestInJobs implements JobHandler {
  readonly kinds = Object.keys(requestInJobKinds);

  constructor(private readonly acts: Acts) {}

  async run(job: JobRun): Promise<void> {
    await this.acts.run(system('requests'), async (act) => {
      const row = await lockRequestIn(act, String(job.data['id']));
      if (!row || !['received', 'reviewing', 'awaiting-approval'].includes(row.state)) return;
      const legal = job.kind === 'request-in.legal';
      act.audit({ action: 'requestIn.clock-mark', object: { kind: 'requestIn', id: row.id }, from: row.state, to: row.state, details: { legal } });
      act.emit({ event: 'requestIn.clock-mark', kind: 'requestIn', id: row.id, data: { permille: 1000 } });
    });
  }
}
