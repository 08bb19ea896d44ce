import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { DomainEvent } from '../platform/acts/act';
import type { SendTurn } from './turn';

export const sendJobKinds = {
  'send.preflight': jobKind('fast', 20, 1, 60),
  'send.start': jobKind('fast', 20, 1, 60),
  'send.follow': jobKind('fast', 20, 1, 60),
  'send.patience': jobKind('fast'),
  'send.report-final': jobKind('fast', 20, 1, 60),
  'send.recalled': jobKind('fast', 20, 1, 60),
  'send.partner-paused': jobKind('fast', 20, 1, 60),
  'send.recheck': jobKind('fast', 20, 1, 60),
  'send.link-ends': jobKind('fast'),
} as const;

const once = (kind: keyof typeof sendJobKinds, id: string) => ({ kind, key: `${kind} ${id}`, data: { id } });
const examOf = (e: DomainEvent): string => String(e.data?.['examId'] ?? '');

export const sendReactions: readonly Reaction[] = [
  ...['send.submitted', 'send.retried'].map((on): Reaction => ({ on, wish: (e) => once('send.preflight', e.id) })),
  ...['send.passed', 'send.approved'].map((on): Reaction => ({ on, wish: (e) => once('send.start', e.id) })),
  ...['transfer.completed', 'transfer.failed', 'transfer.expired', 'transfer.cancelled'].map((on): Reaction => ({ on, wish: (e) => (typeof e.data?.['sendId'] === 'string' ? once('send.follow', e.data['sendId']) : null) })),
  ...['overread.signed', 'overread.addended', 'overread.withdrawn'].map((on): Reaction => ({ on, wish: (e) => (examOf(e) ? once('send.report-final', examOf(e)) : null) })),
  ...['facility.paused', 'facility.lapsed', 'facility.retired'].map((on): Reaction => ({ on, wish: (e) => once('send.partner-paused', e.id) })),
  { on: 'inbound.recalled', wish: (e) => once('send.recalled', e.id) },
];

/** The system's part of sending on. */
export class SendJobs implements JobHandler {
  readonly kinds = Object.keys(sendJobKinds);

  constructor(private readonly acts: Acts, private readonly turn: SendTurn) {}

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    await this.acts.run(system('sends'), async (act) => {
      switch (job.kind as keyof typeof sendJobKinds) {
        case 'send.preflight': return this.turn.preflight(act, id);
        case 'send.start': return this.turn.start(act, id);
        case 'send.follow': return this.turn.follow(act, id);
        case 'send.patience': return this.turn.runOutOfPatience(act, id);
        case 'send.recalled': return this.turn.recalled(act, id);
        case 'send.link-ends': return this.turn.linkEnds(act, id);
        case 'send.recheck': return this.turn.recheck(act, id);
        case 'send.partner-paused': {
          const planned = await act.query<{ id: string }>(`select id from send where recipient_id = $1 and state = 'scheduled'`, [id]);
          for (const send of planned) act.wish(once('send.recheck', send.id));
          return;
        }
        case 'send.report-final': {
          const waiting = await act.query<{ id: string }>(`select s.id from send s join send_item i on i.send_id = s.id where i.exam_id = $1 and s.state = 'scheduled' and s.when_kind = 'report-final'`, [id]);
          for (const send of waiting) act.wish({ ...once('send.start', send.id), inSeconds: 0 });
        }
      }
    });
  }
}
