/**
 * The one error this library throws on input, and the note it leaves when it could still read on. Both carry wording that may be
 * sent back to the other side or logged: a place and a rule, never a value from the message.
 */

/** Where in a message, as ERR-2 counts it: segments of one name from 1, fields from 1. */
export interface Location {
  readonly segment: string;
  readonly sequence?: number;
  readonly field?: number;
  readonly component?: number;
}

/** HL7 table 0357, as far as this library uses it. */
const CONDITIONS = {
  100: 'Segment sequence error',
  101: 'Required field missing',
  102: 'Data type error',
  103: 'Table value not found',
  104: 'Value too long',
  200: 'Unsupported message type',
  201: 'Unsupported event code',
  203: 'Unsupported version id',
  207: 'Application internal error',
} as const;

export type ConditionCode = keyof typeof CONDITIONS;

/** What may go wrong, the table 0357 condition it answers with, and whether the content is at fault (AE) or not for us (AR). */
const PROBLEMS = {
  'no-msh': { condition: 100, answer: 'AR' },
  'not-er7': { condition: 102, answer: 'AR' },
  batch: { condition: 100, answer: 'AR' },
  'bad-delimiters': { condition: 102, answer: 'AR' },
  'unsupported-encoding': { condition: 103, answer: 'AR' },
  'unsupported-message': { condition: 200, answer: 'AR' },
  'unsupported-event': { condition: 201, answer: 'AR' },
  'unsupported-version': { condition: 203, answer: 'AR' },
  'too-large': { condition: 104, answer: 'AR' },
  'too-many-parts': { condition: 104, answer: 'AE' },
  'bad-segment': { condition: 100, answer: 'AE' },
  'missing-segment': { condition: 100, answer: 'AE' },
  'missing-field': { condition: 101, answer: 'AE' },
  'bad-value': { condition: 102, answer: 'AE' },
} as const satisfies Record<string, { condition: ConditionCode; answer: 'AE' | 'AR' }>;

export type Hl7ProblemCode = keyof typeof PROBLEMS;

export class Hl7Problem extends Error {
  override readonly name = 'Hl7Problem';

  /** @param sentence what is wrong and what to do; it is sent to the peer, so it must not quote the message. */
  constructor(readonly code: Hl7ProblemCode, readonly sentence: string, readonly location: Location | null = null) {
    super(sentence);
  }

  /** Table 0357 code for ERR-3. */
  get condition(): ConditionCode {
    return PROBLEMS[this.code].condition;
  }

  /** Acknowledgement code that fits when nobody knows better: AE, the content is at fault; AR, this receiver does not take it. */
  get answer(): 'AE' | 'AR' {
    return PROBLEMS[this.code].answer;
  }
}

export type FindingCode = 'charset-unknown' | 'charset-wrong' | 'unreadable-time' | 'unreadable-value';

/** Something was wrong, the message could be read all the same: the value concerned counts as not sent unless the sentence says otherwise. */
export interface Finding {
  readonly code: FindingCode;
  readonly location: Location;
  readonly sentence: string;
}

export function conditionText(code: ConditionCode): string {
  return CONDITIONS[code];
}

/** `PID-3.1` for people; occurrences after the first as `PID[2]-3.1`. */
export function locationText(at: Location): string {
  const occurrence = at.sequence !== undefined && at.sequence > 1 ? `[${at.sequence}]` : '';
  const field = at.field === undefined ? '' : `-${at.field}`;
  const component = at.component === undefined ? '' : `.${at.component}`;
  return `${at.segment}${occurrence}${field}${component}`;
}
