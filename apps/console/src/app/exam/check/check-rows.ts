import type { ChecklistView } from '@causeway/contracts';
import { type ChecklistVerdict, judgeChecklist, type CheckAnswer } from '@causeway/domain';
import { isWarning, itemHint, itemWords, measuredWords } from './check-words';

/** An answer as this page saw it, with how many images there were then. */
export interface SeenAnswer {
  readonly answer: CheckAnswer;
  readonly note: string;
  readonly revision: number;
  readonly images: number;
}
export type SeenAnswers = Readonly<Record<string, SeenAnswer>>;

/** A fail whose note is still being typed: not saved yet, and not lost. */
export type NoteDrafts = Readonly<Record<string, string>>;

export interface CheckRow {
  readonly id: string;
  readonly name: string;
  /** What the machine measured, else where to look. */
  readonly measured: string;
  readonly hasMeasure: boolean;
  readonly warns: boolean;
  readonly answer: CheckAnswer | null;
  readonly note: string;
  readonly by: string | null;
  /** A fail of this never goes out. */
  readonly blocks: boolean;
  /** The answer given before images changed, in words; null when there is none or it still holds. */
  readonly outdated: { readonly answer: CheckAnswer; readonly note: string; readonly words: string } | null;
  /** A fail by a person says what they saw; this one does not yet. */
  readonly wantsNote: boolean;
}

export const LEAST_NOTE = 3;

/** Takes in the answers of a list that was read, beside those of earlier revisions. */
export function withSeen(seen: SeenAnswers, view: ChecklistView | null, images: number): SeenAnswers {
  if (view === null) return seen;
  const next: Record<string, SeenAnswer> = { ...seen };
  for (const item of view.items) {
    const known = next[item.id];
    if (item.answer === null) {
      if (known?.revision === view.revision) delete next[item.id];
      continue;
    }
    next[item.id] = { answer: item.answer, note: item.note ?? '', revision: view.revision, images: known?.revision === view.revision ? known.images : images };
  }
  return next;
}

/** The list as it is drawn: answers of this revision, and those that images which came later have put in doubt. */
export function checkRows(view: ChecklistView, seen: SeenAnswers, drafts: NoteDrafts, images: number): readonly CheckRow[] {
  return view.items.map((item) => {
    const draft = drafts[item.id];
    const answer = draft === undefined ? item.answer : 'fail';
    const earlier = seen[item.id];
    const doubted = answer === null && earlier !== undefined && earlier.revision < view.revision ? earlier : null;
    return {
      id: item.id,
      name: itemWords(item.id),
      measured: item.measured ? measuredWords(item.measured) : itemHint(item.id),
      hasMeasure: item.measured !== null,
      warns: item.measured !== null && isWarning(item.measured),
      answer,
      note: draft ?? item.note ?? '',
      by: draft === undefined ? item.by : null,
      blocks: item.blocks,
      outdated: doubted === null ? null : { answer: doubted.answer, note: doubted.note, words: changeWords(images - doubted.images) },
      wantsNote: draft !== undefined && draft.trim().length < LEAST_NOTE,
    };
  });
}

/** "3 new images arrived since you answered" */
function changeWords(more: number): string {
  if (more > 0) return `${more} new ${more === 1 ? 'image' : 'images'} arrived since you answered`;
  return more < 0 ? `${-more} ${more === -1 ? 'image' : 'images'} left since you answered` : 'The images changed since you answered';
}

/** Answers that are saved, judged by the domain: a fail without its note counts as open. */
export function verdictOf(view: ChecklistView, rows: readonly CheckRow[]): ChecklistVerdict {
  const answers = rows.flatMap((row) => (row.answer === null || row.wantsNote ? [] : [[row.id, row.answer] as const]));
  return judgeChecklist(view.id, Object.fromEntries(answers));
}

/** The next row without an answer after `from`, round the end; -1 when all have one. */
export function nextOpen(rows: readonly CheckRow[], from: number): number {
  for (let step = 1; step <= rows.length; step++) {
    const at = (from + step) % rows.length;
    if (rows[at]?.answer === null) return at;
  }
  return -1;
}
