/** Reports: ORU^R01 (HL7 2.5.1 chapter 7.3.1). */
import { Hl7Problem, type Finding } from '../problem';
import { type Message } from '../parse/message';
import { type Segment } from '../parse/segment';
import { type Hl7Time } from '../parse/time';
import { readCode, readEntityId, readStaffComponent, type Code, type EntityId, type StaffName } from './datatypes';
import { first, list, time } from './fields';
import { readHeader, type Header } from './header';
import { readObservation, type Observation } from './observation';
import { readPatient, type Patient } from './patient';
import { isUid } from './uid';
import { readVisit, type Visit } from './visit';

/** `wrong` is a report posted for the wrong patient or exam: what was filed must be withdrawn. */
export type ReportStatus = 'preliminary' | 'final' | 'corrected' | 'wrong' | 'cancelled' | 'other';

/** A number that may be the accession number, and where it stood: sites differ, the receiver knows which. */
export interface AccessionCandidate {
  readonly field: 'OBR-18' | 'OBR-19' | 'OBR-3';
  readonly value: string;
}

/** One OBR and the OBX after it. */
export interface Report {
  readonly placerOrder: EntityId | null;
  readonly fillerOrder: EntityId | null;
  readonly accessionCandidates: readonly AccessionCandidate[];
  readonly procedure: Code | null;
  /** OBR-7, the exam's time. */
  readonly observedAt: Hl7Time | null;
  /** OBR-22. */
  readonly reportedAt: Hl7Time | null;
  readonly status: ReportStatus;
  /** OBR-25 as sent, table 0123. */
  readonly statusCode: string | null;
  readonly interpreters: readonly StaffName[];
  /** From OBX 113014 DCM; several when one report covers several studies. */
  readonly studyUids: readonly string[];
  /** TX, FT and ST values one after the other, without those that only hold a UID. */
  readonly text: string;
  readonly observations: readonly Observation[];
}

export interface OruMessage {
  readonly header: Header;
  readonly patient: Patient;
  readonly visit: Visit | null;
  readonly reports: readonly Report[];
  readonly findings: readonly Finding[];
}

const BY_CODE: Readonly<Record<string, ReportStatus>> = { P: 'preliminary', R: 'preliminary', A: 'preliminary', F: 'final', C: 'corrected', W: 'wrong', D: 'wrong', X: 'cancelled' };

/** OBR-25 has no code for "posted as wrong" (table 0123), OBX-11 has (W, D of 0085): all observations withdrawn is the report withdrawn. */
function statusOf(code: string | null, observations: readonly Observation[]): ReportStatus {
  const withdrawn = observations.length > 0 && observations.every(({ status }) => status === 'W' || status === 'D');
  if (withdrawn) return 'wrong';
  const own = code ?? observations.find(({ status }) => status !== null)?.status ?? '';
  return Object.hasOwn(BY_CODE, own) ? (BY_CODE[own] ?? 'other') : 'other';
}

function accessions(obr: Segment): AccessionCandidate[] {
  const candidates = [
    { field: 'OBR-18', value: obr.string(18) },
    { field: 'OBR-19', value: obr.string(19) },
    { field: 'OBR-3', value: obr.string(3) },
  ] as const;
  return candidates.flatMap(({ field, value }) => (value === null ? [] : [{ field, value }]));
}

function isStudyUid({ code, text }: Observation): boolean {
  return code?.code === '113014' && code.system !== 'LN' && text !== null && isUid(text);
}

function isReportText({ valueType, text }: Observation): boolean {
  return ['TX', 'FT', 'ST'].includes(valueType) && !(text !== null && isUid(text.trim()));
}

function readReport(obr: Segment, obxs: readonly Segment[], findings: Finding[]): Report {
  const observations = obxs.map(readObservation);
  const statusCode = obr.string(25);
  return {
    placerOrder: first(obr, 2, readEntityId),
    fillerOrder: first(obr, 3, readEntityId),
    accessionCandidates: accessions(obr),
    procedure: first(obr, 4, readCode),
    observedAt: time(obr, 7, findings),
    reportedAt: time(obr, 22, findings),
    status: statusOf(statusCode, observations),
    statusCode,
    interpreters: list(obr, 32, readStaffComponent),
    studyUids: observations.filter(isStudyUid).map(({ text }) => text ?? ''),
    text: observations.filter(isReportText).map(({ text }) => text ?? '').join('\n'),
    observations,
  };
}

/** OBR with the OBX after it; an OBX before any OBR belongs to the patient and is not a report. */
function groups(message: Message): { obr: Segment; obxs: Segment[] }[] {
  const found: { obr: Segment; obxs: Segment[] }[] = [];
  for (const segment of message.segments) {
    if (segment.name === 'OBR') found.push({ obr: segment, obxs: [] });
    if (segment.name === 'OBX') found.at(-1)?.obxs.push(segment);
  }
  return found;
}

/**
 * Messages with several patients (2.3 allowed them) are refused: whose report an OBR is must not be a guess.
 * @throws Hl7Problem `unsupported-message`, `unsupported-event`, `missing-segment` without PID or OBR, `bad-segment` with two PIDs
 */
export function readOru(message: Message): OruMessage {
  const header = readHeader(message);
  if (header.type !== 'ORU') throw new Hl7Problem('unsupported-message', 'This is not an ORU message.', { segment: 'MSH', field: 9 });
  if (header.event !== null && header.event !== 'R01') {
    throw new Hl7Problem('unsupported-event', 'Only ORU^R01 is handled here.', { segment: 'MSH', field: 9, component: 2 });
  }
  const findings: Finding[] = [...message.findings];
  const pid = message.require('PID');
  if (message.all('PID').length > 1) {
    throw new Hl7Problem('bad-segment', 'Send one message per patient: this one has several segments PID.', { segment: 'PID', sequence: 2 });
  }
  message.require('OBR');
  const pv1 = message.first('PV1');
  return {
    header,
    patient: readPatient(pid, findings),
    visit: pv1 === null ? null : readVisit(pv1, findings),
    reports: groups(message).map(({ obr, obxs }) => readReport(obr, obxs, findings)),
    findings,
  };
}
