// Writing text in the character sets partners still send (PS3.3 C.12.1.1.2, PS3.5 6.1). Node only reads them, so its readers are turned round.

/** Defined terms of Specific Character Set as one list, the first possibly empty. */
export type CharacterSet = readonly string[];

const SINGLE: Readonly<Record<string, string>> = {
  'ISO_IR 100': 'latin1',
  'ISO_IR 101': 'iso-8859-2',
  'ISO_IR 126': 'iso-8859-7',
  'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 138': 'iso-8859-8',
  'ISO_IR 144': 'iso-8859-5',
  'ISO_IR 148': 'iso-8859-9',
  'ISO_IR 166': 'windows-874',
};

interface Extension {
  readonly label: string;
  readonly escape: readonly number[];
  /** Seven-bit form: high bits are dropped and ASCII is called back by an escape. */
  readonly seven: boolean;
}

const EXTENDED: Readonly<Record<string, Extension>> = {
  'ISO 2022 IR 87': { label: 'euc-jp', escape: [0x1b, 0x24, 0x42], seven: true },
  'ISO 2022 IR 149': { label: 'euc-kr', escape: [0x1b, 0x24, 0x29, 0x43], seven: false },
};
const BACK_TO_ASCII = [0x1b, 0x28, 0x42];

const tables = new Map<string, ReadonlyMap<string, readonly number[]>>();

/** Characters to bytes for one encoding, made by decoding every byte and pair of bytes once. */
function table(label: string, pairs: boolean): ReadonlyMap<string, readonly number[]> {
  const known = tables.get(label);
  if (known) return known;
  const made = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(label, { fatal: true });
  const learn = (bytes: readonly number[]): void => {
    try {
      const text = decoder.decode(Uint8Array.from(bytes));
      if ([...text].length === 1 && !made.has(text)) made.set(text, bytes);
    } catch {
      // Not a character of this set.
    }
  };
  if (pairs) for (let a = 0xa1; a <= 0xfe; a++) for (let b = 0xa1; b <= 0xfe; b++) learn([a, b]);
  else for (let a = 0xa0; a <= 0xff; a++) learn([a]);
  tables.set(label, made);
  return made;
}

/** Bytes of a text in a character set. Throws for a character the set does not have: pick another set for that person. */
export function encodeText(text: string, set: CharacterSet): Buffer {
  const first = set[0] ?? '';
  if (first === 'ISO_IR 192') return Buffer.from(text, 'utf8');
  const extensions = set.slice(1).flatMap((term) => EXTENDED[term] ?? []);
  const out: number[] = [];
  let inside: Extension | null = null;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    if (code < 0x80) {
      // Extensions end at every delimiter, and seven-bit ones at any other plain character.
      if (inside?.seven) out.push(...BACK_TO_ASCII);
      if (inside?.seven || '^=\\\r\n'.includes(char)) inside = null;
      out.push(code);
      continue;
    }
    const single = SINGLE[first] ? table(SINGLE[first], false).get(char) : undefined;
    if (single) {
      out.push(...single);
      continue;
    }
    const extension: Extension | undefined = extensions.find((e) => table(e.label, true).has(char));
    if (!extension) throw new Error(`No character set of ${set.join('\\') || '(default)'} holds U+${code.toString(16).padStart(4, '0')}.`);
    if (inside !== extension) out.push(...extension.escape);
    inside = extension;
    const bytes = table(extension.label, true).get(char)!;
    out.push(...(extension.seven ? bytes.map((b) => b & 0x7f) : bytes));
  }
  if (inside?.seven) out.push(...BACK_TO_ASCII);
  return Buffer.from(out);
}
