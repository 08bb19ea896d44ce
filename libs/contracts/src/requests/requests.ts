import {
  informationBlockingExceptions, inQuestions, legalBases, outCancelReasons, outDeclineReasons, requestPurposes, type Fit, type LinkState, type RequestInState, type RequestOutState, type SendState,
} from '@causeway/domain';
import * as z from 'zod/mini';
import { type EntryView, type PatientTold, ToldPatient } from '../cases/cases';
import { type NameView } from '../exams/exams';
import { type ClockView, Id, Instant, type MoveOffer, NoteText, type Page, type PersonRef, ReasonText, Version } from '../common/common';

const Text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
const Day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/, 'A date is written 2026-11-24.'));

export const Wanted = z.object({
  modality: z._default(z.nullable(z.string().check(z.regex(/^[A-Z]{2,6}$/, 'A modality is a code such as CT.'))), null),
  what: Text(160).check(z.minLength(2, 'Say which exam, for example CT head.')),
  from: z._default(z.nullable(Day), null),
  to: z._default(z.nullable(Day), null),
});
export type Wanted = z.infer<typeof Wanted>;

export const authorisationForms = ['paper', 'electronic', 'spoken'] as const;
export const Authorisation = z.object({ signedOn: Day, form: z.enum(authorisationForms), by: z.enum(['patient', 'representative']) });
export type Authorisation = z.infer<typeof Authorisation>;

/** What the wizard gathers; kept as a draft until somebody sends it. */
export const RequestForm = z.object({
  patient: ToldPatient,
  patientId: z._default(z.nullable(Id), null),
  caseId: z._default(z.nullable(Id), null),
  legalBasis: z.enum(legalBases),
  purpose: z._default(z.enum(requestPurposes), 'treatment'),
  wanted: z.array(Wanted).check(z.minLength(1, 'Say at least one exam.'), z.maxLength(20)),
  withReports: z._default(z.boolean(), true),
  wantsRead: z._default(z.boolean(), false),
  facilityId: Id,
  forPersonId: z._default(z.nullable(Id), null),
  forPool: z._default(z.nullable(Text(60)), null),
  serviceLine: Text(40).check(z.minLength(1)),
  urgency: z._default(z.enum(['high', 'medium', 'low']), 'medium'),
  neededBy: Instant,
  /** Asked while the patient sits there: STAT, with the end of the visit as its deadline. */
  inVisit: z._default(z.boolean(), false),
  message: z._default(NoteText, ''),
  /** The patient's authorisation it rests on, as the house holds it. */
  authorisation: z._default(z.nullable(Authorisation), null),
});
export type RequestForm = z.infer<typeof RequestForm>;

/** POST /api/v1/requests/ask-network: the same question to whichever member holds the exams. */
export const AskNetwork = z.extend(z.omit(RequestForm, { facilityId: true }), { networkId: Id });
export type AskNetwork = z.infer<typeof AskNetwork>;
export const leftOut = ['not-live', 'no-agreement'] as const;
export interface NetworkAsked {
  readonly network: string;
  readonly asked: readonly { readonly id: string; readonly number: string; readonly facility: string; readonly state: RequestOutState }[];
  /** Members that were not asked, and why. */
  readonly left: readonly { readonly facility: string; readonly because: (typeof leftOut)[number] }[];
  /** Members one does not work with: they are not asked either, and not named. */
  readonly others: number;
}

export const SendRequest = z.object({ version: Version, route: z._default(z.nullable(z.enum(['hl7', 'phone'])), null) });
export const ContactNote = z.object({ version: Version, by: z._default(Text(160), ''), channel: z._default(z.enum(['hl7', 'phone', 'mail', 'fax', 'portal']), 'phone'), note: z._default(NoteText, '') });
export const PromiseNote = z.object({ version: Version, byWhen: Instant, exams: z._default(z.int().check(z.minimum(1), z.maximum(200)), 1), by: z._default(Text(160), ''), channel: z._default(z.enum(['hl7', 'phone', 'mail', 'fax', 'portal']), 'phone') });
export const DeclineOut = z.object({ version: Version, reason: z.enum(outDeclineReasons), note: z._default(NoteText, ''), by: z._default(Text(160), '') });
export const CancelOut = z.object({ version: Version, reason: z.enum(outCancelReasons), note: z._default(NoteText, '') });
export const Enough = z.object({ version: Version, why: ReasonText });
export const Arrival = z.object({ version: Version, examId: Id });

