// Text of a data set in Unicode, for what stands over the pixels: the image's own header says whose it is, not the list around it.

/** Decoder of a whole value by its defined term (PS3.3 Table C.12-2, C.12-5). */
const WHOLE: Readonly<Record<string, string>> = {
  'ISO_IR 100': 'iso-8859-1', 'ISO_IR 101': 'iso-8859-2', 'ISO_IR 109': 'iso-8859-3', 'ISO_IR 110': 'iso-8859-4', 'ISO_IR 144': 'iso-8859-5', 'ISO_IR 127': 'iso-8859-6',
  'ISO_IR 126': 'iso-8859-7', 'ISO_IR 138': 'iso-8859-8', 'ISO_IR 148': 'iso-8859-9', 'ISO_IR 203': 'iso-8859-15', 'ISO_IR 13': 'shift_jis', 'ISO_IR 166': 'windows-874',
  'ISO_IR 192': 'utf-8', GB18030: 'gb18030', GBK: 'gbk',
};

/** Escape sequences without their ESC, and how the bytes after them are read (PS3.3 Table C.12-3, C.12-4). */
const ESCAPES: readonly (readonly [bytes: string, reading: string])[] = [
  ['$(D', 'jis-x-0212'], ['$)C', 'euc-kr'], ['$)A', 'gbk'], ['$B', 'iso-2022-jp'], ['$@', 'iso-2022-jp'], ['(B', ''], ['(J', ''], [')I', 'shift_jis'],
  ['-A', 'iso-8859-1'], ['-B', 'iso-8859-2'], ['-C', 'iso-8859-3'], ['-D', 'iso-8859-4'], ['-L', 'iso-8859-5'], ['-G', 'iso-8859-6'], ['-F', 'iso-8859-7'],
  ['-H', 'iso-8859-8'], ['-M', 'iso-8859-9'], ['-b', 'iso-8859-15'], ['-T', 'windows-874'],
];

const ESC = 0x1b;
const decoded = (label: string, bytes: Uint8Array): string => new TextDecoder(label).decode(bytes);

/** Bytes of a text element by its Specific Character Set (0008,0005), values in order. Bytes that fit no set become U+FFFD, never an error. */
export function decodeDicomText(bytes: Uint8Array, charset: readonly string[]): string {
  const first = (charset[0] ?? '').trim();
  const initial = WHOLE[first.replace('ISO 2022 IR', 'ISO_IR')] ?? 'iso-8859-1';
  const text = bytes.includes(ESC) ? withEscapes(bytes, initial) : decoded(initial, bytes);
  return text.replace(/[\s\0]+$/u, '');
}

function withEscapes(bytes: Uint8Array, initial: string): string {
  let text = '';
  let reading = initial;
  let from = 0;
  for (let at = 0; at <= bytes.length; at++) {
    if (at < bytes.length && bytes[at] !== ESC) continue;
    text += piece(bytes.subarray(from, at), reading, initial);
    const tail = String.fromCharCode(...bytes.subarray(at + 1, at + 4));
    const escape = ESCAPES.find(([sequence]) => tail.startsWith(sequence));
    reading = escape ? escape[1] || initial : initial;
    from = at + 1 + (escape?.[0].length ?? 0);
    at = Math.max(at, from - 1);
  }
  return text;
}

/** One stretch between escapes, its bytes as the escape before it says. */
function piece(bytes: Uint8Array, reading: string, initial: string): string {
  if (reading === 'iso-2022-jp') return decoded('iso-2022-jp', Uint8Array.from([ESC, 0x24, 0x42, ...bytes]));
  if (reading === 'jis-x-0212') return decoded('euc-jp', threeBytes(bytes));
  return decoded(reading || initial, bytes);
}

/** JIS X 0212 in the form EUC-JP has for it: 0x8F, then both bytes with the high bit. */
function threeBytes(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i + 1 < bytes.length; i += 2) out.push(0x8f, (bytes[i] ?? 0) | 0x80, (bytes[i + 1] ?? 0) | 0x80);
  return Uint8Array.from(out);
}

/** A Person Name for people: "ADEYEMI^FOLASADE=..." as its groups in order, carets as spaces, without empty ones. */
export function personNameGroups(value: string): string[] {
  return value.split('=').map((group) => group.replace(/\^+/g, ' ').trim()).filter((group) => group !== '');
}
