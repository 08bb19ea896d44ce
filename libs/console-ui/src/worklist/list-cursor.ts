/** Where the cursor goes: `from` is -1 while nothing has it. Never leaves the list; -1 only for an empty one. */
export function cursorAfter(from: number, step: number, length: number): number {
  if (length === 0) return -1;
  if (from < 0) return step < 0 ? length - 1 : 0;
  return Math.min(length - 1, Math.max(0, from + step));
}

/** The selection after one row was switched. */
export function switched(selected: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** The selection with all rows from `anchor` to `to`, both included, added. */
export function withRange(selected: ReadonlySet<string>, keys: readonly string[], anchor: number, to: number): ReadonlySet<string> {
  const [first, last] = anchor < to ? [anchor, to] : [to, anchor];
  return new Set([...selected, ...keys.slice(Math.max(0, first), last + 1)]);
}

/** Scroll offset that brings a row just into view, or null when it is in view. All in pixels; `size` is the height of the viewport. */
export function scrollFor(index: number, rowHeight: number, offset: number, size: number): number | null {
  const top = index * rowHeight;
  if (top < offset) return top;
  const bottom = top + rowHeight;
  return size > 0 && bottom > offset + size ? bottom - size : null;
}
