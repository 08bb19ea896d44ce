/** Counts of a partner's last ninety days that its quality is made of. Of each pair the first is how many were well. */
export interface QualityFacts {
  /** Exams that came by wire, of all. */
  readonly byWire: readonly [number, number];
  /** Exams of which nothing was missing, of those whose extent was known. */
  readonly complete: readonly [number, number];
  /** Exams that arrived without a finding of ours and never lay in quarantine. */
  readonly clean: readonly [number, number];
  /** Exams whose patient was known without a person having to decide. */
  readonly identified: readonly [number, number];
  /** Exams that came with a report. */
  readonly reported: readonly [number, number];
  /** Our requests that were answered in time, of those whose time is over. */
  readonly inTime: readonly [number, number];
}
export interface QualityPart { readonly part: keyof QualityFacts; readonly permille: number | null; readonly well: number; readonly of: number }
export interface PartnerQuality {
  /** 0 to 100; null while too little is known. */
  readonly points: number | null;
  readonly parts: readonly QualityPart[];
}

/** Fewer than these say nothing about a partner. */
const LEAST = 5;
const WEIGHTS: Readonly<Record<keyof QualityFacts, number>> = { byWire: 20, complete: 20, clean: 20, identified: 20, reported: 10, inTime: 10 };

/** How good what a partner sends is, in parts it can do something about. A part with too few exams behind it does not count, and the others count for it. */
export function partnerQuality(facts: QualityFacts): PartnerQuality {
  const parts = (Object.keys(WEIGHTS) as (keyof QualityFacts)[]).map((part): QualityPart => {
    const [well, of] = facts[part];
    return { part, well, of, permille: of >= LEAST ? Math.round((well * 1000) / of) : null };
  });
  const known = parts.filter((p): p is QualityPart & { permille: number } => p.permille !== null);
  const weight = known.reduce((sum, p) => sum + WEIGHTS[p.part], 0);
  return { parts, points: weight < 40 ? null : Math.round(known.reduce((sum, p) => sum + (p.permille * WEIGHTS[p.part]) / 10, 0) / weight) };
}
