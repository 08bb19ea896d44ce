// Two impressions, statement by statement. Words and numbers are compared, not their meaning: a help for the eye, never a judgement.

export interface Statement {
  /** As it stands in the text, with its place. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly words: ReadonlySet<string>;
  /** "11mm", "4mm", "85%": a number with its unit. */
  readonly values: readonly Value[];
  readonly denies: boolean;
}

export interface Value {
  readonly text: string;
  readonly number: number;
  readonly unit: string;
  readonly start: number;
  readonly end: number;
}

export interface Pair {
  readonly outside: Statement;
  readonly own: Statement;
  readonly verdict: 'agrees' | 'differs';
  /** Values of the outside statement that our statement gives otherwise. */
  readonly changed: readonly { readonly from: Value; readonly to: Value }[];
}

export interface Comparison {
  readonly pairs: readonly Pair[];
  readonly onlyOutside: readonly Statement[];
  readonly onlyOwn: readonly Statement[];
}

/** How much of the shorter statement's words must stand in the other one. */
const ALIKE = 0.5;
const FILLER = new Set(('a an and are as at be been by for from has have in is it its of on or s seen than that the there this to was were which with again also now noted shown '
  + 'measuring measures measured up mild about approximately').split(' '));
const DENIES = /\b(no|not|without|absent|negative for|free of|resolved|denies)\b/i;
const VALUE = /(\d+(?:[.,]\d+)?)\s*(mm|cm|m|%|ml|cc|hu|degrees?|°)(?![a-z])/gi;
const TO_MM: Readonly<Record<string, number>> = { mm: 1, cm: 10, m: 1000 };

/** A text as statements: sentences, lines and numbered points. A point between digits and after an abbreviation of one letter ends none. */
export function statementsOf(text: string): Statement[] {
  const found: Statement[] = [];
  const statement = /(?:\d+[.,]\d+|\b[A-Za-z]\.|[^.;!?\n])+/g;
  for (const match of text.matchAll(statement)) {
    const lead = /^[\s\-–•*]*(?:\d+\)\s*)?/.exec(match[0])?.[0].length ?? 0;
    const body = match[0].slice(lead).trimEnd();
    if (!/[A-Za-z\u00c0-\uffff]{2}/.test(body)) continue;
    const start = match.index + lead;
    found.push({ text: body, start, end: start + body.length, words: wordsOf(body), values: valuesOf(body, start), denies: DENIES.test(body) });
  }
  return found;
}

/** Pairs each outside statement with the one of ours that is most like it; what has no like stands alone. */
export function compare(outside: string, own: string): Comparison {
  const theirs = statementsOf(outside);
  const ours = statementsOf(own);
  const candidates = theirs
    .flatMap((a) => ours.map((b) => ({ a, b, like: likeness(a, b) })))
    .filter(({ like }) => like >= ALIKE)
    .sort((x, y) => y.like - x.like || x.a.start - y.a.start);
  const paired = new Map<Statement, Statement>();
  const taken = new Set<Statement>();
  for (const { a, b } of candidates) {
    if (paired.has(a) || taken.has(b)) continue;
    paired.set(a, b);
    taken.add(b);
  }
  return {
    pairs: theirs.flatMap((a) => {
      const b = paired.get(a);
      return b === undefined ? [] : [pairOf(a, b)];
    }),
    onlyOutside: theirs.filter((a) => !paired.has(a)),
    onlyOwn: ours.filter((b) => !taken.has(b)),
  };
}

function pairOf(outside: Statement, own: Statement): Pair {
  const left = [...own.values];
  const changed: { from: Value; to: Value }[] = [];
  const unanswered = outside.values.filter((from) => {
    const same = left.findIndex((to) => sameValue(from, to));
    if (same >= 0) left.splice(same, 1);
    return same < 0;
  });
  for (const from of unanswered) {
    const i = left.findIndex((to) => kindOf(to) === kindOf(from));
    const to = left[i];
    if (to === undefined) continue;
    left.splice(i, 1);
    changed.push({ from, to });
  }
  const differs = changed.length > 0 || outside.denies !== own.denies;
  return { outside, own, verdict: differs ? 'differs' : 'agrees', changed };
}

function likeness(a: Statement, b: Statement): number {
  const shared = [...a.words].filter((word) => b.words.has(word)).length;
  const shorter = Math.min(a.words.size, b.words.size);
  return shorter === 0 ? 0 : shared / shorter;
}

function wordsOf(text: string): Set<string> {
  const words = text.replace(VALUE, ' ').toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').match(/\p{L}{2,}/gu) ?? [];
  return new Set(words.filter((w) => !FILLER.has(w) && w !== 'no' && w !== 'not' && w !== 'without').map(stem));
}

/** "hematoma" and "haematomas", "leftward" and "left" are one word here. */
const stem = (word: string): string => word.replace(/ae|oe/g, 'e').replace(/(wards?|ally|al|ed|es|s)$/, (end, _group: string, at: number) => (at >= 4 ? '' : end));

function valuesOf(text: string, offset: number): Value[] {
  return [...text.matchAll(VALUE)].map((m) => ({
    text: m[0], number: Number(m[1]?.replace(',', '.')), unit: (m[2] ?? '').toLowerCase(), start: offset + m.index, end: offset + m.index + m[0].length,
  }));
}

const kindOf = ({ unit }: Value): string => (unit in TO_MM ? 'length' : unit);
const sameValue = (a: Value, b: Value): boolean => kindOf(a) === kindOf(b) && Math.abs(a.number * (TO_MM[a.unit] ?? 1) - b.number * (TO_MM[b.unit] ?? 1)) < 1e-9;
