/** Where a person stands in the list they came from. The list travels in the router's state, never in the address. */
export interface Neighbours {
  readonly place: number;
  readonly count: number;
  readonly previous: string | null;
  readonly next: string | null;
}

/** Ids of the list a page was opened from, as the opener put them into the state of the navigation: `{ from: string[] }`. */
export function listFrom(state: unknown): readonly string[] {
  const from = typeof state === 'object' && state !== null && 'from' in state ? state.from : null;
  return Array.isArray(from) ? from.filter((id): id is string => typeof id === 'string') : [];
}

/** Null when the exam is not on the list. */
export function neighboursOf(id: string, list: readonly string[]): Neighbours | null {
  const at = list.indexOf(id);
  return at < 0 ? null : { place: at + 1, count: list.length, previous: list[at - 1] ?? null, next: list[at + 1] ?? null };
}
