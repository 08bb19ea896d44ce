/** What a serious miss costs and how often one is found, in whole permille and cents. An estimate: each input is somebody's to change. */
export interface RiskInputs {
  /** Local reads that differ from the outside report. */
  readonly discrepancyPermille: number;
  /** Of those, reads that change care: graded major or critical. */
  readonly seriousPermille: number;
  /** Of those, misses that would have ended in a paid claim. */
  readonly claimPermille: number;
  readonly centsPerClaim: number;
}

/** What so many local reads avoid: whole discrepancies, serious ones, claims in thousandths, and cents. */
export interface Risk { readonly discrepancies: number; readonly serious: number; readonly claimThousandths: number; readonly cents: number }

/** Legal risk that local reads avoid: reads x differing x serious x claimed x cost of a claim. Rounded once, at the end. */
export function riskOf(reads: number, inputs: RiskInputs): Risk {
  const discrepancies = (reads * inputs.discrepancyPermille) / 1000;
  const serious = (discrepancies * inputs.seriousPermille) / 1000;
  const claims = (serious * inputs.claimPermille) / 1000;
  return { discrepancies: Math.round(discrepancies), serious: Math.round(serious), claimThousandths: Math.round(claims * 1000), cents: Math.round(claims * inputs.centsPerClaim) };
}

/** Graded reads of this house: how many, how many differ from the outside report, how many of those seriously. */
export interface GradedReads { readonly graded: number; readonly differing: number; readonly serious: number }

/** Fewer graded reads than this say nothing about the house: the fact `source.discrepancyRate` has the same bound. */
export const ENOUGH_GRADED = 30;

interface Source { readonly name: string; readonly value: number; readonly cite: string }

/** Inputs until the house has measured or entered its own, each with where it comes from. */
const DEFAULTS: Readonly<Record<keyof RiskInputs, readonly [value: number, cite: string]>> = {
  discrepancyPermille: [70, 'HIMSS-SIIM paper: readers disagree in 7 to 30 % of certain exams; the low end'],
  seriousPermille: [200, 'estimate of this product: put the share of your own peer review here'],
  claimPermille: [15, 'Localio et al., N Engl J Med 1991;325:245: 1.53 % of injuries by negligence led to a claim'],
  centsPerClaim: [35_347_300, 'Schaffer et al., JAMA Intern Med 2017;177:710: mean paid claim 2009 to 2014, 353,473 USD; ask your insurer'],
};

/** Inputs of the risk figure: measured here where enough reads are graded, else the cited defaults. */
export function riskInputs(here: GradedReads): { readonly inputs: RiskInputs; readonly sources: readonly Source[] } {
  const measured = (part: number, of: number, what: string): readonly [number, string] | null =>
    (of < ENOUGH_GRADED ? null : [Math.round((part * 1000) / of), `measured here in the last 12 months: ${part} of ${of} ${what}`]);
  const chosen: Readonly<Record<keyof RiskInputs, readonly [number, string]>> = {
    ...DEFAULTS,
    discrepancyPermille: measured(here.differing, here.graded, 'graded reads differ') ?? DEFAULTS.discrepancyPermille,
    seriousPermille: measured(here.serious, here.differing, 'differing reads were major or critical') ?? DEFAULTS.seriousPermille,
  };
  const names = Object.keys(DEFAULTS) as (keyof RiskInputs)[];
  return {
    inputs: Object.fromEntries(names.map((name) => [name, chosen[name][0]])) as unknown as RiskInputs,
    sources: names.map((name) => ({ name: `risk.${name}`, value: chosen[name][0], cite: chosen[name][1] })),
  };
}
