import type { Outcomes } from '../policy-text';
import { dearest, MODALITIES, type Costs } from './effort';
import type { Outcomed } from './outcomes';
import type { Segment } from './segment';
import { tally } from './tally';

/** Who pays, as far as it decides what is paid. */
export const payerKinds = ['medicare', 'medicaid', 'other-government', 'commercial', 'workers-compensation', 'self-pay'] as const;
export type PayerKind = (typeof payerKinds)[number];
export const PAYER = 'patient.payerKind';

/** What may be paid for: a read of an outside exam with a written report, or a consult from afar. */
export const paidServices = ['over-read', 'telehealth-consult'] as const;
export type PaidService = (typeof paidServices)[number];

/** What one kind of payer pays for one service, in every state or in one (`US-NC`); permille of the value by wRVU. */
export interface PayerRate {
  readonly payer: PayerKind; readonly state: string; readonly service: PaidService; readonly permille: number; readonly cite: string;
  /** False until somebody of the house who answers for billing has confirmed it. */
  readonly confirmed: boolean;
}

const TBC = 'to be confirmed by billing';
const rate = (payer: PayerKind, service: PaidService, permille: number, cite: string, state = ''): PayerRate => ({ payer, state, service, permille, cite, confirmed: false });

/** What the house begins with: careful, cited, and nothing of it confirmed. */
export const payerRateDefaults: readonly PayerRate[] = [
  rate('medicare', 'over-read', 0, 'CPT 76140 is not priced by Medicare; a second interpretation of the same exam is paid in unusual circumstances only (Medicare Claims Processing Manual, chapter 13, section 100.1)'),
  rate('medicaid', 'over-read', 0, `states differ: ${TBC}`),
  rate('other-government', 'over-read', 0, TBC),
  rate('commercial', 'over-read', 0, `by contract: ${TBC}`),
  rate('workers-compensation', 'over-read', 0, `by the schedule of the state: ${TBC}`),
  rate('self-pay', 'over-read', 0, 'set a price first, and tell the patient before'),
  rate('medicare', 'telehealth-consult', 1000, 'interprofessional consultation, CPT 99446 to 99452, on the Physician Fee Schedule since 2019'),
  rate('medicaid', 'telehealth-consult', 0, `states differ: ${TBC}`),
  rate('commercial', 'telehealth-consult', 0, `by contract, and by the parity law of the state where there is one: ${TBC}`),
];

/** The rate of a payer for a service in a state: the state's own before the one of every state; none is nothing paid. */
export const payerRate = (rates: readonly PayerRate[], payer: string, service: PaidService, state: string | null): PayerRate | null =>
  rates.find((r) => r.payer === payer && r.service === service && state !== null && r.state === state) ?? rates.find((r) => r.payer === payer && r.service === service && r.state === '') ?? null;

/** What one kind of payer (`''`: not known) pays for the reads of a text: whole reads and cents. */
export interface Income { readonly payer: string; readonly reads: number; readonly cents: number }

/** Income of an over-read text by kind of payer. Reads whose payer nobody knows bring nothing, and are told apart. */
export function incomeOf(of: Outcomed, segments: readonly Segment[], costs: Costs, rates: readonly PayerRate[], state: string | null): Income[] {
  const sums = new Map<string, { reads: number; cents: number }>();
  for (const { groups: [payer = '', modalities = ''], rule, count } of tally(segments, of.of, of.outcomes.length, [{ column: PAYER }, { column: MODALITIES }])) {
    const outcome = of.outcomes[rule] as Outcomes['overread'] | undefined;
    if (!outcome || outcome.read === 'none') continue;
    const reads = count * (outcome.pick === 'clinician' ? costs.pickedPermille / 1000 : 1);
    const paid = payerRate(rates, payer, 'over-read', state)?.permille ?? 0;
    const sum = sums.get(payer) ?? { reads: 0, cents: 0 };
    sums.set(payer, { reads: sum.reads + reads, cents: sum.cents + (reads * dearest(costs.rvuHundredths, modalities) * costs.centsPerRvu * paid) / 100_000 });
  }
  return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([payer, sum]) => ({ payer, reads: Math.round(sum.reads), cents: Math.round(sum.cents) }));
}

/** First digit of the Source of Payment Typology (PHDSC), where a house sends those. */
const TYPOLOGY: Readonly<Record<string, PayerKind>> = { 1: 'medicare', 2: 'medicaid', 3: 'other-government', 4: 'other-government', 5: 'commercial', 6: 'commercial', 7: 'commercial', 8: 'self-pay' };
const WORDS: readonly (readonly [RegExp, PayerKind])[] = [
  [/^(MC|MCR|MA|MB|MEDICARE.*)$/, 'medicare'], [/^(MD|MCD|MEDICAID.*|CHIP)$/, 'medicaid'], [/^(TRI|TRICARE|CHAMPUS|CHAMPVA|VA|IHS|GOV.*)$/, 'other-government'],
  [/^(WC|WORK.*)$/, 'workers-compensation'], [/^(SP|SELF.*|PP|UNINSURED|NONE)$/, 'self-pay'], [/^(COM.*|CI|BC|BS|BCBS.*|HMO|PPO|EPO|POS|PRIVATE.*)$/, 'commercial'],
];

/** Kind of payer of a plan type (IN1-15). Codes are each house's own: what is not surely one of ours is not known. */
export function payerKindOf(planType: string): PayerKind | null {
  const code = planType.trim().toUpperCase();
  if (/^95\d*$/.test(code)) return 'workers-compensation';
  if (/^\d{1,5}$/.test(code)) return TYPOLOGY[code[0] ?? ''] ?? null;
  return WORDS.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}
