import type { CandidateView, CompareRow, Element, EvidenceView } from '@causeway/contracts';
import { type CompareLine, dateText, type IconName, type StateLook } from '@causeway/console-ui';
import { spoken } from '../core/why/decision-words';

// Words of the side-by-side for the codes of identity.

export const elementWords: Readonly<Record<Element, string>> = {
  family: 'Family name', given: 'Given name', 'birth-date': 'Birth date', sex: 'Sex', identifier: 'Outside ID', mrn: 'Local MRN', phone: 'Phone', address: 'Address', accession: 'Accession',
};

const notes: Readonly<Record<string, string>> = {
  'kept-with-issuer': 'Kept, with its issuer',
  'written-on-release': 'Written on release',
  'local-value-kept': 'Local value kept',
  'new-local-order': 'New local order',
  'middle-initial': 'Middle initial left out',
  'day-month-exchanged': 'Day and month changed places',
  'digits-exchanged': 'Two digits changed places',
  'one-digit': 'One digit apart',
  exchanged: 'Family and given name changed places',
  order: 'Other order of names',
  format: 'Written in another way',
  'former-name': 'A former name',
  'initial-only': 'Only the initial was sent',
  'less-precise': 'Less precise than ours',
  'one-of-several': 'One of several names',
  'part-of-address': 'Part of the address',
  spelling: 'Spelled differently',
  unparted: 'Names not parted',
  'year-only': 'Only the year agrees',
  generation: 'Another generation',
  'other-script': 'In another script',
};

const MONO: ReadonlySet<Element> = new Set(['identifier', 'mrn', 'accession']);
const shown = (element: Element, value: string | null): string | null => (value !== null && element === 'birth-date' ? dateText(value) : value);

/** A row of the api as the table shows it. */
export const compareLine = (row: CompareRow): CompareLine => ({
  label: elementWords[row.element], incoming: shown(row.element, row.incoming), candidate: shown(row.element, row.candidate), comparison: row.comparison, weight: row.weight,
  written: row.written === '' ? (row.writtenNote === 'new-local-order' ? 'new' : 'unchanged') : (shown(row.element, row.written) ?? ''),
  writtenNote: row.writtenNote === null ? null : (notes[row.writtenNote] ?? capital(spoken(row.writtenNote))),
  required: row.required, mono: MONO.has(row.element),
});

const lookalikes: Readonly<Record<string, readonly [word: string, sentence: string]>> = {
  twin: ['Twin', 'Somebody else here has the same family name, birth date and home: perhaps a twin.'],
  'same-name-same-day': ['Same name, same day', 'Somebody else here has the same name and was born on the same day.'],
  'recycled-identifier': ['Number reused', 'The number is the same but the person is not: it may have been given out again.'],
  'jr-sr': ['Parent or child', 'Same name, another generation.'],
};

export const lookalikeWord = (code: string): string => lookalikes[code]?.[0] ?? capital(spoken(code));
export const lookalikeSentence = (code: string): string => lookalikes[code]?.[1] ?? `${capital(spoken(code))}.`;

export interface EvidenceLine {
  readonly icon: IconName;
  readonly what: string;
  readonly detail: string;
  readonly at: string | null;
}

/** What else speaks for a candidate, in words. */
export function evidenceLine(evidence: EvidenceView): EvidenceLine {
  const { code, at, values } = evidence;
  if (code === 'in-house') {
    const where = [values['location'], values['visit'] ? `visit ${values['visit']}` : ''].filter((part) => part).join(', ');
    return { icon: 'event_available', what: values['class'] === 'E' ? 'In the emergency department now' : 'In the house now', detail: where, at };
  }
  if (code === 'last-visit') return { icon: 'history', what: 'Was here before', detail: 'Last visit of this patient', at };
  if (code === 'earlier-pair') return { icon: 'link', what: `Same ID pair ${values['times'] === '1' ? 'once' : `${values['times'] ?? ''} times`} before`, detail: 'This outside number belonged to this patient', at };
  return { icon: 'info', what: capital(spoken(code)), detail: Object.values(values).join(', '), at };
}

/** What stands in a candidate's corner. */
export function candidateLook(candidate: CandidateView, best: boolean): StateLook | null {
  if (candidate.dismissed) return { hue: 'wait', icon: 'person_off', word: 'Not the same' };
  const code = candidate.lookalike[0];
  if (code !== undefined) return { hue: 'attn', icon: 'group', word: lookalikeWord(code) };
  return best ? { hue: 'good', icon: 'looks_one', word: 'Best' } : null;
}

/** Points of a score in permille: "86 %". */
export const percent = (permille: number): string => `${Math.round(permille / 10)} %`;

export const elementList = (elements: readonly Element[]): string => {
  const words = elements.map((e) => elementWords[e].toLowerCase());
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
