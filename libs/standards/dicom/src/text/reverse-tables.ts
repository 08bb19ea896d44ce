/** Character -> bytes tables for writing, made once per character set by decoding every code it has. */
import { decodeRun } from './decode';

export type ReverseTable = ReadonlyMap<string, readonly number[]>;

const tables = new Map<string, ReverseTable>();

/** Decoders answer U+FFFD for codes that do not exist, and private-use characters for codes a vendor may define. */
const usable = (text: string): boolean => [...text].length === 1 && text !== '\ufffd' && !/[\u0080-\u009f\ue000-\uf8ff]/.test(text);

function build(label: string, firsts: readonly [number, number], seconds: readonly [number, number] | null, prefix: readonly number[]): ReverseTable {
  const table = new Map<string, readonly number[]>();
  for (let first = firsts[0]; first <= firsts[1]; first++) {
    for (let second = seconds?.[0] ?? 0; second <= (seconds?.[1] ?? 0); second++) {
      const code = seconds ? [first, second] : [first];
      const text = decodeRun(label, Uint8Array.from([...prefix, ...code]));
      if (usable(text) && !table.has(text)) table.set(text, code);
    }
  }
  return table;
}

function once(key: string, make: () => ReverseTable): ReverseTable {
  let table = tables.get(key);
  if (!table) {
    table = make();
    tables.set(key, table);
  }
  return table;
}

/** Single bytes A0H to FFH: 80H to 9FH are control codes in every ISO 8859 part, whatever web decoders make of them. */
export const singleByteTable = (label: string): ReverseTable => once(label, () => build(label, [0xa0, 0xff], null, []));

/** Katakana of JIS X 0201. */
export const katakanaTable = (): ReverseTable => once('katakana', () => build('shift_jis', [0xa1, 0xdf], null, []));

/** Two-byte sets of ISO 2022, as codes with both high bits set. */
export const doubleByteTable = (label: string, prefix?: number): ReverseTable =>
  once(`${label}/${prefix ?? ''}`, () => build(label, [0xa1, 0xfe], [0xa1, 0xfe], prefix === undefined ? [] : [prefix]));

/** GBK, and the two-byte part of GB18030. */
export const gbkTable = (): ReverseTable => once('gbk/whole', () => build('gbk', [0x81, 0xfe], [0x40, 0xfe], []));
