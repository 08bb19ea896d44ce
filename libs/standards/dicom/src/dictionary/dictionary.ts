/**
 * Attribute names and VRs of PS3.6, read from a generated table. The sequence tags are needed on the receive path (implicit VR does not
 * say what is a sequence), so they are ready at start; the other lookups are built when first asked for.
 */
import { isPrivate, tagHex } from '../structure/tag';
import standard from './standard.json' with { type: 'json' };

export interface DictionaryEntry {
  readonly tag: number;
  /** Two letters, or two choices such as `US|SS` where the VR depends on other attributes. */
  readonly vr: string;
  readonly keyword: string;
}

const TABLE: Readonly<Record<string, string>> = standard;

function* entriesOf(vr: string): Generator<DictionaryEntry> {
  for (const word of TABLE[vr]?.split(' ') ?? []) {
    yield { tag: Number.parseInt(word.slice(0, 8), 16), vr, keyword: word.slice(9) };
  }
}

/** Standard attributes with VR SQ. */
export const SEQUENCE_TAGS: ReadonlySet<number> = new Set([...entriesOf('SQ')].map((entry) => entry.tag));

let byTag: Map<number, DictionaryEntry> | null = null;
let byKeyword: Map<string, DictionaryEntry> | null = null;

function tags(): Map<number, DictionaryEntry> {
  byTag ??= new Map(Object.keys(TABLE).flatMap((vr) => [...entriesOf(vr)].map((entry) => [entry.tag, entry] as const)));
  return byTag;
}

/** Curve and overlay groups repeat (PS3.5 7.6): 6002, 6004 ... mean what 6000 means. */
const REPEATING = new Set([0x50, 0x60]);

/** The entry for a standard attribute; null for private, group length and unknown tags. */
export function lookupTag(tag: number): DictionaryEntry | null {
  const found = tags().get(tag);
  if (found) return found;
  if (isPrivate(tag) || !REPEATING.has(Math.floor(tag / 2 ** 24))) return null;
  const base = tags().get(Math.floor(tag / 2 ** 24) * 2 ** 24 + (tag % 65_536));
  return base ? { ...base, tag } : null;
}

/** `PatientID` -> its entry; keywords are case-sensitive (PS3.6 section 6). */
export function lookupKeyword(keyword: string): DictionaryEntry | null {
  byKeyword ??= new Map([...tags().values()].map((entry) => [entry.keyword, entry]));
  return byKeyword.get(keyword) ?? null;
}

/** Keyword when there is one, else eight hexadecimal digits. */
export const nameOfTag = (tag: number): string => lookupTag(tag)?.keyword ?? tagHex(tag);

/** VR an element has in Implicit VR Little Endian (PS3.5 A.1): the dictionary's, `LO` for private creators, else `UN`. */
export function implicitVr(tag: number): string {
  if (tag % 65_536 === 0) return 'UL';
  if (isPrivate(tag)) return tag % 65_536 >= 0x10 && tag % 65_536 <= 0xff ? 'LO' : 'UN';
  return lookupTag(tag)?.vr ?? 'UN';
}
