import { dispositions, outcomeFields, type CaseState, type Disposition, type OutcomeField, type ReadKind, type Readiness, type Target, type TemplateEdit } from '@causeway/domain';
import * as z from 'zod/mini';
import { type ClockView, Id, Instant, type MoveOffer, NoteText, type Page, type PersonRef, ReasonText, Version } from '../common/common';
import type { NameView } from '../exams/exams';
import type { TransferProtocol } from '../facilities/directory';

const Text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
const Day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/, 'A date is written 1971-07-02.'));

/** A patient as somebody told them, before anybody knows whether they are registered here. */
export const ToldPatient = z.object({
  family: Text(120).check(z.minLength(1, 'The family name is needed.')),
  given: z._default(Text(120), ''),
  birthDate: z._default(z.nullable(Day), null),
  sex: z._default(z.nullable(z.enum(['F', 'M', 'O'])), null),
  /** Their number at the place that told of them. */
  identifier: z._default(z.nullable(z.object({ value: Text(100).check(z.minLength(1)), issuer: Text(100).check(z.minLength(1)) })), null),
});
export type ToldPatient = z.infer<typeof ToldPatient>;

export const Contact = z.object({ name: Text(160), phone: z._default(Text(60), ''), place: z._default(Text(160), '') });
export type Contact = z.infer<typeof Contact>;

export const UseCaseCode = z.string().check(z.regex(/^U([1-9]|1\d|2[0-7])$/, 'A use case is U1 to U27.'));

export const OpenCase = z.object({
  useCase: UseCaseCode,
  patient: ToldPatient,
  patientId: z._default(z.nullable(Id), null),
  /** The facility the patient, or their images, are at. */
  facilityId: z._default(z.nullable(Id), null),
  serviceLine: Text(40).check(z.minLength(1)),
  question: z._default(NoteText, ''),
  caller: z._default(z.nullable(Contact), null),
  consultantId: z._default(z.nullable(Id), null),
  transferAsked: z._default(z.boolean(), false),
  /** For organ donation: who this case is about, and the case of the other one. */
  role: z._default(z.enum(['patient', 'donor', 'recipient']), 'patient'),
  linkedCaseId: z._default(z.nullable(Id), null),
  payer: z._default(z.nullable(z.enum(['fee-for-service', 'capitated', 'value-based'])), null),
});
export type OpenCase = z.infer<typeof OpenCase>;

/** POST /api/v1/cases/consult: a question about an exam to one colleague, who answers in writing. */
export const AskColleague = z.object({ examId: Id, colleagueId: Id, question: ReasonText });
/** GET /api/v1/cases/colleagues?exam=: who may be asked. */
export const ColleagueQuery = z.object({ exam: Id });
export interface ColleagueView {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly subspecialties: readonly string[];
  readonly onDuty: boolean;
}

export const LogCall = z.object({ version: Version, who: Text(160).check(z.minLength(2)), number: z._default(Text(60), ''), text: ReasonText });
export const PresentCase = z.object({ version: Version, waived: z._default(z.nullable(ReasonText), null) });
export const AskMore = z.object({ version: Version, missing: ReasonText });
export const Advise = z.object({ version: Version, text: ReasonText, kind: z._default(z.enum(['advice', 'transport', 'plan']), 'advice'), urgent: z._default(z.boolean(), false) });
export const DecideCase = z.object({ version: Version, disposition: z.enum(dispositions), reason: z._default(NoteText, ''), destination: z._default(NoteText, '') });
export const AlertTeam = z.object({ version: Version, group: Text(40).check(z.minLength(1)), message: z._default(NoteText, '') });
export const PauseClock = z.object({ version: Version, reason: ReasonText, holder: Text(160).check(z.minLength(2, 'Say who everybody waits for.')), until: z._default(z.nullable(Instant), null) });
export const CloseCase = z.object({
  version: Version,
  fields: z._default(z.object({ missing: z.optional(NoteText), leakage: z.optional(NoteText), note: z.optional(NoteText), answer: z.optional(NoteText) }), {}),
  /** Visits the patient was spared, as whoever closes it knows them, with where the distance comes from. */
  travel: z.optional(z.object({ visits: z.int().check(z.minimum(1), z.maximum(500)), roundTripKm: z.int().check(z.minimum(1), z.maximum(20_000)), source: Text(200).check(z.minLength(3, 'Say where the distance comes from.')), coPayCents: z._default(z.int().check(z.minimum(0), z.maximum(1_000_000)), 0) })),
});
export const LinkExam = z.object({ version: Version, examId: Id });
export const SaveConsultant = z.object({ version: Version, consultantId: Id });
export const SaveVideo = z.object({ version: Version, address: z.nullable(z.string().check(z.trim(), z.maxLength(500), z.regex(/^https:\/\/[^\s/]+/, 'The address of a video call begins with https://.'))) });
export const SaveKnownWell = z.object({ version: Version, at: Instant });
/** Where care goes on, with whom, and what is planned there. */
export const SaveHandover = z.object({
  version: Version, facilityId: Id, physician: Text(160).check(z.minLength(2, 'Name the receiving physician.')), phone: z._default(Text(60), ''), followUp: ReasonText, followUpOn: z._default(z.nullable(Day), null),
});
export const SavePathology = z.object({ version: Version, pathology: z.enum(['there', 'not-needed', 'missing']), note: z._default(NoteText, '') });
export const SaveBoardPlace = z.object({ version: Version, boardId: z.nullable(Id) });

