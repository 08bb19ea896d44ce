/** IS, DS and CS (PS3.5 6.2). Nothing here throws: what does not have the form of its VR is null. */

/** `IS`: a whole number of 32 bits. */
export function parseInteger(text: string): number | null {
  const value = text.trim();
  if (!/^[+-]?\d{1,11}$/.test(value)) return null;
  const number = Number(value);
  return number >= -(2 ** 31) && number < 2 ** 31 ? number : null;
}

/** `DS`: a fixed or floating point number. The 16 characters of the standard are not held against a writer. */
export function parseDecimal(text: string): number | null {
  const value = text.trim();
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

/** `CS`: capital letters, digits, space and underscore, 16 at most. */
export function parseCode(text: string): string | null {
  const value = text.trim();
  return /^[A-Z0-9 _]{1,16}$/.test(value) ? value : null;
}
