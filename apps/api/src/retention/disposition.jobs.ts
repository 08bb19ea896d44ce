import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { endDisposition } from './disposition.end';
import { takeOut } from './dispositions';
import { releaseRanOut } from './holds';
import { followExport, runPurge } from './purge';
import { Removal } from './remove';

export const dispositionJobKinds = {
  'hold.release-clock': jobKind('fast'), 'disposition.take-out': jobKind('fast'), 'disposition.follow': jobKind('fast', 20, 1, 60), 'purge.run': jobKind('fast', 20, 1, 60), 'purge.follow': jobKind('fast', 20, 1, 60), 'purge.remove': jobKind('transfer', 20, 5, 600),
  'purge.retry': jobKind('slow'),
} as const;

type Data = Readonly<Record<string, unknown>> | undefined;
const examOf = (data: Data): string | null => (typeof data?.['examId'] === 'string' ? data['examId'] : null);
const out = (examId: string | null, cause: string) => (examId ? { kind: 'disposition.take-out', key: `disposition.take-out ${examId}`, data: { examId, cause } } : null);

export const dispositionReactions: readonly Reaction[] = [
  // a verdict that is not due any more, a hold, new images: the exam leaves the batch it is in
  ...['verdict.kept', 'verdict.extended', 'verdict.adopted-as-local'].map((on): Reaction => ({ on, wish: (e) => out(examOf(e.data), 'verdict-changed') })),
  { on: 'hold.covers', wish: (e) => out(examOf(e.data), 'held') },
  { on: 'inbound.reopened', wish: (e) => out(e.id, 'new-images') },
  ...['transfer.completed', 'transfer.failed', 'transfer.expired', 'transfer.cancelled'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'purge.follow', key: `purge.follow ${e.id}`, data: { id: e.id } }) })),
  ...['purge.finished', 'purge.refused'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'disposition.follow', key: `disposition.follow purge ${e.id}`, data: { purgeId: e.id } }) })),
];

/** The system's part of ending: batches, purges and the bytes. */
export class DispositionJobs implements JobHandler {
  readonly kinds = Object.keys(dispositionJobKinds);
  private readonly removal: Removal;

  constructor(private readonly acts: Acts, private readonly settings: Settings) {
    this.removal = new Removal(acts, settings);
  }

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    if (job.kind === 'purge.remove') return this.removal.run(id);
    if (job.kind === 'purge.retry') return this.removal.retry(id);
    await this.acts.run(system('retention'), async (act) => {
      switch (job.kind as keyof typeof dispositionJobKinds) {
        case 'hold.release-clock': return releaseRanOut(act, id);
        case 'disposition.take-out': return takeOut(act, String(job.data['examId']), String(job.data['cause']));
        case 'purge.run': return runPurge(act, id, this.settings);
        case 'purge.follow': return followExport(act, id);
        default: {
          const [purge] = job.data['purgeId'] ? await act.query<{ disposition_id: string }>('select disposition_id from purge where id = $1', [job.data['purgeId']]) : [];
          return endDisposition(act, purge?.disposition_id ?? id, this.settings);
        }
      }
    });
  }
}
