import type { AbilityName } from '@causeway/access';
import type { MoveOffer } from '@causeway/contracts';
import { caseMachine, type CaseMove } from '@causeway/domain';
import type { Caller } from '../platform/http/caller';
import { caseGuarded, type CaseColumns } from './case.row';

const OFFERS: readonly (readonly [CaseMove, AbilityName])[] = [
  ['log-call', 'case.work'], ['link', 'case.work'], ['present', 'case.work'], ['ask-more', 'case.decide'], ['advise', 'case.decide'], ['decide', 'case.decide'], ['revise', 'case.decide'], ['alert-team', 'case.work'],
  ['pause-clock', 'case.work'], ['resume-clock', 'case.work'], ['close', 'case.work'], ['reopen', 'case.work'], ['cancel', 'case.work'],
];

const BESIDE: Readonly<Record<string, readonly string[]>> = { U2: ['known-well'], U11: ['handover'], U18: ['pathology'], U24: ['board', 'pathology'] };

/** What this person may do to the case now. Things beside the machine are offered while it is open. */
export function caseOffers(r: CaseColumns, caller: Caller): MoveOffer[] {
  const thing = caseGuarded(r, caller);
  const moves = OFFERS.flatMap(([move, ability]) => {
    if (caseMachine.answer(r.state, move) !== 'legal' || (move === 'pause-clock' && r.pause) || (move === 'resume-clock' && !r.pause)) return [];
    return caller.offer(move, ability, thing) ?? [];
  });
  if (r.state === 'closed' || r.state === 'cancelled') return moves;
  const beside = ['consultant', 'ask-exams', 'video', ...(BESIDE[r.use_case] ?? []), ...(r.partner_id ? ['give-link'] : []), ...(r.handover ? ['give-link-on'] : [])];
  return [...moves, ...beside.flatMap((move) => caller.offer(move, move === 'ask-exams' ? 'requestOut.create' : 'case.work', thing) ?? [])];
}
