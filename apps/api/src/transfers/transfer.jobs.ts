import type { InstalledTransports } from '@causeway/transport-kit';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import type { Settings } from '../platform/settings/settings';
import type { CallBack } from './call-back';
import type { Localiser } from './localiser';
import { prepareRelease } from './prepare';
import { TransferRun } from './run';
import { TransferVerify } from './verify';

export const transferJobKinds = {
  'release.prepare': jobKind('fast', 20, 1, 60),
  'transfer.run': jobKind('transfer', 50, 5, 600),
  'transfer.verify': jobKind('transfer', 50, 5, 600),
  'transfer.heal': jobKind('fast'),
  'recall.ask': jobKind('transfer', 50, 5, 600),
  'recall.answered': jobKind('fast', 20, 1, 60),
} as const;

export const transferReactions: readonly Reaction[] = [
  { on: 'inbound.approved', wish: (e) => ({ kind: 'release.prepare', key: `release.prepare ${e.id}`, data: { id: e.id } }) },
  ...(['acknowledged', 'refused'] as const).map((answer): Reaction => ({
    on: `message.${answer}`,
    wish: (e) => (e.kind === 'recall' ? { kind: 'recall.answered', key: `recall.answered ${e.id}`, data: { id: e.id, accepted: answer === 'acknowledged' } } : null),
  })),
];

/** Movement of images to where clinicians work. */
export class TransferJobs implements JobHandler {
  readonly kinds = Object.keys(transferJobKinds);
  private readonly running: TransferRun;
  private readonly verifying: TransferVerify;

  constructor(private readonly acts: Acts, private readonly settings: Settings, transports: InstalledTransports, localiser: Localiser, private readonly callBack: CallBack, log: Logger) {
    this.running = new TransferRun(acts, transports, localiser, log);
    this.verifying = new TransferVerify(acts, transports, log);
  }

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    switch (job.kind as keyof typeof transferJobKinds) {
      case 'release.prepare':
        return this.acts.run(system('transfers'), (act) => prepareRelease(act, id, this.settings));
      case 'transfer.run':
        return this.running.attempt(id, job);
      case 'transfer.verify':
        return this.verifying.verify(id, job);
      case 'transfer.heal':
        return this.verifying.heal(id);
      case 'recall.ask':
        return this.callBack.ask(id, job);
      case 'recall.answered':
        return this.callBack.answered(id, job.data['accepted'] === true);
    }
  }
}
