import { dayOf, shiftDay } from './calendar';
import type { FactName } from './catalogue-1';
import type { Unit } from './condition';
import type { Facts } from './fact-row';

/** How long a retention rule keeps: for ever, or some days, months or years from the day of a fact. */
export type Keep = 'forever' | { readonly from: FactName; readonly n: number; readonly unit: Unit };

export interface Until {
  /** Last day on which the exam must be kept (`YYYY-MM-DD`, inclusive), or for ever. */
  readonly until: string;
  /** The day to count from is not known; then it is kept for ever. */
  readonly basisUnknown: boolean;
}

/** The last day a rule keeps an exam. A basis nobody knows means for ever: doubt never shortens. */
export function untilOf(keep: Keep, facts: Facts): Until {
  if (keep === 'forever') return { until: 'forever', basisUnknown: false };
  const basis = facts[keep.from] ?? null;
  if (typeof basis !== 'string') return { until: 'forever', basisUnknown: true };
  return { until: shiftDay(dayOf(basis), keep.n, keep.unit), basisUnknown: false };
}

/** True when `a` keeps longer than `b`. Among equals one whose basis is known is no longer than one that is not. */
export const keepsLonger = (a: Until, b: Until): boolean => a.until !== b.until && (a.until === 'forever' || (b.until !== 'forever' && a.until > b.until));
