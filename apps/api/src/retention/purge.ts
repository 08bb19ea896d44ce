import { objectionsToPurge, type PurgeObjection, type PurgeState } from '@causeway/domain';
import { signalInbound } from '../inbound/turn';
import { lockInbound } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import type { Settings } from '../platform/settings/settings';
import { makeTransfer } from '../transfers/make';
import { BLOCKING, COVERS, PURGE_GATE } from './blocking';
import type { DispositionColumns } from './disposition.row';
import { clear } from './clear';
import { evaluate, type Standing } from './verdict';

export interface PurgeColumns {
  id: string; version: number; state: PurgeState; disposition_id: string; exam_id: string; transfer_id: string | null; exported: { endpoint: string; images: number; at: string } | null; objections: PurgeObjection[]; cause: string | null; attempts: number;
}

export async function lockPurge(act: Act, id: string): Promise<PurgeColumns | null> {
  const [row] = await act.query<PurgeColumns>('select * from purge where id = $1 for update', [id]);
  return row ?? null;
}

/**
 * One turn of a purge that was approved: exported first where that was chosen, else begun, if at this instant nothing speaks against it (INV-27, INV-28). The
 * exam is locked before anything is looked at, and whatever would begin on it waits for this transaction: it sees an exam that is purged, or one that is not.
 */
export async function runPurge(act: Act, id: string, settings: Settings): Promise<void> {
  await act.query('select pg_advisory_xact_lock_shared($1)', [PURGE_GATE]);
  const purge = await lockPurge(act, id);
  if (purge?.state !== 'ready') return;
  const [disposition] = await act.query<DispositionColumns>('select * from disposition where id = $1', [purge.disposition_id]);
  const exam = await lockInbound(act, purge.exam_id);
  await act.query('select id from exam where id = $1 for update', [purge.exam_id]);
  if (!disposition || !exam) return;
  const standing = await evaluate(act, purge.exam_id, settings);
  const objections = await objectionsTo(act, purge, standing);
  if (objections.length > 0) return refuse(act, purge, objections);
  if (disposition.action === 'export-then-purge' && !purge.exported) return exportFirst(act, purge, disposition, exam.revision);
  await clear(act, purge, standing as Standing);
  await signal(act, { machine: 'purge', id, move: 'begin', set: { objections: [] }, details: { exam: purge.exam_id, until: standing?.until, decision: standing?.decisionId }, data: { examId: purge.exam_id } });
  await signal(act, { machine: 'verdict', id: purge.exam_id, move: 'dispose', details: { purge: id }, data: { examId: purge.exam_id } });
  await signalInbound(act, { id: purge.exam_id, move: 'purge', set: { patient_text: '', care_team: [] }, details: { purge: id } });
  await act.query(`update disposition_item set state = 'purged' where disposition_id = $1 and exam_id = $2`, [purge.disposition_id, purge.exam_id]);
  act.wish({ kind: 'purge.remove', key: `purge.remove ${id}`, data: { id } });
}

/** Everything that speaks against it now. The caller holds the exam; leases and reads are locked here, so that nobody takes one meanwhile. */
export async function objectionsTo(act: Act, purge: Pick<PurgeColumns, 'exam_id' | 'disposition_id'>, standing: Standing | null): Promise<PurgeObjection[]> {
  const exam = purge.exam_id;
  const leases = await act.query<{ held: boolean }>(`select state = 'held' as held from lease where item_id = $1 for update`, [exam]);
  const reads = await act.query<{ open: boolean }>(`select state not in ('acknowledged', 'withdrawn', 'retracted') as open from overread where exam_id = $1 for update`, [exam]);
  const [f] = await act.query<{ holds: number; transfers: number; sends: number; requests: number; cases: number; recalls: number; state: string; reviewed: number; revision: number; uncounted: number }>(
    `select (select count(*)::int from hold h where h.state in ${BLOCKING} and ${COVERS}) as holds,
       (select count(*)::int from transfer t where t.exam_id = x.id and t.state not in ('done', 'cancelled', 'expired')) as transfers,
       (select count(*)::int from send_item si join send s on s.id = si.send_id where si.exam_id = x.id and s.state in ('draft', 'pre-flight', 'awaiting-approval', 'scheduled', 'sending', 'failed')) as sends,
       (select count(*)::int from request_in_exam q join request_in r on r.id = q.request_id where q.exam_id = x.id and q.sent_at is null and r.state not in ('fulfilled', 'declined', 'withdrawn')) as requests,
       (select count(*)::int from case_exam ce join exchange_case c on c.id = ce.case_id where ce.exam_id = x.id and c.state in ('open', 'deciding', 'decided')) as cases,
       (select count(*)::int from recall r where r.exam_id = x.id and r.state not in ('confirmed', 'waived')) as recalls,
       x.state, coalesce((select i.revision from disposition_item i where i.disposition_id = $2 and i.exam_id = x.id), -1) as reviewed, x.revision,
       (select count(*)::int from uncounted_instance u where u.exam_id = x.id) as uncounted
     from inbound x where x.id = $1`, [exam, purge.disposition_id]);
  if (!f) return ['not-in-a-state-to-purge'];
  return objectionsToPurge({ ...f, leases: leases.filter((l) => l.held).length, reads: reads.filter((r) => r.open).length, until: standing?.until ?? 'forever', today: standing?.today ?? '' });
}

