import type { ReadCosts } from '@causeway/contracts';
import { spoken } from '../core/why/decision-words';

const RISK_WORDS: Readonly<Record<string, string>> = {
  discrepancyPermille: 'Reads that differ, permille', seriousPermille: 'Of those serious, permille', claimPermille: 'Of those a paid claim, permille', centsPerClaim: 'Cents for a paid claim',
};
const GROUPS: ReadonlySet<string> = new Set(['minutes', 'rvuHundredths', 'risk', 'capacity']);

/** What a number of a replay is, from its name such as `minutes.CT`. */
export function costWords(name: string): string {
  const [group = '', code = ''] = name.split('.');
  switch (group) {
    case 'minutes': return `Minutes, ${code}`;
    case 'rvuHundredths': return `wRVU × 100, ${code}`;
    case 'risk': return RISK_WORDS[code] ?? code;
    case 'capacity': return `Reader minutes a day, ${spoken(code)}`;
    case 'centsPerRvu': return 'Cents for a wRVU';
    default: return 'Picked of offered, permille';
  }
}

/** The number of this name; undefined where these costs do not have it. */
export function readCost(costs: ReadCosts | undefined, name: string): number | undefined {
  const [group = '', code = ''] = name.split('.');
  const part = (costs as unknown as Readonly<Record<string, unknown>> | undefined)?.[group];
  return GROUPS.has(group) ? (part as Readonly<Record<string, number>> | undefined)?.[code] : (part as number | undefined);
}

/** The same costs with one number changed. */
export function withCost(costs: ReadCosts, name: string, value: number): ReadCosts {
  const [group = '', code = ''] = name.split('.');
  if (!GROUPS.has(group)) return { ...costs, [group]: value };
  return { ...costs, [group]: { ...(costs as unknown as Readonly<Record<string, Readonly<Record<string, number>>>>)[group], [code]: value } };
}
