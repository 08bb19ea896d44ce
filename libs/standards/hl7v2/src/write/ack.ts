/** Answering a message (HL7 2.5.1 chapter 2.9 and 2.15.5, 2.15.8). */
import { conditionText, locationText, type Hl7Problem } from '../problem';
import { type AckCode } from '../read/ack';
import { type Header } from '../read/header';
import { hdField } from './datatypes';
import { components, message, mshSegment, segment } from './er7';
import { checkControlId } from './envelope';
import { writeMoment, type Moment } from './time';

export interface AckOut {
  readonly code: AckCode;
  /** MSH-10 of the answer itself. */
  readonly controlId: string;
  readonly at: Moment;
  /** With AE, AR, CE and CR: what was wrong. Its sentence goes to the sender. */
  readonly problem?: Hl7Problem | null;
}

const VERSION = /^2\.\d(\.\d)?$/;
/** Versions whose ERR is one field of components (ELD). */
const ELD_VERSION = /^2\.[1-4](\.\d)?$/;

function err(problem: Hl7Problem, version: string): string {
  const { location, condition, sentence } = problem;
  const code = components(condition, conditionText(condition), 'HL70357');
  const place = [location?.segment, location === null ? undefined : (location.sequence ?? 1), location?.field];
  if (ELD_VERSION.test(version)) {
    return segment('ERR', { 1: components(...place, { er7: code.er7.replaceAll('^', '&') }) });
  }
  const erl = location === null ? undefined : components(...place, location.component === undefined ? undefined : 1, location.component);
  return segment('ERR', { 2: erl, 3: code, 4: 'E', 8: sentence });
}

/** Acknowledgements quote the sentence in MSA-3 too: older engines show nothing else. 80 characters fit there in all versions. */
function shortText(problem: Hl7Problem): string {
  const text = problem.location === null ? problem.sentence : `${locationText(problem.location)}: ${problem.sentence}`;
  return text.length <= 80 ? text : `${text.slice(0, 77)}...`;
}

/**
 * ACK in the sender's version, sender and receiver swapped, MSH-11 echoed.
 * @param to header of what is answered; null when not even that could be read, the answer then names no control id
 * @throws Hl7Problem `bad-value` for a control id the standard does not allow
 */
export function writeAck(to: Header | null, { code, controlId, at, problem = null }: AckOut): string {
  checkControlId(controlId);
  const version = to?.version && VERSION.test(to.version) ? to.version : '2.5.1';
  return message([
    mshSegment({
      3: hdField(to?.receivingApplication ?? null),
      4: hdField(to?.receivingFacility ?? null),
      5: hdField(to?.sendingApplication ?? null),
      6: hdField(to?.sendingFacility ?? null),
      7: writeMoment(at),
      9: components('ACK', to?.event ?? undefined, 'ACK'),
      10: controlId,
      11: to?.processing ?? 'P',
      12: version,
      18: 'UNICODE UTF-8',
    }),
    segment('MSA', { 1: code, 2: to?.controlId, 3: problem === null ? undefined : shortText(problem) }),
    ...(problem === null ? [] : [err(problem, version)]),
  ]);
}

export type Outcome = 'accepted' | 'error' | 'rejected';

function isWanted(condition: string | null, accepted: boolean): boolean {
  switch (condition) {
    case 'AL': return true;
    case 'ER': return !accepted;
    case 'SU': return accepted;
    default: return false;
  }
}

/**
 * The code to answer with, by MSH-15 and MSH-16 (2.9.2, 2.9.3): original mode when neither is sent; in enhanced mode the application's
 * answer when it is wanted, since what is acknowledged here is stored, else the accept acknowledgement; `null` when the sender wants none.
 */
export function acknowledgementCode(header: Header, outcome: Outcome): AckCode | null {
  const { acceptAcknowledgement: accept, applicationAcknowledgement: application } = header;
  const letter = outcome === 'accepted' ? 'A' : outcome === 'error' ? 'E' : 'R';
  const accepted = outcome === 'accepted';
  if ((accept === null && application === null) || isWanted(application, accepted)) return `A${letter}`;
  return isWanted(accept, accepted) ? `C${letter}` : null;
}
