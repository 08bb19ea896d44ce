import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { closeMatch, declineUnseen, markWaiting } from './close-match';
import { Identification } from './identify';
import type { LocalArchive } from './local-archive';
import { listRecall, recallAcknowledged, recallOverdue, recallRetracted } from './recall';
import { registrationOverdue, registrationRefused, sendRegistration } from './registration';

export const identityJobKinds = {
  'exam.identify': jobKind('fast', 20, 1, 60),
  'match.refresh': jobKind('fast', 20, 1, 60),
  'match.close': jobKind('fast', 20, 1, 60),
  'match.needs-person': jobKind('fast'),
  'match.second-look': jobKind('fast'),
  'registration.send': jobKind('fast', 20, 1, 60),
  'registration.refused': jobKind('fast'),
  'registration.overdue': jobKind('fast'),
  'recall.list': jobKind('fast', 20, 1, 60),
  'recall.overdue': jobKind('fast'),
  'recall.retracted': jobKind('fast'),
  'recall.acknowledged': jobKind('fast'),
} as const;

type Kind = keyof typeof identityJobKinds;
const once = (kind: Kind, id: string, more: Readonly<Record<string, unknown>> = {}) => ({ kind, key: `${kind} ${id}`, data: { id, ...more } });
const idIn = (data: Readonly<Record<string, unknown>> | undefined, name: string): string | null => (typeof data?.[name] === 'string' ? data[name] : null);

export const identityReactions: readonly Reaction[] = [
  ...['inbound.settled', 'inbound.recall-confirmed', 'inbound.unidentified', 'inbound.unparked', 'inbound.split'].map((on): Reaction => ({ on, wish: (e) => once('exam.identify', e.id) })),
  { on: 'match.unlinked', wish: (e) => once('exam.identify', idIn(e.data, 'examId') ?? '') },
  { on: 'inbound.extended', wish: (e) => once('match.refresh', e.id) },
  ...['inbound.returned', 'inbound.rejected', 'inbound.mirrored', 'inbound.purged'].map((on): Reaction => ({ on, wish: (e) => once('match.close', e.id, { cause: on }) })),
  { on: 'inbound.recalled', wish: (e) => once('recall.list', e.id) },
  { on: 'overread.retracted', wish: (e) => once('recall.retracted', e.id) },
  { on: 'notice.acknowledged', wish: (e) => once('recall.acknowledged', e.id) },
  { on: 'message.refused', wish: (e) => (e.kind === 'registration' ? once('registration.refused', e.id) : null) },
];

/** The system's part of identity. Each job looks at the stored state and does what is due, however often it is told. */
export class IdentityJobs implements JobHandler {
  readonly kinds = Object.keys(identityJobKinds);
  private readonly identification: Identification;

  constructor(private readonly acts: Acts, private readonly settings: Settings, archive: LocalArchive) {
    this.identification = new Identification(acts, settings, archive);
  }

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    if (job.kind === 'exam.identify') return this.identification.identify(id);
    if (job.kind === 'match.refresh') return this.identification.refresh(id);
    await this.acts.run(system('identity'), async (act) => {
      switch (job.kind as Exclude<Kind, 'exam.identify' | 'match.refresh'>) {
        case 'match.close': return closeMatch(act, id, String(job.data['cause']));
        case 'match.needs-person': return markWaiting(act, id);
        case 'match.second-look': return declineUnseen(act, id);
        case 'registration.send': return sendRegistration(act, id, this.settings);
        case 'registration.refused': return registrationRefused(act, id);
        case 'registration.overdue': return registrationOverdue(act, id);
        case 'recall.list': return listRecall(act, id);
        case 'recall.overdue': return recallOverdue(act, id, Number(job.data['attempt']));
        case 'recall.retracted': return recallRetracted(act, id);
        case 'recall.acknowledged': return recallAcknowledged(act, id);
      }
    });
  }
}
