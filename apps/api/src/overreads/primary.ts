import { overreadMachine, primaryReadUseCases, profiles, readTargets, type OverreadState, type ProfileId, type ReadKind } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { made } from '../platform/acts/move';
import { dueAfter } from '../platform/clocks';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { lockOverread } from './overread.row';
import { wishReadClock } from './read-clock';
import { signalOverread } from './turn';

export interface TaskOfExam { readonly id: string; readonly state: OverreadState; readonly kind: ReadKind }
export interface PrimaryOrder { readonly id: string; readonly profile: ProfileId }

/** The open case that orders a primary read of this exam, the oldest first; null where its reads are the policy's to decide. */
export async function primaryOrderOf(act: Pick<Act, 'query'>, examId: string): Promise<PrimaryOrder | null> {
  const [order] = await act.query<PrimaryOrder>(
    `select c.id, c.profile from case_exam e join exchange_case c on c.id = e.case_id where e.exam_id = $1 and c.use_case = any($2) and c.state not in ('closed', 'cancelled') order by c.made_at limit 1`,
    [examId, primaryReadUseCases]);
  return order ?? null;
}

/**
 * Makes the primary read a case orders, due when its profile promises the answer. It is open to readers at once: whoever asked has chosen already. An over-read of the
 * same exam that nobody has begun is called off, for there is nothing yet to read over.
 */
export async function orderPrimary(act: Act, examId: string, order: PrimaryOrder, tasks: readonly TaskOfExam[], settings: Settings): Promise<void> {
  for (const task of tasks) {
    const row = ['awaiting-pick', 'open'].includes(task.state) ? await lockOverread(act, task.id) : null;
    if (row) await signalOverread(act, row, { move: 'withdraw', reason: 'primary-ordered', set: { reason: 'primary-ordered' } });
  }
  const id = newId(act.now.getTime());
  const target = profiles[order.profile].answered ?? readTargets['2d'];
  await act.query(
    `insert into overread (id, exam_id, state, kind, case_id, purpose, subspecialty, service_line, facility_ids, care_team, question, requester_id, urgency, clock, exam_revision, accession)
     select $1, x.id, $3, 'primary', c.id, 'primary', coalesce(x.subspecialty, 'general'), x.service_line, x.facility_ids, array(select distinct unnest(x.care_team || c.care_team)), nullif(c.question, ''),
       coalesce(c.consultant_id, c.opener_id), c.urgency, $5, x.revision, (select accession from import_order o where o.exam_id = x.id and o.state <> 'cancelled' order by at desc limit 1)
     from inbound x join exchange_case c on c.id = $4 where x.id = $2`,
    [id, examId, overreadMachine.initial, order.id, JSON.stringify([{ holder: 'requester', at: act.now.toISOString() }])]);
  made(act, 'overread', id, { case: order.id, exam: examId }, { examId });
  const row = await lockOverread(act, id);
  if (!row) return;
  const due = dueAfter(act.now, target, settings.SITE_ZONE);
  await signalOverread(act, row, { move: 'offer', set: { due_at: due }, details: { case: order.id } });
  wishReadClock(act, id, act.now, due);
}

/** The case was called off: what nobody has signed yet is not read. */
export async function orderOver(act: Act, caseId: string): Promise<void> {
  const rows = await act.query<{ id: string }>('select id from overread where case_id = $1 order by id', [caseId]);
  for (const { id } of rows) {
    const row = await lockOverread(act, id);
    if (row && !['signed', 'acknowledged', 'withdrawn', 'retracted'].includes(row.state)) await signalOverread(act, row, { move: 'withdraw', reason: 'case-cancelled', set: { reason: 'case-cancelled', holder_id: null, until: null } });
  }
}
