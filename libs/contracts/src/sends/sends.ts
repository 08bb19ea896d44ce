import type { PreflightFinding, RankedChannel, SendState } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, Instant, type MoveOffer, NoteText, type Page, type PersonRef, ReasonText, Version } from '../common/common';
import type { NameView } from '../exams/exams';

export const sendPurposes = ['treatment', 'payment', 'operations', 'patient-access', 'legal', 'research'] as const;
export const sendViews = ['open', 'to-approve', 'mine', 'trouble', 'done', 'all'] as const;
export type SendView = (typeof sendViews)[number];

export const linkRecipients = ['patient', 'proxy', 'clinician', 'other'] as const;
/** Somebody without an account and without a line to us. */
export const LinkRecipient = z.object({
  kind: z.enum(linkRecipients),
  name: z.string().check(z.trim(), z.minLength(2, 'Say who it is for.'), z.maxLength(200)),
  /** How the link reaches them: an address or a telephone number, for whoever gives it out. */
  contact: z._default(z.string().check(z.trim(), z.maxLength(200)), ''),
});
export type LinkRecipient = z.output<typeof LinkRecipient>;

/** What a send is made of. Checked as a whole when it is submitted; a draft may still lack things. */
export const SendDraft = z.object({
  items: z.array(z.object({ examId: Id, withReports: z._default(z.boolean(), true) })).check(z.minLength(1, 'Choose at least one exam.'), z.maxLength(50)),
  /** A partner, or a person who opens it with a link. */
  recipient: z.union([
    z.object({ facilityId: Id, person: z.optional(z.string().check(z.trim(), z.maxLength(200))) }),
    z.object({ link: LinkRecipient }),
  ]),
  purpose: z.enum(sendPurposes),
  urgency: z._default(z.enum(['high', 'medium', 'low']), 'medium'),
  when: z._default(z.union([z.object({ kind: z.literal('now') }), z.object({ kind: z.literal('at'), at: Instant }), z.object({ kind: z.literal('report-final') })]), { kind: 'now' as const }),
  /** The sender's bytes unchanged, or copies that say our patient and record number. */
  identity: z._default(z.enum(['as-received', 'local']), 'as-received'),
  message: z.optional(NoteText),
  /** Channel to use; the best one when absent. */
  endpointId: z.optional(Id),
  attested: z._default(z.boolean(), false),
});
export type SendDraft = z.infer<typeof SendDraft>;
export const SaveSend = z.extend(SendDraft, { version: Version });
export const SendPlan = z.extend(SendDraft, {});

/** POST /api/v1/sends/plan: what would happen, without doing it. */
export interface SendPlanView {
  readonly findings: readonly PreflightFinding[];
  readonly route: readonly RankedChannel[];
  readonly megabytes: number;
  readonly images: number;
  readonly reports: number;
  readonly terms: readonly SourceTermsView[];
}

export const SendQuery = z.object({
  view: z._default(z.enum(sendViews), 'open'),
  exam: z.optional(Id),
  ids: z.optional(z.string()),
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 50),
});
export type SendQuery = z.infer<typeof SendQuery>;

export interface SendRow {
  readonly id: string;
  readonly version: number;
  readonly state: SendState;
  readonly stateSince: string;
  readonly patient: NameView;
  readonly exams: readonly { readonly examId: string; readonly description: string; readonly modality: string; readonly studyDate: string | null; readonly images: number; readonly withReports: boolean; readonly decisionId: string | null }[];
  readonly recipient: { readonly facilityId: string; readonly facility: string; readonly person: string | null; readonly link: { readonly kind: (typeof linkRecipients)[number]; readonly contact: string } | null };
  readonly purpose: string;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly when: { readonly kind: 'now' | 'at' | 'report-final'; readonly at: string | null };
  readonly owner: PersonRef;
  readonly route: { readonly label: string; readonly kind: string } | null;
  readonly total: number;
  readonly verified: number;
  readonly reason: string | null;
  readonly madeAt: string;
  readonly moves: readonly MoveOffer[];
}
export interface SendPage extends Page<SendRow> {
  readonly views: Readonly<Record<SendView, number>>;
}

/** GET /api/v1/sends/:id */
/** Something that was not given on, with the information-blocking exception it rests on and until when whoever asked is to be told. */
export interface DisclosureRefusal {
  readonly id: string; readonly subjectKind: 'send' | 'requestIn'; readonly subjectId: string; readonly examId: string | null; readonly exception: string; readonly because: string; readonly decisionId: string | null; readonly at: string; readonly answerBy: string;
  readonly answeredAt: string | null; readonly answeredBy: string | null;
  /** Whom it would have gone to: the partner, and the number of their request when they asked. */
  readonly partner: string | null; readonly number: string | null;
  /** What was not given: null when it was no single exam. The study date is an ISO day. */
  readonly exam: { readonly description: string; readonly studyDate: string | null } | null;
}
/** What a source's agreement says about sending its exams on; its own words travel with what is sent on. */
export const SourceTerms = z.object({ redisclosure: z.enum(['allowed', 'ask', 'forbidden']), text: z._default(z.string().check(z.trim(), z.maxLength(4000)), '') });
/** What the source of an exam asks to travel with it: its own words, or what its agreement says; null when it asks for nothing. */
export interface SourceTermsView { readonly examId: string; readonly source: string | null; readonly text: string | null }
export const AnswerRefusal = z.object({ note: ReasonText });

