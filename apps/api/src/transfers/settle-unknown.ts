import { TransportFailure, type Line } from '@causeway/transport-kit';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { listedInstances } from './archive-line';
import { moveRows, rowsIn } from './rows';
import type { TransferColumns } from './run';

/** What the far side listed of a study, or null when it cannot be asked: then its answers are all there is. */
export async function askedList(line: Line, proof: TransferColumns['proof'], studyUid: string, signal: AbortSignal): Promise<Set<string> | null> {
  if (proof === 'receipt' || !line.find) return null;
  try {
    return await listedInstances(line, studyUid, signal);
  } catch (error) {
    if (error instanceof TransportFailure && error.code === 'unsupported') return null;
    throw error;
  }
}

/**
 * Before an attempt sends anything, what an earlier one left without an answer is asked about (INV-19): listed is proven, not listed waits again.
 * A far side that cannot be asked gets it again; storing the same object twice changes nothing there (PS3.4 B.2.3).
 * Returns how many were proven to be there.
 */
export async function settleUnknown(acts: Acts, transfer: TransferColumns, line: Line, signal: AbortSignal): Promise<number> {
  const unknown = await acts.read<{ sopUid: string }>(`select sop_uid as "sopUid" from transfer_row where transfer_id = $1 and state = 'unknown'`, [transfer.id]);
  if (unknown.length === 0) return 0;
  const [exam] = await acts.read<{ study_uid: string }>('select study_uid from exam where id = $1', [transfer.exam_id]);
  const listed = await askedList(line, transfer.proof, exam?.study_uid ?? '', signal);
  return acts.run(system('transfers'), async (act) => {
    const [now] = await act.query<{ epoch: string }>('select epoch from transfer where id = $1 for update', [transfer.id]);
    if (now?.epoch !== transfer.epoch) return 0;
    const rows = await rowsIn(act, transfer.id, 'unknown');
    const proof = listed ? `listed ${act.now.toISOString()}` : 'cannot be asked';
    const there = rows.filter((r) => listed?.has(r.sopUid));
    await moveRows(act, transfer.id, 'prove', there.map((r) => ({ ...r, proof })));
    const gone = rows.filter((r) => !listed?.has(r.sopUid));
    await moveRows(act, transfer.id, 'find-missing', gone.map((r) => ({ ...r, proof })));
    await moveRows(act, transfer.id, 'requeue', gone);
    act.audit({ action: 'transfer.asked-about-unknown', object: { kind: 'transfer', id: transfer.id }, details: { asked: rows.length, there: there.length, missing: gone.length, proof: listed ? 'list' : 'receipt' } });
    return there.length;
  });
}
