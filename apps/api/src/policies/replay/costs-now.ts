import type { CostDefaults, ReadCosts } from '@causeway/contracts';
import { costDefaults, costSources, riskInputs, type Capacity, type GradedReads } from '@causeway/domain';
import { capacityNow, OUTSIDE_PERMILLE, USUAL_MINUTES, type Read } from './capacity-now';

/** What a replay reckons with now and where each number comes from: measured in this house where it can be, else cited. */
export async function costsNow(read: Read, now: Date): Promise<CostDefaults> {
  const risk = riskInputs(await gradedReads(read));
  const capacity = await capacityNow(read, now);
  return {
    costs: { ...(costDefaults as ReadCosts), risk: risk.inputs, capacity: Object.fromEntries(capacity.map((c) => [c.name, c.minutes])) },
    sources: [...costSources, ...risk.sources, ...capacity.map((c) => ({ name: `capacity.${c.name}`, value: c.minutes, cite: citeOf(c) }))],
  };
}

/** What somebody entered, and the house's numbers for what they left out. */
export const withDefaults = (entered: ReadCosts | undefined, costs: ReadCosts): ReadCosts =>
  ({ ...costs, ...entered, ...(entered?.capacity ? { capacity: { ...costs.capacity, ...entered.capacity } } : {}) });

/** Rows of the value ledger (V8) of the last 12 months that were not undone. */
async function gradedReads(read: Read): Promise<GradedReads> {
  const [row] = await read<GradedReads>(
    `select count(*)::int as graded, count(*) filter (where v.amount = 1)::int as differing, count(*) filter (where v.evidence->>'grade' in ('major', 'critical'))::int as serious
     from value_row v where v.value = 'V8' and v.reverses is null and v.at > clock_timestamp() - interval '12 months' and not exists (select 1 from value_row r where r.reverses = v.id)`);
  return row ?? { graded: 0, differing: 0, serious: 0 };
}

const citeOf = ({ from }: Capacity): string => (from === 'rotations'
  ? `planned duty of the next four weeks, ${OUTSIDE_PERMILLE / 10} % of it for outside exams (estimate)`
  : `no rotation plans it: ${USUAL_MINUTES} minutes a day for each reader (estimate), shared over what they read`);
