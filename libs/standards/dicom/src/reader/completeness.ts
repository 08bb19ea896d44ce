/**
 * A data set cut exactly between two elements is well formed: PS3.5 has no end mark. What gives the cut away is the element its SOP class
 * must end with (PS3.3 module tables: type 1, or always sent).
 */

type Mark = 'pixels' | 'content' | 'document' | 'waveform' | 'presentation' | 'contours' | 'approval' | 'histogram';

/** Top-level tags the rules look for. */
export const MARKS: ReadonlyMap<number, Mark> = new Map<number, Mark>([
  [0x7fe00010, 'pixels'],
  [0x7fe00008, 'pixels'],
  [0x7fe00009, 'pixels'],
  [0x00287fe0, 'pixels'],
  [0x0040a730, 'content'],
  [0x00420011, 'document'],
  [0x54000100, 'waveform'],
  [0x00700082, 'presentation'],
  [0x00700084, 'presentation'],
  [0x20500020, 'presentation'],
  [0x30060039, 'contours'],
  [0x30060080, 'contours'],
  [0x300e0002, 'approval'],
  [0x30040050, 'histogram'],
]);

const STORAGE = '1.2.840.10008.5.1.4.1.1.';

/** Families of storage classes, more exact prefixes first, and the marks of which one must be there. An empty list: nothing can be asked. */
const RULES: readonly (readonly [family: string, oneOf: readonly Mark[]])[] = [
  ['88.', ['content']],
  ['104.', ['document']],
  ['9.', ['waveform']],
  ['11.', ['presentation']],
  ['481.3', ['contours']],
  ['481.5', ['approval']],
  ['481.8', ['approval']],
  ['481.2', ['pixels', 'histogram']],
  ['481.1', ['pixels']],
  ['481.', []],
  ['66.4', ['pixels']],
  ['66', []],
  ['67', []],
  ['68', []],
  ['78', []],
  ['79', []],
  ['80', []],
  ['90', []],
  ['91', []],
  ['131', []],
  ['200', []],
  ['201', []],
  ['8', []],
  ['10', []],
  ['4.2', []],
  ['4.3', []],
  ['', ['pixels']],
];

/** False when an object of this class cannot be whole with these marks. Private and retired classes are never called incomplete. */
export function endsWhole(sopClassUid: string, seen: ReadonlySet<Mark>): boolean {
  if (!sopClassUid.startsWith(STORAGE)) return true;
  const rest = sopClassUid.slice(STORAGE.length);
  const rule = RULES.find(([family]) => rest.startsWith(family));
  return !rule || rule[1].length === 0 || rule[1].some((mark) => seen.has(mark));
}

export type { Mark };
