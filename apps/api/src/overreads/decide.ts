import { overreadMachine, readTargets, type OverreadState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { made } from '../platform/acts/move';
import { dueAfter } from '../platform/clocks';
import { askPolicy } from '../platform/decisions/decisions';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { bucketsOf, examFacts } from '../inbound/facts';
import { lockOverread, type OverreadColumns } from './overread.row';
import { orderPrimary, primaryOrderOf, type TaskOfExam } from './primary';
import { wishReadClock } from './read-clock';
import { readingFacts } from './reading-facts';
import { signalOverread } from './turn';

const URGENCY = { '30m': 'high', '4h': 'medium', '2d': 'low' } as const;
const PICK_SECONDS = 24 * 3600;
const OVER: readonly OverreadState[] = ['withdrawn', 'retracted'];

/**
 * An exam was released, or somebody asked for a read: the policy says whether it is read here, by which pool and by when. One task per exam and need. A case that orders
 * a primary read goes before it: the policy is about second reads.
 */
export async function decideOverread(act: Act, examId: string, settings: Settings): Promise<void> {
  const [exam] = await act.query<{ state: string }>('select state from inbound where id = $1 for no key update', [examId]);
  if (exam?.state !== 'released') return;
  const tasks = (await act.query<TaskOfExam>('select id, state, kind from overread where exam_id = $1', [examId])).filter((t) => !OVER.includes(t.state));
  if (tasks.some((t) => t.kind === 'primary')) return;
  const order = await primaryOrderOf(act, examId);
  if (order) return orderPrimary(act, examId, order, tasks, settings);
  if (tasks.length > 0) return;
  const x = await examFacts(act, examId, settings);
  const decision = await askPolicy(act, { kind: 'overread', subject: { kind: 'exam', id: examId, examId }, facts: { ...x.facts, ...(await readingFacts(act, examId)) }, scope: x.row.service_line, today: x.today, bucket: bucketsOf(x) });
  if (decision.outcome.read === 'none') return;
  const id = newId(act.now.getTime());
  const due = decision.outcome.due ?? '2d';
  await act.query(
    `insert into overread (id, exam_id, state, purpose, subspecialty, service_line, facility_ids, care_team, question, requester_id, urgency, clock, decision_id, exam_revision, accession)
     select $1, x.id, $3, $4, coalesce(x.subspecialty, 'general'), x.service_line, x.facility_ids, x.care_team, n.question, n.requester_id, $5, $6, $7, x.revision,
       (select accession from import_order o where o.exam_id = x.id and o.state <> 'cancelled' order by at desc limit 1)
     from inbound x left join need n on n.exam_id = x.id where x.id = $2`,
    [id, examId, overreadMachine.initial, decision.outcome.read, URGENCY[due], JSON.stringify([{ holder: 'requester', at: act.now.toISOString() }]), decision.id]);
  made(act, 'overread', id, { decision: decision.id, exam: examId }, { examId });
  const row = await lockOverread(act, id);
  if (!row) return;
  if (decision.outcome.pick === 'clinician') {
    act.wish({ kind: 'overread.pick', key: `overread.pick ${id}`, data: { id }, inSeconds: PICK_SECONDS });
    return;
  }
  const dueAt = dueAfter(act.now, readTargets[due], settings.SITE_ZONE);
  await signalOverread(act, row, { move: 'offer', set: { due_at: dueAt }, details: { decision: decision.id } });
  wishReadClock(act, id, act.now, dueAt);
}

/** Another version of the policy is to decide about a read that nobody has taken yet: it stays with the new deadline, or it is called off. */
export async function decideAgain(act: Act, id: string, settings: Settings): Promise<void> {
  const row = await lockOverread(act, id);
  if (!row || row.kind === 'primary' || !['awaiting-pick', 'open'].includes(row.state)) return;
  const x = await examFacts(act, row.exam_id, settings);
  const decision = await askPolicy(act, { kind: 'overread', subject: { kind: 'exam', id: row.exam_id, examId: row.exam_id }, facts: { ...x.facts, ...(await readingFacts(act, row.exam_id)) }, scope: x.row.service_line, today: x.today, bucket: bucketsOf(x) });
  if (decision.outcome.read === 'none') {
    await signalOverread(act, row, { move: 'withdraw', reason: 'policy-changed', set: { reason: 'policy-changed', decision_id: decision.id } });
    return;
  }
  const due = decision.outcome.due ?? '2d';
  const dueAt = row.state === 'open' ? dueAfter(act.now, readTargets[due], settings.SITE_ZONE) : row.due_at;
  await act.query('update overread set decision_id = $2, urgency = $3, due_at = $4, version = version + 1 where id = $1', [id, decision.id, URGENCY[due], dueAt]);
  if (row.state === 'open' && dueAt) wishReadClock(act, id, act.now, dueAt);
  if (row.state === 'awaiting-pick' && decision.outcome.pick !== 'clinician') {
    await signalOverread(act, row, { move: 'offer', set: { due_at: dueAfter(act.now, readTargets[due], settings.SITE_ZONE) }, details: { decision: decision.id } });
  }
}

/** The exam changed under its reads: what was not signed is flagged, what is wrong is withdrawn or retracted. */
export async function follow(act: Act, examId: string, cause: 'changed' | 'recalled'): Promise<void> {
  const rows = await act.query<OverreadColumns>('select * from overread where exam_id = $1 for update', [examId]);
  const [exam] = await act.query<{ revision: number }>('select revision from inbound where id = $1', [examId]);
  for (const row of rows) {
    if (cause === 'changed') {
      const seen = row.revision_read ?? row.exam_revision;
      if ((exam?.revision ?? 0) > Math.max(seen, row.flagged_revision ?? 0)) await signalOverread(act, row, { move: 'flag-change', set: { flagged_revision: exam?.revision }, details: { revision: exam?.revision } });
    } else if (['signed', 'acknowledged'].includes(row.state)) {
      await signalOverread(act, row, { move: 'retract', reason: 'wrong-patient', set: { reason: 'wrong-patient' } });
    } else if (!OVER.includes(row.state)) {
      await signalOverread(act, row, { move: 'withdraw', reason: 'wrong-patient', set: { reason: 'wrong-patient', holder_id: null, until: null } });
    }
  }
}
