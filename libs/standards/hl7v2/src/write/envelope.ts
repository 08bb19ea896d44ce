/** MSH of everything written here. */
import { Hl7Problem } from '../problem';
import { type Authority } from '../read/datatypes';
import { hdField } from './datatypes';
import { components, mshSegment } from './er7';
import { writeMoment, type Moment } from './time';

/** 2.5.1 unless the partner cannot. */
export type WriteVersion = '2.5.1' | '2.3.1';

export interface Envelope {
  readonly sendingApplication: Authority | null;
  readonly sendingFacility: Authority | null;
  readonly receivingApplication: Authority | null;
  readonly receivingFacility: Authority | null;
  /**
   * MSH-10, at most 20 characters: what the standard allows, and what receivers that cut longer ones still return whole. The same message
   * sent again must carry the same one.
   */
  readonly controlId: string;
  readonly at: Moment;
  /** P production, T training, D debugging. */
  readonly processing: 'P' | 'T' | 'D';
  readonly version?: WriteVersion;
}

const LONGEST_CONTROL_ID = 20;

/** @throws Hl7Problem `bad-value` for a control id the standard does not allow */
export function checkControlId(controlId: string): void {
  if (controlId.length > 0 && controlId.length <= LONGEST_CONTROL_ID && /^[!-~]+$/.test(controlId)) return;
  throw new Hl7Problem('bad-value', `A control id must have 1 to ${LONGEST_CONTROL_ID} printable ASCII characters.`, { segment: 'MSH', field: 10 });
}

export function versionOf(envelope: Envelope): WriteVersion {
  return envelope.version ?? '2.5.1';
}

/** MSH in original mode. The structure (MSH-9.3) is left out in 2.3.1, where receivers disagree on its values. */
export function msh(envelope: Envelope, type: string, event: string, structure: string): string {
  checkControlId(envelope.controlId);
  const version = versionOf(envelope);
  return mshSegment({
    3: hdField(envelope.sendingApplication),
    4: hdField(envelope.sendingFacility),
    5: hdField(envelope.receivingApplication),
    6: hdField(envelope.receivingFacility),
    7: writeMoment(envelope.at),
    9: components(type, event, version === '2.3.1' ? undefined : structure),
    10: envelope.controlId,
    11: envelope.processing,
    12: version,
    18: 'UNICODE UTF-8',
  });
}
