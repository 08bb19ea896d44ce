import type { Outcomes } from '../policy-text';
import type { Outcomed } from './outcomes';
import type { Segment } from './segment';
import { tally, type Tally } from './tally';

/** What a read costs by modality (`other` for the rest), and which share of the offered reads a clinician picks. */
export interface Costs {
  readonly minutes: Readonly<Record<string, number>>;
  readonly rvuHundredths: Readonly<Record<string, number>>;
  readonly centsPerRvu: number;
  readonly pickedPermille: number;
}

/** Whole reads, reader minutes, hundredths of a wRVU and cents. */
export interface Effort { readonly reads: number; readonly minutes: number; readonly rvuHundredths: number; readonly cents: number }

export const SUBSPECIALTY = 'exam.subspecialty';
export const MODALITIES = 'exam.modalities';

export interface Efforts { readonly total: Effort; readonly subspecialties: ReadonlyMap<string, Effort> }

/** What an over-read text asks of readers, in all and for each subspecialty (`''` where it is not known). */
export const effortOf = (of: Outcomed, segments: readonly Segment[], costs: Costs): Efforts =>
  effortOfTallies(tally(segments, of.of, of.outcomes.length, [{ column: SUBSPECIALTY }, { column: MODALITIES }]), of.outcomes, costs);

/** The same of decisions counted already, by subspecialty and modalities; `rule` is the place of the outcome. */
export function effortOfTallies(tallies: readonly Tally[], outcomes: readonly object[], costs: Costs): Efforts {
  const raw = new Map<string, { reads: number; minutes: number; rvu: number }>();
  for (const { groups, rule, count } of tallies) {
    const outcome = outcomes[rule] as Outcomes['overread'] | undefined;
    if (!outcome || outcome.read === 'none') continue;
    const [name = '', modalities = ''] = groups;
    const share = outcome.pick === 'clinician' ? costs.pickedPermille / 1000 : 1;
    const sum = raw.get(name) ?? { reads: 0, minutes: 0, rvu: 0 };
    raw.set(name, { reads: sum.reads + count * share, minutes: sum.minutes + count * share * dearest(costs.minutes, modalities), rvu: sum.rvu + count * share * dearest(costs.rvuHundredths, modalities) });
  }
  const subspecialties = new Map([...raw].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, sum]) => [name, rounded(sum, costs)]));
  const all = [...raw.values()].reduce((a, b) => ({ reads: a.reads + b.reads, minutes: a.minutes + b.minutes, rvu: a.rvu + b.rvu }), { reads: 0, minutes: 0, rvu: 0 });
  return { total: rounded(all, costs), subspecialties };
}

/** An exam of several modalities costs what its dearest one does: `CT,SR` is a CT. */
export function dearest(by: Readonly<Record<string, number>>, modalities: string): number {
  const known = modalities.split(',').flatMap((m) => by[m] ?? []);
  return known.length > 0 ? Math.max(...known) : (by['other'] ?? 0);
}

const rounded = (sum: { reads: number; minutes: number; rvu: number }, costs: Costs): Effort => ({
  reads: Math.round(sum.reads), minutes: Math.round(sum.minutes), rvuHundredths: Math.round(sum.rvu), cents: Math.round((sum.rvu / 100) * costs.centsPerRvu),
});
