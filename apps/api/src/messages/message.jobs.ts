import { TransportFailure, type InstalledTransports, type Line, type MessageReceipt } from '@causeway/transport-kit';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { jobKind, Later, type JobHandler, type JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';

export const messageJobKinds = { 'message.send': jobKind('fast', 100, 2, 300) } as const;

interface Row { id: string; state: string; purpose: string; subject_kind: string; subject_id: string; control_id: string; body: Buffer; kind: string; settings: unknown; endpoint_id: string }
const TYPES: Readonly<Record<string, string>> = { orders: 'ORM^O01', reports: 'ORU^R01', 'adt-out': 'ADT', requests: 'ORM^O01' };
const AWAY_SECONDS = 15;

/** Sends queued messages and writes the answer down. While the far side is away the message waits; what it refuses is told to people. */
export class MessageJobs implements JobHandler {
  readonly kinds = Object.keys(messageJobKinds);

  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async run(job: JobRun): Promise<void> {
    const [row] = await this.acts.read<Row>(
      'select m.*, e.kind, e.settings from out_message m join endpoint e on e.id = m.endpoint_id where m.id = $1 and e.disabled_at is null', [String(job.data['id'])]);
    if (!row || row.state !== 'waiting') return;
    await this.acts.read('update out_message set attempts = attempts + 1 where id = $1', [row.id]);
    let line: Line | null = null;
    try {
      line = await this.transports.open(row.kind, row.settings, { endpoint: row.endpoint_id, log: (event, facts) => this.log.info({ event, ...facts }) });
      if (!line.place) throw new TransportFailure('unsupported', 'never', `The transport ${row.kind} does not carry messages.`);
      await this.answered(row, await line.place({ id: row.control_id, type: TYPES[row.purpose] ?? '', bytes: row.body }, job.signal));
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      await this.acts.read('update out_message set cause = $2 where id = $1', [row.id, error.code]);
      if (error.retry === 'later') throw new Later(AWAY_SECONDS, error.code);
      await this.settle(row, 'refused', error.code, error.message);
    } finally {
      await line?.close();
    }
  }

  private answered(row: Row, receipt: MessageReceipt): Promise<void> {
    return this.settle(row, receipt.accepted ? 'acknowledged' : 'refused', receipt.code, receipt.detail);
  }

  private async settle(row: Row, state: 'acknowledged' | 'refused', code: string, detail: string): Promise<void> {
    await this.acts.run(system('messages'), async (act) => {
      const rows = await act.query(`update out_message set state = $2, answer = $3, cause = $4, answered_at = clock_timestamp() where id = $1 and state = 'waiting' returning id`, [row.id, state, code, state === 'refused' ? detail : null]);
      if (rows.length === 0) return;
      if (row.purpose === 'orders') await act.query('update import_order set state = $2, cause = $3 where message_id = $1', [row.id, state, state === 'refused' ? detail : null]);
      act.audit({ action: `message.${state}`, object: { kind: row.subject_kind, id: row.subject_id }, outcome: state === 'refused' ? 'refused' : 'done', reason: state === 'refused' ? code : null, details: { message: row.id, purpose: row.purpose, answer: code } });
      act.emit({ event: `message.${state}`, kind: row.subject_kind, id: row.subject_id, data: { message: row.id, purpose: row.purpose, code } });
    });
  }
}