async function refuse(act: Act, purge: PurgeColumns, objections: readonly PurgeObjection[]): Promise<void> {
  await signal(act, { machine: 'purge', id: purge.id, move: 'refuse', set: { objections, cause: objections[0] }, reason: objections[0] ?? null, details: { exam: purge.exam_id, objections }, data: { examId: purge.exam_id } });
  await act.query(`update disposition_item set state = 'refused', cause = $3 where disposition_id = $1 and exam_id = $2`, [purge.disposition_id, purge.exam_id, objections[0]]);
}

async function exportFirst(act: Act, purge: PurgeColumns, disposition: DispositionColumns, revision: number): Promise<void> {
  const [target] = await act.query<{ id: string; purpose: string }>('select id, purpose from endpoint where id = $1 and disabled_at is null', [disposition.export_endpoint_id]);
  if (!target) return refuseExport(act, purge, 'target-gone');
  const transfer = await makeTransfer(act, { examId: purge.exam_id, revision, purpose: 'export', destination: target.purpose, endpointId: target.id, priority: 8, copies: 'as-received' });
  await signal(act, { machine: 'purge', id: purge.id, move: 'export', set: { transfer_id: transfer }, details: { transfer, endpoint: target.id }, data: { examId: purge.exam_id } });
}

/** The export ended: proven image by image, and the purge goes on; or not, and the exam stays. */
export async function followExport(act: Act, transferId: string): Promise<void> {
  const [found] = await act.query<{ id: string }>('select id from purge where transfer_id = $1', [transferId]);
  const purge = found ? await lockPurge(act, found.id) : null;
  if (purge?.state !== 'exporting') return;
  const [t] = await act.query<{ state: string; endpoint_id: string; proven: number; images: number }>(
    `select t.state, t.endpoint_id, (select count(*)::int from transfer_row r where r.transfer_id = t.id and r.state = 'verified') as proven,
       (select count(*)::int from instance i where i.exam_id = t.exam_id and i.conflict_of is null) as images from transfer t where t.id = $1`, [transferId]);
  if (t?.state === 'done' && t.proven >= t.images) {
    const exported = { endpoint: t.endpoint_id, images: t.proven, at: act.now.toISOString() };
    await signal(act, { machine: 'purge', id: purge.id, move: 'record-export', set: { exported: JSON.stringify(exported) }, details: exported, data: { examId: purge.exam_id } });
    act.wish({ kind: 'purge.run', key: `purge.run ${purge.id}`, data: { id: purge.id } });
    return;
  }
  if (t && ['done', 'failed', 'expired', 'cancelled'].includes(t.state)) await refuseExport(act, purge, `export-${t.state === 'done' ? 'incomplete' : t.state}`);
}

async function refuseExport(act: Act, purge: PurgeColumns, cause: string): Promise<void> {
  await signal(act, { machine: 'purge', id: purge.id, move: 'refuse', set: { cause }, reason: cause, data: { examId: purge.exam_id } });
  await act.query(`update disposition_item set state = 'refused', cause = $3 where disposition_id = $1 and exam_id = $2`, [purge.disposition_id, purge.exam_id, cause]);
}
