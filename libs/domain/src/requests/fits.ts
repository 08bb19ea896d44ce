import { comparePeople } from '../identity/compare-people';
import type { Person } from '../identity/person';

/** One thing asked for. What is null was left open. */
export interface WantedExam {
  readonly modality: string | null;
  /** Words of the exam: body part or procedure. */
  readonly what: string;
  /** Calendar days between which it was made. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface AskedFor {
  readonly facilityId: string;
  readonly person: Person;
  readonly wanted: readonly WantedExam[];
}

export interface Arrived {
  readonly facilityId: string | null;
  readonly person: Person;
  readonly modalities: readonly string[];
  readonly description: string;
  /** `YYYY-MM-DD`, null when not sent. */
  readonly studyDate: string | null;
}

export type FitAnswer = 'agrees' | 'close' | 'differs' | 'missing';
export interface Fit {
  /** Sure enough to be recorded without a person. */
  readonly fits: boolean;
  /** Higher is better; compares requests for one exam. */
  readonly score: number;
  readonly evidence: readonly { readonly of: 'facility' | 'identifier' | 'name' | 'birth-date' | 'sex' | 'modality' | 'date' | 'words'; readonly answer: FitAnswer }[];
  /** Place in `wanted` of what it answers best. */
  readonly item: number | null;
}

/**
 * Whether an exam that came answers a request. It needs the facility that was asked, the same person (their number there, or name and birth date), and
 * something that was asked for; one element that speaks against leaves the answer to a person.
 */
export function fitOf(asked: AskedFor, arrived: Arrived): Fit {
  const facility: FitAnswer = arrived.facilityId === null ? 'missing' : arrived.facilityId === asked.facilityId ? 'agrees' : 'differs';
  const rows = Object.fromEntries(comparePeople(arrived.person, asked.person).map((r) => [r.element, r.answer]));
  const family = rows['family'] ?? 'missing';
  const given = rows['given'] ?? 'missing';
  const name: FitAnswer = family === 'agrees' && given === 'agrees' ? 'agrees' : family === 'differs' ? 'differs' : family === 'missing' ? 'missing' : 'close';
  const number: FitAnswer = rows['identifier'] === 'agrees' || rows['mrn'] === 'agrees' ? 'agrees' : (rows['identifier'] ?? 'missing');
  const birth = rows['birth-date'] ?? 'missing';
  const sex = rows['sex'] ?? 'missing';
  const best = asked.wanted.map((w, i) => ({ i, ...itemFit(w, arrived) })).sort((a, b) => b.score - a.score)[0];
  const samePerson = (number === 'agrees' && (birth === 'agrees' || birth === 'missing') && name !== 'differs') || ((name === 'agrees' || name === 'close') && birth === 'agrees' && number !== 'differs');
  const score = (facility === 'agrees' ? 40 : 0) + (number === 'agrees' ? 30 : 0) + (name === 'agrees' ? 10 : name === 'close' ? 5 : 0) + (birth === 'agrees' ? 10 : 0) + (best?.score ?? 0);
  return {
    fits: facility === 'agrees' && samePerson && sex !== 'differs' && best !== undefined && best.modality !== 'differs' && best.date !== 'differs',
    score,
    evidence: [
      { of: 'facility', answer: facility }, { of: 'identifier', answer: number }, { of: 'name', answer: name }, { of: 'birth-date', answer: birth }, { of: 'sex', answer: sex },
      { of: 'modality', answer: best?.modality ?? 'missing' }, { of: 'date', answer: best?.date ?? 'missing' }, { of: 'words', answer: best?.words ?? 'missing' },
    ],
    item: best?.i ?? null,
  };
}

function itemFit(wanted: WantedExam, arrived: Arrived): { modality: FitAnswer; date: FitAnswer; words: FitAnswer; score: number } {
  const modality: FitAnswer = wanted.modality === null || arrived.modalities.length === 0 ? 'missing' : arrived.modalities.some((m) => sameModality(m, wanted.modality ?? '')) ? 'agrees' : 'differs';
  const day = arrived.studyDate;
  const date: FitAnswer = day === null || (wanted.from === null && wanted.to === null) ? 'missing' : (wanted.from === null || day >= wanted.from) && (wanted.to === null || day <= wanted.to) ? 'agrees' : 'differs';
  const told = new Set(wordsOf(arrived.description));
  const asked = wordsOf(wanted.what);
  const words: FitAnswer = told.size === 0 || asked.length === 0 ? 'missing' : asked.some((w) => told.has(w)) ? 'agrees' : 'close';
  return { modality, date, words, score: (modality === 'agrees' ? 6 : 0) + (date === 'agrees' ? 3 : 0) + (words === 'agrees' ? 2 : 0) - (modality === 'differs' ? 4 : 0) - (date === 'differs' ? 3 : 0) };
}

/** Plain and digital radiographs are asked for as one. */
const X_RAY = new Set(['CR', 'DX', 'RG', 'DR']);
const sameModality = (a: string, b: string): boolean => a === b || (X_RAY.has(a) && X_RAY.has(b));
const NOISE = new Set(['with', 'without', 'and', 'the', 'report', 'reports', 'contrast']);
const wordsOf = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((w) => w.length > 2 && !NOISE.has(w));

/** The one request an exam is recorded under without a person: the best that fits, unless two fit alike. */
export function answeredBy<T>(fits: readonly { readonly request: T; readonly fit: Fit }[]): { readonly request: T; readonly fit: Fit } | null {
  const [first, second] = fits.filter((f) => f.fit.fits).sort((a, b) => b.fit.score - a.fit.score);
  return first && (!second || second.fit.score < first.fit.score) ? first : null;
}
