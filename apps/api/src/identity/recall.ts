import { recallMachine, type RecallMove, type RecallState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { made, move, signal, type MoveRequest, type Moved } from '../platform/acts/move';
import { newId } from '../platform/ids';
import { blastListOf, type RecallChannel, type RecallKind } from './blast-list';

export interface RecallColumns {
  id: string; version: number; exam_id: string; match_id: string; kind: RecallKind; ref: string; label: string; channel: RecallChannel; state: RecallState; state_since: Date;
  proof: string | null; attempts: number; cause: string | null; due_at: Date | null; waived_by: string[];
}

const SYSTEM_SECONDS = 15 * 60;
const PERSON_SECONDS = 24 * 3600;

type Request = Omit<MoveRequest<'recall'>, 'machine' | 'move' | 'id'> & { readonly move: RecallMove };

export async function lockRecall(act: Act, id: string): Promise<RecallColumns | null> {
  const [row] = await act.query<RecallColumns>('select * from recall where id = $1 for no key update', [id]);
  return row ?? null;
}

export const moveRecall = (act: Act, row: RecallColumns, request: Request): Promise<Moved<'recall'>> => move(act, { machine: 'recall', id: row.id, ...request, data: dataOf(row) });
const signalRecall = (act: Act, row: RecallColumns, request: Request): Promise<Moved<'recall'> | null> => signal(act, { machine: 'recall', id: row.id, ...request, data: dataOf(row) });
const dataOf = (row: RecallColumns): Record<string, unknown> => ({ examId: row.exam_id, kind: row.kind, channel: row.channel });

/** An exam is called back: lists what followed its association and asks each. Listing again finds the targets that are there. */
export async function listRecall(act: Act, examId: string): Promise<void> {
  const [inbound] = await act.query<{ state: string }>('select state from inbound where id = $1 for no key update', [examId]);
  const [match] = await act.query<{ id: string }>(`select id from match where exam_id = $1 and state in ('matched', 'overridden', 'unlinked') order by attempt desc limit 1`, [examId]);
  if (!match || inbound?.state !== 'recalling') return;
  for (const item of await blastListOf(act, examId)) {
    const id = newId(act.now.getTime());
    const [row] = await act.query<RecallColumns>(
      `insert into recall (id, exam_id, match_id, kind, ref, label, channel, state) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (match_id, kind, ref) do nothing returning *`,
      [id, examId, match.id, item.kind, item.ref, item.label, item.channel, recallMachine.initial]);
    if (!row) continue;
    made(act, 'recall', id, { exam: examId, kind: item.kind, ref: item.ref, channel: item.channel }, dataOf(row));
    await askTarget(act, row);
  }
}

/** Asks a target, or asks again. What people see of an exam goes by its association and is back at once; archives and orders are asked by the job `recall.ask`. */
export async function askTarget(act: Act, row: RecallColumns, version?: number): Promise<void> {
  const person = row.channel === 'person' || row.channel === 'report';
  const dueAt = new Date(act.now.getTime() + (person ? PERSON_SECONDS : SYSTEM_SECONDS) * 1000);
  const request: Request = { move: 'ask', set: { attempts: row.attempts + 1, due_at: dueAt, cause: null }, details: { channel: row.channel, attempt: row.attempts + 1 } };
  const asked = version === undefined ? await signalRecall(act, row, request) : await moveRecall(act, row, { ...request, version });
  if (!asked) return;
  if (row.channel === 'system') {
    await confirmTarget(act, { ...row, state: 'asked' }, 'association-ended');
    return;
  }
  act.wish({ kind: 'recall.overdue', key: `recall.overdue ${row.id}`, data: { id: row.id, attempt: row.attempts + 1 }, dueAt, restart: true });
  if (row.channel === 'pacs' || row.channel === 'order') act.wish({ kind: 'recall.ask', key: `recall.ask ${row.id}`, data: { id: row.id } });
}

/** Proof that a target is back: nothing found there any more, an acknowledgement, a retraction, or the answer of a person. */
export async function confirmTarget(act: Act, row: RecallColumns, proof: string): Promise<void> {
  if (await signalRecall(act, row, { move: 'confirm', set: { proof, cause: null }, details: { proof } })) endClocks(act, row.id);
}

/** A target refused, could not be reached for good, or did not answer in time. */
export async function failTarget(act: Act, row: RecallColumns, cause: string): Promise<void> {
  if (await signalRecall(act, row, { move: 'fail', set: { cause }, reason: cause, details: { attempt: row.attempts } })) endClocks(act, row.id);
}

export function endClocks(act: Act, id: string): void {
  act.unwish(`recall.overdue ${id}`);
  act.unwish(`recall.ask ${id}`);
}

/** Nobody answered this asking in time; a later one has a clock of its own. */
export async function recallOverdue(act: Act, id: string, attempt: number): Promise<void> {
  const row = await lockRecall(act, id);
  if (row?.state === 'asked' && row.attempts === attempt) await failTarget(act, row, 'no-answer-in-time');
}

/** An over-read was retracted, so its target is back. */
export async function recallRetracted(act: Act, overreadId: string): Promise<void> {
  await confirmWhere(act, 'report', overreadId, 'retracted');
}

/** A person said that they have read the call-back. */
export async function recallAcknowledged(act: Act, noticeId: string): Promise<void> {
  const [notice] = await act.query<{ person_id: string; event: string; data: { examId?: string | null } }>('select person_id, event, data from notice where id = $1', [noticeId]);
  if (!notice || !['inbound.recalled', 'recall.asked'].includes(notice.event)) return;
  await confirmWhere(act, 'person', notice.person_id, 'acknowledged', notice.data.examId ?? null);
}

async function confirmWhere(act: Act, kind: RecallKind, ref: string, proof: string, examId: string | null = null): Promise<void> {
  const rows = await act.query<RecallColumns>(
    `select * from recall where kind = $1 and ref = $2 and state in ('asked', 'failed') and ($3::uuid is null or exam_id = $3) for no key update`, [kind, ref, examId]);
  for (const row of rows) await confirmTarget(act, row, proof);
}
