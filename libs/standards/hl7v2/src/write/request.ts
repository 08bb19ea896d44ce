/** Asking a partner for exams that exist already, and answering such a request: ORM^O01 (HL7 2.5.1 chapter 4.4.1). Each exam is one ORC and OBR. */
import { type Code, type EntityId } from '../read/datatypes';
import { ce, ei } from './datatypes';
import { components, message, segment } from './er7';
import { msh, type Envelope } from './envelope';
import { pid, pv1, type PatientOut } from './patient';
import { writeIso, writeMoment, type Moment } from './time';

export interface AskedExam {
  /** DICOM code such as CT; null for any. */
  readonly modality: string | null;
  readonly text: string;
  /** Days it was made between, `2026-11-24`. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface ExamRequest {
  readonly patient: PatientOut;
  /** Number of whoever asks. */
  readonly placerOrder: EntityId;
  /** Number of whoever is asked, once they gave one. */
  readonly fillerOrder: EntityId | null;
  readonly procedure: Code;
  /** Table 0078: S stat, A as soon as possible, R routine. */
  readonly priority: string;
  readonly neededBy: Moment | null;
  readonly reason: Code | null;
  readonly exams: readonly AskedExam[];
  /** Lines for people, as NTE. */
  readonly notes: readonly string[];
}

/** What the message says: a new request, its end, or an answer: seen, promised (by `neededBy`), cannot be done, done. */
export type ExamRequestStatus = 'new' | 'cancel' | 'seen' | 'promised' | 'declined' | 'done';

/** ORC-1 of table 0119 and ORC-5 of table 0038. */
const CODES: Readonly<Record<ExamRequestStatus, readonly [control: string, status: string | undefined]>> = {
  new: ['NW', undefined], cancel: ['CA', 'CA'], seen: ['SC', 'HD'], promised: ['SC', 'SC'], declined: ['UA', 'CA'], done: ['SC', 'CM'],
};

/** @throws Hl7Problem for values the standard does not allow */
export function writeExamRequest(envelope: Envelope, status: ExamRequestStatus, request: ExamRequest): string {
  const [control, state] = CODES[status];
  // TQ: start, end and priority are components 4, 5 and 6
  const timing = components(undefined, undefined, undefined, undefined, request.neededBy ? writeMoment(request.neededBy) : undefined, request.priority);
  const order = (exam: AskedExam, i: number): string[] => [
    segment('ORC', { 1: control, 2: ei(request.placerOrder), 3: request.fillerOrder ? ei(request.fillerOrder) : undefined, 5: state, 7: timing, 9: writeMoment(envelope.at) }),
    segment('OBR', {
      1: i + 1, 2: ei(request.placerOrder), 3: request.fillerOrder ? ei(request.fillerOrder) : undefined, 4: ce({ ...request.procedure, text: exam.text }), 7: exam.from ? writeIso(exam.from) : undefined,
      8: exam.to ? writeIso(exam.to) : undefined, 24: exam.modality ?? undefined, 27: timing, 31: request.reason ? ce(request.reason) : undefined,
    }),
  ];
  return message([
    msh(envelope, 'ORM', 'O01', 'ORM_O01'), pid(request.patient), pv1(null), ...request.exams.flatMap(order), ...request.notes.map((text, i) => segment('NTE', { 1: i + 1, 2: 'L', 3: text })),
  ]);
}
