import type { InboundDetail, MoveOffer } from '@causeway/contracts';
import type { IconName } from '@causeway/console-ui';
import { moveWords } from '../../inbound/inbound-words';

export interface ExamButton {
  readonly move: string;
  readonly words: string;
  readonly icon: IconName | null;
  readonly danger: boolean;
}

export interface ExamButtons {
  /** The one filled button. */
  readonly first: ExamButton | null;
  readonly beside: readonly ExamButton[];
  readonly more: readonly ExamButton[];
  /** Claim, release or take over, which stands where the claim is told. */
  readonly claim: ExamButton | null;
  /** Somebody is to say whose exam this is: that has a page of its own. */
  readonly match: boolean;
}

const own: Readonly<Record<string, string>> = { 'pass-check': 'Pass the check only', split: 'Part series off', 'set-need': 'Set the need', pick: 'Ask for a read' };
const icons: Readonly<Record<string, IconName>> = {
  release: 'done_all', return: 'assignment_return', park: 'pause_circle', reject: 'block', quarantine: 'shield_lock', split: 'call_split', 'pass-check': 'fact_check',
  clear: 'check', unpark: 'play_arrow', mirror: 'cycle', recall: 'undo', reopen: 'refresh', 'set-need': 'edit_note', pick: 'rate_review', 'load-now': 'sync',
};
const claims = new Set(['claim', 'release-claim', 'take-over']);
const dangers = new Set(['reject', 'quarantine', 'recall']);
/** What is done most often stands beside the first button; the rest is one step away. */
const besides = ['load-now', 'unpark', 'clear', 'park', 'return', 'pick', 'recall', 'reopen'];

/** Buttons from what the server offers, and from nothing else. `issues`: items that failed and may still go out. */
export function buttonsOf(exam: Pick<InboundDetail, 'moves' | 'matchMoves' | 'state'>, issues: number): ExamButtons {
  const button = ({ move }: MoveOffer): ExamButton => ({ move, words: wordsOf(move, exam.state, issues), icon: icons[move] ?? null, danger: dangers.has(move) });
  const acts = exam.moves.filter((offer) => !claims.has(offer.move));
  const first = acts.find((offer) => offer.move === 'release') ?? null;
  const beside = besides.flatMap((move) => acts.filter((offer) => offer.move === move)).slice(0, 1);
  const more = acts.filter((offer) => offer !== first && !beside.includes(offer) && (offer.move in moveWords || offer.move in own));
  const claim = exam.moves.find((offer) => claims.has(offer.move));
  return {
    first: first && button(first),
    beside: beside.map(button),
    more: more.map(button),
    claim: claim ? button(claim) : null,
    match: exam.state === 'identifying' && exam.matchMoves.length > 0,
  };
}

function wordsOf(move: string, state: string, issues: number): string {
  if (move !== 'release') return own[move] ?? moveWords[move] ?? move;
  if (issues > 0) return 'Release with issues';
  return state === 'checking' ? 'Check and release' : 'Release';
}
