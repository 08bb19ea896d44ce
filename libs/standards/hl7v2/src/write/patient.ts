/** PID and PV1 as sent out: only what identifies the person and tells the visit. */
import { Hl7Problem } from '../problem';
import { type Address, type Identifier, type PersonLocation, type PersonName, type Phone, type StaffName } from '../read/datatypes';
import { cx, pl, xad, xcn, xpn, xtn } from './datatypes';
import { repetitions, segment } from './er7';
import { writeIso } from './time';

export interface PatientOut {
  /** At least one; each should name its authority. */
  readonly identifiers: readonly Identifier[];
  readonly names: readonly PersonName[];
  /** `1980-05-01`, `1980-05` or `1980`. */
  readonly birthDate?: string | null;
  /** Table 0001. */
  readonly sex?: string | null;
  readonly addresses?: readonly Address[];
  readonly phones?: readonly Phone[];
  readonly motherMaidenName?: PersonName | null;
  readonly account?: Identifier | null;
}

export interface VisitOut {
  /** Table 0004. */
  readonly patientClass: string;
  readonly location?: PersonLocation | null;
  readonly attending?: StaffName | null;
  readonly referring?: StaffName | null;
  readonly number?: Identifier | null;
}

const ONLY_WORK = new Set(['WPN']);

/** @throws Hl7Problem `missing-field` without an identifier (PID-3) or a name (PID-5): both are required */
export function pid(patient: PatientOut): string {
  if (patient.identifiers.length === 0) throw new Hl7Problem('missing-field', 'A patient needs an identifier.', { segment: 'PID', field: 3 });
  if (patient.names.length === 0) throw new Hl7Problem('missing-field', 'A patient needs a name.', { segment: 'PID', field: 5 });
  const phones = patient.phones ?? [];
  return segment('PID', {
    1: 1,
    3: repetitions(patient.identifiers.map(cx)),
    5: repetitions(patient.names.map(xpn)),
    6: patient.motherMaidenName ? xpn(patient.motherMaidenName) : undefined,
    7: patient.birthDate ? writeIso(patient.birthDate) : undefined,
    8: patient.sex ?? undefined,
    11: repetitions((patient.addresses ?? []).map(xad)),
    13: repetitions(phones.filter(({ use }) => !ONLY_WORK.has(use ?? '')).map(xtn)),
    14: repetitions(phones.filter(({ use }) => ONLY_WORK.has(use ?? '')).map(xtn)),
    18: patient.account ? cx(patient.account) : undefined,
  });
}

/** Without a visit PV1-2 is N, not applicable (ITI-30 3.30.5.4). */
export function pv1(visit: VisitOut | null): string {
  return segment('PV1', {
    1: 1,
    2: visit?.patientClass ?? 'N',
    3: visit?.location ? pl(visit.location) : undefined,
    7: visit?.attending ? xcn(visit.attending) : undefined,
    8: visit?.referring ? xcn(visit.referring) : undefined,
    19: visit?.number ? cx(visit.number) : undefined,
  });
}