export const OpenBoard = z.object({ name: Text(120).check(z.minLength(3)), serviceLine: Text(40).check(z.minLength(1)), startsAt: Instant });
export type OpenBoard = z.infer<typeof OpenBoard>;

export const caseViews = ['open', 'mine', 'to-decide', 'emergency', 'visits', 'boards', 'paused', 'done'] as const;
export type CaseView = (typeof caseViews)[number];
export const CaseQuery = z.object({
  view: z._default(z.enum(caseViews), 'open'),
  useCase: z.optional(z.string()),
  ids: z.optional(z.string()),
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50),
});
export type CaseQuery = z.infer<typeof CaseQuery>;

export interface PatientTold {
  readonly name: NameView;
  readonly birthDate: string | null;
  readonly sex: string | null;
  /** Our record number, once a person or the feed said who it is. */
  readonly mrn: string | null;
  readonly outsideId: { readonly value: string; readonly issuer: string } | null;
}

export interface CaseRow {
  readonly id: string;
  /** C-1042: what people say on the telephone. */
  readonly number: string;
  readonly version: number;
  readonly state: CaseState;
  readonly stateSince: string;
  readonly useCase: { readonly id: string; readonly name: string };
  readonly urgency: 'high' | 'medium' | 'low';
  readonly serviceLine: string;
  readonly role: 'patient' | 'donor' | 'recipient';
  readonly restricted: boolean;
  readonly patient: PatientTold;
  readonly facility: { readonly id: string; readonly name: string } | null;
  readonly question: string;
  readonly clock: ClockView;
  readonly opener: PersonRef | null;
  readonly consultant: PersonRef | null;
  readonly disposition: Disposition | null;
  readonly exams: { readonly arriving: number; readonly released: number };
  readonly requests: { readonly open: number; readonly all: number };
  readonly visitAt: string | null;
  readonly board: { readonly id: string; readonly name: string } | null;
  readonly readiness: Readiness;
  readonly moves: readonly MoveOffer[];
}
export interface CasePage extends Page<CaseRow> {
  readonly views: Readonly<Record<CaseView, number>>;
}

/** One line of the ledger of a case or request: written once, never changed. */
export interface EntryView {
  readonly at: string;
  readonly what: string;
  readonly by: string;
  readonly values: Readonly<Record<string, string | number | boolean | null>>;
  readonly decisionId: string | null;
}

export interface CaseExam {
  readonly examId: string;
  readonly state: string;
  readonly description: string;
  readonly modalities: readonly string[];
  readonly studyDate: string | null;
  readonly received: number;
  readonly expected: number | null;
  readonly source: string;
  readonly quality: string | null;
  readonly report: boolean;
  readonly linked: boolean;
  /** Whether this person may open its images. */
  readonly mayView: boolean;
}

export interface CaseRequest {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly facility: string;
  readonly what: string;
  readonly expected: number;
  readonly released: number;
  readonly arrived: number;
  readonly neededBy: string | null;
  readonly promisedBy: string | null;
}

export interface CaseRead {
  readonly id: string;
  readonly state: string;
  readonly kind: ReadKind;
  readonly grade: string | null;
}

/** Who has a part of the case in hand now, and whether that goes by business hours. */
export interface CaseRoute {
  readonly what: 'read' | 'exam' | 'request';
  readonly id: string;
  readonly kind: string;
  readonly hours: 'business' | 'off';
  readonly by: 'owner' | 'pool' | 'escalation';
  readonly role: string | null;
  readonly people: readonly PersonRef[];
  readonly gap: string | null;
  readonly because: string;
  readonly decisionId: string | null;
  readonly since: string;
}
export interface HandoverPlan {
  readonly facility: { readonly id: string; readonly name: string };
  readonly physician: string;
  readonly phone: string;
  readonly followUp: string;
  readonly followUpOn: string | null;
  readonly receivedAt: string | null;
  readonly receivedBy: string | null;
  /** Exams of the stay, with how many of them went to the next facility. */
  readonly exams: readonly string[];
  readonly sent: number;
}

