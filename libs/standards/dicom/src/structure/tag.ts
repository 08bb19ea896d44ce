/** Tags are 32-bit numbers, group in the upper half: comparing them is comparing the order of the standard (PS3.5 7.1). */

export const ITEM = 0xfffee000;
export const ITEM_END = 0xfffee00d;
export const SEQUENCE_END = 0xfffee0dd;
export const PIXEL_DATA = 0x7fe00010;

export const groupOf = (tag: number): number => Math.floor(tag / 65_536);
export const isPrivate = (tag: number): boolean => (groupOf(tag) & 1) === 1;

/** Eight hexadecimal digits, upper case, as DICOM JSON writes a tag (PS3.18 F.2.2). */
export const tagHex = (tag: number): string => tag.toString(16).toUpperCase().padStart(8, '0');

/** `(0010,0020)`, as people write a tag. */
export function tagText(tag: number): string {
  const hex = tagHex(tag);
  return `(${hex.slice(0, 4)},${hex.slice(4)})`;
}

/** Reads `00100020` or `(0010,0020)`; null for anything else. */
export function parseTag(text: string): number | null {
  const match = /^\(?([0-9a-f]{4}),?([0-9a-f]{4})\)?$/i.exec(text);
  return match ? Number.parseInt(match[1]! + match[2]!, 16) : null;
}
