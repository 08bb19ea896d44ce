import { testsIn } from './analysis/search';
import type { FactName } from './catalogue-1';
import type { Condition } from './condition';

/** Facts of the catalogue that nothing in this build fills in: a rule that asks for one never holds, and only `unknown` is ever true of it. With what would have to be there. */
export const notGathered: Readonly<Partial<Record<FactName, string>>> = {
  'source.readerKind': 'nobody keeps who reads at a partner',
  'order.match': 'no feed of orders is read',
  'consent.status': 'no record of consents is connected',
  'person.quiet': 'quiet hours are kept by each channel when it delivers',
};

/** Facts a condition names that are not gathered here, each once. */
export const notGatheredIn = (when: Condition): FactName[] => [...new Set(testsIn(when).map((t) => t.fact as FactName))].filter((fact) => fact in notGathered);
