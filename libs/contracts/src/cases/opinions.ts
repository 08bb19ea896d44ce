import { opinionDeclines, opinionKinds, type OpinionDecline, type OpinionKind, type OpinionStage, type OpinionState } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, type MoveOffer, NoteText, Version } from '../common/common';
import type { NameView } from '../exams/exams';
import type { PatientTold } from './cases';

const Text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
const Told = (most: number, least: number, words: string) => z.string().check(z.trim(), z.minLength(least, words), z.maxLength(most));
const isDay = (day: string): boolean => new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day) ?? false;
const BirthDate = z.string().check(z.minLength(1, 'The birth date is needed.'), z.regex(/^(19|20)\d\d-\d\d-\d\d$/, 'A birth date is written 1961-03-12.'), z.refine((day) => isDay(day), 'There is no such day.'));
const Phone = Told(60, 5, 'A telephone number is needed, so that we can call you.').check(z.regex(/^[+()\d\s./-]*$/, 'A telephone number has digits, spaces and + only.'));

/** In what right somebody asks: the patient, or who may for them. */
export const askerRelations = ['self', 'parent', 'guardian', 'helper'] as const;
export type AskerRelation = (typeof askerRelations)[number];

/** POST /api/v1/opinion-door: what a patient says before anybody knows them. Nothing here is acted on before the mail address is confirmed. */
export const AskOpinion = z.object({
  serviceLine: Told(40, 1, 'Choose whom you ask.'),
  kind: z.enum(opinionKinds, 'Choose what you ask for.'),
  family: Told(120, 1, 'The family name is needed.'),
  given: Told(120, 1, 'The given name is needed.'),
  birthDate: BirthDate,
  relation: z.enum(askerRelations, 'Say in what right you ask.'),
  /** Who asks, where that is not the patient. */
  askedBy: z._default(Text(120), ''),
  mail: z.string().check(z.trim(), z.maxLength(254), z.email('This is no mail address.')),
  phone: Phone,
  question: Told(2000, 10, 'Say in a sentence or two what you want to know.'),
  images: Told(300, 3, 'Say which images you have, or where they were made.'),
  /** The house may look at the images and answer, as the page said. */
  agreed: z.literal(true, 'Tick that you agree before you send it.'),
}).check(z.refine((b) => b.relation === 'self' || b.askedBy.length >= 2, { error: 'Say who you are.', path: ['askedBy'] }));
export type AskOpinion = z.output<typeof AskOpinion>;

/** GET /api/v1/opinion-door */
export interface OpinionDoor {
  readonly house: string;
  /** Service lines that take questions from patients now; none: the door is shut. */
  readonly lines: readonly { readonly serviceLine: string; readonly callNumber: string }[];
  /** Why nothing can be asked although lines are open. */
  readonly shut: 'no-mail' | 'full' | null;
}
/** The code is shown this once. It goes with every link of this question. */
export interface AskedOpinion {
  readonly code: string;
  readonly endsAt: string;
}

/** Header in which the page sends the part behind `#`. */
export const OPINION_HEADER = 'x-opinion-link';
/** POST /api/v1/opinion-door/status and .../withdraw */
export const OpinionProof = z.object({ code: z.string().check(z.trim(), z.maxLength(40)), birthDate: z.string().check(z.maxLength(10)) });
/** GET /api/v1/opinion-door/current: nothing about a patient. */
export interface OpinionLook {
  readonly house: string;
  readonly confirmed: boolean;
}
export interface OpinionStatus {
  readonly house: string;
  readonly stage: OpinionStage;
  readonly serviceLine: string;
  readonly kind: OpinionKind;
  readonly askedAt: string;
  /** Day by which somebody answers, while it waits. */
  readonly answerBy: string | null;
  readonly declined: OpinionDecline | null;
  /** Until when images can be brought with the link in the mail. */
  readonly bringUntil: string | null;
  readonly callNumber: string;
  readonly mayWithdraw: boolean;
}

