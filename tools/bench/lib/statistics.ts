// Figures of repeated, interleaved measurements.

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The value below which this share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]!;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

const round = (value: number): number => Number(value.toPrecision(4));

export const spread = (values: readonly number[]): Spread => ({ median: round(median(values)), min: round(Math.min(...values)), max: round(Math.max(...values)) });

/** Ratios of two series measured in the same rounds: what both had to bear at the time cancels out. */
export const paired = (a: readonly number[], b: readonly number[]): Spread => spread(a.map((value, i) => value / b[i]!));
