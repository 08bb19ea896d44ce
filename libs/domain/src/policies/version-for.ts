/** The time a version of one kind was, or is, in force. */
export interface VersionSpan {
  readonly id: string;
  readonly scope: string;
  readonly from: Date;
  readonly until: Date | null;
  /** Took effect on everything under way, not only on what began after it. */
  readonly applyNow: boolean;
}

/**
 * The version that decides something that began at `began`: the one in force then, so that what is under way ends as it began, unless a later one was
 * meant to apply at once. Null for `began` means now. A service line's own version goes before the one for all. What began before the first version has the first.
 */
export function versionFor(spans: readonly VersionSpan[], scope: string, began: Date | null): VersionSpan | null {
  for (const own of scope === 'all' ? ['all'] : [scope, 'all']) {
    const line = spans.filter((v) => v.scope === own).toSorted((a, b) => a.from.getTime() - b.from.getTime());
    const now = line.find((v) => v.until === null);
    if (!now) continue;
    if (began === null) return now;
    const applied = line.findLast((v) => v.applyNow && v.from > began);
    const then = line.findLast((v) => v.from <= began);
    const found = applied ?? then ?? (own === 'all' ? line[0] : undefined);
    if (found) return found;
  }
  return null;
}