/** A template fills the wizard. */
export const SaveRequestTemplate = z.object({
  name: Text(80).check(z.minLength(3)),
  body: z.object({
    legalBasis: z.enum(legalBases), purpose: z.enum(requestPurposes), wanted: z.array(Wanted).check(z.minLength(1), z.maxLength(20)), withReports: z.boolean(), facilityId: z.nullable(Id), serviceLine: Text(40), urgency: z.enum(['high', 'medium', 'low']),
    message: z._default(NoteText, ''),
  }),
});
export type SaveRequestTemplate = z.infer<typeof SaveRequestTemplate>;
export interface RequestTemplateView extends SaveRequestTemplate { readonly id: string; readonly mine: boolean }
/** A pasted list of patients for one template: one request each, with an answer per line. */
export const UseTemplate = z.object({ neededBy: Instant, patients: z.array(ToldPatient).check(z.minLength(1), z.maxLength(200)) });
export interface UsedTemplate { readonly results: readonly { readonly line: number; readonly id: string | null; readonly number: string | null; readonly error: string | null }[] }

export const requestViews = ['open', 'stat', 'mine', 'to-approve', 'silent', 'arriving', 'done'] as const;
export type RequestView = (typeof requestViews)[number];
export const RequestQuery = z.object({
  view: z._default(z.enum(requestViews), 'open'), ids: z.optional(z.string()), cursor: z.optional(z.string()), limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50),
});
export type RequestQuery = z.infer<typeof RequestQuery>;

export interface RequestOutRow {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly state: RequestOutState;
  readonly stateSince: string;
  readonly patient: PatientTold;
  readonly facility: { readonly id: string; readonly name: string };
  readonly wanted: readonly Wanted[];
  readonly withReports: boolean;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly stat: boolean;
  readonly clock: ClockView;
  readonly requester: PersonRef | null;
  readonly forPerson: PersonRef | null;
  readonly forPool: string | null;
  readonly caseRef: { readonly id: string; readonly number: string; readonly useCase: string } | null;
  readonly channel: 'hl7' | 'phone';
  readonly expected: number;
  readonly arrived: number;
  readonly released: number;
  readonly reminders: number;
  readonly neededBy: string;
  readonly promisedBy: string | null;
  readonly serviceLine: string;
  readonly moves: readonly MoveOffer[];
}
export interface RequestOutPage extends Page<RequestOutRow> {
  readonly views: Readonly<Record<RequestView, number>>;
}

/** An exam a partner's archive lists of the patient. */
export interface RemoteStudyView {
  readonly endpointId: string;
  readonly line: string;
  readonly studyUid: string;
  readonly description: string;
  readonly modalities: readonly string[];
  readonly studyDate: string | null;
  /** Null when they do not say. */
  readonly images: number | null;
  /** As they have it. */
  readonly patient: { readonly name: NameView; readonly birthDate: string | null; readonly patientId: string | null };
  readonly fits: boolean;
  readonly evidence: Fit['evidence'];
  /** What has come of it already. */
  readonly exam: { readonly id: string; readonly received: number } | null;
}
/** POST /api/v1/requests/:id/look */
export interface RemoteLook {
  readonly studies: readonly RemoteStudyView[];
  readonly troubles: readonly { readonly line: string; readonly sentence: string }[];
}
export const FetchStudy = z.object({ endpointId: Id, studyUid: z.string().check(z.regex(/^[0-9.]{1,64}$/, 'a UID')), what: z._default(Text(120), '') });

