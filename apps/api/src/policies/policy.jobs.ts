import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { applyNow } from './apply-now';
import { Arbitrations } from './arbitrations';
import { endBallot, openBallot, remindVoters } from './ballot-end';
import { followBallot, putInForce, suspendOthers, voidBallotsOf } from './force';
import { Mandates } from './mandates';
import { ColumnMemory } from './replay/memory';
import { runReplay } from './replay/run';

export const policyJobKinds = {
  'policy.effective': jobKind('fast', 20, 1, 60),
  'policy.took-force': jobKind('fast', 20, 1, 60),
  'policy.apply-now': jobKind('slow', 20, 5, 600),
  'policy.withdrawn': jobKind('fast', 20, 1, 60),
  'policy.review-date': jobKind('fast'),
  'policy.replay': jobKind('slow', 3, 2, 60),
  'mandate.expire': jobKind('fast', 20, 1, 60),
  'arbitration.lapse': jobKind('fast', 20, 1, 60),
  'arbitration.left': jobKind('fast', 20, 1, 60),
  'ballot.open': jobKind('fast', 20, 1, 60),
  'ballot.close': jobKind('fast', 20, 1, 60),
  'ballot.remind': jobKind('fast', 20, 1, 60),
  'ballot.count': jobKind('fast', 20, 1, 60),
  'ballot.ended': jobKind('fast', 20, 1, 60),
} as const;

const YEAR_SECONDS = 365 * 86_400;
const once = (kind: keyof typeof policyJobKinds, id: string) => ({ kind, key: `${kind} ${id}`, data: { id } });

export const policyReactions: readonly Reaction[] = [
  ...['ballot.voted', 'ballot.recused', 'ballot.opened'].map((on): Reaction => ({ on, wish: (e) => once('ballot.count', e.id) })),
  ...['ballot.passed', 'ballot.failed', 'ballot.voided'].map((on): Reaction => ({ on, wish: (e) => once('ballot.ended', e.id) })),
  { on: 'policy.in-force', wish: (e) => once('policy.took-force', e.id) },
  { on: 'policy.in-force', wish: (e) => once('policy.apply-now', e.id) },
  { on: 'policy.in-force', wish: (e) => ({ ...once('policy.review-date', e.id), inSeconds: YEAR_SECONDS }) },
  ...['policy.withdrawn', 'policy.sent-back', 'policy.adopted'].map((on): Reaction => ({ on, wish: (e) => once('arbitration.left', e.id) })),
  { on: 'policy.withdrawn', wish: (e) => once('policy.withdrawn', e.id) },
];

/** The system's part of governance: clocks of ballots and of versions, and what follows from them. */
export class PolicyJobs implements JobHandler {
  readonly kinds = Object.keys(policyJobKinds);
  private readonly memory = new ColumnMemory();

  private readonly arbitrations: Arbitrations;

  constructor(private readonly acts: Acts, private readonly settings: Settings) {
    this.arbitrations = new Arbitrations(acts, settings);
  }

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    if (job.kind === 'policy.replay') return runReplay(this.acts, id, job.signal, this.memory, this.settings.SITE_JURISDICTION ?? null);
    if (job.kind === 'policy.apply-now') return void (await applyNow(this.acts, id, this.settings, job.signal));
    await this.acts.run(system('policies'), async (act) => {
      switch (job.kind as Exclude<keyof typeof policyJobKinds, 'policy.replay' | 'policy.apply-now'>) {
        case 'policy.effective': return putInForce(act, id);
        case 'policy.took-force': return suspendOthers(act, id);
        case 'policy.withdrawn': return voidBallotsOf(act, id);
        case 'policy.review-date': {
          const [row] = await act.query(`select 1 as due from policy_version where id = $1 and state = 'in-force'`, [id]);
          if (row) act.emit({ event: 'policy.review-due', kind: 'policy', id });
          return;
        }
        case 'mandate.expire': return new Mandates(this.acts, this.settings).expire(act, id);
        case 'arbitration.lapse': return this.arbitrations.lapse(act, id);
        case 'arbitration.left': return this.arbitrations.dropOf(act, id);
        case 'ballot.open': return openBallot(act, id);
        case 'ballot.remind': return remindVoters(act, id);
        case 'ballot.close':
        case 'ballot.count': return endBallot(act, id);
        case 'ballot.ended': return followBallot(act, id);
      }
    });
  }
}
