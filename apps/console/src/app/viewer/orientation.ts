/** Which side of the person each edge of the picture is: "R", "AL". */
export interface EdgeLetters {
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
}

const POSITIVE = ['L', 'P', 'H'] as const;
const NEGATIVE = ['R', 'A', 'F'] as const;
/** A direction this oblique still gets the second letter: about 20 degrees. */
const LEAST = 0.34;

/** Letters of a direction in patient coordinates (PS3.3 C.7.6.1.1.1): largest part first. Empty when it is no direction. */
export function directionLetters(vector: readonly number[]): string {
  const parts = [0, 1, 2].map((axis) => ({ axis, size: vector[axis] ?? Number.NaN }));
  if (parts.some((p) => !Number.isFinite(p.size))) return '';
  return parts
    .filter((p) => Math.abs(p.size) >= LEAST)
    .sort((a, b) => Math.abs(b.size) - Math.abs(a.size))
    .map((p) => (p.size > 0 ? POSITIVE[p.axis] : NEGATIVE[p.axis]) ?? '')
    .join('')
    .slice(0, 2);
}

/** Letters at the four edges of an upright picture from Image Orientation (Patient): row direction, then column direction. Null when it says nothing. */
export function edgeLetters(rowCosines: readonly number[] | null | undefined, columnCosines: readonly number[] | null | undefined): EdgeLetters | null {
  if (!rowCosines || !columnCosines) return null;
  const flipped = (vector: readonly number[]): number[] => vector.map((v) => -v);
  const letters = { left: directionLetters(flipped(rowCosines)), right: directionLetters(rowCosines), top: directionLetters(flipped(columnCosines)), bottom: directionLetters(columnCosines) };
  return letters.left === '' || letters.top === '' ? null : letters;
}

/** Patient Orientation (0020,0020) of plane films: "L\F" names where rows and columns go. */
export function edgesOfPlaneFilm(value: string | undefined): EdgeLetters | null {
  const [row = '', column = ''] = (value ?? '').split('\\').map((v) => v.trim().toUpperCase());
  if (!/^[RLAPHF]{1,3}$/.test(row) || !/^[RLAPHF]{1,3}$/.test(column)) return null;
  const opposite: Readonly<Record<string, string>> = { R: 'L', L: 'R', A: 'P', P: 'A', H: 'F', F: 'H' };
  const across = (letters: string): string => [...letters].map((l) => opposite[l] ?? '').join('');
  return { left: across(row), right: row, top: across(column), bottom: column };
}