export interface ArrivalView {
  readonly examId: string;
  readonly state: 'arrived' | 'released' | 'withdrawn';
  readonly description: string;
  readonly studyDate: string | null;
  readonly examState: string;
  readonly received: number;
  readonly expected: number | null;
  readonly at: string;
  readonly by: string;
  readonly evidence: Fit['evidence'];
}

/** One call that a request asks for. Roles are duty roles; `people` are those who fill the responsible one now. */
export interface ReachView {
  readonly task: 'reach-facility' | 'reach-patient'; readonly responsible: string; readonly people: readonly PersonRef[]; readonly accountable: string; readonly consulted: readonly string[]; readonly informed: readonly string[]; readonly because: string;
  readonly policy: { readonly number: number; readonly scope: string };
}

export interface RequestOutDetail extends RequestOutRow {
  readonly madeAt: string;
  readonly legalBasis: string;
  /** The patient's authorisation, and who wrote it down. */
  readonly authorisation: (Authorisation & { readonly recordedBy: string }) | null;
  readonly purpose: string;
  readonly wantsRead: boolean;
  readonly message: string;
  /** What the partner reads, also for the telephone. */
  readonly letter: string;
  /** When all members of a network were asked: the requests to the others, as far as one may see them. */
  readonly ask: { readonly network: string; readonly others: readonly { readonly id: string; readonly number: string; readonly facility: string; readonly state: RequestOutState }[] } | null;
  readonly decisionId: string | null;
  readonly reason: string | null;
  readonly expiresAt: string | null;
  readonly contacts: readonly { readonly label: string; readonly phone: string }[];
  /** Who is to call the facility, and who the patient, by the responsibility policy in force and the duty calendar of this moment. */
  readonly reach: readonly ReachView[];
  readonly arrivals: readonly ArrivalView[];
  /** Exams that may be what was asked for and that nobody linked yet. */
  readonly candidates: readonly (Omit<ArrivalView, 'state' | 'at' | 'by'> & { readonly fits: boolean })[];
  /** A line of the partner can be asked for what it holds, by this person. */
  readonly mayLook: boolean;
  /** Studies that are being fetched. */
  readonly fetching: readonly string[];
  readonly entries: readonly EntryView[];
}

/** POST /api/v1/requests/preview: what would happen, before it does. */
export interface RequestPreview {
  readonly letter: string;
  readonly channel: 'hl7' | 'phone';
  readonly channelLabel: string;
  readonly approval: boolean;
  readonly decisionId: string;
  readonly stat: boolean;
  readonly deadline: string;
  readonly remindAt: string;
  readonly expiresAt: string;
  readonly checks: readonly { readonly code: string; readonly ok: boolean; readonly values: Readonly<Record<string, string>> }[];
  readonly similar: readonly { readonly id: string; readonly number: string; readonly what: string; readonly state: string; readonly at: string }[];
  readonly last: readonly { readonly number: string; readonly what: string; readonly at: string; readonly minutes: number; readonly inTime: boolean }[];
}

export const AskUs = z.object({
  /** Only for a person who works here and writes down what was asked by telephone or letter; a partner asks as itself. */
  facilityId: z._default(z.nullable(Id), null),
  requester: z.object({ name: Text(160).check(z.minLength(2)), phone: z._default(Text(60), ''), role: z._default(Text(120), '') }),
  reference: z._default(z.nullable(Text(60)), null),
  patient: ToldPatient,
  legalBasis: z.enum(legalBases),
  purpose: z._default(z.enum(requestPurposes), 'treatment'),
  wanted: z.array(Wanted).check(z.minLength(1), z.maxLength(20)),
  withReports: z._default(z.boolean(), true),
  emergency: z._default(z.boolean(), false),
  neededBy: z._default(z.nullable(Instant), null),
});
export type AskUs = z.infer<typeof AskUs>;
export const AcceptIn = z.object({ version: Version, examIds: z.array(Id).check(z.minLength(1, 'Choose at least one exam.'), z.maxLength(100)), when: z._default(z.enum(['now', 'when-final']), 'now'), promisedBy: z._default(z.nullable(Instant), null) });
export const AskRequester = z.object({ version: Version, question: z.enum(inQuestions), text: z._default(NoteText, '') });
export const DeclineIn = z.object({ version: Version, reason: z.string(), exception: z.enum(informationBlockingExceptions), note: z._default(NoteText, '') });
export const RecordSent = z.object({ version: Version, examId: Id, how: z._default(z.enum(['dicom', 'disc', 'portal', 'other']), 'other'), note: z._default(NoteText, '') });

