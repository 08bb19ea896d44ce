import { uncovered, type AgreementTerms } from './agreement';
import type { FacilityMove, FacilityState } from './facility.machine';
import type { GoLiveScore } from './score';

export const facilityPurposes = ['treatment', 'payment', 'operations', 'research'] as const;
export const contactKinds = ['clinical', 'administrative', 'pacs', 'it', 'after-hours'] as const;
export type ContactKind = (typeof contactKinds)[number];

/** What the moves of a facility look at. */
export interface StageFacts {
  readonly contacts: readonly ContactKind[];
  readonly purposes: readonly string[];
  /** Exams a month; null when nobody asked yet. */
  readonly volume: number | null;
  readonly agreements: readonly AgreementTerms[];
  readonly today: string;
  /** Connections whose ladder is green. */
  readonly greenEndpoints: number;
  readonly score: GoLiveScore;
  /** Requests, sends and transfers with them that are not over. */
  readonly openWork: number;
}

export type Lacking =
  | 'clinical-contact' | 'it-contact' | 'purposes' | 'volume' | 'agreement' | 'green-connection' | 'score' | 'sent' | 'received' | 'report' | 'procedures' | 'after-hours-contact' | 'open-work';

/** What still stands against a move, as the guards of the machine say; empty when it may be made. Reasons are asked for apart from this. */
export function lackingFor(move: FacilityMove, f: StageFacts): Lacking[] {
  const no: Lacking[] = [];
  const unless = (there: boolean, what: Lacking): void => void (there || no.push(what));
  switch (move) {
    case 'contact':
      unless(f.contacts.includes('clinical'), 'clinical-contact');
      unless(f.contacts.includes('it') || f.contacts.includes('pacs'), 'it-contact');
      break;
    case 'negotiate':
      unless(f.purposes.length > 0, 'purposes');
      unless(f.volume !== null, 'volume');
      break;
    case 'connect':
      unless(agreed(f), 'agreement');
      break;
    case 'test':
      unless(f.greenEndpoints > 0, 'green-connection');
      break;
    case 'go-live':
      no.push(...f.score.lacking);
      unless(agreed(f), 'agreement');
      unless(f.score.points >= f.score.needed, 'score');
      break;
    case 'resume':
      unless(agreed(f), 'agreement');
      break;
    case 'retire':
      unless(f.openWork === 0, 'open-work');
      break;
    default:
  }
  return no;
}

/** An agreement on sharing is in force, for every purpose that was named (INV-33). */
function agreed(f: StageFacts): boolean {
  const purposes = f.purposes.length > 0 ? f.purposes : ['treatment'];
  return uncovered(f.agreements, purposes, f.today).length === 0;
}

/** The move that takes a facility on from each stage, and the one that takes it back. */
export const forwardMoves: Readonly<Partial<Record<FacilityState, FacilityMove>>> = { prospect: 'contact', contacted: 'negotiate', agreement: 'connect', connecting: 'test', testing: 'go-live', paused: 'resume', retired: 'revive' };
export const backwardMoves: Readonly<Partial<Record<FacilityState, FacilityMove>>> = { agreement: 'reopen-contact', connecting: 'reopen-agreement', testing: 'reopen-connection', live: 'pause' };
export const reasonedMoves: ReadonlySet<FacilityMove> = new Set(['reopen-contact', 'reopen-agreement', 'reopen-connection', 'pause', 'resume', 'retire', 'revive']);

/** Days without activity after which somebody is asked; null where nothing is expected (clock `stale`). */
export const staleAfterDays = (state: FacilityState): number | null => (state === 'prospect' ? 60 : ['contacted', 'agreement', 'connecting', 'testing'].includes(state) ? 14 : null);

/** Days after going live at which a partner is looked at again: 30, 60, 90, then every year (clock `review`). */
export function nextReviewDay(after: number): number {
  const first = [30, 60, 90].find((day) => day > after);
  return first ?? (after < 365 ? 365 : after + 365);
}

/** What lacks, as a short phrase: the same in a refusal and on a card. */
export const lackingWords: Readonly<Record<Lacking, string>> = {
  'clinical-contact': 'a clinical contact by name',
  'it-contact': 'an IT or PACS contact by name',
  purposes: 'what the exchange is for',
  volume: 'how many exams a month',
  agreement: 'an agreement in force that covers the purposes',
  'green-connection': 'one connection that passes its test',
  score: 'a score of at least 80',
  sent: 'a test exam of ours seen at their side',
  received: 'an exam of theirs received here',
  report: 'a report that travels',
  procedures: 'names of procedures mapped for nine of ten exams',
  'after-hours-contact': 'somebody to call after hours',
  'open-work': 'nothing open with them: end or move their requests, sends and transfers',
};
