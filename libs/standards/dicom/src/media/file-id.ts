/** Referenced File IDs of a DICOMDIR (PS3.10 8.2) and how they are found again among the names a medium really has. */

const MOST_COMPONENTS = 32;
const LONGEST_COMPONENT = 255;

/**
 * Components of a Referenced File ID as written. Null for one that points outside the medium or cannot be a path: absolute, with `..`, with a drive
 * letter, with NUL or control characters. Longer and lower-case names than PS3.10 8.2 allows are taken: media of the field have them.
 */
export function fileIdComponents(raw: string): readonly string[] | null {
  const parts = raw.replace(/[\0 ]+$/, '').split(/[\\/]/).map((part) => part.trim());
  if (parts.length > MOST_COMPONENTS || parts.some((part) => !isName(part))) return null;
  return parts;
}

/** A name that can stand in one folder and does not leave it. */
export function isName(part: string): boolean {
   
  return part.length > 0 && part.length <= LONGEST_COMPONENT && part !== '.' && part !== '..' && !/[\\/:\u0000-\u001f\u007f]/.test(part);
}

/** What two spellings of one file have in common: case, the version of ISO 9660 (`;1`) and a last dot without extension do not count. */
export function fileKey(components: readonly string[]): string {
  return components.map((part) => part.toUpperCase().replace(/;\d+$/, '').replace(/\.$/, '')).join('/');
}
