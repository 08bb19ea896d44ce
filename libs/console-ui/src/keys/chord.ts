/**
 * Keys are written as in "j", "Shift+r", "Mod+k", "Alt+1", "ArrowDown", "Space", and a row of two as "g i".
 * Mod is Ctrl, or Command on a Mac. Shift is written only with letters and named keys: "?" already says how it is typed.
 */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key === ' ' ? 'Space' : event.key;
  const letter = key.length === 1 && key.toLowerCase() !== key.toUpperCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Mod');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey && (letter || key.length > 1)) parts.push('Shift');
  parts.push(letter ? key.toLowerCase() : key);
  return parts.join('+');
}

/** A character typed without Ctrl, Command or Alt: what speech input and heavy fingers set off by mistake (WCAG 2.1.4). */
export function isSingleKey(keys: string): boolean {
  return keys.split(' ').every((chord) => {
    const parts = chord.split('+');
    const key = chord === '+' ? '+' : (parts.at(-1) ?? '');
    return key.length === 1 && !parts.includes('Mod') && !parts.includes('Alt');
  });
}

const caps: Readonly<Record<string, string>> = {
  ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', PageUp: 'Page up', PageDown: 'Page down', Delete: 'Del',
};

/** Key caps for people: "Mod+Enter" as ["Ctrl", "Enter"], on a Mac ["⌘", "Enter"]. */
export function capsOf(keys: string, mac: boolean): string[] {
  return keys.split(' ').flatMap((chord) => {
    if (chord === '+') return ['+'];
    const parts = chord.split('+');
    return parts.map((part) => {
      if (part === 'Mod') return mac ? '⌘' : 'Ctrl';
      return caps[part] ?? (parts.length > 1 && part.length === 1 ? part.toUpperCase() : part);
    });
  });
}
