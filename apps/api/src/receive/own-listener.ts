import type { CommitmentNews, OwnListener, RemoteReference } from '@causeway/transport-kit';
import type { Acts } from '../platform/acts/acts';

/** The receiver as a line of a worker sees it: what has arrived, and what was reported, stands in the database both share. */
export class ReceiverAsListener implements OwnListener {
  constructor(private readonly acts: Pick<Acts, 'read'>, readonly aeTitle: string) {}

  async arrived({ studyInstanceUid, seriesInstanceUid, sopInstanceUids }: RemoteReference, since: Date): Promise<readonly string[]> {
    const rows = await this.acts.read<{ sop_uid: string }>(
      `select distinct i.sop_uid from exam e join receipt r on r.exam_id = e.id join instance i on i.id = r.instance_id
       where e.study_uid = $1 and r.at >= $2 and ($3::text is null or i.series_uid = $3) and ($4::text[] is null or i.sop_uid = any($4))`,
      [studyInstanceUid, since, seriesInstanceUid ?? null, sopInstanceUids ?? null]);
    return rows.map((row) => row.sop_uid);
  }

  async committed(transactionUid: string): Promise<CommitmentNews | null> {
    const [row] = await this.acts.read<CommitmentNews>('select committed, refused from commitment_report where transaction_uid = $1', [transactionUid]);
    return row ?? null;
  }
}
