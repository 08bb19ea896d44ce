import type { InstalledTransports } from '@causeway/transport-kit';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import type { Settings } from '../platform/settings/settings';
import type { CallBack } from './call-back';
import { LineJobs } from './line.jobs';
import { wishServe } from './lines';
import { FetchRun } from './fetch.run';
import type { Localiser } from './localiser';
import { told } from './told';
import { prepareRelease } from './prepare';
import { followAppointment, remindOfVisit } from './visit-wait';
import { TRANSFER_SQL, TransferRun, type TransferColumns } from './run';
import { TransferVerify } from './verify';

export const transferJobKinds = {
  'release.prepare': jobKind('fast', 20, 1, 60),
  'release.visit': jobKind('fast', 20, 1, 60),
  'release.visit-unknown': jobKind('fast'),
  'line.serve': jobKind('fast', 50, 1, 60),
  'line.probe': jobKind('fast', 50, 5, 60),
  'transfer.due': jobKind('fast', 50, 1, 60),
  'transfer.run': jobKind('transfer', 50, 5, 600),
  'transfer.verify': jobKind('transfer', 50, 5, 600),
  'transfer.heal': jobKind('fast'),
  'transfer.expire': jobKind('fast'),
  'transfer.stranded': jobKind('fast'),
  'recall.ask': jobKind('transfer', 50, 5, 600),
  'recall.answered': jobKind('fast', 20, 1, 60),
} as const;

export const transferReactions: readonly Reaction[] = [
  { on: 'inbound.approved', wish: (e) => ({ kind: 'release.prepare', key: `release.prepare ${e.id}`, data: { id: e.id } }) },
  // what waits for a visit is looked at again when an appointment changes, or the patient
  ...['book', 'reschedule', 'modify', 'cancel', 'no-show'].map((what): Reaction => ({ on: `appointment.${what}`, wish: (e) => ({ kind: 'release.visit', key: `release.visit ${e.id}`, data: { id: e.id } }) })),
  { on: 'match.repointed', wish: (e) => (typeof e.data?.['examId'] === 'string' ? { kind: 'release.prepare', key: `release.prepare ${e.data['examId']}`, data: { id: e.data['examId'] } } : null) },
  // a movement whose job was given up stands still: people must see it
  { on: 'job.given-up', wish: (e) => (['transfer.run', 'transfer.verify'].includes(String(e.data?.['kind'])) ? { kind: 'transfer.stranded', key: `transfer.stranded ${e.id}`, data: { id: e.id, cause: e.data?.['cause'] } } : null) },
  ...(['acknowledged', 'refused'] as const).map((answer): Reaction => ({
    on: `message.${answer}`,
    wish: (e) => (e.kind === 'recall' ? { kind: 'recall.answered', key: `recall.answered ${e.id}`, data: { id: e.id, accepted: answer === 'acknowledged' } } : null),
  })),
];

/** Movement of images to where clinicians work and to partners. */
export class TransferJobs implements JobHandler {
  readonly kinds = Object.keys(transferJobKinds);
  private readonly running: TransferRun;
  private readonly fetching: FetchRun;
  private readonly verifying: TransferVerify;
  private readonly lines: LineJobs;

  constructor(private readonly acts: Acts, private readonly settings: Settings, transports: InstalledTransports, localiser: Localiser, private readonly callBack: CallBack, log: Logger) {
    this.fetching = new FetchRun(acts, settings, transports, log);
    this.running = new TransferRun(acts, transports, localiser, settings, log);
    this.verifying = new TransferVerify(acts, transports, settings, log);
    this.lines = new LineJobs(acts, transports, settings, log);
  }

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    switch (job.kind as keyof typeof transferJobKinds) {
      case 'release.prepare':
        return this.acts.run(system('transfers'), (act) => prepareRelease(act, id, this.settings));
      case 'release.visit':
        return this.acts.run(system('transfers'), (act) => followAppointment(act, id));
      case 'release.visit-unknown':
        return this.acts.run(system('transfers'), (act) => remindOfVisit(act, id));
      case 'line.serve':
        return this.lines.serve(id);
      case 'transfer.due':
        return this.lines.due(id, String(job.data['endpointId']));
      case 'line.probe':
        return this.lines.probe(id, job);
      case 'transfer.run':
        return (await this.isFetch(id)) ? this.fetching.attempt(id, job) : this.running.attempt(id, job);
      case 'transfer.verify':
        return this.verifying.verify(id, job);
      case 'transfer.heal':
        return this.verifying.heal(id);
      case 'transfer.expire':
        return this.ended(id, 'expire', 'deadline-passed');
      case 'transfer.stranded':
        return this.ended(id, 'fail', String(job.data['cause']));
      case 'recall.ask':
        return this.callBack.ask(id, job);
      case 'recall.answered':
        return this.callBack.answered(id, job.data['accepted'] === true);
    }
  }

  private async isFetch(id: string): Promise<boolean> {
    return (await this.acts.read(`select 1 as fetched from transfer where id = $1 and direction = 'in'`, [id])).length > 0;
  }

  private ended(id: string, move: 'expire' | 'fail', cause: string): Promise<void> {
    return this.acts.run(system('transfers'), async (act) => {
      const [t] = await act.query<TransferColumns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      if (!t || (move === 'expire' && !['waiting', 'paused', 'partial'].includes(t.state))) return;
      await signal(act, { machine: 'transfer', id, move, set: { cause, rate: null }, reason: cause, data: told(t) });
      act.unwish(`transfer.heal ${id}`);
      wishServe(act, t.endpoint_id);
    });
  }
}
