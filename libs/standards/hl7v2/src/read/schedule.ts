/** Appointments: SIU^S12 and its relatives (HL7 2.5.1 chapter 10.4). */
import { Hl7Problem, type Finding } from '../problem';
import { type Message } from '../parse/message';
import { type Hl7Time, readTime } from '../parse/time';
import { readCode, readEntityId, readLocation, readStaffName, type Code, type EntityId, type PersonLocation, type StaffName } from './datatypes';
import { first } from './fields';
import { readHeader, type Header } from './header';
import { readPatient, type Patient } from './patient';

/** What became of the appointment: booked (S12), moved (S13), changed (S14), cancelled (S15, S17, S26 not kept) or discontinued (S16). */
export type ScheduleAction = 'book' | 'reschedule' | 'modify' | 'cancel' | 'no-show';

export interface ScheduleMessage {
  readonly header: Header;
  readonly action: ScheduleAction;
  /** SCH-1, else SCH-2: the number by which the appointment is known ever after. */
  readonly number: EntityId;
  readonly startsAt: Hl7Time;
  readonly endsAt: Hl7Time | null;
  /** SCH-7, else SCH-6. */
  readonly reason: Code | null;
  /** AIL-3. */
  readonly location: PersonLocation | null;
  /** AIP-3, else SCH-16. */
  readonly provider: StaffName | null;
  /** AIS-3. */
  readonly service: Code | null;
  readonly patient: Patient;
  readonly findings: readonly Finding[];
}

const ACTIONS: Readonly<Record<string, ScheduleAction>> = { S12: 'book', S13: 'reschedule', S14: 'modify', S15: 'cancel', S16: 'cancel', S17: 'cancel', S26: 'no-show' };

/** @throws Hl7Problem `unsupported-message`, `unsupported-event`, `missing-segment` without SCH or PID, `missing-field` without number or start */
export function readSchedule(message: Message): ScheduleMessage {
  const header = readHeader(message);
  if (header.type !== 'SIU') throw new Hl7Problem('unsupported-message', 'This is not an SIU message.', { segment: 'MSH', field: 9 });
  const action = Object.hasOwn(ACTIONS, header.event ?? '') ? ACTIONS[header.event ?? ''] : undefined;
  if (!action) throw new Hl7Problem('unsupported-event', 'Of SIU messages S12 to S17 and S26 are taken here.', { segment: 'MSH', field: 9, component: 2 });
  const findings: Finding[] = [...message.findings];
  const sch = message.require('SCH');
  const pid = message.require('PID');
  const number = first(sch, 1, readEntityId) ?? first(sch, 2, readEntityId);
  if (!number) throw new Hl7Problem('missing-field', 'SCH-1 or SCH-2 must hold the number of the appointment.', { segment: 'SCH', field: 1 });
  const [ais, ail, aip] = [message.first('AIS'), message.first('AIL'), message.first('AIP')];
  // SCH-11 is TQ: start and end are components 4 and 5; later versions tell the start of the service in AIS-4
  const start = readTime(sch.string(11, 4) ?? '') ?? readTime(ais?.string(4) ?? '') ?? readTime(aip?.string(6) ?? '');
  if (!start) throw new Hl7Problem('missing-field', 'SCH-11.4 or AIS-4 must hold the start of the appointment.', { segment: 'SCH', field: 11, component: 4 });
  return {
    header, action, number, startsAt: start, endsAt: readTime(sch.string(11, 5) ?? ''), reason: first(sch, 7, readCode) ?? first(sch, 6, readCode), location: ail ? first(ail, 3, readLocation) : null,
    provider: (aip && first(aip, 3, readStaffName)) ?? first(sch, 16, readStaffName), service: ais ? first(ais, 3, readCode) : null, patient: readPatient(pid, findings), findings,
  };
}
