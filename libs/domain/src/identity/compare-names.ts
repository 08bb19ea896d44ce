import { editDistance } from './edit-distance';
import { generationOf, nameWords, partWords, scriptOf, speltOut } from './name-text';
import { compared, type Compared, type ElementAnswer, type NameForm } from './person';
import { soundsAlike } from './sounds-alike';

export interface NamesCompared {
  readonly family: Compared;
  readonly given: Compared;
}

const RANK: Readonly<Record<ElementAnswer, number>> = { agrees: 3, close: 1, missing: 0, differs: -2 };
const MISSING: NamesCompared = { family: compared('missing', 'other-script'), given: compared('missing', 'other-script') };
/** Scripts whose short words tell nothing by an edit or two. */
const NO_SPELLING = new Set(['han', 'hangul']);

/** Compares every name of one person with every name of the other in the same script, and takes the pair that fits best. */
export function compareNames(a: readonly NameForm[], b: readonly NameForm[]): NamesCompared {
  let best: NamesCompared | null = null;
  for (const left of a) {
    for (const right of b) {
      if (scriptOf(left.family + left.given) !== scriptOf(right.family + right.given)) continue;
      const pair = compareForms(left, right);
      if (!best || rank(pair) > rank(best)) best = pair;
    }
  }
  return best ?? (a.length === 0 || b.length === 0 ? { family: compared('missing'), given: compared('missing') } : MISSING);
}

const rank = (n: NamesCompared): number => RANK[n.family.answer] + RANK[n.given.answer];

function compareForms(a: NameForm, b: NameForm): NamesCompared {
  const straight = { family: comparePart(a.family, b.family, 'family'), given: comparePart(a.given, b.given, 'given') };
  const other = rank(straight) < rank(EXCHANGED) ? (exchanged(a, b) ?? unparted(a, b)) : null;
  const names = withGeneration(a, b, other ?? straight);
  return a.former || b.former ? { family: asFormer(names.family), given: asFormer(names.given) } : names;
}

const EXCHANGED: NamesCompared = { family: compared('close', 'exchanged'), given: compared('close', 'exchanged') };

function exchanged(a: NameForm, b: NameForm): NamesCompared | null {
  return comparePart(a.family, b.given, 'given').answer === 'agrees' && comparePart(a.given, b.family, 'given').answer === 'agrees' ? EXCHANGED : null;
}

/** All words in one part on one side: the same words on the other, in whatever order. */
function unparted(a: NameForm, b: NameForm): NamesCompared | null {
  if ((a.given === '') === (b.given === '')) return null;
  const words = (n: NameForm): string => [...partWords(n.family), ...partWords(n.given)].sort().join(' ');
  return words(a).includes(' ') && words(a) === words(b) ? { family: compared('close', 'unparted'), given: compared('close', 'unparted') } : null;
}

/** Father and son of one name are two people: a generation said on both sides must be the same. */
function withGeneration(a: NameForm, b: NameForm, names: NamesCompared): NamesCompared {
  const [left, right] = [generationOf(a), generationOf(b)];
  return left && right && left !== right ? { ...names, given: compared('differs', 'generation') } : names;
}

const asFormer = (part: Compared): Compared => (part.answer === 'agrees' || part.answer === 'close' ? compared('close', 'former-name') : part);

export function comparePart(a: string, b: string, part: 'family' | 'given'): Compared {
  const [left, right] = [partWords(a), partWords(b)];
  if (left.length === 0 || right.length === 0) return compared('missing');
  const [x, y] = [left.join(''), right.join('')];
  if (x === y || speltOut(a) === speltOut(b) || x === speltOut(b) || speltOut(a) === y) return compared('agrees', writtenAlike(a, b) ? null : 'accent-only');
  if (left.length === right.length && [...left].sort().join(' ') === [...right].sort().join(' ')) return compared('close', 'order');
  const several = part === 'given' ? givenOfSeveral(left, right) : left.length !== right.length && within(left, right) ? compared('close', 'one-of-several') : null;
  if (several) return several;
  if (!NO_SPELLING.has(scriptOf(x)) && misspelt(x, y)) return compared('close', 'spelling');
  return Math.min(x.length, y.length) >= 5 && Math.max(x.length, y.length) <= LONGEST_SPELT && editDistance(x, y, 2) <= 2 && soundsAlike(x, y) ? compared('close', 'sounds-alike') : compared('differs');
}

const writtenAlike = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

function within(a: readonly string[], b: readonly string[]): boolean {
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  return few.every((word) => many.includes(word));
}

/** Middle names come and go and shrink to initials; the first name is what a person is called by. */
function givenOfSeveral(a: readonly string[], b: readonly string[]): Compared | null {
  const [first, other] = [a[0] ?? '', b[0] ?? ''];
  if (first !== other) {
    const short = Math.min(first.length, other.length) === 1;
    if (short && first[0] === other[0]) return compared('close', 'initial-only');
    return a.length !== b.length && within(a, b) ? compared('close', 'one-of-several') : null;
  }
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  const rest = few.slice(1);
  if (!rest.every((word, i) => sameOrInitial(word, many[i + 1] ?? ''))) return compared('close', 'one-of-several');
  const dropped = many.slice(few.length);
  return dropped.every((word) => word.length === 1) ? compared('agrees', 'middle-initial') : compared('close', 'one-of-several');
}

const sameOrInitial = (a: string, b: string): boolean => a === b || (Math.min(a.length, b.length) === 1 && a[0] === b[0]);

/** Longer names are no typos of each other, and comparing them letter by letter would take long. */
const LONGEST_SPELT = 64;

function misspelt(a: string, b: string): boolean {
  if (Math.max(a.length, b.length) > LONGEST_SPELT) return false;
  const shorter = Math.min(a.length, b.length);
  const most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0;
  return most > 0 && editDistance(a, b, most) <= most;
}

/** Whether two people share a family name, whatever else they are called. */
export const sameFamily = (a: readonly NameForm[], b: readonly NameForm[]): boolean =>
  a.some((left) => b.some((right) => nameWords(left.family).length > 0 && scriptOf(left.family) === scriptOf(right.family) && comparePart(left.family, right.family, 'family').answer === 'agrees'));
