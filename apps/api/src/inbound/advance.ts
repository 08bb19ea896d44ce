import { checklistWith, type ChecklistId } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { askPolicy, type Made } from '../platform/decisions/decisions';
import type { Settings } from '../platform/settings/settings';
import { endLease } from '../people/leases';
import { departmentOfExam } from './departments/book';
import { bucketsOf, examFacts, type ExamFacts } from './facts';
import { lockInbound } from './inbound.row';
import { answerAutomatically } from './measure';
import { signalInbound } from './turn';

/**
 * The identity of this revision is confirmed: on to the check, and as far as policy lets the exam go without a person.
 * Looks at what is stored, so that it does not matter which signal woke it.
 */
export async function advance(act: Act, examId: string, settings: Settings): Promise<void> {
  const row = await lockInbound(act, examId);
  if (!row || row.state !== 'identifying') return;
  const [match] = await act.query<{ id: string; patient_id: string; revision: number }>(
    `select id, patient_id, revision from match where exam_id = $1 and state in ('matched', 'overridden') for no key update`, [examId]);
  if (!match) return;
  // images of a later revision leave the evidence valid as long as they name no other person
  if (match.revision !== row.revision) {
    if (row.findings.includes('other-person')) return;
    await act.query('update match set revision = $2 where id = $1', [match.id, row.revision]);
  }
  const moved = await signalInbound(act, { id: examId, move: 'accept-identity', details: { match: match.id, revision: row.revision } });
  if (!moved) return;
  act.unwish(`inbound.unverified ${examId}`);
  await triageExam(act, examId, settings);
}

/** Asks how closely this exam, which is being checked, is looked at, and lets it go on as far as the answer allows. */
export async function triageExam(act: Act, examId: string, settings: Settings): Promise<void> {
  const x = await examFacts(act, examId, settings);
  const triage = await askPolicy(act, { kind: 'triage', subject: { kind: 'inbound', id: examId, examId }, facts: x.facts, scope: x.row.service_line, today: x.today, bucket: bucketsOf(x) });
  // what the department asks for is checked beside what policy asks for, never in place of it
  const checklist = checklistWith(triage.outcome.checklist as ChecklistId, await departmentOfExam(act, x.row));
  await act.query('update inbound set checklist_id = $2, queue = $3, late = $4 where id = $1', [examId, checklist, triage.outcome.queue, triage.outcome.late]);
  const verdict = await answerAutomatically(act, x, checklist);
  const clean = verdict.unanswered.length + verdict.blocking.length + verdict.issues.length === 0;
  if (triage.outcome.check === 'person' || (triage.outcome.check === 'automatic' && !clean)) return;
  const passed = await signalInbound(act, { id: examId, move: 'pass-check', set: { check_result: 'automatic', quality: 'diagnostic' }, details: { checklist, decision: triage.id } });
  if (!passed || triage.outcome.appropriateness === 'person') return;
  const release = await decideRelease(act, await examFacts(act, examId, settings));
  await signalInbound(act, { id: examId, move: 'approve', ...approval(release, null) });
  await endLease(act, 'inbound', examId);
}

/** Where it goes, when it is seen and which order is made: asked of the policy in force. */
export const decideRelease = (act: Act, x: ExamFacts): Promise<Made<'release'>> =>
  askPolicy(act, { kind: 'release', subject: { kind: 'inbound', id: x.row.id, examId: x.row.id }, facts: x.facts, scope: x.row.service_line, today: x.today, bucket: bucketsOf(x) });

export const approval = (release: Made<'release'>, reason: string | null) => ({
  set: { visible: release.outcome.visible },
  reason,
  details: { decision: release.id, destinations: release.outcome.destinations, order: release.outcome.order },
  data: { decision: release.id },
});
