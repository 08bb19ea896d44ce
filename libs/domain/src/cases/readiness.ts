/** What one patient of a board's agenda, or of a clinic's week, has by now. */
export interface Readiness {
  readonly images: 'there' | 'on-the-way' | 'missing';
  readonly report: boolean;
  /** Pathology is told by a person: it does not come with the images. */
  readonly pathology: 'there' | 'not-needed' | 'missing';
  readonly quality: 'diagnostic' | 'limited' | 'non-diagnostic' | null;
}

export interface ReadinessFacts {
  readonly exams: readonly { readonly state: string; readonly quality: string | null; readonly report: boolean }[];
  readonly openRequests: number;
  readonly pathology: string | null;
}

const WORST = ['non-diagnostic', 'limited', 'diagnostic'] as const;

export function readinessOf(facts: ReadinessFacts): Readiness {
  const released = facts.exams.filter((e) => e.state === 'released');
  const coming = facts.openRequests > 0 || facts.exams.some((e) => !['released', 'returned', 'rejected', 'purged'].includes(e.state));
  return {
    images: released.length > 0 && facts.openRequests === 0 ? 'there' : coming ? 'on-the-way' : released.length > 0 ? 'there' : 'missing',
    report: facts.exams.some((e) => e.report),
    pathology: facts.pathology === 'there' || facts.pathology === 'not-needed' ? facts.pathology : 'missing',
    quality: WORST.find((q) => released.some((e) => e.quality === q)) ?? null,
  };
}

/** Everything a board talks about is there. */
export const isReady = (r: Readiness): boolean => r.images === 'there' && r.report && r.pathology !== 'missing';
/** What a visit needs: images good enough to decide by. Pathology is not asked. */
export const visitReady = (r: Readiness): boolean => r.images === 'there' && r.quality !== 'non-diagnostic';
