import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, Later, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { expireHandover, cancelHandovers } from './handovers';
import { watchGaps } from './gaps';
import { itemKinds, type ItemKind } from './items';
import { moved, own } from './ownership';
import { swapOver } from './swaps';

export const dutyJobKinds = {
  'duty.own': jobKind('fast', 20, 1, 60),
  'duty.turn': jobKind('slow', 20, 5, 300),
  'duty.swap-over': jobKind('fast'),
  'handover.expire': jobKind('fast'),
  'handover.cancel': jobKind('fast', 20, 1, 60),
} as const;

/** Hand-overs fall on full minutes: nobody waits longer than this for the calendar to be looked at again. */
const LOOK_SECONDS = 60;
const BATCH = 500;
/** Events of a thing that change nothing about whose it is. */
const QUIET = new Set(['overread.renewed', 'overread.drafted', 'overread.clock-mark', 'overread.unread', 'lease.renewed', 'requestOut.clock-mark', 'requestIn.clock-mark', 'case.clock-mark', 'case.link-given', 'case.link-opened', 'case.call-logged']);
const KINDS: ReadonlySet<string> = new Set(itemKinds.filter((k) => k !== 'inbound'));

export const dutyReactions: readonly Reaction[] = [
  { on: '*', wish: (e) => (KINDS.has(e.kind) && !QUIET.has(e.event) ? { kind: 'duty.own', key: `duty.own ${e.kind} ${e.id}`, data: { kind: e.kind, id: e.id } } : null) },
  // an inbound exam is somebody's work while its lease is there
  ...['lease.made', 'lease.claimed', 'lease.released', 'lease.taken-over', 'lease.expired', 'lease.ended'].map((on): Reaction => ({
    on, wish: (e) => (typeof e.data?.['itemId'] === 'string' ? { kind: 'duty.own', key: `duty.own inbound ${e.data['itemId']}`, data: { kind: 'inbound', id: e.data['itemId'] } } : null),
  })),
  ...['duty.planned', 'duty.changed', 'duty.ended', 'duty.overridden', 'duty.override-removed', 'duty.swap-accepted', 'duty.hours-set'].map((on): Reaction => ({ on, wish: () => ({ kind: 'duty.turn', key: 'duty.turn now', data: { once: true } }) })),
  // what was offered is gone, or somebody else's
  { on: '*', wish: (e) => (['lease.taken-over', 'lease.ended', 'overread.taken-over', 'overread.withdrawn', 'overread.signed', 'overread.returned', 'overread.released', 'overread.declined', 'overread.lease-expired'].includes(e.event)
    ? { kind: 'handover.cancel', key: `handover.cancel ${e.id}`, data: { kind: e.kind, id: e.kind === 'lease' ? (e.data?.['itemId'] ?? e.id) : e.id, cause: e.event } } : null) },
];

/** The calendar's part in the work: whose each open task is, gaps, and offers whose time is over. */
export class DutyJobs implements JobHandler {
  readonly kinds = Object.keys(dutyJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(job: JobRun): Promise<void> {
    if (job.kind === 'duty.turn') return this.turn(job);
    const id = String(job.data['id']);
    await this.acts.run(system('duty'), async (act) => {
      if (job.kind === 'duty.own') {
        await own(act, String(job.data['kind']) as ItemKind, id, this.settings);
        // a read takes the place of its emergency, and leaves it again when it is called off
        if (job.data['kind'] === 'overread') for (const caseId of await emergenciesOf(act, id)) await own(act, 'case', caseId, this.settings);
        return;
      }
      if (job.kind === 'handover.expire') return expireHandover(act, id, this.settings);
      if (job.kind === 'handover.cancel') return cancelHandovers(act, job.data['kind'] === 'overread' ? 'overread' : 'inbound', id, String(job.data['cause']));
      return swapOver(act, id);
    });
  }

  /** A shift begins or ends: tasks go to whoever is on now. */
  private async turn(job: JobRun): Promise<void> {
    let after: { kind: string; id: string } | null = null;
    while (!job.signal.aborted) {
      const from: typeof after = after;
      const rows = await this.acts.run(system('duty'), async (act) => {
        const found = await moved(act, this.settings, from, BATCH);
        for (const row of found.due) act.wish({ kind: 'duty.own', key: `duty.own ${row.item_kind} ${row.item_id}`, data: { kind: row.item_kind, id: row.item_id } });
        return found.rows;
      });
      const last = rows.at(-1);
      if (!last || rows.length < BATCH) break;
      after = { kind: last.item_kind, id: last.item_id };
    }
    await this.acts.run(system('duty'), (act) => watchGaps(act, this.settings));
    if (job.data['once'] !== true) throw new Later(LOOK_SECONDS, 'next-round');
  }
}

const emergenciesOf = async (act: Act, overreadId: string): Promise<string[]> =>
  (await act.query<{ case_id: string }>(`select e.case_id from overread o join case_exam e on e.exam_id = o.exam_id join exchange_case c on c.id = e.case_id where o.id = $1 and c.profile = 'E' order by e.case_id`, [overreadId])).map((r) => r.case_id);

/** Told at each start of a worker; what waits already stays one job. */
export function wishDuty(act: Act): void {
  act.wish({ kind: 'duty.turn', key: 'duty.turn', data: {}, inSeconds: 5 });
}
