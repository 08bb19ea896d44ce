/** Sending a report: ORU^R01 (HL7 2.5.1 chapter 7.3.1; RAD-28). */
import { Hl7Problem } from '../problem';
import { type Code, type EntityId, type StaffName } from '../read/datatypes';
import { isUid } from '../read/uid';
import { ce, ei, ndl, xcn } from './datatypes';
import { message, segment } from './er7';
import { msh, type Envelope } from './envelope';
import { pid, pv1, type PatientOut, type VisitOut } from './patient';
import { writeIso, writeMoment, type Moment } from './time';

/** P preliminary, F final, C corrected; W: was posted for the wrong patient or exam and must be withdrawn. */
export type ReportOutStatus = 'P' | 'F' | 'C' | 'W';

export interface ReportOut {
  readonly patient: PatientOut;
  readonly visit?: VisitOut | null;
  readonly placerOrder?: EntityId | null;
  /** The report's own number; a correction carries the same one. */
  readonly fillerOrder: EntityId;
  readonly accession?: string | null;
  readonly requestedProcedureId?: string | null;
  readonly procedure: Code;
  readonly observedAt?: string | null;
  readonly reportedAt: Moment;
  readonly status: ReportOutStatus;
  /** DCM 113014 observation. */
  readonly studyUid?: string | null;
  /** What kind of document the text is, such as LOINC 18748-4. */
  readonly textCode: Code;
  /** One OBX per line, blank lines kept. */
  readonly text: string;
  /** Coded answers beside the text: a grade of agreement, a category. */
  readonly coded?: readonly { readonly question: Code; readonly answer: Code }[];
  readonly interpreter?: StaffName | null;
  readonly orderingProvider?: StaffName | null;
}

const DICOM_STUDY: Code = { code: '113014', text: 'DICOM Study', system: 'DCM' };

function obr(report: ReportOut): string {
  return segment('OBR', {
    1: 1,
    2: report.placerOrder ? ei(report.placerOrder) : undefined,
    3: ei(report.fillerOrder),
    4: ce(report.procedure),
    7: report.observedAt ? writeIso(report.observedAt) : undefined,
    16: report.orderingProvider ? xcn(report.orderingProvider) : undefined,
    18: report.accession ?? undefined,
    19: report.requestedProcedureId ?? undefined,
    22: writeMoment(report.reportedAt),
    // Table 0123 has no W; the withdrawal is a correction whose observations all say W.
    25: report.status === 'W' ? 'C' : report.status,
    32: report.interpreter ? ndl(report.interpreter) : undefined,
  });
}

function observations(report: ReportOut): string[] {
  const at = writeMoment(report.reportedAt);
  const rows = [
    ...(report.studyUid ? [{ 2: 'ST', 3: ce(DICOM_STUDY), 5: report.studyUid }] : []),
    ...(report.coded ?? []).map(({ question, answer }) => ({ 2: 'CE', 3: ce(question), 5: ce(answer) })),
    ...report.text.split(/\r\n|\r|\n/).map((line, i) => ({ 2: 'TX', 3: ce(report.textCode), 4: i + 1, 5: line })),
  ];
  return rows.map((row, i) => segment('OBX', { 1: i + 1, ...row, 11: report.status, 14: at }));
}

/**
 * @returns the message as text
 * @throws Hl7Problem `bad-value` for a study UID that is none, and for what `pid` and `msh` refuse
 */
export function writeOru(envelope: Envelope, report: ReportOut): string {
  if (report.studyUid && !isUid(report.studyUid)) {
    throw new Hl7Problem('bad-value', 'The Study Instance UID is not a UID.', { segment: 'OBX', field: 5 });
  }
  return message([
    msh(envelope, 'ORU', 'R01', 'ORU_R01'),
    pid(report.patient),
    pv1(report.visit ?? null),
    obr(report),
    ...observations(report),
  ]);
}
