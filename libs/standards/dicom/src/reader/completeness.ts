/**
 * A data set cut exactly between two elements is well formed: PS3.5 has no end mark. What gives the cut away is the element its SOP class
 * must end with (PS3.3 module tables: type 1, or always sent).
 */

type Mark = 'pixels' | 'content' | 'document' | 'waveform' | 'presentation' | 'contours' | 'plan' | 'histogram';

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
  [0x300a000c, 'plan'],
  [0x30040050, 'histogram'],
]);

const STORAGE = '1.2.840.10008.5.1.4.1.1.';

const IMAGE: readonly Mark[] = ['pixels'];
const NOTHING: readonly Mark[] = [];

/**
 * Storage classes by their UID after the common part, more exact ones first, and the marks of which one must be there. A family is whole
 * components of a UID with all that stands below it; with a dot at its end, only what stands below. The last rule is for all others:
 * they are images.
 */
const RULES: readonly (readonly [families: string, oneOf: readonly Mark[]])[] = [
  ['88.', ['content']],
  ['104.', ['document']],
  ['9.', ['waveform']],
  ['11.', ['presentation']],
  ['481.1', IMAGE],
  ['481.2', ['pixels', 'histogram']],
  ['481.3', ['contours']],
  ['481.5 481.8', ['plan']],
  ['481', NOTHING],
  ['66.4 66.7 66.8', IMAGE],
  ['4.2 4.3 8 9 10 11 66 67 68 77.1.5.3 78 79 80 90 91 129 131 200 201 501.3', NOTHING],
];

const covers = (family: string, rest: string): boolean =>
  family.endsWith('.') ? rest.startsWith(family) : rest === family || rest.startsWith(`${family}.`);

/** False when an object of this class cannot be whole with these marks. Private and retired classes are never called incomplete. */
export function endsWhole(sopClassUid: string, seen: ReadonlySet<Mark>): boolean {
  if (!sopClassUid.startsWith(STORAGE)) return true;
  const rest = sopClassUid.slice(STORAGE.length);
  const rule = RULES.find(([families]) => families.split(' ').some((family) => covers(family, rest)));
  const oneOf = rule ? rule[1] : IMAGE;
  return oneOf.length === 0 || oneOf.some((mark) => seen.has(mark));
}

export type { Mark };
