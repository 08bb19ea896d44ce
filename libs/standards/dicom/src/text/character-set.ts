/** Specific Character Set (0008,0005) with its defined terms (PS3.3 C.12.1.1.2), and what decodes each of them. */

/** Codes reached by an escape sequence (ISO 2022): what it switches, and how the codes are decoded. */
export interface CodeElement {
  readonly term: number;
  readonly escape: string;
  /** G0 takes bytes below 80H, G1 the ones above. */
  readonly area: 'G0' | 'G1';
  readonly bytes: 1 | 2;
  /** WHATWG label that knows these codes. */
  readonly label: string;
  /** How the two bytes of a G0 code become what `label` decodes: their high bits set, after this prefix byte. */
  readonly prefix?: number;
}

const g1 = (term: number, escape: string, label: string): CodeElement => ({ term, escape, area: 'G1', bytes: 1, label });

export const CODE_ELEMENTS: readonly CodeElement[] = [
  { term: 6, escape: '\x1b(B', area: 'G0', bytes: 1, label: 'us-ascii' },
  { term: 13, escape: '\x1b(J', area: 'G0', bytes: 1, label: 'us-ascii' },
  g1(13, '\x1b)I', 'shift_jis'),
  g1(100, '\x1b-A', 'windows-1252'),
  g1(101, '\x1b-B', 'iso-8859-2'),
  g1(109, '\x1b-C', 'iso-8859-3'),
  g1(110, '\x1b-D', 'iso-8859-4'),
  g1(144, '\x1b-L', 'iso-8859-5'),
  g1(127, '\x1b-G', 'iso-8859-6'),
  g1(126, '\x1b-F', 'iso-8859-7'),
  g1(138, '\x1b-H', 'iso-8859-8'),
  g1(148, '\x1b-M', 'windows-1254'),
  g1(203, '\x1b-b', 'iso-8859-15'),
  g1(166, '\x1b-T', 'windows-874'),
  { term: 87, escape: '\x1b$B', area: 'G0', bytes: 2, label: 'euc-jp' },
  { term: 87, escape: '\x1b$@', area: 'G0', bytes: 2, label: 'euc-jp' },
  { term: 159, escape: '\x1b$(D', area: 'G0', bytes: 2, label: 'euc-jp', prefix: 0x8f },
  { term: 149, escape: '\x1b$)C', area: 'G1', bytes: 2, label: 'euc-kr' },
  { term: 58, escape: '\x1b$)A', area: 'G1', bytes: 2, label: 'gbk' },
];

/** Character sets that fill the whole byte range by themselves and allow no code extension. */
const WHOLE: Readonly<Record<string, string>> = { 192: 'utf-8', GB18030: 'gb18030', GBK: 'gbk' };

export interface CharacterSet {
  /** The value as given, one term each. */
  readonly terms: readonly string[];
  /** WHATWG label when one decoder does for everything; null when bytes above 7FH have no meaning or code extensions are declared. */
  readonly label: string | null;
  /** Decodes bytes above 7FH before any escape sequence. */
  readonly initial: CodeElement | null;
  /** What escape sequences may switch to, in the order declared. */
  readonly extensions: readonly CodeElement[];
  /** Terms no edition of the standard defines. */
  readonly unknown: readonly string[];
}

/** Registration number of a term such as `ISO_IR 100` or `ISO 2022 IR 87`, in the spellings devices use; `GB18030` and `GBK` as such. */
function keyOf(term: string): string | null {
  const text = term.trim().toUpperCase();
  if (text === '') return '6';
  const registered = /^ISO[ _-]?(?:2022[ _-]?)?IR[ _-]?(\d{1,3})$/.exec(text);
  if (registered) return registered[1]!;
  const whole = text.replace(/[ _-]/g, '');
  if (whole === 'UTF8') return '192';
  return whole === 'GB18030' || whole === 'GBK' ? whole : null;
}

const elementsOf = (key: string): readonly CodeElement[] => CODE_ELEMENTS.filter((code) => String(code.term) === key);

function build(value: string): CharacterSet {
  const terms = value.split('\\').map((term) => term.trim());
  const keys = terms.map(keyOf);
  const unknown = terms.filter((_, i) => keys[i] === null || (!(keys[i]! in WHOLE) && elementsOf(keys[i]!).length === 0));
  const whole = keys.map((key) => (key === null ? undefined : WHOLE[key])).find((label) => label !== undefined);
  const elements = keys.flatMap((key) => (key === null ? [] : elementsOf(key)));
  const first = keys[0] === null ? [] : elementsOf(keys[0]!);
  const initial = first.find((code) => code.area === 'G1') ?? null;
  const single = keys.length === 1 && initial?.bytes === 1 ? initial.label : null;
  return { terms, label: whole ?? single, initial, extensions: elements, unknown };
}

const CACHE_MOST = 256;
const cache = new Map<string, CharacterSet>();

/** Reads the value of (0008,0005). Never throws: an unknown term is listed and otherwise passed over. */
export function characterSet(value = ''): CharacterSet {
  const known = cache.get(value);
  if (known) return known;
  const built = build(value);
  if (cache.size < CACHE_MOST) cache.set(value, built);
  return built;
}