export interface SendDetail extends SendRow {
  readonly refusals: readonly DisclosureRefusal[];
  /** Exam by exam, once it was checked. */
  readonly terms: readonly SourceTermsView[];
  /** The partner's request it answers. */
  readonly request: { readonly id: string; readonly number: string } | null;
  readonly identity: 'as-received' | 'local';
  readonly message: string | null;
  readonly attested: { readonly by: PersonRef; readonly at: string } | null;
  readonly approved: { readonly by: PersonRef; readonly at: string } | null;
  readonly findings: readonly PreflightFinding[];
  readonly preflightAt: string | null;
  readonly channels: readonly RankedChannel[];
  readonly documents: readonly { readonly title: string; readonly sopUid: string; readonly terms: boolean }[];
  readonly transfers: readonly {
    readonly id: string; readonly examId: string; readonly state: string; readonly line: string; readonly kind: string; readonly total: number; readonly verified: number; readonly cause: string | null; readonly causeDetail: string | null;
  }[];
  readonly receipt: { readonly who: string; readonly at: string; readonly note: string | null } | null;
  /** Numbers of its discs, when it goes by disc; empty until they are made. */
  readonly discs: readonly string[] | null;
  readonly tracking: { readonly carrier: string; readonly number: string; readonly at: string } | null;
  /** The link with which it is opened, once one was given out, and each time it was used. */
  readonly link: SendLinkView | null;
  readonly deliveredAt: string | null;
  readonly endsAt: string | null;
  /** After a call-back: what the recipient was asked, and what cannot be called back. */
  readonly cannotBeCalledBack: readonly string[];
}

export interface SendLinkView {
  readonly state: 'open' | 'locked' | 'over' | 'revoked';
  readonly issuedAt: string;
  readonly endsAt: string | null;
  /** Whether the patient's birth date is asked beside the code. */
  readonly asksBirthDate: boolean;
  readonly uses: readonly { readonly at: string; readonly what: 'opened' | 'downloaded' | 'answered'; readonly detail: string | null }[];
}
/** Shown this once: address and code go to the recipient by two different ways. */
export interface GivenLink {
  readonly address: string;
  readonly code: string;
  readonly endsAt: string;
  readonly asksBirthDate: boolean;
}

/** Header in which the recipient's page sends the part behind `#`. */
export const RECIPIENT_LINK_HEADER = 'x-recipient-link';
export const OpenRecipientLink = z.object({
  code: z.string().check(z.trim(), z.maxLength(40)),
  birthDate: z._default(z.nullable(z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/, 'A date is written 1971-07-02.'))), null),
  /** That they are the one it is for, and will not give it to others. */
  agreed: z.literal(true, 'Tick that it is for you before you open it.'),
});
export const AnswerSurvey = z.object({ answers: z.array(z.int().check(z.minimum(1), z.maximum(5))).check(z.minLength(2), z.maxLength(2)) });

/** GET /api/v1/recipient-links/current: who sent it, before anything about a patient is shown. */
export interface RecipientLinkView {
  readonly house: string;
  readonly asksBirthDate: boolean;
  readonly endsAt: string;
  /** Opened in this browser already. */
  readonly open: boolean;
}
/** GET /api/v1/recipient-links/contents */
export interface RecipientContents {
  readonly house: string;
  readonly forWhom: string;
  readonly sentBy: string;
  readonly message: string | null;
  readonly endsAt: string;
  readonly megabytes: number;
  readonly exams: readonly { readonly description: string; readonly modality: string; readonly studyDate: string | null; readonly images: number; readonly patient: string }[];
  readonly reports: readonly { readonly title: string; readonly author: string | null; readonly date: string; readonly sections: readonly { readonly heading: string | null; readonly text: string }[] }[];
  readonly terms: readonly string[];
  readonly answered: boolean;
}

/** Exams of the same patient that are worth sending along. */
export interface SendSuggestion {
  readonly examId: string;
  readonly description: string;
  readonly modality: string;
  readonly studyDate: string | null;
  readonly images: number;
  readonly reports: number;
  readonly patient: NameView;
  readonly because: 'chosen' | 'prior' | 'found';
}
/** `q`: exams that could be added, by name, record number, accession or description. */
export const SuggestFor = z.object({ examIds: z.array(Id).check(z.maxLength(50)), q: z.optional(z.string().check(z.trim(), z.minLength(2), z.maxLength(120))) });

export interface SendRecipient {
  readonly facilityId: string;
  readonly name: string;
  readonly status: string;
  readonly lines: number;
}

export const LogReceipt = z.object({ version: Version, who: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)), note: z.optional(NoteText) });
export const LogRefusal = z.object({ version: Version, reason: ReasonText });
export const LogTracking = z.object({ version: Version, carrier: z.string().check(z.trim(), z.minLength(2), z.maxLength(100)), number: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)) });
export const RetrySend = z.object({ version: Version, endpointId: z.optional(Id) });
