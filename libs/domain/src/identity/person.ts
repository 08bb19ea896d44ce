/** A person as one side tells them: an exam's header, or a local record. Nothing here knows where it came from. */

export interface NameForm {
  readonly family: string;
  /** Given and middle names, separated by blanks. */
  readonly given: string;
  readonly suffix?: string | null;
  /** A name the person had before: it can support a match, never carry one. */
  readonly former?: boolean;
}

export interface PersonIdentifier {
  readonly value: string;
  readonly issuer: string;
}

export interface Person {
  /** All names in all scripts; the main one first. */
  readonly names: readonly NameForm[];
  /** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  readonly birthDate: string | null;
  /** HL7 table 0001 or DICOM (0010,0040); only M and F compare. */
  readonly sex: string | null;
  /** Identifiers of other issuers. An identifier without issuer means nothing and is not listed. */
  readonly identifiers: readonly PersonIdentifier[];
  /** Record numbers of our own issuer. */
  readonly recordNumbers: readonly string[];
  readonly phones: readonly string[];
  readonly addresses: readonly string[];
}

export const matchElements = ['family', 'given', 'birth-date', 'sex', 'identifier', 'mrn', 'phone', 'address', 'accession'] as const;
export type MatchElement = (typeof matchElements)[number];

export type ElementAnswer = 'agrees' | 'close' | 'differs' | 'missing';

/** Why two values count as close, or as equal though they are not written alike. Words for people live in the console. */
export type ComparisonNote =
  | 'accent-only' | 'middle-initial' | 'initial-only' | 'one-of-several' | 'order' | 'spelling' | 'sounds-alike' | 'exchanged' | 'unparted' | 'former-name' | 'generation' | 'other-script'
  | 'day-month-exchanged' | 'digits-exchanged' | 'one-digit' | 'less-precise' | 'year-only' | 'format' | 'part-of-address';

export interface Compared {
  readonly answer: ElementAnswer;
  readonly note: ComparisonNote | null;
}

export const compared = (answer: ElementAnswer, note: ComparisonNote | null = null): Compared => ({ answer, note });

/** One line of the side-by-side, with its weight in tenths. */
export interface ElementComparison extends Compared {
  readonly element: MatchElement;
  readonly weight: number;
}

/** Names of a DICOM Person Name (PS3.5 6.2: groups alphabetic=ideographic=phonetic, parts family^given^middle^prefix^suffix). */
export function namesOfPersonName(personName: string, former = false): NameForm[] {
  return personName.split('=').slice(0, 3).flatMap((group) => {
    const [family = '', given = '', middle = '', , suffix = ''] = group.split('^').map((part) => part.trim());
    const form = family !== '' && given === '' ? unparted(family) : { family, given: `${given} ${middle}`.trim() };
    if (form.family === '' && form.given === '') return [];
    return [{ ...form, ...(suffix ? { suffix } : {}), ...(former ? { former } : {}) }];
  });
}

/** `SMITH, JOHN` in one part is how some systems fill the field. */
function unparted(text: string): { family: string; given: string } {
  const comma = text.indexOf(',');
  return comma < 1 ? { family: text, given: '' } : { family: text.slice(0, comma).trim(), given: text.slice(comma + 1).trim() };
}
