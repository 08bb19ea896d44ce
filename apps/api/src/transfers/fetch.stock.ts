import { smoothedRate } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import type { RemoteInstance } from '@causeway/transport-kit';
import { moveRows } from './rows';

/** Progress is written, and told on the stream, twice a second at most. */
const LOOK_MS = 500;
/** Until when a worker that brings something may be silent. */
const LEASE = `interval '60 seconds'`;

interface Here { sop_uid: string; state: string; instance_id: string; bytes: string }

/** What the partner lists, as rows of the ledger; those that stand there already stay as they are. Answers how many there are. */
export async function writeListed(act: Act, transferId: string, listed: readonly Pick<RemoteInstance, 'sopInstanceUid' | 'seriesInstanceUid' | 'sopClassUid'>[]): Promise<void> {
  await act.query(
    `insert into transfer_row (transfer_id, sop_uid, series_uid, sop_class, state) select $1, x.sop, nullif(x.series, ''), nullif(x.class, ''), 'pending' from jsonb_to_recordset($2::jsonb) as x(sop text, series text, class text)
     on conflict (transfer_id, sop_uid) do nothing`,
    [transferId, JSON.stringify(listed.map((i) => ({ sop: i.sopInstanceUid, series: i.seriesInstanceUid, class: i.sopClassUid })))]);
}

/**
 * What is here is the proof of a fetch: rows whose image our own ledger holds are proven, whoever sent it and whichever way. Answers the images
 * found since the last look, and their bytes.
 */
export async function takeStock(act: Act, transferId: string): Promise<{ readonly found: number; readonly bytes: number }> {
  const here = await act.query<Here>(
    `select distinct on (r.sop_uid) r.sop_uid, r.state, i.id as instance_id, i.bytes from transfer t join transfer_row r on r.transfer_id = t.id join exam e on e.study_uid = t.study_uid join instance i on i.exam_id = e.id and i.sop_uid = r.sop_uid
     where t.id = $1 and r.state in ('pending', 'sending', 'sent', 'unknown', 'missing', 'rejected') order by r.sop_uid, i.id`, [transferId]);
  if (here.length === 0) return { found: 0, bytes: 0 };
  const rows = here.map((h) => ({ sopUid: h.sop_uid, proof: `received ${act.now.toISOString()}` }));
  await moveRows(act, transferId, 'requeue', rows);
  await moveRows(act, transferId, 'begin', rows);
  await moveRows(act, transferId, 'confirm', rows);
  await moveRows(act, transferId, 'prove', rows);
  await act.query(
    `update transfer_row r set instance_id = x.instance from jsonb_to_recordset($2::jsonb) as x(sop text, instance bigint) where r.transfer_id = $1 and r.sop_uid = x.sop`,
    [transferId, JSON.stringify(here.map((h) => ({ sop: h.sop_uid, instance: h.instance_id })))]);
  const bytes = here.reduce((sum, h) => sum + Number(h.bytes), 0);
  await act.query('update transfer set bytes_done = bytes_done + $2, bytes = bytes + $2 where id = $1', [transferId, bytes]);
  return { found: here.length, bytes };
}

/** Looks, while a partner gives, at what has come, keeps the lease, and notices when somebody paused, called off or took over. */
export class FetchWatch {
  private readonly timer: NodeJS.Timeout;
  private turn: Promise<void> = Promise.resolve();
  private rate: number | null = null;
  private lookedAt = Date.now();
  /** Images that came in this attempt. */
  found = 0;

  constructor(private readonly acts: Acts, private readonly transfer: { readonly id: string; readonly epoch: number; readonly request_id: string }, private readonly overtaken: () => void) {
    this.timer = setInterval(() => void this.look(), LOOK_MS);
  }

  /** One look after the other, also when the database takes longer than the pause between them. */
  look(): Promise<void> {
    this.turn = this.turn.then(() => this.write()).catch(() => this.overtaken());
    return this.turn;
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.look();
  }

  private write(): Promise<void> {
    const { id, epoch, request_id: requestId } = this.transfer;
    return this.acts.run(system('transfers'), async (act) => {
      const [mine] = await act.query(`select id from transfer where id = $1 and epoch = $2 and state = 'running' for update`, [id, epoch]);
      if (!mine) return this.overtaken();
      const { found, bytes } = await takeStock(act, id);
      const seconds = (Date.now() - this.lookedAt) / 1000;
      this.rate = smoothedRate(this.rate, bytes, seconds);
      this.lookedAt = Date.now();
      this.found += found;
      await act.query(`update transfer set lease_until = clock_timestamp() + ${LEASE}, rate = $2, progress_at = clock_timestamp() where id = $1`, [id, this.rate]);
      if (found > 0) act.emit({ event: 'transfer.progressed', kind: 'transfer', id, data: { requestId } });
    });
  }
}
