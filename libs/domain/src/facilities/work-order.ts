import { daysBetween } from './agreement';
import type { FacilityState } from './facility.machine';

export interface Workable {
  readonly name: string;
  readonly state: FacilityState;
  readonly tier: string;
  readonly nextStepOn: string | null;
  readonly hasNextStep: boolean;
  readonly stale: boolean;
}
/** Why a partner stands where it stands in the order of work. */
export type WorkReason = 'overdue' | 'due' | 'planned' | 'no-day' | 'stale' | 'no-step' | 'nothing-due';

const TIERS: readonly string[] = ['strategic', 'regular', 'occasional', 'unknown'];
const STANDING: ReadonlySet<FacilityState> = new Set(['live', 'retired']);
/** A step within so many days is due now. */
export const DUE_DAYS = 7;

/** What is to be done for a partner, by its next step; who is live and has none needs nobody. */
export function workReason(f: Omit<Workable, 'name'>, today: string): WorkReason {
  if (f.nextStepOn !== null) return f.nextStepOn < today ? 'overdue' : daysBetween(today, f.nextStepOn) <= DUE_DAYS ? 'due' : 'planned';
  if (f.stale) return 'stale';
  if (f.hasNextStep) return 'no-day';
  return STANDING.has(f.state) ? 'nothing-due' : 'no-step';
}

/** Who comes first: partners that matter most, among them the step that is due first. A partner that needs nobody comes after all that do. */
export function compareWork(a: Workable, b: Workable, today: string): number {
  const key = (f: Workable): readonly (number | string)[] => {
    const reason = workReason(f, today);
    // stale, without a step or without a day: somebody should look at it now, after what is overdue
    return [reason === 'nothing-due' ? 1 : 0, tierRank(f.tier), f.nextStepOn ?? (reason === 'nothing-due' ? '' : today), f.name];
  };
  const [x, y] = [key(a), key(b)];
  for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return (x[i] as number) < (y[i] as number) ? -1 : 1;
  return 0;
}

const tierRank = (tier: string): number => (TIERS.includes(tier) ? TIERS.indexOf(tier) : TIERS.length);
