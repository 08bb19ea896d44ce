import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ENOUGH_GRADED, riskInputs, riskOf } from './risk';

it('multiplies reads, differing, serious and claimed shares with the cost of a claim', () => {
  expect(riskOf(1000, { discrepancyPermille: 70, seriousPermille: 200, claimPermille: 15, centsPerClaim: 35_000_000 })).toEqual({ discrepancies: 70, serious: 14, claimThousandths: 210, cents: 7_350_000 });
  expect(riskOf(0, riskInputs({ graded: 0, differing: 0, serious: 0 }).inputs).cents).toBe(0);
});

it('never falls when more is read', () => {
  const { inputs } = riskInputs({ graded: 0, differing: 0, serious: 0 });
  fc.assert(fc.property(fc.nat(1_000_000), fc.nat(1_000_000), (a, b) => { expect(riskOf(a + b, inputs).cents).toBeGreaterThanOrEqual(riskOf(a, inputs).cents); }));
});

it('takes what was measured here from thirty graded reads on, says so, and cites the default until then', () => {
  const few = riskInputs({ graded: ENOUGH_GRADED - 1, differing: 20, serious: 10 });
  expect(few.inputs.discrepancyPermille).toBe(70);
  expect(few.sources.find((s) => s.name === 'risk.discrepancyPermille')?.cite).toContain('7 to 30 %');
  const enough = riskInputs({ graded: 80, differing: 12, serious: 3 });
  expect(enough.inputs).toMatchObject({ discrepancyPermille: 150, seriousPermille: 200 });
  expect(enough.sources.find((s) => s.name === 'risk.discrepancyPermille')?.cite).toContain('12 of 80');
  // twelve differing reads say nothing of how many are serious
  expect(enough.sources.find((s) => s.name === 'risk.seriousPermille')?.cite).toContain('estimate');
  expect(riskInputs({ graded: 300, differing: 40, serious: 10 }).inputs.seriousPermille).toBe(250);
});
