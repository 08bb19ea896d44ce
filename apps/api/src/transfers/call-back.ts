import { writeOrm } from '@causeway/hl7v2';
import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import { confirmTarget, failTarget, lockRecall, type RecallColumns } from '../identity/recall';
import { patientOut } from '../messages/hl7-words';
import { queueMessage } from '../messages/queue';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { Later, type JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import type { Settings } from '../platform/settings/settings';
import { listedInstances, withArchive, type ArchiveEndpoint } from './archive-line';
import { rejectionNote } from './rejection-note';

const LOOK_AGAIN_SECONDS = 20;

interface CopyRow extends ArchiveEndpoint { study_uid: string; mrn: string; patient_name: string; at: Date }

/** Asks archives and order systems to take back what an undone association brought them. */
export class CallBack {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async ask(id: string, job: JobRun): Promise<void> {
    const [row] = await this.acts.read<RecallColumns>('select * from recall where id = $1', [id]);
    if (row?.state !== 'asked') return;
    if (row.channel === 'order') return this.cancelOrder(row);
    if (row.channel === 'pacs') return this.rejectCopy(row, job);
  }

  /** The order system answered the cancellation. */
  answered(id: string, accepted: boolean): Promise<void> {
    return this.acts.run(system('transfers'), async (act) => {
      const row = await lockRecall(act, id);
      if (!row) return;
      if (!accepted) return failTarget(act, row, 'order-system-refused');
      await act.query(`update import_order set state = 'cancelled' where id = $1`, [row.ref]);
      await confirmTarget(act, row, 'cancelled');
    });
  }

  /** Sends the rejection note, then believes only the archive's own list: a target is back when none of its instances is listed any more. */
  private async rejectCopy(row: RecallColumns, job: JobRun): Promise<void> {
    const [copy] = await this.acts.read<CopyRow>(
      `select e.id, e.kind, e.settings, x.study_uid, p.mrn, coalesce((select n.family || '^' || n.given from patient_name n where n.patient_id = p.id order by (n.use = 'L') desc, n.id limit 1), '') as patient_name, r.made_at as at
       from recall r join transfer t on t.id::text = r.ref join endpoint e on e.id = t.endpoint_id join exam x on x.id = r.exam_id join match m on m.id = r.match_id join patient p on p.id = m.patient_id where r.id = $1`, [row.id]);
    if (!copy) return this.acts.run(system('transfers'), (act) => failTarget(act, row, 'nothing-was-sent'));
    const instances = await this.acts.read<{ sopUid: string; sopClass: string; series_uid: string }>(
      `select i.sop_uid as "sopUid", i.sop_class as "sopClass", i.series_uid from transfer_row r join instance i on i.id = r.instance_id
       where r.transfer_id::text = $1 and r.state in ('sending', 'sent', 'unknown', 'verified') order by i.series_uid, i.id`, [row.ref]);
    const series = [...new Set(instances.map((i) => i.series_uid))].map((seriesUid) => ({ seriesUid, instances: instances.filter((i) => i.series_uid === seriesUid) }));
    try {
      const left = await withArchive(this.transports, this.log, copy, async (line) => {
        const before = await listedInstances(line, copy.study_uid, job.signal);
        if (!instances.some((i) => before.has(i.sopUid))) return 0;
        const note = rejectionNote({ id: row.id, studyUid: copy.study_uid, mrn: copy.mrn, patientName: copy.patient_name, at: copy.at, series });
        await line.send?.({ instances: [note] }, job.signal);
        const after = await listedInstances(line, copy.study_uid, job.signal);
        return instances.filter((i) => after.has(i.sopUid)).length;
      });
      if (left > 0) throw new Later(LOOK_AGAIN_SECONDS, 'still-listed');
    } catch (error) {
      if (error instanceof TransportFailure) throw new Later(LOOK_AGAIN_SECONDS, error.code);
      throw error;
    }
    await this.acts.run(system('transfers'), async (act) => {
      const now = await lockRecall(act, row.id);
      if (now) await confirmTarget(act, now, 'not-listed-any-more');
    });
  }

  private cancelOrder(row: RecallColumns): Promise<void> {
    return this.acts.run(system('transfers'), async (act) => {
      const [order] = await act.query<{ patient_id: string; accession: string; issuer: string; procedure_code: string; procedure_text: string; study_uid: string; state: string }>(
        'select o.*, e.study_uid from import_order o join exam e on e.id = o.exam_id where o.id::text = $1', [row.ref]);
      const now = await lockRecall(act, row.id);
      if (!now || !order) return;
      const [asked] = await act.query(`select 1 as asked from out_message where subject_kind = 'recall' and subject_id = $1 and made_at >= $2`, [row.id, now.state_since]);
      if (asked) return;
      const authority = { namespace: order.issuer, universalId: null, universalIdType: null };
      const patient = await patientOut(act, order.patient_id);
      const message = await queueMessage(act, {
        purpose: 'orders', subject: { kind: 'recall', id: row.id },
        write: (envelope) => writeOrm(envelope, 'CA', {
          patient, placerOrder: { value: order.accession, authority }, accession: { value: order.accession, authority }, procedure: { code: order.procedure_code, text: order.procedure_text, system: 'L' },
          priority: 'R', studyUid: order.study_uid, modality: null, observedAt: null,
        }),
      }, this.settings);
      if (!message) await failTarget(act, now, 'no-endpoint');
    });
  }
}
