import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { expireLease } from '../people/leases';
import { advance } from './advance';
import { closeDelivery } from './close-delivery';
import { extend } from './extend';
import { markClock, settle } from './settle';
import { lockInbound } from './inbound.row';
import { signalInbound } from './turn';
import { showEarly } from './visibility';

export const inboundJobKinds = {
  'exam.extend': jobKind('fast', 20, 1, 60),
  'inbound.quiet': jobKind('fast', 20, 1, 60),
  'inbound.advance': jobKind('fast', 20, 1, 60),
  'inbound.show': jobKind('fast', 20, 1, 60),
  'inbound.look-for-late': jobKind('fast', 20, 1, 60),
  'inbound.sla': jobKind('fast'),
  'inbound.unpark': jobKind('fast'),
  'inbound.unverified': jobKind('fast'),
  'inbound.delivery': jobKind('fast', 20, 1, 60),
  'inbound.recalled': jobKind('fast', 20, 1, 60),
  'lease.expire': jobKind('fast'),
} as const;

const examOf = (data: Readonly<Record<string, unknown>> | undefined): string => String(data?.['examId'] ?? '');
const once = (kind: keyof typeof inboundJobKinds, id: string) => ({ kind, key: `${kind} ${id}`, data: { id } });

export const inboundReactions: readonly Reaction[] = [
  { on: 'match.matched', wish: (e) => once('inbound.advance', examOf(e.data)) },
  { on: 'match.overridden', wish: (e) => once('inbound.advance', examOf(e.data)) },
  { on: 'inbound.settled', wish: (e) => once('inbound.advance', e.id) },
  // whom it is shown before its release follows from what is known of it
  ...['inbound.settled', 'inbound.identified', 'inbound.unidentified', 'inbound.recall-confirmed', 'inbound.need-set'].map((on): Reaction => ({ on, wish: (e) => once('inbound.show', e.id) })),
  { on: 'match.unlinked', wish: (e) => once('inbound.recalled', examOf(e.data)) },
  { on: 'recall.confirmed', wish: (e) => once('inbound.recalled', examOf(e.data)) },
  { on: 'recall.waived', wish: (e) => once('inbound.recalled', examOf(e.data)) },
  ...['transfer.completed', 'transfer.failed', 'transfer.expired', 'transfer.cancelled'].map((on): Reaction => ({ on, wish: (e) => (examOf(e.data) ? once('inbound.delivery', examOf(e.data)) : null) })),
  // instances that came while the exam was being delivered or called back were kept for now
  ...['inbound.released', 'inbound.delivery-failed', 'inbound.recall-confirmed'].map((on): Reaction => ({ on, wish: (e) => once('exam.extend', e.id) })),
];

/** The system's part of the inbound way. Each job looks at the stored state and does what is due, however often it is told. */
export class InboundJobs implements JobHandler {
  readonly kinds = Object.keys(inboundJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    await this.acts.run(system('inbound'), async (act) => {
      switch (job.kind as keyof typeof inboundJobKinds) {
        case 'exam.extend':
        case 'inbound.look-for-late':
          return extend(act, id, this.settings);
        case 'inbound.show':
          return showEarly(act, id, this.settings);
        case 'inbound.quiet':
          return settle(act, id, this.settings);
        case 'inbound.advance':
          return advance(act, id, this.settings);
        case 'inbound.sla':
          return markClock(act, id, Number(job.data['permille']), String(job.data['due']));
        case 'inbound.unpark': {
          const row = await lockInbound(act, id);
          if (row?.state === 'parked' && row.park && Date.parse(row.park.until) <= act.now.getTime()) await signalInbound(act, { id, move: 'unpark', reason: 'time-over' });
          return;
        }
        case 'inbound.unverified': {
          const row = await lockInbound(act, id);
          if (row?.state === 'identifying') act.emit({ event: 'inbound.unverified', kind: 'inbound', id });
          return;
        }
        case 'inbound.delivery':
          return closeDelivery(act, id);
        case 'inbound.recalled':
          return unfollow(act, id);
        case 'lease.expire':
          return expireLease(act, id);
      }
    });
  }
}

/** The association was taken back: what is not delivered loses its identity, what is delivered is called back; when every target answered, the search begins again. */
async function unfollow(act: Parameters<typeof advance>[0], id: string): Promise<void> {
  const row = await lockInbound(act, id);
  if (!row) return;
  const [confirmed] = await act.query(`select 1 as confirmed from match where exam_id = $1 and state in ('matched', 'overridden')`, [id]);
  if (row.state === 'recalling') {
    const [left] = await act.query<{ targets: number; open: number }>(
      `select count(*)::int as targets, count(*) filter (where state not in ('confirmed', 'waived'))::int as open from recall
       where match_id = (select id from match where exam_id = $1 and state in ('matched', 'overridden', 'unlinked') order by attempt desc limit 1)`, [id]);
    if (left && left.targets > 0 && left.open === 0) await signalInbound(act, { id, move: 'confirm-recall', set: { visible: null }, details: { targets: left.targets } });
    return;
  }
  if (confirmed) return;
  if (['checking', 'triaging', 'parked'].includes(row.state)) await signalInbound(act, { id, move: 'lose-identity', set: { visible: null } });
  else if (['releasing', 'released'].includes(row.state)) await signalInbound(act, { id, move: 'recall', reason: 'unlinked' });
}
