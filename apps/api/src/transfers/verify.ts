import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import { Later, type JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import { filedUnder, listedInstances, withArchive } from './archive-line';
import { moveRows } from './rows';
import { rowsIn, TRANSFER_SQL, type TransferColumns } from './run';

const AGAIN_SECONDS = 20;
/** Pauses before what is missing is sent again. */
const HEAL_SECONDS = [10, 600, 3600, 6 * 3600, 86_400, 86_400, 86_400, 86_400, 86_400, 86_400, 86_400];

/** Asks the archive which of the instances it lists (INV-18): done is only what the far side proved, and under the local identity. */
export class TransferVerify {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async verify(id: string, job: JobRun): Promise<void> {
    const [t] = await this.acts.read<TransferColumns & { study_uid: string; mrn: string | null }>(
      `select t.*, e.kind, e.settings, x.study_uid, p.mrn from transfer t join endpoint e on e.id = t.endpoint_id join exam x on x.id = t.exam_id
         left join match m on m.exam_id = t.exam_id and m.state in ('matched', 'overridden') left join patient p on p.id = m.patient_id where t.id = $1`, [id]);
    if (!t || t.state !== 'verifying') return;
    const listed = await this.listedBy(t, job);
    await this.acts.run(system('transfers'), async (act) => {
      const [now] = await act.query<TransferColumns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      if (!now || now.state !== 'verifying') return;
      const asked = await rowsIn(act, id, 'sent', 'unknown');
      const proof = `C-FIND ${act.now.toISOString()}`;
      await moveRows(act, id, 'prove', asked.filter((r) => listed.uids.has(r.sopUid)).map((r) => ({ ...r, proof })));
      await moveRows(act, id, 'find-missing', asked.filter((r) => !listed.uids.has(r.sopUid)).map((r) => ({ ...r, proof })));
      const missing = await rowsIn(act, id, 'missing', 'rejected', 'pending', 'sending', 'unknown');
      const data = { examId: now.exam_id };
      if (missing.length === 0 && listed.patient === 'as-local') {
        await signal(act, { machine: 'transfer', id, move: 'complete', set: { cause: null, cause_detail: null }, details: { listed: listed.uids.size, proof }, data });
        return;
      }
      const cause = listed.patient === 'other' ? 'filed-under-another-patient' : 'missing-at-far-side';
      await signal(act, { machine: 'transfer', id, move: 'find-missing', set: { cause }, reason: cause, details: { missing: missing.length }, data });
      const heal = HEAL_SECONDS[Math.min(now.attempt - 1, HEAL_SECONDS.length - 1)] ?? 86_400;
      if (listed.patient === 'as-local') act.wish({ kind: 'transfer.heal', key: `transfer.heal ${id}`, data: { id }, inSeconds: heal, restart: true });
    });
  }

  /** Sends again only what is missing or was refused for now. */
  async heal(id: string): Promise<void> {
    await this.acts.run(system('transfers'), async (act) => {
      const [t] = await act.query<TransferColumns>(`${TRANSFER_SQL} where t.id = $1 for update of t`, [id]);
      if (!t || !['partial', 'failed', 'expired'].includes(t.state)) return;
      const moved = await signal(act, { machine: 'transfer', id, move: 'retry', set: { next_due_at: act.now }, data: { examId: t.exam_id } });
      if (!moved) return;
      await moveRows(act, id, 'requeue', await rowsIn(act, id, 'missing', 'rejected'));
      act.wish({ kind: 'transfer.run', key: `transfer.run ${id}`, data: { id } });
    });
  }

  private async listedBy(t: TransferColumns & { study_uid: string; mrn: string | null }, job: JobRun): Promise<{ uids: Set<string>; patient: 'as-local' | 'other' }> {
    try {
      return await withArchive(this.transports, this.log, { id: t.endpoint_id, kind: t.kind, settings: t.settings }, async (line) => {
        const filed = await filedUnder(line, t.study_uid, job.signal);
        return { uids: await listedInstances(line, t.study_uid, job.signal), patient: filed.some((mrn) => mrn !== t.mrn) ? 'other' as const : 'as-local' as const };
      });
    } catch (error) {
      if (error instanceof TransportFailure) throw new Later(AGAIN_SECONDS, error.code);
      throw error;
    }
  }
}
