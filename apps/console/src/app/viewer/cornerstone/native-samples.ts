/** How samples lie in their words (PS3.3 C.7.6.3.1). */
export interface SampleLayout {
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
}

/**
 * Takes everything that is not the sample out of native little-endian words, in place: older objects keep overlays in the spare bits, and
 * drawn with them the picture turns black with text. Sign bits are filled up. Only 8 and 16 bits.
 */
export function cleanSamples(bytes: Uint8Array, layout: SampleLayout): void {
  const { bitsAllocated, bitsStored, highBit, signed } = layout;
  const shift = highBit + 1 - bitsStored;
  if (bitsStored <= 0 || shift < 0 || highBit >= bitsAllocated || (bitsStored === bitsAllocated && shift === 0)) return;
  const words = bitsAllocated === 16 ? new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1) : bitsAllocated === 8 ? bytes : null;
  if (words === null) return;
  const mask = 2 ** bitsStored - 1;
  const sign = 2 ** (bitsStored - 1);
  for (let i = 0; i < words.length; i++) {
    const value = ((words[i] ?? 0) >> shift) & mask;
    words[i] = signed && value >= sign ? value - mask - 1 : value;
  }
}
