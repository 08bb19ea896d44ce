import type { SignedCertificate, TombstoneQuery, TombstoneView } from '@causeway/contracts';
import { purgeMachine, type PurgeState } from '@causeway/domain';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { certificateOf } from '../platform/signing';

interface Row {
  exam_id: string; study_uid: string; facility_ids: string[]; series: number; instances: number; bytes: string; digest: Buffer; at: Date; verdict: { until: string; because: string; cite: string | null }; disposition_id: string; number: number; signed: boolean;
  purge_id: string; purge_version: number; purge_state: PurgeState; gone: number;
}
const SQL = `select t.*, t.signature is not null as signed, p.disposition_id, d.number, p.version as purge_version, p.state as purge_state, (select count(*)::int from purge_object o where o.purge_id = p.id and o.gone_at is not null) as gone
  from tombstone t join purge p on p.id = t.purge_id join disposition d on d.id = p.disposition_id`;
const sight = (caller: Caller, b: Binder): string => rowSql([...caller.rows('disposition.review'), ...caller.rows('exam.list')], { facilityIds: 't.facility_ids' }, b.bind);

/** What stays of an exam that was purged; null when there is nothing, or it is not this person's to see. */
export async function tombstoneOf(acts: Acts, caller: Caller, examId: string): Promise<TombstoneView | null> {
  const b = new Binder();
  const [row] = await acts.read<Row>(`${SQL} where t.exam_id = ${b.bind(examId)} and ${sight(caller, b)}`, b.values);
  return row ? view(row, caller) : null;
}

/** Found by what stays: the study's UID. */
export async function tombstones(acts: Acts, caller: Caller, query: TombstoneQuery): Promise<TombstoneView[]> {
  const b = new Binder();
  const wanted = query.studyUid ? `t.study_uid = ${b.bind(query.studyUid)}` : 'true';
  const rows = await acts.read<Row>(`${SQL} where ${wanted} and ${sight(caller, b)} order by t.at desc, t.exam_id limit ${b.bind(query.limit)}`, b.values);
  return rows.map((row) => view(row, caller));
}

/** The signed certificate that the bytes of one exam are gone. */
export async function tombstoneCertificate(acts: Acts, caller: Caller, examId: string): Promise<SignedCertificate> {
  const found = await tombstoneOf(acts, caller, examId);
  if (!found) throw notFound('tombstone');
  const certificate = await certificateOf(acts, 'tombstone', 'exam_id', examId);
  if (!certificate) throw new Refusal(409, 'not-gone-yet', 'Its bytes are not all gone yet. The certificate is signed when they are.');
  return certificate;
}

function view(r: Row, caller: Caller): TombstoneView {
  const retry = purgeMachine.answer(r.purge_state, 'retry') === 'legal' ? caller.offer('retry', 'transfer.retry', { facilityIds: r.facility_ids }) : null;
  return {
    examId: r.exam_id, studyUid: r.study_uid, series: r.series, images: r.instances, bytes: Number(r.bytes), digest: r.digest.toString('hex'), at: r.at.toISOString(), disposition: { id: r.disposition_id, number: r.number },
    until: r.verdict.until, because: r.verdict.because, cite: r.verdict.cite, signed: r.signed, purge: { id: r.purge_id, version: r.purge_version, state: r.purge_state, gone: r.gone, moves: retry ? [retry] : [] },
  };
}
