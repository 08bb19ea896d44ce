import { describe, expect, it } from 'vitest';
import { capsOf, chordOf, isSingleKey } from './chord';

const press = (key: string, more: Partial<KeyboardEvent> = {}) => chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

describe('how keys are written', () => {
  it('takes Ctrl and Command as one', () => {
    expect(press('k', { ctrlKey: true })).toBe('Mod+k');
    expect(press('k', { metaKey: true })).toBe('Mod+k');
  });

  it('writes Shift with letters and named keys, not with signs that need it', () => {
    expect(press('H', { shiftKey: true })).toBe('Shift+h');
    expect(press('ArrowDown', { shiftKey: true })).toBe('Shift+ArrowDown');
    expect(press('?', { shiftKey: true })).toBe('?');
    expect(press(' ')).toBe('Space');
  });

  it('tells single keys, which can be switched off, from others', () => {
    expect(['j', '?', '.', 'g i', 'Shift+r'].every(isSingleKey)).toBe(true);
    expect(['Mod+k', 'Alt+1', 'Enter', 'Space', 'ArrowDown', 'Shift+ArrowUp'].some(isSingleKey)).toBe(false);
  });

  it('shows caps as they are on the keyboard', () => {
    expect(capsOf('Mod+k', false)).toEqual(['Ctrl', 'K']);
    expect(capsOf('Mod+k', true)).toEqual(['⌘', 'K']);
    expect(capsOf('g i', false)).toEqual(['g', 'i']);
    expect(capsOf('Shift+ArrowDown', false)).toEqual(['Shift', '↓']);
  });
});
