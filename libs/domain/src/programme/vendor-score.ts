/** What is known of a vendor: what it committed itself to, and how the connections of those who use its products do. Counts of the last ninety days, except commitments. */
export interface VendorFacts {
  readonly commitments: { readonly kept: number; readonly broken: number; readonly late: number; readonly promised: number };
  /** Connections of facilities that use its products; `standard` of them speak a standard and pass their test. On incoming ones nobody can be called, and what was never tested is not counted. */
  readonly connections: { readonly all: number; readonly standard: number };
  readonly transfers: { readonly ended: number; readonly failed: number };
  readonly tests: { readonly run: number; readonly failed: number };
}

export interface VendorPart {
  readonly part: 'commitments' | 'standards' | 'transfers' | 'tests';
  /** Null where too little is known to say. */
  readonly points: number | null;
  readonly of: number;
}
export interface VendorScore {
  /** Of a hundred, by the parts that are known; null when they make up less than half. */
  readonly points: number | null;
  readonly known: number;
  readonly parts: readonly VendorPart[];
}

/** Fewer transfers or tests than this say nothing about a vendor. */
export const VENDOR_LEAST = 5;

/** A vendor in points of a hundred. A part of which too little is known is left out, and neither helps nor harms. */
export function vendorScore(f: VendorFacts): VendorScore {
  const due = f.commitments.kept + f.commitments.broken + f.commitments.late;
  const parts: VendorPart[] = [
    part('commitments', 35, due === 0 ? null : f.commitments.kept / due),
    part('standards', 25, f.connections.all === 0 ? null : f.connections.standard / f.connections.all),
    part('transfers', 25, f.transfers.ended < VENDOR_LEAST ? null : 1 - f.transfers.failed / f.transfers.ended),
    part('tests', 15, f.tests.run < VENDOR_LEAST ? null : 1 - f.tests.failed / f.tests.run),
  ];
  const there = parts.filter((p) => p.points !== null);
  const known = there.reduce((n, p) => n + p.of, 0);
  return { points: known < 50 ? null : Math.round((there.reduce((n, p) => n + (p.points ?? 0), 0) * 100) / known), known, parts };
}

const part = (name: VendorPart['part'], of: number, share: number | null): VendorPart => ({ part: name, of, points: share === null ? null : Math.round(of * share) });