/** GET /api/v1/cases/:id */
export interface CaseDetail extends CaseRow {
  readonly openedAt: string;
  readonly caller: Contact | null;
  readonly transferAsked: boolean;
  readonly payer: string | null;
  readonly outcome: string;
  readonly dispositions: readonly { readonly code: Disposition; readonly name: string; readonly needs: 'advice' | 'destination' | 'nothing' }[];
  readonly dispositionReason: string | null;
  readonly destination: string | null;
  readonly decidedBy: PersonRef | null;
  readonly decidedAt: string | null;
  readonly pausedBy: { readonly reason: string; readonly holder: string; readonly until: string } | null;
  /** What is still to be recorded before it can be closed. */
  readonly missing: readonly OutcomeField[];
  /** Values a case of this kind may be counted as. */
  readonly counts: readonly string[];
  readonly videoUrl: string | null;
  /** Of a case that may be looked at from afar: the patient's kind of payer, and what it pays for such a consult here. Null where it is none, or nobody knows the payer. */
  readonly consultPaid: { readonly payer: string; readonly permille: number; readonly cite: string; readonly confirmed: boolean } | null;
  readonly routes: readonly CaseRoute[];
  /** When a stroke was last known well. */
  readonly knownWellAt: string | null;
  readonly handover: HandoverPlan | null;
  readonly content: readonly string[];
  readonly contentWaived: string | null;
  readonly pathology: string | null;
  /** The case of the donor or recipient: its number and nothing of its patient. */
  readonly linkedCase: { readonly id: string; readonly number: string; readonly role: string; readonly visible: boolean } | null;
  readonly careExams: readonly CaseExam[];
  /** Exams that seem to be the awaited ones and were not linked: a person says so. */
  readonly suggested: readonly CaseExam[];
  readonly careRequests: readonly CaseRequest[];
  readonly reads: readonly CaseRead[];
  readonly teams: readonly { readonly group: string; readonly people: number }[];
  readonly entries: readonly EntryView[];
  readonly values: readonly { readonly value: string; readonly name: string; readonly amount: number; readonly unit: string; readonly confidence: string; readonly at: string }[];
  /** What was agreed of transfers with the house the patient is at. */
  readonly protocol: (TransferProtocol & { readonly facility: string; readonly signedOn: string }) | null;
}

export interface TemplateView {
  readonly useCase: string;
  readonly name: string;
  readonly group: string;
  /** Zero: as the specification has it, changed by nobody here. */
  readonly version: number;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly profile: string;
  readonly content: readonly string[];
  readonly ball: readonly string[];
  readonly outcome: string;
  readonly mustRecord: readonly OutcomeField[];
  readonly dispositions: readonly Disposition[];
  readonly decided: Target | null;
  readonly values: readonly string[];
  /** Cases of it that are not over. */
  readonly open: number;
  readonly moves: readonly MoveOffer[];
}
export interface TemplateChange {
  readonly version: number;
  readonly at: string;
  readonly by: string;
  readonly reason: string;
  /** What is different from the version before, in fields. */
  readonly changed: readonly { readonly field: keyof TemplateEdit; readonly before: string; readonly after: string }[];
}
export interface TemplateDetail extends TemplateView {
  readonly history: readonly TemplateChange[];
  readonly parties: readonly string[];
}
const list = <T extends z.ZodMiniType>(of: T) => z.array(of).check(z.maxLength(12));
export const SaveTemplate = z.object({
  version: Version,
  urgency: z.enum(['high', 'medium', 'low']),
  profile: z.enum(['E', 'H', 'M', 'L']),
  content: list(z.enum(['R', 'C', 'P', 'V', 'v', 'O'])),
  ball: list(Text(40)),
  mustRecord: list(z.enum(outcomeFields)),
  dispositions: list(z.enum(dispositions)),
  decided: z._default(z.nullable(z.union([z.object({ seconds: z.int() }), z.object({ workingDays: z.int() })])), null),
  reason: ReasonText,
});
export type SaveTemplate = z.infer<typeof SaveTemplate>;

export interface BoardView {
  readonly id: string;
  readonly name: string;
  readonly serviceLine: string;
  readonly startsAt: string;
  readonly patients: number;
  readonly ready: number;
  readonly mayWork: boolean;
}
export interface BoardAgenda extends BoardView {
  readonly rows: readonly (CaseRow & { readonly sites: readonly { readonly name: string; readonly state: 'there' | 'on-the-way' | 'asked' | 'missing'; readonly exams: number }[]; readonly pathology: string | null })[];
}

export interface ChoicesView {
  /** People a case or request may be meant for. */
  readonly people: readonly (PersonRef & { readonly serviceLines: readonly string[]; readonly decides: boolean })[];
  readonly facilities: readonly { readonly id: string; readonly name: string; readonly issuer: string | null; readonly channel: 'hl7' | 'phone'; readonly status: string }[];
  /** Networks of which members can be asked, with those. */
  readonly networks: readonly { readonly id: string; readonly name: string; readonly members: readonly string[] }[];
  readonly serviceLines: readonly string[];
}
