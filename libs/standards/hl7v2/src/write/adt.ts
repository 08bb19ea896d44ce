/** Asking for a patient to be registered: ADT^A28 (person) or ADT^A04 (person with a visit). */
import { message, segment } from './er7';
import { msh, type Envelope } from './envelope';
import { pid, pv1, type PatientOut, type VisitOut } from './patient';
import { writeMoment } from './time';

export interface RegistrationOut {
  readonly event: 'A28' | 'A04';
  readonly patient: PatientOut;
  /** A04 needs one to say where the patient is; without it the class is N. */
  readonly visit?: VisitOut | null;
}

/**
 * HL7 2.5.1 chapter 3.3.28 and 3.3.4, ITI-30 and ITI-31.
 * @returns the message as text; `encodeMessage` gives its bytes
 * @throws Hl7Problem for values the standard does not allow
 */
export function writeRegistration(envelope: Envelope, { event, patient, visit = null }: RegistrationOut): string {
  return message([
    msh(envelope, 'ADT', event, event === 'A28' ? 'ADT_A05' : 'ADT_A01'),
    segment('EVN', { 1: event, 2: writeMoment(envelope.at) }),
    pid(patient),
    pv1(visit),
  ]);
}
