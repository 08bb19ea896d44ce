import type { Target, Urgency } from '../inbound/targets';

/** From the last contact to the next reminder (`reminder` of the machine). STAT is what has to be there before a visit ends, or in an emergency. */
export const reminderAfter = (urgency: Urgency, stat: boolean): Target =>
  (stat ? { seconds: 300 } : urgency === 'high' ? { seconds: 900 } : { workingDays: urgency === 'medium' ? 1 : 3 });

/** After needed-by plus a fifth of its way, at most a day, a request expires (`needed-by`). */
export function expiresAt(sent: Date, neededBy: Date): Date {
  const way = Math.max(0, neededBy.getTime() - sent.getTime());
  return new Date(neededBy.getTime() + Math.min(way * 0.2, 86_400_000));
}

/** From submit to an answer of the approver. */
export const approvalAfter = (urgency: Urgency): Target => (urgency === 'high' ? { seconds: 900 } : { workingDays: 1 });

export type RequestedBy = 'emergency' | 'partner' | 'patient';
/** From a partner's request to our answer (`answer` of the machine). */
export const answerAfter = (by: RequestedBy): Target => (by === 'emergency' ? { seconds: 600 } : { workingDays: by === 'partner' ? 1 : 5 });
/** The last day the law allows: ten business days to say that it is infeasible, thirty days for a patient's own record. */
export const legalLast = (by: RequestedBy): Target => (by === 'patient' ? { seconds: 30 * 86_400 } : { workingDays: 10 });
