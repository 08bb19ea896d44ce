import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { decideOverread, follow } from './decide';
import { orderOver } from './primary';
import { partnerAnswered } from './report-answer';
import { sendReport } from './report-out';
import { lockOverread } from './overread.row';
import { signalOverread } from './turn';

export const overreadJobKinds = {
  'overread.decide': jobKind('fast', 20, 1, 60),
  'overread.follow': jobKind('fast', 20, 1, 60),
  'overread.pick': jobKind('fast'),
  'overread.sla': jobKind('fast'),
  'overread.lease': jobKind('fast'),
  'overread.unread': jobKind('fast'),
  'overread.withdraw-report': jobKind('fast', 20, 2, 300),
  'overread.report-out': jobKind('fast', 20, 2, 300),
  'overread.order-over': jobKind('fast', 20, 1, 60),
  'overread.partner-answered': jobKind('fast', 20, 1, 60),
} as const;

export const overreadReactions: readonly Reaction[] = [
  ...['inbound.released', 'inbound.need-set'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'overread.decide', key: `overread.decide ${e.id}`, data: { id: e.id } }) })),
  ...['inbound.reopened', 'inbound.extended'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'overread.follow', key: `overread.follow changed ${e.id}`, data: { id: e.id, cause: 'changed' } }) })),
  { on: 'overread.retracted', wish: (e) => ({ kind: 'overread.withdraw-report', key: `overread.withdraw-report ${e.id}`, data: { id: e.id } }) },
  { on: 'inbound.recalled', wish: (e) => ({ kind: 'overread.follow', key: `overread.follow recalled ${e.id}`, data: { id: e.id, cause: 'recalled' } }) },
  { on: 'case.cancelled', wish: (e) => ({ kind: 'overread.order-over', key: `overread.order-over ${e.id}`, data: { id: e.id } }) },
  ...['message.acknowledged', 'message.refused'].map((on): Reaction => ({
    on, wish: (e) => (e.kind === 'overread' ? { kind: 'overread.partner-answered', key: `overread.partner-answered ${String(e.data?.['message'])}`, data: { id: e.data?.['message'], accepted: on === 'message.acknowledged', code: e.data?.['code'] ?? '' } } : null),
  })),
];

/** The system's part of over-reads: making the task, its clocks, and what follows when its exam changes. */
export class OverreadJobs implements JobHandler {
  readonly kinds = Object.keys(overreadJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    await this.acts.run(system('over-reads'), async (act) => {
      const kind = job.kind as keyof typeof overreadJobKinds;
      if (kind === 'overread.decide') return decideOverread(act, id, this.settings);
      if (kind === 'overread.follow') return follow(act, id, job.data['cause'] === 'recalled' ? 'recalled' : 'changed');
      if (kind === 'overread.withdraw-report') {
        const [last] = await act.query<{ id: string }>('select id from overread_report where overread_id = $1 order by signed_at desc limit 1', [id]);
        return last ? sendReport(act, last.id, this.settings) : undefined;
      }
      if (kind === 'overread.order-over') return orderOver(act, id);
      if (kind === 'overread.partner-answered') return partnerAnswered(act, id, job.data['accepted'] === true, String(job.data['code']));
      if (kind === 'overread.report-out') return sendReport(act, id, this.settings);
      const row = await lockOverread(act, id);
      if (!row) return;
      switch (kind) {
        case 'overread.pick':
          if (row.state === 'awaiting-pick') await signalOverread(act, row, { move: 'skip-pick', reason: 'nobody-picked', set: { reason: 'nobody-picked' } });
          return;
        case 'overread.sla':
          if (!['open', 'claimed', 'drafting', 'cosigning'].includes(row.state) || row.due_at?.toISOString() !== job.data['due']) return;
          act.audit({ action: 'overread.clock-mark', object: { kind: 'overread', id }, details: { permille: job.data['permille'] } });
          act.emit({ event: 'overread.clock-mark', kind: 'overread', id, data: { examId: row.exam_id, permille: job.data['permille'] } });
          return;
        case 'overread.lease':
          if (row.until && row.until.getTime() <= act.now.getTime() && ['claimed', 'drafting'].includes(row.state)) await signalOverread(act, row, { move: 'expire-lease', set: { holder_id: null, until: null } });
          return;
        case 'overread.unread':
          if (row.state !== 'signed') return;
          act.audit({ action: 'overread.unread', object: { kind: 'overread', id }, details: { grade: row.grade } });
          act.emit({ event: 'overread.unread', kind: 'overread', id, data: { examId: row.exam_id, grade: row.grade } });
          return;
      }
    });
  }
}
