import { primaryReadUseCases } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { writeEntry } from '../exchange/entries';
import type { CaseColumns } from './case.row';

/**
 * Puts an exam to a case, once, and hands the exam what the case knows: urgency, use case, question and who is waiting for it. What a person already said of the
 * exam's need stays. True when it was not linked before.
 */
export async function linkExam(act: Act, c: CaseColumns, examId: string, byName: string): Promise<boolean> {
  const rows = await act.query('insert into case_exam (case_id, exam_id, by_name) values ($1, $2, $3) on conflict do nothing returning exam_id', [c.id, examId, byName]);
  if (rows.length === 0) return false;
  await needFrom(act, examId, { requesterId: c.consultant_id ?? c.opener_id, urgency: c.urgency, useCase: c.use_case, question: c.question, wantsRead: false, purpose: null, careTeam: c.care_team });
  // the exam may be released already, and its need known from elsewhere
  if (primaryReadUseCases.includes(c.use_case)) act.wish({ kind: 'overread.decide', key: `overread.decide ${examId}`, data: { id: examId } });
  return true;
}

export interface Need {
  readonly requesterId: string | null;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly useCase: string | null;
  readonly question: string;
  readonly wantsRead: boolean;
  readonly purpose: string | null;
  readonly careTeam: readonly string[];
}

const RANK = { low: 0, medium: 1, high: 2 } as const;

/** What the exam is for. Its urgency is only ever raised, its team only ever grows. */
export async function needFrom(act: Act, examId: string, need: Need): Promise<void> {
  const rows = await act.query(
    `insert into need (exam_id, requester_id, urgency, use_case, question, wants_read, purpose) values ($1, $2, $3, $4, nullif($5, ''), $6, $7) on conflict (exam_id) do nothing returning exam_id`,
    [examId, need.requesterId, need.urgency, need.useCase, need.question, need.wantsRead, need.purpose]);
  const [exam] = await act.query<{ urgency: Need['urgency']; care_team: string[] }>('select urgency, care_team from inbound where id = $1', [examId]);
  if (!exam) return;
  const urgency = RANK[need.urgency] > RANK[exam.urgency] ? need.urgency : exam.urgency;
  const team = [...new Set([...exam.care_team, ...need.careTeam, ...(need.requesterId ? [need.requesterId] : [])])];
  if (urgency !== exam.urgency || team.length !== exam.care_team.length) await act.query('update inbound set urgency = $2, care_team = $3, version = version + 1 where id = $1', [examId, urgency, team]);
  if (rows.length === 0) return;
  act.audit({ action: 'inbound.need-set', object: { kind: 'inbound', id: examId }, details: { urgency, useCase: need.useCase, requester: need.requesterId } });
  act.emit({ event: 'inbound.need-set', kind: 'inbound', id: examId, data: { urgency } });
}

/** A request or send of this case in its ledger. */
export const linkEntry = (act: Act, caseId: string, facts: Readonly<Record<string, string>>): Promise<void> => writeEntry(act, 'case', caseId, 'link', facts);
