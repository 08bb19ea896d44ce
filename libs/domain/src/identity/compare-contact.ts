import { nameWords } from './name-text';
import { compared, type Compared } from './person';

const SHORTEST_PHONE = 7;
const WORDS: Readonly<Record<string, string>> = {
  street: 'st', str: 'st', strasse: 'st', road: 'rd', avenue: 'ave', av: 'ave', boulevard: 'blvd', drive: 'dr', lane: 'ln', court: 'ct', place: 'pl', square: 'sq', apartment: 'apt', north: 'n', south: 's', east: 'e', west: 'w',
};

const digitsOf = (phone: string): string => phone.replace(/\D/g, '');

/** Telephones agree when their last digits do, as far as the shorter one goes: country and trunk codes come and go. */
export function comparePhones(a: readonly string[], b: readonly string[]): Compared {
  const left = a.map(digitsOf).filter((d) => d.length >= SHORTEST_PHONE);
  const right = b.map(digitsOf).filter((d) => d.length >= SHORTEST_PHONE);
  if (left.length === 0 || right.length === 0) return compared('missing');
  const same = left.some((x) => right.some((y) => x.slice(-Math.min(x.length, y.length, 10)) === y.slice(-Math.min(x.length, y.length, 10))));
  return compared(same ? 'agrees' : 'differs');
}

const addressWords = (address: string): string[] => [...new Set(nameWords(address).map((word) => WORDS[word] ?? word.replace(/strasse$/, 'str')))];

/** Addresses agree when the shorter one's words, a number among them, all stand in the longer one. */
export function compareAddresses(a: readonly string[], b: readonly string[]): Compared {
  const left = a.map(addressWords).filter((w) => w.length > 1);
  const right = b.map(addressWords).filter((w) => w.length > 1);
  if (left.length === 0 || right.length === 0) return compared('missing');
  const answers = left.flatMap((x) => right.map((y) => compareWords(x, y)));
  return answers.find((c) => c.answer === 'agrees') ?? answers.find((c) => c.answer === 'close') ?? compared('differs');
}

function compareWords(a: readonly string[], b: readonly string[]): Compared {
  const [few, many] = a.length < b.length ? [a, b] : [b, a];
  const shared = few.filter((word) => many.includes(word));
  const numbers = shared.some((word) => /\d/.test(word));
  if (numbers && shared.length === few.length) return compared('agrees');
  return numbers && shared.length >= 2 && shared.length * 2 >= few.length ? compared('close', 'part-of-address') : compared('differs');
}
