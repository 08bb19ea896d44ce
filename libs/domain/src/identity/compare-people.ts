import { compareAddresses, comparePhones } from './compare-contact';
import { compareBirthDates } from './compare-dates';
import { compareNames } from './compare-names';
import { compared, type Compared, type ElementComparison, type MatchElement, type Person, type PersonIdentifier } from './person';
import { leastEvidence, matchWeights } from './weights';

/** Compares a person as sent with a local one, element by element. `accession` is what our orders say of the number the exam carries. */
export function comparePeople(sent: Person, local: Person, accession: Compared = compared('missing')): ElementComparison[] {
  const names = compareNames(sent.names, local.names);
  const answers: Readonly<Record<MatchElement, Compared>> = {
    family: names.family,
    given: names.given,
    'birth-date': compareBirthDates(sent.birthDate, local.birthDate),
    sex: compareSexes(sent.sex, local.sex),
    identifier: compareIdentifiers(sent.identifiers, local.identifiers),
    mrn: compareNumbers(sent.recordNumbers, local.recordNumbers),
    phone: comparePhones(sent.phones, local.phones),
    address: compareAddresses(sent.addresses, local.addresses),
    accession,
  };
  return Object.entries(answers).map(([element, c]) => ({ element: element as MatchElement, ...c, weight: weightOf(element as MatchElement, c) }));
}

const weightOf = (element: MatchElement, { answer }: Compared): number => (answer === 'missing' ? 0 : matchWeights[element][answer]);

function compareSexes(a: string | null, b: string | null): Compared {
  const known = (sex: string | null): boolean => sex === 'M' || sex === 'F';
  return known(a) && known(b) ? compared(a === b ? 'agrees' : 'differs') : compared('missing');
}

/** Only identifiers of one issuer compare: another number of that issuer speaks against, a number of another issuer says nothing. */
function compareIdentifiers(a: readonly PersonIdentifier[], b: readonly PersonIdentifier[]): Compared {
  const answers = a.map((x) => compareNumbers([x.value], b.filter((y) => y.issuer === x.issuer).map((y) => y.value)));
  return (['agrees', 'close', 'differs'] as const).flatMap((want) => answers.filter((c) => c.answer === want))[0] ?? compared('missing');
}

function compareNumbers(a: readonly string[], b: readonly string[]): Compared {
  if (a.length === 0 || b.length === 0) return compared('missing');
  if (a.some((x) => b.includes(x))) return compared('agrees');
  const bare = (value: string): string => value.replace(/[^\p{L}\p{N}]/gu, '').replace(/^0+/, '').toUpperCase();
  return a.some((x) => b.some((y) => bare(x) === bare(y))) ? compared('close', 'format') : compared('differs');
}

export interface MatchScore {
  /** Sum of the weights in tenths. */
  readonly weight: number;
  /** 0..1000: the share of the evidence at hand that speaks for the same person. */
  readonly score: number;
}

export function scoreOf(rows: readonly ElementComparison[]): MatchScore {
  const weight = rows.reduce((sum, row) => sum + row.weight, 0);
  const possible = rows.reduce((sum, row) => sum + (row.answer === 'missing' ? 0 : matchWeights[row.element].agrees), 0);
  return { weight, score: Math.min(1000, Math.max(0, Math.round((weight * 1000) / Math.max(possible, leastEvidence)))) };
}
