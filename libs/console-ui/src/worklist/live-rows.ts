/**
 * Rows of a list that stays still: what is shown keeps its order until the person applies the changes. A changed row shows its new content
 * where it stands; a new one waits; one that left the list stays, dimmed.
 */
export interface LiveRows<T> {
  readonly shown: readonly T[];
  /** Rows that came and are not shown yet. */
  readonly arrived: ReadonlyMap<string, T>;
  /** Keys of shown rows that changed and may belong elsewhere now. */
  readonly changed: ReadonlySet<string>;
  /** Keys of shown rows that are no longer part of this list. */
  readonly gone: ReadonlySet<string>;
}

export const liveRows = <T>(shown: readonly T[]): LiveRows<T> => ({ shown, arrived: new Map(), changed: new Set(), gone: new Set() });

/** Takes in what a row is now; `row` null says that it left the list. */
export function withChange<T>(rows: LiveRows<T>, key: string, row: T | null, keyOf: (row: T) => string): LiveRows<T> {
  const isShown = rows.shown.some((r) => keyOf(r) === key);
  const arrived = new Map(rows.arrived);
  const changed = new Set(rows.changed);
  const gone = new Set(rows.gone);
  if (row === null) {
    arrived.delete(key);
    changed.delete(key);
    if (isShown) gone.add(key);
    return { ...rows, arrived, changed, gone };
  }
  if (!isShown) return { ...rows, arrived: arrived.set(key, row) };
  gone.delete(key);
  changed.add(key);
  return { shown: rows.shown.map((r) => (keyOf(r) === key ? row : r)), arrived, changed, gone };
}

/** Adds a further page at the end; rows already shown keep their place. */
export function withPage<T>(rows: LiveRows<T>, page: readonly T[], keyOf: (row: T) => string): LiveRows<T> {
  const known = new Set(rows.shown.map(keyOf));
  const arrived = new Map(rows.arrived);
  const fresh = page.filter((row) => !known.has(keyOf(row)));
  for (const row of fresh) arrived.delete(keyOf(row));
  return { ...rows, shown: [...rows.shown, ...fresh], arrived };
}

/** What the list is once the person says so: new rows in, gone rows out, all in order. */
export function applied<T>(rows: LiveRows<T>, keyOf: (row: T) => string, compare: (a: T, b: T) => number): LiveRows<T> {
  const kept = rows.shown.filter((row) => !rows.gone.has(keyOf(row)));
  return liveRows([...kept, ...rows.arrived.values()].sort(compare));
}

/** How many wait: what the strip says. */
export const waitingOf = <T>(rows: LiveRows<T>): { readonly arrived: number; readonly changed: number } => ({
  arrived: rows.arrived.size,
  changed: rows.changed.size + rows.gone.size,
});