export const requestInViews = ['open', 'emergency', 'to-approve', 'promised', 'done'] as const;
export type RequestInView = (typeof requestInViews)[number];
export const RequestInQuery = z.object({
  view: z._default(z.enum(requestInViews), 'open'), ids: z.optional(z.string()), cursor: z.optional(z.string()), limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50),
});
export type RequestInQuery = z.infer<typeof RequestInQuery>;

export interface RequestInRow {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly state: RequestInState;
  readonly stateSince: string;
  readonly patient: PatientTold;
  readonly facility: { readonly id: string; readonly name: string } | null;
  readonly requester: { readonly name: string; readonly phone: string; readonly role: string };
  readonly reference: string | null;
  readonly wanted: readonly Wanted[];
  readonly withReports: boolean;
  readonly emergency: boolean;
  readonly clock: ClockView;
  readonly legalLastAt: string;
  readonly accepted: number;
  readonly sent: number;
  readonly promisedBy: string | null;
  readonly moves: readonly MoveOffer[];
}
export interface RequestInPage extends Page<RequestInRow> {
  readonly views: Readonly<Record<RequestInView, number>>;
}

export interface LocalExamView {
  readonly examId: string;
  readonly description: string;
  readonly modalities: readonly string[];
  readonly studyDate: string | null;
  readonly images: number;
  readonly source: string;
  /** P while the report is not final, F once it is; null without one. */
  readonly report: string | null;
  readonly fits: boolean;
  readonly chosen: boolean;
  readonly sentAt: string | null;
  readonly decisionId: string | null;
  /** What the re-disclosure rules say: allow, ask, refuse; null until asked. */
  readonly answer: string | null;
  /** The send that takes it to the requester, once it is promised. */
  readonly send: { readonly id: string; readonly state: SendState; readonly reason: string | null } | null;
}
export interface RequestInDetail extends RequestInRow {
  readonly madeAt: string;
  readonly legalBasis: string;
  readonly purpose: string;
  readonly reason: string | null;
  readonly exception: string | null;
  readonly question: { readonly code: string; readonly text: string; readonly at: string } | null;
  readonly when: 'now' | 'when-final' | null;
  readonly reviewer: PersonRef | null;
  readonly local: readonly LocalExamView[];
  readonly declineReasons: readonly { readonly code: string; readonly exception: string }[];
  readonly entries: readonly EntryView[];
}

export interface AppointmentRow {
  readonly id: string;
  readonly startsAt: string;
  readonly clinic: string;
  readonly provider: string | null;
  readonly reason: string | null;
  readonly state: 'booked' | 'cancelled' | 'over';
  readonly caseRow: import('../cases/cases').CaseRow | null;
  readonly requests: readonly { readonly id: string; readonly number: string; readonly state: string; readonly facility: string }[];
  /** The patient was invited to bring images. */
  readonly invited: { readonly state: LinkState; readonly at: string } | null;
  /** Discs that are in the mail, the next ones. */
  readonly discs: { readonly expectedOn: string; readonly late: boolean; readonly arrived: boolean } | null;
}
export const VisitQuery = z.object({ days: z._default(z.coerce.number().check(z.minimum(1), z.maximum(60)), 10), line: z.optional(z.string()) });
export type VisitQuery = z.infer<typeof VisitQuery>;
export interface VisitBoard {
  readonly asOf: string;
  readonly seq: string;
  readonly rows: readonly AppointmentRow[];
  readonly totals: { readonly all: number; readonly ready: number; readonly waiting: number; readonly nothing: number };
}