export const opinionViews = ['waiting', 'accepted', 'over'] as const;
export type OpinionView = (typeof opinionViews)[number];
/** GET /api/v1/opinions */
export const OpinionQuery = z.object({ view: z._default(z.enum(opinionViews), 'waiting') });
export interface OpinionRow {
  readonly id: string;
  readonly version: number;
  readonly state: OpinionState;
  readonly stateSince: string;
  readonly serviceLine: string;
  readonly kind: OpinionKind;
  /** Null once what was told is forgotten. */
  readonly patient: PatientTold | null;
  readonly askedAt: string;
  /** When somebody should have looked at it. */
  readonly lookBy: string;
  readonly endsAt: string;
  readonly declined: OpinionDecline | null;
  readonly case: { readonly id: string; readonly number: string } | null;
  readonly moves: readonly MoveOffer[];
}
export interface OpinionPage {
  readonly rows: readonly OpinionRow[];
  readonly views: Readonly<Record<OpinionView, number>>;
}

/** A local patient who may be whoever asks. */
export interface OpinionCandidate {
  readonly patientId: string;
  readonly name: NameView;
  readonly birthDate: string | null;
  readonly sex: string | null;
  readonly mrn: string;
  readonly score: number;
  readonly agrees: readonly string[];
  readonly differs: readonly string[];
  /** Others of ours they may be taken for. */
  readonly lookalike: boolean;
}
export interface OpinionDetail extends OpinionRow {
  readonly relation: AskerRelation | null;
  readonly askedBy: string;
  readonly mail: string;
  readonly phone: string;
  readonly question: string;
  readonly images: string;
  readonly candidates: readonly OpinionCandidate[];
  readonly consultants: readonly { readonly id: string; readonly name: string; readonly title: string }[];
  /** What was mailed to them and not taken by the mail server. */
  readonly mailFailed: string | null;
  readonly handledBy: string | null;
}

/** POST /api/v1/opinions/:id/accept: one of the candidates, or nobody we know: then they are registered when their images come, as for every exam. */
export const AcceptOpinion = z.object({
  version: Version,
  patientId: z.nullable(Id),
  question: NoteText.check(z.minLength(3, 'Say what is asked.')),
  wanted: Told(300, 3, 'Say which images are wanted, in words the patient understands.'),
  consultantId: z._default(z.nullable(Id), null),
  days: z._default(z.int().check(z.minimum(1), z.maximum(90)), 14),
});
export type AcceptOpinion = z.output<typeof AcceptOpinion>;
/** The link went by mail; where it did not, it is shown this once, to be given another way. The patient has the code. */
export interface AcceptedOpinion {
  readonly opinion: OpinionDetail;
  readonly caseId: string;
  readonly mail: 'sent' | 'failed';
  readonly address: string | null;
}
export const DeclineOpinion = z.object({ version: Version, reason: z.enum(opinionDeclines) });

/** GET /api/v1/opinion-lines: where patients may ask by themselves. */
export interface OpinionLine {
  readonly serviceLine: string;
  readonly version: number;
  readonly open: boolean;
  readonly callNumber: string;
  readonly by: string | null;
  readonly at: string | null;
}
export interface OpinionLines {
  readonly lines: readonly OpinionLine[];
  /** What is missing before anybody can ask: a mail server, the public address. */
  readonly missing: readonly ('mail-server' | 'public-address')[];
  readonly moves: readonly MoveOffer[];
}
/** PUT /api/v1/opinion-lines/:line */
export const SaveOpinionLine = z.object({
  version: Version,
  open: z.boolean(),
  callNumber: Text(60).check(z.regex(/^[+()\d\s./-]*$/, 'A telephone number has digits, spaces and + only.')),
}).check(z.refine((b) => !b.open || b.callNumber.length >= 5, { error: 'Give the number at which patients reach the line.', path: ['callNumber'] }));
export type SaveOpinionLine = z.output<typeof SaveOpinionLine>;
