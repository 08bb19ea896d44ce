import { expect, it } from 'vitest';
import { segmentsOf } from '../../../testing/policy-arbitraries';
import type { PolicyText } from '../policy-text';
import { costDefaults } from './cost-defaults';
import { outcomesOf } from './outcomes';
import { incomeOf, payerKindOf, payerRate, payerRateDefaults, type PayerRate } from './payers';

const text: PolicyText<'overread'> = { kind: 'overread', scope: 'all', catalogue: 1, rules: [], default: { then: { read: 'formal' }, because: 'x' } };
const keys = { patient: null, 'source.facility': null, requester: null, case: null };
const row = (payer: string | null) => ({ today: '2026-02-28', keys, facts: { 'exam.modalities': ['CT'], 'patient.payerKind': payer } });

it('reckons what each kind of payer pays, the rate of the state before that of every state, and nothing where nobody knows who pays', () => {
  const paid = (payer: PayerRate['payer'], permille: number, state = ''): PayerRate => ({ payer, state, service: 'over-read', permille, cite: 'x', confirmed: true });
  const segments = segmentsOf([row('commercial'), row('commercial'), row('medicaid'), row(null)], 2);
  const rates = [paid('commercial', 500), paid('medicaid', 0), paid('medicaid', 1000, 'US-NC')];
  const of = outcomesOf(text, segments);
  const costs = { ...costDefaults, centsPerRvu: 1000 };
  expect(incomeOf(of, segments, costs, rates, 'US-NC')).toEqual([{ payer: '', reads: 1, cents: 0 }, { payer: 'commercial', reads: 2, cents: 1820 }, { payer: 'medicaid', reads: 1, cents: 1820 }]);
  expect(incomeOf(of, segments, costs, rates, null).find((i) => i.payer === 'medicaid')?.cents).toBe(0);
});

it('begins with cited rates of which none counts as confirmed', () => {
  expect(payerRateDefaults.every((r) => r.cite.length > 5 && !r.confirmed)).toBe(true);
  expect(payerRate(payerRateDefaults, 'medicare', 'over-read', 'US-NC')?.permille).toBe(0);
});

it('tells the kind of payer from plan types that say so, and none from others', () => {
  expect(['MC', 'medicare part b', '111', '2', '513', 'BCBS', 'ppo', 'SELF PAY', '81', 'WC', '95', 'Tricare'].map(payerKindOf)).toEqual([
    'medicare', 'medicare', 'medicare', 'medicaid', 'commercial', 'commercial', 'commercial', 'self-pay', 'self-pay', 'workers-compensation', 'workers-compensation', 'other-government']);
  expect(['X1', '', '999999', 'PLAN A'].map(payerKindOf)).toEqual([null, null, null, null]);
});
