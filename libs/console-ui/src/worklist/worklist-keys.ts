import type { KeyBinding } from '../keys/keymap';

export interface ListActs {
  move(step: number, extend?: boolean): void;
  page(step: number): void;
  toEnd(last: boolean): void;
  select(): void;
  selectAll(): void;
  clear(): void;
  open(): void;
  preview(): void;
  apply(): void;
  hasSelection(): boolean;
  waits(): boolean;
}

/** Keys of every list, while the focus is in it. */
export const listBindings = (list: ListActs): KeyBinding[] => [
  { keys: ['j', 'ArrowDown'], does: 'Next row', run: () => list.move(1) },
  { keys: ['k', 'ArrowUp'], does: 'Row before', run: () => list.move(-1) },
  { keys: ['Shift+ArrowDown'], does: 'Select downwards', run: () => list.move(1, true) },
  { keys: ['Shift+ArrowUp'], does: 'Select upwards', run: () => list.move(-1, true) },
  { keys: ['PageDown'], does: 'Page down', run: () => list.page(1) },
  { keys: ['PageUp'], does: 'Page up', run: () => list.page(-1) },
  { keys: ['Home', 'End'], does: 'First or last row', run: (event) => list.toEnd(event.key === 'End') },
  { keys: ['x'], does: 'Select the row', run: () => list.select() },
  { keys: ['Mod+a'], does: 'Select all rows', run: () => list.selectAll() },
  { keys: ['Escape'], does: 'Clear the selection', when: () => list.hasSelection(), run: () => list.clear() },
  { keys: ['Enter'], does: 'Open', run: () => list.open() },
  { keys: ['Space'], does: 'Preview', run: () => list.preview() },
];

/** Keys of a list that work while nothing has the focus, so that the strip's promise holds wherever the person is on the page. */
export const pageBindings = (list: ListActs): KeyBinding[] => [
  { keys: ['.'], does: 'Show what is new', when: () => list.waits(), run: () => list.apply() },
  { keys: ['j', 'k'], does: 'Go to the list', run: (event) => list.move(event.key === 'k' ? -1 : 1) },
];
