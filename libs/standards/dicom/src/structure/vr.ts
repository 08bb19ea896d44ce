/** Value representations (PS3.5 6.2) as 16-bit numbers, the way they stand in the bytes: comparing them costs no string. */

export const UNDEFINED_LENGTH = 0xffffffff;

export const vrCode = (name: string): number => name.charCodeAt(0) | (name.charCodeAt(1) << 8);
export const vrName = (code: number): string => String.fromCharCode(code & 0xff, code >> 8);

export const VR_SQ = vrCode('SQ');
export const VR_UN = vrCode('UN');
export const VR_OB = vrCode('OB');
export const VR_OW = vrCode('OW');

/** How the length of an explicit element is written (PS3.5 7.1.2): 16 bits, or two reserved bytes and 32 bits. */
export const FORM = { unknown: 0, short: 1, long: 2 } as const;

const SHORT = 'AE AS AT CS DA DS DT FD FL IS LO LT PN SH SL SS ST TM UI UL US';
const LONG = 'OB OD OF OL OV OW SQ SV UC UN UR UT UV';
const SIZES: Readonly<Record<string, number>> = { US: 2, SS: 2, UL: 4, SL: 4, AT: 4, FL: 4, FD: 8, SV: 8, UV: 8 };

const forms = new Uint8Array(65_536);
const units = new Uint8Array(65_536);
for (const name of SHORT.split(' ')) forms[vrCode(name)] = FORM.short;
for (const name of LONG.split(' ')) forms[vrCode(name)] = FORM.long;
for (const [name, size] of Object.entries(SIZES)) units[vrCode(name)] = size;

/** Zero for a VR the standard does not name. */
export const formOf = (code: number): number => forms[code]!;
const isUpper = (byte: number): boolean => byte >= 0x41 && byte <= 0x5a;
const SPACES = 0x2020;
const QUESTION_MARKS = 0x3f3f;

/**
 * Form of a VR the standard does not name. Two capital letters are a VR of a later edition: those all have 32-bit lengths (PS3.5 6.2.2).
 * Two spaces or question marks are written by known devices in place of a VR they do not know, with a 16-bit length.
 */
export function unnamedForm(code: number): number {
  if (isUpper(code & 0xff) && isUpper(code >> 8)) return FORM.long;
  return code === SPACES || code === QUESTION_MARKS ? FORM.short : FORM.unknown;
}
/** Size of one value for the fixed-size binary VRs whose length must be a multiple of it; 0 for all others. */
export const unitOf = (code: number): number => units[code]!;
/** VRs that hold characters of the data set's own character set (PS3.5 6.1.2.3). */
export const CHARSET_VRS: ReadonlySet<string> = new Set(['SH', 'LO', 'ST', 'LT', 'PN', 'UC', 'UT']);
/** VRs whose value is text at all. */
export const TEXT_VRS: ReadonlySet<string> = new Set([...CHARSET_VRS, 'AE', 'AS', 'CS', 'DA', 'DS', 'DT', 'IS', 'TM', 'UI', 'UR']);
