import { healSeconds, saysLineIsAway } from '@causeway/domain';
import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import type { Act } from '../platform/acts/act';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import { Later, type JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import { filedUnder, withArchive } from './archive-line';
import { lockLine, noteFailure, noteSuccess, realSeconds, requeueRows, wishServe, type LinePace } from './lines';
import { moveRows, rowsIn } from './rows';
import { TRANSFER_SQL, type TransferColumns } from './run';
import { askedList } from './settle-unknown';
import { told } from './told';

const AGAIN_SECONDS = 20;

interface Asked { readonly listed: ReadonlySet<string> | null; readonly patient: 'as-local' | 'other' }
type Verified = TransferColumns & { study_uid: string; mrn: string | null };

/**
 * Asks the far side which of the instances it lists (INV-18): done is only what it proved; an archive of ours also under the local identity.
 * A far side that cannot be asked is believed at its answers, and that is written down as the proof.
 */
export class TransferVerify {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly pace: LinePace, private readonly log: Logger) {}

  async verify(id: string, job: JobRun): Promise<void> {
    const [t] = await this.acts.read<Verified>(
      `select t.*, e.kind, e.settings, e.proof, x.study_uid, p.mrn from transfer t join endpoint e on e.id = t.endpoint_id join exam x on x.id = t.exam_id
         left join match m on m.exam_id = t.exam_id and m.state in ('matched', 'overridden') left join patient p on p.id = m.patient_id where t.id = $1`, [id]);
    if (!t || t.state !== 'verifying') return;
    await this.mayAsk(t.endpoint_id);
    const asked = await this.ask(t, job);
    await this.acts.run(system('transfers'), async (act) => {
      const [now] = await act.query<TransferColumns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      if (!now || now.state !== 'verifying') return;
      await noteSuccess(act, now.endpoint_id, this.pace);
      wishServe(act, now.endpoint_id);
      await this.conclude(act, now, asked);
    });
  }

  /** Sends again only what is missing or was refused for now. */
  async heal(id: string): Promise<void> {
    await this.acts.run(system('transfers'), async (act) => {
      const [t] = await act.query<TransferColumns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      if (!t || !['partial', 'failed', 'expired'].includes(t.state)) return;
      const moved = await signal(act, { machine: 'transfer', id, move: 'retry', set: { next_due_at: act.now, heals: t.heals + 1 }, data: told(t) });
      if (!moved) return;
      await requeueRows(act, id, 'later');
      wishServe(act, t.endpoint_id);
    });
  }

  private async conclude(act: Act, t: TransferColumns, { listed, patient }: Asked): Promise<void> {
    const { id } = t;
    const data = told(t);
    const proof = listed ? `listed ${act.now.toISOString()}` : `answered ${act.now.toISOString()}`;
    const asked = await act.query<{ sopUid: string; state: string }>(`select sop_uid as "sopUid", state from transfer_row where transfer_id = $1 and state in ('sent', 'unknown')`, [id]);
    const there = asked.filter((r) => (listed ? listed.has(r.sopUid) : r.state === 'sent'));
    await moveRows(act, id, 'prove', there.map((r) => ({ sopUid: r.sopUid, proof })));
    await moveRows(act, id, 'find-missing', asked.filter((r) => !there.includes(r)).map((r) => ({ sopUid: r.sopUid, proof })));
    const missing = await rowsIn(act, id, 'missing', 'rejected', 'pending', 'sending', 'unknown');
    if (missing.length === 0 && patient === 'as-local') {
      await signal(act, { machine: 'transfer', id, move: 'complete', set: { cause: null, cause_detail: null }, details: { listed: listed?.size ?? null, proof }, data });
      act.unwish(`transfer.expire ${id}`);
      return;
    }
    const [refused] = await act.query<{ comment: string | null; n: number; never: number }>(
      `select max(comment) as comment, count(*)::int as n, count(*) filter (where retry = 'never')::int as never from transfer_row where transfer_id = $1 and state = 'rejected'`, [id]);
    const cause = patient === 'other' ? 'filed-under-another-patient' : (refused?.n ?? 0) > 0 ? 'refused-at-far-side' : 'missing-at-far-side';
    await signal(act, { machine: 'transfer', id, move: 'find-missing', set: { cause, cause_detail: (refused?.n ?? 0) > 0 ? refused?.comment : null }, reason: cause, details: { missing: missing.length }, data });
    const heal = healSeconds(t.heals + 1);
    // what the far side refuses for good, or files wrongly, needs a person
    if (patient === 'as-local' && heal !== null && missing.length > (refused?.never ?? 0)) act.wish({ kind: 'transfer.heal', key: `transfer.heal ${id}`, data: { id }, inSeconds: realSeconds(heal, this.pace), restart: true });
  }

  /** A partner that is away is only probed: this waits without touching it. */
  private async mayAsk(endpointId: string): Promise<void> {
    const line = await this.acts.run(system('transfers'), (act) => lockLine(act, endpointId, this.pace));
    if (line.breaker === 'open') throw new Later(realSeconds(AGAIN_SECONDS, this.pace), 'partner-away');
  }

  private async ask(t: Verified, job: JobRun): Promise<Asked> {
    try {
      return await withArchive(this.transports, this.log, { id: t.endpoint_id, kind: t.kind, settings: t.settings }, async (line) => {
        const listed = await askedList(line, t.proof, t.study_uid, job.signal);
        const filed = t.purpose === 'release' && listed ? await filedUnder(line, t.study_uid, job.signal) : [];
        return { listed, patient: filed.some((mrn) => mrn !== t.mrn) ? 'other' as const : 'as-local' as const };
      });
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      if (saysLineIsAway(error.code)) await this.acts.run(system('transfers'), (act) => noteFailure(act, t.endpoint_id, error, this.pace));
      throw new Later(realSeconds(AGAIN_SECONDS, this.pace), error.code);
    }
  }
}
