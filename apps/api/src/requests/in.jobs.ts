import type { Acts } from '../platform/acts/acts';
import type { Act } from '../platform/acts/act';
import { system, type Actor } from '../platform/acts/actor';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { lockRequestIn } from './in.row';
import { sendDelivered, sendPromised, stopGiven, stopPromised } from './in.sends';

export const requestInJobKinds = {
  'request-in.clock': jobKind('fast'),
  'request-in.legal': jobKind('fast'),
  'request-in.send': jobKind('fast', 20, 1, 60),
  'request-in.delivered': jobKind('fast', 20, 1, 60),
  'request-in.stop': jobKind('fast', 20, 1, 60),
} as const;

const once = (kind: keyof typeof requestInJobKinds, id: string) => ({ kind, key: `${kind} ${id}`, data: { id } });

export const requestInReactions: readonly Reaction[] = [
  { on: 'requestIn.accepted', wish: (e) => once('request-in.send', e.id) },
  ...['requestIn.withdrawn', 'requestIn.part-sent', 'requestIn.fulfilled'].map((on): Reaction => ({ on, wish: (e) => once('request-in.stop', e.id) })),
  { on: 'send.delivered', wish: (e) => once('request-in.delivered', e.id) },
];

/** The system's part of what we are asked for: our clock and half of the law's, and the sends that follow from a promise. */
export class RequestInJobs implements JobHandler {
  readonly kinds = Object.keys(requestInJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    switch (job.kind as keyof typeof requestInJobKinds) {
      case 'request-in.send':
        return this.acts.run(await this.reviewer(id), (act) => sendPromised(act, id));
      case 'request-in.delivered':
        return this.acts.run(system('requests'), (act) => sendDelivered(act, id, this.settings));
      case 'request-in.stop':
        return this.acts.run(system('requests'), (act) => stop(act, id));
      case 'request-in.clock':
      case 'request-in.legal':
        return this.acts.run(system('requests'), (act) => mark(act, id, job.kind === 'request-in.legal'));
    }
  }

  /** What follows from a promise is recorded under who promised: they are its sender. */
  private async reviewer(id: string): Promise<Actor> {
    const [person] = await this.acts.read<{ id: string; name: string }>('select p.id, p.name from request_in r join person p on p.id = r.reviewer_id where r.id = $1', [id]);
    return person ? { kind: 'person', ...person } : system('requests');
  }
}

async function stop(act: Act, id: string): Promise<void> {
  const row = await lockRequestIn(act, id);
  if (!row) return;
  await (row.state === 'withdrawn' ? stopPromised(act, row) : stopGiven(act, id));
}

async function mark(act: Act, id: string, legal: boolean): Promise<void> {
  const row = await lockRequestIn(act, id);
  if (!row || !['received', 'reviewing', 'awaiting-approval'].includes(row.state)) return;
  act.audit({ action: 'requestIn.clock-mark', object: { kind: 'requestIn', id: row.id }, from: row.state, to: row.state, details: { legal } });
  act.emit({ event: 'requestIn.clock-mark', kind: 'requestIn', id: row.id, data: { permille: 1000 } });
}
