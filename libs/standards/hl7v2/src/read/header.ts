import { Hl7Problem } from '../problem';
import { type Message, parseMessage } from '../parse/message';
import { type Segment } from '../parse/segment';
import { readTime, type Hl7Time } from '../parse/time';
import { readAuthorityField, type Authority } from './datatypes';
import { first, list } from './fields';

/** MSH (HL7 2.5.1 chapter 2.15.9). */
export interface Header {
  readonly sendingApplication: Authority | null;
  readonly sendingFacility: Authority | null;
  readonly receivingApplication: Authority | null;
  readonly receivingFacility: Authority | null;
  /** MSH-7; null when absent or unreadable. */
  readonly at: Hl7Time | null;
  /** MSH-9.1, such as `ADT`. */
  readonly type: string;
  /** MSH-9.2, such as `A01`; null for a plain ACK. */
  readonly event: string | null;
  readonly structure: string | null;
  readonly controlId: string;
  /** MSH-11.1: P production, T training, D debugging. */
  readonly processing: string | null;
  readonly version: string | null;
  /** MSH-15 and MSH-16 (table 0155): AL always, NE never, ER on error, SU on success. Both null is original mode. */
  readonly acceptAcknowledgement: string | null;
  readonly applicationAcknowledgement: string | null;
}

function fromSegment(msh: Segment): Header {
  const at = msh.string(7);
  return {
    sendingApplication: first(msh, 3, readAuthorityField),
    sendingFacility: first(msh, 4, readAuthorityField),
    receivingApplication: first(msh, 5, readAuthorityField),
    receivingFacility: first(msh, 6, readAuthorityField),
    at: at === null ? null : readTime(at),
    type: msh.string(9) ?? '',
    event: msh.string(9, 2),
    structure: msh.string(9, 3),
    controlId: msh.string(10) ?? '',
    processing: msh.string(11),
    version: msh.string(12),
    acceptAcknowledgement: msh.string(15),
    applicationAcknowledgement: msh.string(16),
  };
}

/**
 * @throws Hl7Problem `missing-field` without message type or control id, `unsupported-version` for anything but 2.x. A missing MSH-12 is
 * tolerated: the segments read here mean the same in all versions.
 */
export function readHeader(message: Message): Header {
  const msh = message.require('MSH');
  const header = fromSegment(msh);
  if (header.type === '') throw new Hl7Problem('missing-field', 'MSH-9 must name the message type.', msh.location(9));
  if (header.controlId === '') throw new Hl7Problem('missing-field', 'MSH-10 must hold a control id.', msh.location(10));
  if (header.version !== null && !header.version.startsWith('2.')) {
    throw new Hl7Problem('unsupported-version', 'Only HL7 version 2 messages are read here.', msh.location(12));
  }
  return header;
}

/** The charsets MSH-18 declares, in order. */
export function declaredCharsets(message: Message): readonly string[] {
  return list(message.require('MSH'), 18, (from) => from.string());
}

/**
 * As much of a header as can be had from something that may not be a message at all, so that a refusal can still name what it refuses.
 * Type and control id are empty when they cannot be read. Never throws.
 */
export function salvageHeader(bytes: Uint8Array): Header | null {
  const end = bytes.findIndex((byte, i) => i >= 8 && (byte === 0x0d || byte === 0x0a));
  const line = bytes.subarray(0, Math.min(end === -1 ? bytes.length : end, 4096));
  try {
    return fromSegment(parseMessage(line).require('MSH'));
  } catch {
    return null;
  }
}

/**
 * What makes a message the same message when it comes again: sender and control id (MSH-3, MSH-4, MSH-10). Time and content are left
 * out because a sender that repeats a message may write them anew.
 */
export function deduplicationKey(header: Header): string {
  const part = (who: Authority | null): string => who?.universalId ?? who?.namespace ?? '';
  return JSON.stringify([part(header.sendingApplication), part(header.sendingFacility), header.controlId]);
}
