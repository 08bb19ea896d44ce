// The plans of the exams a new world begins with: the named ones by name, the everyday ones in turn, so that every state is on the screens.
import { type DemoExam } from '../world/index';
import { type Goal, isReadable, needOf, type Need, type Plan, type ReadGoal } from './plan';

interface Named {
  readonly goal: Goal;
  readonly read?: ReadGoal;
  readonly need?: Partial<Need>;
  /** Minutes ago it came; default: as the world says, but not so long ago that every clock is over. */
  readonly ago?: number;
}

const leave: Goal = { to: 'leave' };
const released: Goal = { to: 'released' };

const NAMED: Readonly<Record<string, Named>> = {
  'adeyemi-head': { goal: leave, ago: 4 },
  'ruiz-cap': { goal: leave, ago: 21 },
  'tanaka-cta': { goal: leave, read: 'open', ago: 2 },
  'ozturk-spine': { goal: leave },
  'abdulrahman-forearm': { goal: { to: 'claimed' } },
  'nguyen-petct': { goal: { to: 'parked', reason: 'images-missing', note: 'Two images short of what St. Mary’s counts. Asked Paul Reyes to send the rest.', days: 2 } },
  'stavrou-mammo': { goal: released },
  'kim-pelvis': { goal: { to: 'registering' } },
  'barak-knee': { goal: leave },
  'mci-burn': { goal: leave, ago: 6 },
  'sharma-heart': { goal: released },
  'villanueva-xa': { goal: released, read: 'acknowledged', need: { useCase: 'U10' } },
  'obriain-abdomen': { goal: { to: 'second-look' } },
  'lindgren-head': { goal: released, read: 'drafting', ago: 13 },
  'smith-junior-chest': { goal: leave },
  'smith-senior-head': { goal: released, read: 'claimed', need: { useCase: 'U10' }, ago: 11 },
  'martinez-abdomen': { goal: leave, ago: 300 },
  'martinez-wrong': { goal: { to: 'recalling' }, need: { wantsRead: false, useCase: null } },
  'twin-film': { goal: leave },
  'newborn-film': { goal: leave },
  'recycled-id': { goal: leave },
  'klein-mammo': { goal: released, read: 'acknowledged' },
  'kilo-head': { goal: leave, ago: 9 },
  'lima-cap': { goal: leave, ago: 26 },
  'no-birth-date': { goal: leave },
  'own-writing': { goal: released, read: 'signed', ago: 14 },
  'own-writing-korean': { goal: released },
  'thai-knee': { goal: { to: 'triaging' } },
  'russian-liver': { goal: released, read: 'acknowledged' },
  'chinese-film': { goal: { to: 'half-checked' } },
  'wrong-birth-date': { goal: leave },
  'donor-cap': { goal: released, read: 'open', need: { wantsRead: true, requester: 'imre' }, ago: 38 },
  'recipient-heart': { goal: { to: 'parked', reason: 'consent-pending', note: 'Waiting for the transplant office.', days: 1 } },
  'restricted-brain': { goal: released },
  'part2-chest': { goal: released },
  'stranger-chest': { goal: leave },
  'burned-name': { goal: { to: 'quarantined', reason: 'The name in the pixels is not the one in the header.' } },
  'two-doors': { goal: leave },
  'late-series': { goal: released, read: 'acknowledged' },
  'missing-for-good': { goal: { to: 'returned', reason: 'images-incomplete', note: 'The disc ends in the middle of the axial series. Hillview was asked for a new one.' } },
  corrected: { goal: released, read: 'signed', ago: 35 },
  'pdf-and-sr': { goal: released, read: 'acknowledged' },
  'eight-years-old': { goal: { to: 'rejected', reason: 'not-appropriate', note: 'Eight years old, nobody asked for it.' } },
  deflated: { goal: released },
  'jpeg-ultrasound': { goal: { to: 'claimed' } },
  'ulcer-week-three': { goal: { to: 'releasing' } },
  'kowalczyk-returned': { goal: leave },
  'mirrored-whole': { goal: leave },
};

/** What happens to everyday exams, in turn. */
const TURNS: readonly Goal[] = [
  released, leave, released, released, leave, released, { to: 'parked', reason: 'question-to-requester', note: 'Which visit is this for?', days: 3 }, released, leave, released,
  { to: 'claimed' }, released, leave, released, { to: 'returned', reason: 'wrong-exam-sent', note: 'The left side was asked for.' }, released, { to: 'triaging' }, released, leave, released,
  { to: 'rejected', reason: 'duplicate-of-other-source', note: 'Already here from the referring office.' }, released, leave, released,
];
const READS: readonly ReadGoal[] = ['acknowledged', 'open', 'signed', 'claimed', 'acknowledged', 'drafting', 'open', 'acknowledged', 'cosigning', 'returned', 'acknowledged', 'declined'];

const OPEN: ReadonlySet<Goal['to']> = new Set(['leave', 'second-look', 'registering', 'claimed', 'half-checked', 'triaging', 'quarantined']);
const OPEN_READS: ReadonlySet<ReadGoal> = new Set(['open', 'claimed', 'drafting', 'cosigning', 'returned', 'declined', 'signed']);
/** Most of its clock an open exam may have used up, in minutes, so that only those meant to be late are. */
const MOST_AGE: Readonly<Record<Need['urgency'], number>> = { high: 7, medium: 170, low: 1500 };
const MOST_READ_AGE = 19;

/** Plans by exam key, for exams that had come when the world began. One that repeats another's objects has none: it is part of the other. */
export function firstPlans(exams: readonly DemoExam[], now: Date): ReadonlyMap<string, Plan> {
  const plans = new Map<string, Plan>();
  let turn = 0;
  let reads = 0;
  for (const exam of exams.filter((e) => e.repeats?.how !== 'conflict' && e.deliveries[0]!.at <= now)) {
    const named: Named = NAMED[exam.key] ?? { goal: TURNS[turn++ % TURNS.length]! };
    const need = { ...needOf(exam), ...named.need };
    const read = named.read ?? (need.wantsRead && named.goal.to === 'released' ? READS[reads++ % READS.length]! : 'open');
    plans.set(exam.key, { goal: named.goal, need, read, minutesAgo: named.ago ?? ageOf(exam, named.goal, need, read, now), slowly: false });
  }
  return plans;
}

function ageOf(exam: DemoExam, goal: Goal, need: Need, read: ReadGoal, now: Date): number {
  const told = (now.getTime() - exam.deliveries[0]!.at.getTime()) / 60_000;
  if (OPEN.has(goal.to)) return Math.min(told, MOST_AGE[need.urgency]);
  return need.wantsRead && isReadable(exam) && OPEN_READS.has(read) ? Math.min(told, MOST_READ_AGE) : told;
}

/** The plan of an exam that comes later: every other one is worked on by our people, the rest wait for whoever visits. */
export function laterPlan(exam: DemoExam, number: number): Plan {
  const ours = number % 2 === 1;
  return { goal: ours ? released : leave, need: needOf(exam), read: ours ? 'acknowledged' : 'open', minutesAgo: null, slowly: true };
}
