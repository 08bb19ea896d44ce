import * as z from 'zod/mini';
import type { NameView } from '../exams/exams';

const Text = (most: number) => z.string().check(z.trim(), z.maxLength(most));

/** Who opens it: whoever sends the patient, or whoever goes on with the care. */
export const caseLinkParties = ['sender', 'receiver'] as const;
export type CaseParty = (typeof caseLinkParties)[number];
/** Longest life of a link, in hours. */
export const CASE_LINK_HOURS = 168;

/** POST /api/v1/cases/:id/links */
export const GiveCaseLink = z.object({
  party: z._default(z.enum(caseLinkParties), 'sender'),
  forWhom: Text(160).check(z.minLength(2, 'Say who it is for.')),
  /** Where our team answers the telephone. */
  callNumber: Text(60).check(z.minLength(3, 'Say which number they can call.')),
  hours: z._default(z.int().check(z.gte(1), z.lte(CASE_LINK_HOURS)), 72),
});
export type GiveCaseLink = z.output<typeof GiveCaseLink>;

/** Shown this once: the address goes to them, the code is said on the telephone. */
export interface GivenCaseLink {
  readonly id: string;
  readonly address: string;
  readonly code: string;
  readonly endsAt: string;
}

export interface CaseLinkRow {
  readonly id: string;
  readonly party: CaseParty;
  readonly forWhom: string;
  readonly issuedBy: string;
  readonly issuedAt: string;
  readonly endsAt: string;
  readonly openedAt: string | null;
  readonly state: 'open' | 'ended' | 'revoked' | 'locked';
}

/** GET /api/v1/cases/:id/links */
export interface CaseLinkList {
  readonly rows: readonly CaseLinkRow[];
  /** The number this person gave last, or the one the house answers at night; empty when nobody said one. */
  readonly callNumber: string;
}

/** Header in which the page behind such a link sends the part behind `#`. */
export const CASE_LINK_HEADER = 'x-case-link';
export const OpenCaseLink = z.object({ code: Text(40) });

export const senderSays = ['now', 'disc', 'cannot'] as const;
export type SenderSays = (typeof senderSays)[number];
/** Why they cannot send, in the words of a declined request. */
export const cannotReasons = ['cannot-send', 'no-such-exam', 'not-released-yet', 'consent-needed', 'ask-elsewhere', 'other'] as const;

/** POST /api/v1/case-link/say: what the sending side does. */
export const SaySending = z.object({
  say: z.enum(senderSays),
  name: Text(160).check(z.minLength(2, 'Say who you are.')),
  phone: Text(60).check(z.minLength(3, 'Say where we can call you back.')),
  /** Minutes from now until the images are sent, or the disc is here. */
  minutes: z._default(z.int().check(z.gte(1), z.lte(2880)), 15),
  reason: z._default(z.nullable(z.enum(cannotReasons)), null),
  note: z._default(Text(1000), ''),
  /** When the patient was last known well, as an instant; asked for a stroke. */
  knownWellAt: z._default(z.nullable(z.iso.datetime({ offset: true })), null),
});
export type SaySending = z.output<typeof SaySending>;

/** POST /api/v1/case-link/received: the next facility has what it needs and goes on with the care. */
export const SayReceived = z.object({ name: Text(160).check(z.minLength(2, 'Say who you are.')), phone: z._default(Text(60), ''), note: z._default(Text(1000), '') });
export type SayReceived = z.output<typeof SayReceived>;

/** GET /api/v1/case-link/current: before anything about a patient is shown. */
export interface CaseLinkView {
  readonly house: string;
  readonly callNumber: string;
  readonly endsAt: string;
  /** Opened in this browser already. */
  readonly open: boolean;
}

export const caseSteps = ['asked', 'promised', 'arriving', 'here', 'looked-at', 'decided'] as const;
export type CaseStep = (typeof caseSteps)[number];

/** GET /api/v1/case-link/contents: the state of this one case, and of nothing else. */
export interface CaseLinkContents {
  readonly house: string;
  readonly number: string;
  readonly useCase: string;
  readonly party: CaseParty;
  readonly forWhom: string;
  readonly patient: { readonly name: NameView; readonly birthDate: string | null };
  readonly question: string;
  readonly openedAt: string;
  readonly dueAt: string | null;
  readonly endsAt: string;
  readonly over: boolean;
  readonly steps: readonly { readonly step: CaseStep; readonly stands: 'done' | 'now' | 'open'; readonly at: string | null; readonly n: number | null; readonly of: number | null }[];
  readonly exams: readonly { readonly description: string; readonly studyDate: string | null; readonly received: number; readonly expected: number | null; readonly standing: 'arriving' | 'in-hand' | 'here' | 'being-read' | 'read' | 'gone-back' }[];
  /** What we asked for that is not here yet. */
  readonly wanted: readonly { readonly what: string; readonly neededBy: string; readonly state: string }[];
  readonly decision: { readonly name: string; readonly destination: string | null; readonly at: string; readonly by: string } | null;
  /** What is said to them; `report`: the signed primary report of one of their exams. */
  readonly advice: readonly { readonly at: string; readonly by: string; readonly kind: 'advice' | 'transport' | 'plan' | 'report'; readonly text: string; readonly urgent: boolean }[];
  readonly teamCalledAt: string | null;
  readonly callNumber: string;
  readonly videoUrl: string | null;
  readonly knownWell: { readonly asked: boolean; readonly at: string | null };
  readonly said: readonly { readonly at: string; readonly what: 'said' | 'received'; readonly say: string | null; readonly name: string; readonly phone: string; readonly reason: string | null; readonly byWhen: string | null; readonly note: string }[];
  /** What goes on elsewhere: the receiving physician, the plan, and whether it was taken over. */
  readonly handover: { readonly physician: string; readonly followUp: string; readonly followUpOn: string | null; readonly receivedAt: string | null; readonly receivedBy: string | null } | null;
}
