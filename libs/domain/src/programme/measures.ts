/** `permille`: a share of a thousand. `minutes`: the middle one. `count`: so many. */
export type MeasureUnit = 'permille' | 'minutes' | 'count';
/** How single facts come together to a figure; `standing` is not of a span of time but of a day. */
export type MeasureSum = 'share' | 'median' | 'sum' | 'standing';

export interface MeasureRow {
  readonly name: string;
  readonly unit: MeasureUnit;
  readonly sum: MeasureSum;
  readonly better: 'more' | 'less';
  /** What is counted, and what is not. */
  readonly says: string;
}

/** What a goal of a committee can be measured by. Every one is computed from stored facts. */
export const measures = {
  'straight-through': { name: 'Exams released without a hand', unit: 'permille', sum: 'share', better: 'more', says: 'Released exams that nobody matched, checked, claimed or changed before, of all that were released' },
  'hours-to-release': { name: 'First image to release', unit: 'minutes', sum: 'median', better: 'less', says: 'From the first image received to the release; the middle one of the exams released' },
  'wire-share': { name: 'Exams by wire', unit: 'permille', sum: 'share', better: 'more', says: 'Exams of partners that came over a connection and not on disc, as files or by upload' },
  'reads-in-time': { name: 'Over-reads signed in time', unit: 'permille', sum: 'share', better: 'more', says: 'Signed over-reads with a deadline that were signed before it' },
  'requests-in-time': { name: 'Requests fulfilled in time', unit: 'permille', sum: 'share', better: 'more', says: 'Requests to partners whose needed-by has passed: whole before it, of all that were sent' },
  'visits-ready': { name: 'Priors in before the visit', unit: 'permille', sum: 'share', better: 'more', says: 'Past visits for which exams were asked for or known: everything asked for was in and released before the patient came' },
  'repeats-avoided': { name: 'Repeat exams avoided', unit: 'count', sum: 'sum', better: 'more', says: 'Rows of the value ledger: released outside exams after which nobody made the same exam again for thirty days' },
  'partners-live': { name: 'Partners live', unit: 'count', sum: 'standing', better: 'more', says: 'Partners that are live now; by month, those that had gone live by its end' },
  'strategic-live': { name: 'Strategic partners live', unit: 'count', sum: 'standing', better: 'more', says: 'Partners of the strategic tier that are live now; by month, those that had gone live by its end' },
} as const satisfies Readonly<Record<string, MeasureRow>>;

export type MeasureId = keyof typeof measures;
export const measureIds = Object.keys(measures) as readonly MeasureId[];
/** Days a goal may look back. */
export const goalSpans = [30, 90, 365] as const;
export type GoalSpan = (typeof goalSpans)[number];

export type GoalStanding = 'met' | 'open' | 'missed' | 'not-known';

/** Whether a goal is reached on a day. A figure nobody knows reaches nothing; after its day a goal that is not reached was missed. */
export function goalStanding(goal: { readonly measure: MeasureId; readonly target: number; readonly byOn: string | null }, value: number | null, today: string): GoalStanding {
  const late = goal.byOn !== null && goal.byOn < today;
  if (value === null) return late ? 'missed' : 'not-known';
  const reached = measures[goal.measure].better === 'more' ? value >= goal.target : value <= goal.target;
  return reached ? 'met' : late ? 'missed' : 'open';
}

/**
 * Acts of people that only look, or that end a hold on a thing: they are no handwork on the exam. Everything else a person did to it before its release is a touch.
 */
export const lookingActs: readonly string[] = ['exam.viewed', 'exam.prior-asked', 'patient.compared', 'decision.exported', 'lease.renew', 'lease.release', 'lease.expire'];
