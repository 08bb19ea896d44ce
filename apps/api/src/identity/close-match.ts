import { lockInbound } from '../inbound/inbound.row';
import type { Act } from '../platform/acts/act';
import { lockMatch, openMatch, signalMatch, stopClocks } from './match.row';
import { cancelRegistration } from './registration';

const ENDED: readonly string[] = ['returned', 'rejected', 'mirrored', 'purged'];

/** The exam's way ended, so nobody needs to say any more whose it is. An exam that was taken up again meanwhile keeps its match. */
export async function closeMatch(act: Act, examId: string, cause: string): Promise<void> {
  const inbound = await lockInbound(act, examId);
  const match = await openMatch(act, examId);
  if (!inbound || !match || !ENDED.includes(inbound.state)) return;
  await signalMatch(act, match, { move: 'close', reason: cause, details: { cause } });
  stopClocks(act, match.id);
  await cancelRegistration(act, match.id, 'closed');
}

/** A proposal has waited as long as the exam may: people are told by the exam's own clock, and it is written down here. */
export async function markWaiting(act: Act, id: string): Promise<void> {
  const match = await lockMatch(act, id);
  if (match?.state !== 'proposed') return;
  act.audit({ action: 'match.waited-too-long', object: { kind: 'match', id }, from: match.state, to: match.state });
  act.emit({ event: 'match.waited-too-long', kind: 'match', id, data: { examId: match.exam_id } });
}

/** Nobody took the second look in time: back to the first step, and people are told. */
export async function declineUnseen(act: Act, id: string): Promise<void> {
  const match = await lockMatch(act, id);
  if (match?.state !== 'second-look') return;
  await signalMatch(act, match, { move: 'decline-second', set: { patient_id: null, elements: [], asker_id: null, reason: null }, reason: 'nobody-looked', details: { asker: match.asker_id, patient: match.patient_id } });
}
