/** Acknowledgements (HL7 2.5.1 chapter 2.9): plain ACK, and the responses that begin with MSA (ORR, ORI, RSP). */
import { Hl7Problem } from '../problem';
import { type Message } from '../parse/message';
import { type Segment } from '../parse/segment';

export type AckCode = 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR';

const CODES = new Set<string>(['AA', 'AE', 'AR', 'CA', 'CE', 'CR']);

export interface AckError {
  /** Table 0357 number; null when the peer gives none. */
  readonly condition: number | null;
  /** I, W, E or F. */
  readonly severity: string | null;
  /** As `PID-3`, from ERR-2 or ERR-1. */
  readonly location: string | null;
  readonly text: string | null;
}

export interface Acknowledgement {
  readonly code: AckCode;
  /** MSA-2: the control id of the message answered; empty when the peer could not read one. */
  readonly controlId: string;
  /** MSA-3. */
  readonly text: string | null;
  readonly errors: readonly AckError[];
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\d{1,5}$/.test(text) ? Number(text) : null;
}

function place(segment: string | null, field: string | null): string | null {
  if (segment === null) return null;
  return field === null ? segment : `${segment}-${field}`;
}

/** ERR of 2.5 and later has its parts in fields 2 to 8, earlier ones in components of ERR-1 (ELD). */
function readError(err: Segment): AckError {
  const eld = err.first(1);
  return {
    condition: numberOf(err.string(3) ?? eld?.string(4, 1) ?? null),
    severity: err.string(4),
    location: place(err.string(2, 1), err.string(2, 3)) ?? place(eld?.string(1) ?? null, eld?.string(3) ?? null),
    text: err.string(8) ?? err.string(7) ?? err.string(3, 2) ?? eld?.string(4, 2) ?? null,
  };
}

/** @throws Hl7Problem `missing-segment` without MSA, `bad-value` when MSA-1 is no acknowledgement code */
export function readAck(message: Message): Acknowledgement {
  const msa = message.require('MSA');
  const code = msa.string(1);
  if (code === null || !CODES.has(code)) throw new Hl7Problem('bad-value', 'MSA-1 is no acknowledgement code.', msa.location(1));
  const condition = numberOf(msa.string(6));
  const errors = message.all('ERR').map(readError);
  const own = condition === null ? [] : [{ condition, severity: null, location: null, text: msa.string(6, 2) }];
  return { code: code as AckCode, controlId: msa.string(2) ?? '', text: msa.string(3), errors: errors.length > 0 ? errors : own };
}
