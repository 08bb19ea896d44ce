/** The quality lists a triage decision may ask for. An item names what is looked at; `fail` blocks only where the item says so. */

export type ChecklistId = 'basic' | 'emergency' | 'restricted';
export type CheckAnswer = 'pass' | 'fail' | 'na';

export interface CheckItem {
  readonly id: string;
  /** A fail of this item never goes out, not even "with issues". */
  readonly blocks: boolean;
  /** May the machine answer it from what it measured? */
  readonly automatic: boolean;
}

const items = {
  'right-patient': { id: 'right-patient', blocks: true, automatic: false },
  laterality: { id: 'laterality', blocks: false, automatic: false },
  complete: { id: 'complete', blocks: false, automatic: true },
  decodes: { id: 'decodes', blocks: false, automatic: true },
  'date-plausible': { id: 'date-plausible', blocks: false, automatic: true },
  orientation: { id: 'orientation', blocks: false, automatic: false },
  'no-other-person': { id: 'no-other-person', blocks: true, automatic: true },
} as const satisfies Record<string, CheckItem>;

export const checklists: Readonly<Record<ChecklistId, readonly CheckItem[]>> = {
  basic: [items['right-patient'], items.laterality, items.complete, items.decodes, items['date-plausible'], items.orientation, items['no-other-person']],
  emergency: [items.complete, items.decodes, items['date-plausible'], items['no-other-person']],
  restricted: [items['right-patient'], items.laterality, items.complete, items.decodes, items['date-plausible'], items.orientation, items['no-other-person']],
};

export interface ChecklistVerdict {
  readonly unanswered: readonly string[];
  readonly blocking: readonly string[];
  /** Failed items that may go out with the exam; reader and sender are told. */
  readonly issues: readonly string[];
}

/** What the answers of one revision allow. The move `pass-check` needs nothing unanswered and nothing blocking. */
export function judgeChecklist(id: ChecklistId, answers: Readonly<Record<string, CheckAnswer>>): ChecklistVerdict {
  const list = checklists[id];
  const failed = list.filter((i) => answers[i.id] === 'fail');
  return {
    unanswered: list.filter((i) => answers[i.id] === undefined).map((i) => i.id),
    blocking: failed.filter((i) => i.blocks).map((i) => i.id),
    issues: failed.filter((i) => !i.blocks).map((i) => i.id),
  };
}
