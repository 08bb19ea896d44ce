/** Names as the two trees of a disc write them: ISO 9660 level 1 (8.3, capital letters, digits, `_`), and Joliet (up to 64 UCS-2 characters). */

const LEVEL_1 = /^[A-Z0-9_]{1,8}(\.[A-Z0-9_]{0,3})?$/;
const LONGEST_JOLIET = 64;

/** The name in the ISO 9660 tree, without version; unlike all of `taken`. */
export function plainName(name: string, folder: boolean, taken: ReadonlySet<string>): string {
  const upper = name.toUpperCase();
  if (LEVEL_1.test(upper) && !(folder && upper.includes('.')) && !taken.has(upper)) return upper;
  const dot = folder ? -1 : upper.lastIndexOf('.');
  const stem = (dot > 0 ? upper.slice(0, dot) : upper).replace(/[^A-Z0-9_]/g, '_');
  const extension = dot > 0 ? `.${upper.slice(dot + 1).replace(/[^A-Z0-9_]/g, '_').slice(0, 3)}` : '';
  const short = `${stem.slice(0, 8)}${extension}`;
  if (!taken.has(short)) return short;
  for (let n = 1; ; n++) {
    const candidate = `${stem.slice(0, 8 - String(n).length)}${n}${extension}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** The name in the Joliet tree; unlike all of `taken`. */
export function jolietName(name: string, taken: ReadonlySet<string>): string {
   
  const clean = name.replace(/[*/:;?\\\u0000-\u001f]/g, '_').slice(0, LONGEST_JOLIET);
  if (!taken.has(clean)) return clean;
  for (let n = 2; ; n++) {
    const mark = `~${n}`;
    const candidate = `${clean.slice(0, LONGEST_JOLIET - mark.length)}${mark}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Identifier of a file as it stands in a record: with version 1, and in the plain tree always with a dot (ECMA-119 7.5). */
export function fileIdentifier(name: string, joliet: boolean): Buffer {
  return joliet ? ucs2(`${name};1`) : Buffer.from(`${name.includes('.') ? name : `${name}.`};1`, 'latin1');
}

export const folderIdentifier = (name: string, joliet: boolean): Buffer => (joliet ? ucs2(name) : Buffer.from(name, 'latin1'));

/** UCS-2, the high byte first. */
export const ucs2 = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();
