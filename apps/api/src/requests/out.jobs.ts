import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { Refusal } from '../platform/acts/refusal';
import { jobKind, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import type { ListRounds } from './lists/round.run';
import { arrivalReleased, withdrawArrival } from './arrivals';
import { callOffOthers } from './network.ask';
import { cancelRequest } from './out.moves';
import { lockRequest } from './out.row';
import { placeMessage } from './out.send';
import { signalRequest, wishReminder } from './out.turn';
import { writeEntry } from '../exchange/entries';

export const requestOutJobKinds = {
  'request.released': jobKind('fast', 20, 1, 60),
  'request.withdrawn': jobKind('fast', 20, 1, 60),
  'request.answered': jobKind('fast', 20, 1, 60),
  'request.remind': jobKind('fast'),
  'request.expire': jobKind('fast'),
  'request.approval': jobKind('fast'),
  'request.case-over': jobKind('fast', 20, 1, 60),
  'request.found': jobKind('fast', 20, 1, 60),
  'request.round': jobKind('slow'),
} as const;

/** After so many reminders without a word, people are told and the machine stops asking by itself. */
const MOST_REMINDERS = 6;

export const requestOutReactions: readonly Reaction[] = [
  { on: 'inbound.released', wish: (e) => ({ kind: 'request.released', key: `request.released ${e.id}`, data: { examId: e.id } }) },
  ...['inbound.recalled', 'inbound.returned', 'inbound.rejected'].map((on): Reaction => ({ on, wish: (e) => ({ kind: 'request.withdrawn', key: `request.withdrawn ${e.id}`, data: { examId: e.id, cause: on.slice(8) } }) })),
  ...['message.acknowledged', 'message.refused'].map((on): Reaction => ({
    on, wish: (e) => (e.kind === 'requestOut' ? { kind: 'request.answered', key: `request.answered ${String(e.data?.['message'])}`, data: { id: e.id, accepted: on === 'message.acknowledged', code: e.data?.['code'] ?? '', message: e.data?.['message'] } } : null),
  })),
  { on: 'requestOut.fulfilled', wish: (e) => ({ kind: 'request.found', key: `request.found ${e.id}`, data: { id: e.id } }) },
  { on: 'case.cancelled', wish: (e) => ({ kind: 'request.case-over', key: `request.case-over ${e.id}`, data: { id: e.id } }) },
];

/** The system's part of requests: answers of lines, reminders, the end of waiting, and exams that come or go back. */
export class RequestOutJobs implements JobHandler {
  readonly kinds = Object.keys(requestOutJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly rounds: ListRounds) {}

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    if (job.kind === 'request.round') return this.rounds.run(id);
    await this.acts.run(system('requests'), async (act) => {
      switch (job.kind as keyof typeof requestOutJobKinds) {
        case 'request.released':
          return arrivalReleased(act, String(job.data['examId']));
        case 'request.withdrawn':
          return withdrawArrival(act, String(job.data['examId']), String(job.data['cause']));
        case 'request.answered':
          return this.answered(act, id, job.data);
        case 'request.remind':
          return this.remind(act, id);
        case 'request.found':
          return callOffOthers(act, id, this.settings);
        case 'request.expire': {
          const row = await lockRequest(act, id);
          if (!row?.expires_at || row.expires_at > act.now) return;
          const moved = await signalRequest(act, row, { move: 'expire', reason: 'needed-by-passed', entry: { reminders: row.reminders } });
          if (moved) act.unwish(`request.remind ${id}`);
          return;
        }
        case 'request.approval': {
          const row = await lockRequest(act, id);
          if (row?.state !== 'awaiting-approval') return;
          act.audit({ action: 'requestOut.approval-late', object: { kind: 'requestOut', id } });
          act.emit({ event: 'requestOut.clock-mark', kind: 'requestOut', id, data: { permille: 1000 } });
          return;
        }
        case 'request.case-over':
          for (const r of await act.query<{ id: string }>(`select id from request_out where case_id = $1 and state in ('draft', 'awaiting-approval', 'sent', 'acknowledged', 'promised', 'partly-fulfilled')`, [id])) {
            const row = await lockRequest(act, r.id);
            if (row) await cancelRequest(act, row, 'no-longer-needed', this.settings).catch(unlessOver);
          }
      }
    });
  }

  /** The partner's system took the message: seen. It refused it: somebody has to call, and that is written down. */
  private async answered(act: Act, id: string, data: JobRun['data']): Promise<void> {
    const row = await lockRequest(act, id);
    if (!row || row.message_id !== data['message']) return;
    if (data['accepted'] === true) {
      if (row.state === 'sent') await signalRequest(act, row, { move: 'acknowledge', set: { last_contact_at: act.now }, entry: { by: 'their system', channel: 'hl7' } });
      return;
    }
    await act.query(`update request_out set channel = 'phone', version = version + 1 where id = $1`, [id]);
    await writeEntry(act, 'requestOut', id, 'line-refused', { code: String(data['code']) });
    act.audit({ action: 'requestOut.line-refused', object: { kind: 'requestOut', id }, outcome: 'refused', reason: String(data['code']) });
    act.emit({ event: 'requestOut.line-refused', kind: 'requestOut', id });
  }

  private async remind(act: Act, id: string): Promise<void> {
    const row = await lockRequest(act, id);
    if (!row || !['sent', 'acknowledged', 'promised'].includes(row.state)) return;
    // what was promised for later is not asked for before
    if (row.promised_by && row.promised_by > act.now) {
      act.wish({ kind: 'request.remind', key: `request.remind ${id}`, data: { id }, dueAt: row.promised_by, restart: true });
      return;
    }
    if (row.reminders >= MOST_REMINDERS) return;
    const message = row.channel === 'hl7' && row.endpoint_id ? await placeMessage(act, row, row.endpoint_id, 'again', this.settings) : null;
    await signalRequest(act, row, { move: 'remind', set: { reminders: row.reminders + 1, ...(message ? { last_contact_at: act.now } : {}) }, entry: { channel: message ? 'hl7' : 'call-due', n: row.reminders + 1 } });
    // where nobody but a person can remind them, that person is told
    if (!message) act.emit({ event: 'requestOut.call-due', kind: 'requestOut', id, data: { permille: 1000 } });
    wishReminder(act, row, this.settings);
  }
}

function unlessOver(error: unknown): void {
  if (!(error instanceof Refusal) || error.status !== 409) throw error;
}
