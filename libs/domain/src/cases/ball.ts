import type { CaseState } from './case.machine';
import type { CaseTemplate } from './templates';

/** What is known of the exams a case waits for. */
export interface Awaited {
  /** Requests that were sent and not answered wholly. */
  readonly openRequests: number;
  /** States of the exams that came for it (`inbound` machine). */
  readonly exams: readonly string[];
}

const AWAY = new Set(['sender', 'holder', 'patient', 'crew', 'sites', 'centre', 'scheduler', 'records', 'system']);

/**
 * Who must act next in a case (INV-13): whoever the exams wait for while they are on their way, then the steps of the template.
 * A paused clock belongs to whom the pause names, which the caller knows.
 */
export function caseBall(template: Pick<CaseTemplate, 'ball'>, state: CaseState, awaited: Awaited): string | null {
  if (state === 'closed' || state === 'cancelled') return null;
  if (state === 'decided') return template.ball.at(-1) === 'team' ? 'team' : 'opener';
  if (state === 'deciding') return template.ball.find((step) => ['consultant', 'reader', 'reviewer', 'board', 'receiver', 'requester'].includes(step)) ?? 'consultant';
  const steps = new Set(template.ball);
  if (awaited.exams.includes('identifying') && steps.has('identity')) return 'identity';
  if (awaited.exams.some((e) => ['quarantined', 'checking', 'triaging', 'parked'].includes(e)) && steps.has('triage')) return 'triage';
  if (awaited.exams.some((e) => e === 'receiving' || e === 'releasing')) return 'system';
  if (awaited.openRequests > 0) return template.ball.find((step) => AWAY.has(step)) ?? 'sender';
  return 'opener';
}
