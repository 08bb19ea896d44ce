import { type Finding } from '../problem';
import { type Segment, type Sent } from '../parse/segment';
import { type Hl7Time } from '../parse/time';
import { readIdentifier, readLocation, readStaffName, type Identifier, type PersonLocation, type StaffName } from './datatypes';
import { sentFirst, sentList, sentTime } from './fields';

/** PV1 (HL7 2.5.1 chapter 3.4.3). */
export interface Visit {
  /** Table 0004: E emergency, I inpatient, O outpatient, P preadmit, R recurring, N not applicable ... */
  readonly patientClass: Sent<string>;
  readonly location: Sent<PersonLocation>;
  readonly attending: Sent<readonly StaffName[]>;
  readonly referring: Sent<readonly StaffName[]>;
  readonly service: Sent<string>;
  readonly number: Sent<Identifier>;
  readonly admittedAt: Sent<Hl7Time>;
  readonly dischargedAt: Sent<Hl7Time>;
}

export function readVisit(pv1: Segment, findings: Finding[]): Visit {
  return {
    patientClass: pv1.sent(2),
    location: sentFirst(pv1, 3, readLocation),
    attending: sentList(pv1, 7, readStaffName),
    referring: sentList(pv1, 8, readStaffName),
    service: pv1.sent(10),
    number: sentFirst(pv1, 19, readIdentifier),
    admittedAt: sentTime(pv1, 44, findings),
    dischargedAt: sentTime(pv1, 45, findings),
  };
}
