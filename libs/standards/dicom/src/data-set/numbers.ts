/** Numbers in and out of values (PS3.5 6.2, 7.3). */
import { parseDecimal, parseInteger } from '../text/numbers';

type Endian = 'LE' | 'BE';
interface NumberForm {
  readonly size: number;
  read(bytes: Buffer, at: number, endian: Endian): number;
  write(bytes: Buffer, at: number, value: number): void;
}

/** 64-bit integers come as numbers: beyond 2^53 they lose their last digits, which no count or offset reaches. */
const FORMS: Readonly<Record<string, NumberForm>> = {
  US: { size: 2, read: (b, at, e) => b[`readUInt16${e}`](at), write: (b, at, v) => b.writeUInt16LE(v, at) },
  SS: { size: 2, read: (b, at, e) => b[`readInt16${e}`](at), write: (b, at, v) => b.writeInt16LE(v, at) },
  UL: { size: 4, read: (b, at, e) => b[`readUInt32${e}`](at), write: (b, at, v) => b.writeUInt32LE(v, at) },
  SL: { size: 4, read: (b, at, e) => b[`readInt32${e}`](at), write: (b, at, v) => b.writeInt32LE(v, at) },
  FL: { size: 4, read: (b, at, e) => b[`readFloat${e}`](at), write: (b, at, v) => b.writeFloatLE(v, at) },
  FD: { size: 8, read: (b, at, e) => b[`readDouble${e}`](at), write: (b, at, v) => b.writeDoubleLE(v, at) },
  UV: { size: 8, read: (b, at, e) => Number(b[`readBigUInt64${e}`](at)), write: (b, at, v) => b.writeBigUInt64LE(BigInt(v), at) },
  SV: { size: 8, read: (b, at, e) => Number(b[`readBigInt64${e}`](at)), write: (b, at, v) => b.writeBigInt64LE(BigInt(v), at) },
};

export const isBinaryNumber = (vr: string): boolean => Object.hasOwn(FORMS, vr);

/** Numbers of one element; empty for a VR that has none. */
export function numbersOf(element: { readonly vr: string; readonly bytes: Buffer }, bigEndian: boolean): (number | null)[] {
  const { vr, bytes } = element;
  const form = FORMS[vr];
  if (form) {
    const count = Math.floor(bytes.length / form.size);
    return Array.from({ length: count }, (_, i) => form.read(bytes, i * form.size, bigEndian ? 'BE' : 'LE'));
  }
  if ((vr !== 'IS' && vr !== 'DS') || bytes.length === 0) return [];
  const parse = vr === 'IS' ? parseInteger : parseDecimal;
  return bytes.toString('latin1').replace(/\0+$/, '').split('\\').map(parse);
}

/** Little endian bytes of numbers for a binary VR. Throws a RangeError when one does not fit. */
export function bytesOfNumbers(vr: string, values: readonly number[]): Buffer {
  const form = FORMS[vr];
  if (!form) throw new RangeError(`${vr} does not hold binary numbers.`);
  const bytes = Buffer.alloc(form.size * values.length);
  values.forEach((value, i) => form.write(bytes, i * form.size, value));
  return bytes;
}

const WORDS: Readonly<Record<string, number>> = { OW: 2, AT: 2, OL: 4, OF: 4, OD: 8, OV: 8 };

/** The same value in the other byte order (PS3.5 7.3); a copy. */
export function swapBytes(vr: string, bytes: Buffer): Buffer {
  const size = FORMS[vr]?.size ?? WORDS[vr] ?? 1;
  const copy = Buffer.from(bytes);
  if (bytes.length % size !== 0) return copy;
  if (size === 2) return copy.swap16();
  if (size === 4) return copy.swap32();
  return size === 8 ? copy.swap64() : copy;
}
