import { expect, it } from 'vitest';
import type { ReadCosts } from '@causeway/contracts';
import { costWords, readCost, withCost } from './replay-costs';

const costs: ReadCosts = { minutes: { CT: 12 }, rvuHundredths: { CT: 182 }, centsPerRvu: 3235, pickedPermille: 1000 };

it('reads and changes numbers by name, also those a replay of an earlier build did not have', () => {
  expect(readCost(costs, 'minutes.CT')).toBe(12);
  expect(readCost(costs, 'centsPerRvu')).toBe(3235);
  expect(readCost(costs, 'risk.claimPermille')).toBeUndefined();
  const changed = withCost(withCost(costs, 'capacity.neuro', 90), 'minutes.CT', 10);
  expect(changed).toEqual({ ...costs, minutes: { CT: 10 }, capacity: { neuro: 90 } });
  expect(costWords('capacity.neuro')).toContain('Reader minutes a day');
});
