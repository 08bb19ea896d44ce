import { compareAddresses, comparePhones } from './compare-contact';
import { compareBirthDates, yearsApart } from './compare-dates';
import { compareNames, sameFamily, type NamesCompared } from './compare-names';
import { generationOf } from './name-text';
import type { ElementComparison, MatchElement, Person } from './person';

export const lookalikes = ['twin', 'same-name-same-day', 'recycled-identifier', 'jr-sr'] as const;
export type Lookalike = (typeof lookalikes)[number];

const GENERATION_YEARS = 12;

interface Weighed {
  readonly person: Person;
  /** How the person as sent compares with this one. */
  readonly rows: readonly ElementComparison[];
}

/**
 * Whom a local patient may be taken for, given the person as sent and the other local people who come near: one house, one birthday, one name
 * or one number. Empty: nobody.
 */
export function lookalikesOf(sent: Person, local: Weighed, others: readonly Weighed[]): Lookalike[] {
  const found = new Set<Lookalike>(ofSent(sent, local));
  for (const other of others) for (const code of ofOther(sent, local, other)) found.add(code);
  return lookalikes.filter((code) => found.has(code));
}

const answer = (rows: readonly ElementComparison[], element: MatchElement): string => rows.find((r) => r.element === element)?.answer ?? 'missing';
const holdsNumber = (rows: readonly ElementComparison[]): boolean => answer(rows, 'identifier') === 'agrees' || answer(rows, 'mrn') === 'agrees';

/** The person as sent may themselves be the twin, the son, or the new owner of an old number. */
function ofSent(sent: Person, { person, rows }: Weighed): Lookalike[] {
  const is = (element: MatchElement, want: string): boolean => answer(rows, element) === want;
  const found: Lookalike[] = [];
  const oneHouse = is('phone', 'agrees') || is('address', 'agrees');
  if (is('family', 'agrees') && is('birth-date', 'agrees') && is('given', 'differs') && oneHouse) found.push('twin');
  if (is('family', 'agrees') && is('given', 'agrees') && !is('birth-date', 'agrees') && (yearsApart(sent.birthDate, person.birthDate) ?? 0) >= GENERATION_YEARS) found.push('jr-sr');
  const conflicts = (['family', 'given', 'birth-date', 'sex'] as const).filter((element) => is(element, 'differs')).length;
  if (holdsNumber(rows) && conflicts >= 2) found.push('recycled-identifier');
  return found;
}

function ofOther(sent: Person, local: Weighed, other: Weighed): Lookalike[] {
  const names = compareNames(local.person.names, other.person.names);
  const born = compareBirthDates(local.person.birthDate, other.person.birthDate).answer;
  const found: Lookalike[] = [];
  if (born === 'agrees' && sameName(names)) found.push('same-name-same-day');
  else if (born === 'agrees' && sameFamily(local.person.names, other.person.names) && mayBeTwins(sent, local.person, other.person)) found.push('twin');
  if (sameName(names) && born !== 'agrees' && mayBeFatherAndSon(local.person, other.person)) found.push('jr-sr');
  if (holdsNumber(other.rows) && !holdsNumber(local.rows)) found.push('recycled-identifier');
  return found;
}

/** One name, or one that is easily taken for it: a middle name less, parts exchanged, another generation. */
const SAME_GIVEN: ReadonlySet<string | null> = new Set(['one-of-several', 'middle-initial', 'initial-only', 'exchanged', 'generation']);
const sameName = (n: NamesCompared): boolean => n.given.note === 'exchanged' || (n.family.answer === 'agrees' && (n.given.answer === 'agrees' || SAME_GIVEN.has(n.given.note)));

const house = (a: Person, b: Person): 'one' | 'two' | 'unknown' => {
  const answers = [comparePhones(a.phones, b.phones).answer, compareAddresses(a.addresses, b.addresses).answer];
  if (answers.includes('agrees')) return 'one';
  return answers.includes('differs') ? 'two' : 'unknown';
};

/** Grown twins live apart: then the other one still matters when the given name as sent comes near theirs. */
function mayBeTwins(sent: Person, a: Person, b: Person): boolean {
  if (house(a, b) !== 'two') return true;
  return ['agrees', 'close'].includes(compareNames(sent.names, b.names).given.answer);
}

function mayBeFatherAndSon(a: Person, b: Person): boolean {
  if ((yearsApart(a.birthDate, b.birthDate) ?? 0) < GENERATION_YEARS) return false;
  return house(a, b) !== 'two' || [...a.names, ...b.names].some((name) => generationOf(name) !== null);
}
