/** Patient administration messages (HL7 2.5.1 chapter 3; ITI-8, ITI-10, ITI-30, ITI-31). */
import { Hl7Problem, type Finding } from '../problem';
import { type Message } from '../parse/message';
import { type Segment } from '../parse/segment';
import { type Hl7Time } from '../parse/time';
import { readCoverage, type Coverage } from './coverage';
import { time } from './fields';
import { readHeader, type Header } from './header';
import { readPatient, readPrior, requireIdentifiers, type Patient, type PriorPatient } from './patient';
import { readVisit, type Visit } from './visit';

const ACTIONS = {
  A01: 'admit',
  A02: 'transfer',
  A03: 'discharge',
  A04: 'register',
  A05: 'pre-admit',
  A08: 'update',
  A11: 'cancel-admit',
  A12: 'cancel-transfer',
  A13: 'cancel-discharge',
  A23: 'delete-visit',
  A24: 'link',
  A28: 'add-person',
  A31: 'update-person',
  A37: 'unlink',
  A40: 'merge',
  A47: 'change-identifiers',
} as const;

export type AdtEvent = keyof typeof ACTIONS;
export type AdtAction = (typeof ACTIONS)[AdtEvent];

/** One PID with what followed it: in A40 and A47 the patient or identifiers it replaces. */
export interface AdtPatient {
  readonly patient: Patient;
  readonly prior: PriorPatient | null;
}

export interface AdtMessage {
  readonly header: Header;
  readonly event: AdtEvent;
  readonly action: AdtAction;
  /** EVN-2 and EVN-6. */
  readonly recordedAt: Hl7Time | null;
  readonly occurredAt: Hl7Time | null;
  /** One; two for link and unlink; one or more for merge, each with `prior`. */
  readonly patients: readonly AdtPatient[];
  /** PV1 of the first patient; in a merge a PV1 belongs to the pair before it and is not read. */
  readonly visit: Visit | null;
  /** The first IN1, which pays first; in a merge it belongs to a pair and is not read. */
  readonly coverage: Coverage | null;
  readonly findings: readonly Finding[];
}

function isAdtEvent(event: string | null): event is AdtEvent {
  return event !== null && Object.hasOwn(ACTIONS, event);
}

/** PID [MRG] groups in message order (structures ADT_A39, ADT_A24, ADT_A30). */
function groups(message: Message): { pid: Segment; mrg: Segment | null }[] {
  const found: { pid: Segment; mrg: Segment | null }[] = [];
  for (const segment of message.segments) {
    if (segment.name === 'PID') found.push({ pid: segment, mrg: null });
    const last = found.at(-1);
    if (segment.name === 'MRG' && last !== undefined) last.mrg ??= segment;
  }
  return found;
}

function count(action: AdtAction): number {
  return action === 'link' || action === 'unlink' ? 2 : 1;
}

function readPatients(message: Message, action: AdtAction, findings: Finding[]): AdtPatient[] {
  const replaces = action === 'merge' || action === 'change-identifiers';
  const found = groups(message);
  const needed = count(action);
  if (found.length < needed) {
    throw new Hl7Problem('missing-segment', `This event needs ${needed} segment${needed > 1 ? 's' : ''} PID.`, { segment: 'PID', sequence: needed });
  }
  return found.map(({ pid, mrg }) => {
    const patient = readPatient(pid, findings);
    requireIdentifiers(patient.identifiers, pid, 3);
    if (!replaces) return { patient, prior: null };
    if (mrg === null) throw new Hl7Problem('missing-segment', 'A merge needs a segment MRG after each PID.', { segment: 'MRG', sequence: pid.sequence });
    return { patient, prior: readPrior(mrg) };
  });
}

/**
 * MSH-9 decides the event: EVN-1 repeats it, is optional since 2.5, and some senders leave an old one in it.
 * @throws Hl7Problem `unsupported-message` when this is no ADT, `unsupported-event` for an event not in the list, `missing-segment` or
 * `missing-field` when nobody can be told from it
 */
export function readAdt(message: Message): AdtMessage {
  const header = readHeader(message);
  if (header.type !== 'ADT') throw new Hl7Problem('unsupported-message', 'This is not an ADT message.', { segment: 'MSH', field: 9 });
  if (!isAdtEvent(header.event)) {
    throw new Hl7Problem('unsupported-event', 'This ADT event is not handled here.', { segment: 'MSH', field: 9, component: 2 });
  }
  const action = ACTIONS[header.event];
  const findings: Finding[] = [...message.findings];
  const evn = message.first('EVN');
  const [pv1, in1] = action === 'merge' ? [null, null] : [message.first('PV1'), message.first('IN1')];
  return {
    header,
    event: header.event,
    action,
    recordedAt: evn === null ? null : time(evn, 2, findings),
    occurredAt: evn === null ? null : time(evn, 6, findings),
    patients: readPatients(message, action, findings),
    visit: pv1 === null ? null : readVisit(pv1, findings),
    coverage: in1 === null ? null : readCoverage(in1),
    findings,
  };
}
