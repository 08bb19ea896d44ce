import type { LinkState } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, type MoveOffer, ReasonText, Version } from '../common/common';
import type { ParcelState } from './parcels';

const Text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
const Day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/, 'A date is written 2026-11-24.'));
const Days = z.int().check(z.minimum(1), z.maximum(90));
/** Where the link is mailed to. The code never is. */
const MailTo = z._default(z.nullable(z.email('This is no mail address.')), null);

/** POST /api/v1/upload-links: of a request, or of a case (a visit has one). What is wanted comes from the request; of a case it is said here. */
export const IssueUploadLink = z.object({
  requestId: z._default(z.nullable(Id), null),
  caseId: z._default(z.nullable(Id), null),
  wanted: z._default(Text(300), ''),
  days: z._default(Days, 14),
  mailTo: MailTo,
}).check(z.refine((b) => (b.requestId === null) !== (b.caseId === null), 'Say either a request or a case.'));
export const ReissueUploadLink = z.object({ version: Version, reason: ReasonText, days: z._default(Days, 14), mailTo: MailTo });
export const ExtendUploadLink = z.object({ version: Version, days: Days });
export const CloseUploadLink = z.object({ version: Version });
/** GET /api/v1/upload-links: those of one request or one case. */
export const UploadLinkQuery = z.object({ request: z.optional(Id), case: z.optional(Id) });

/** Shown this once: address and code go to the patient by two different ways. */
export interface GivenUploadLink {
  readonly id: string;
  readonly address: string;
  readonly code: string;
  readonly endsAt: string;
  readonly asksBirthDate: boolean;
  readonly mail: 'not-asked' | 'sent' | 'failed';
}

export const uploaderRelations = ['self', 'parent', 'guardian', 'helper', 'crew', 'clinician'] as const;
export type UploaderRelation = (typeof uploaderRelations)[number];
/** Who brought images with a link, as they said themselves. */
export interface BroughtBy {
  readonly relation: UploaderRelation;
  readonly name: string;
  readonly attestedAt: string;
}

export interface AwaitedDiscView {
  readonly id: string;
  readonly expectedOn: string;
  readonly discs: number;
  readonly carrier: string;
  readonly tracking: string;
  readonly saidBy: string;
  readonly saidAt: string;
  /** The day is over and they are not here. */
  readonly late: boolean;
  readonly arrivedAt: string | null;
}

export interface UploadLinkView {
  readonly id: string;
  readonly version: number;
  readonly state: LinkState;
  readonly stateSince: string;
  readonly issuedAt: string;
  readonly issuedBy: string;
  readonly endsAt: string;
  readonly asksBirthDate: boolean;
  readonly wanted: readonly string[];
  readonly uploader: BroughtBy | null;
  /** Why another name than the patient's is on what they brought, as they said. */
  readonly otherName: string | null;
  readonly parcels: readonly { readonly id: string; readonly state: ParcelState; readonly form: string; readonly exams: number; readonly madeAt: string }[];
  readonly moves: readonly MoveOffer[];
}
/** GET /api/v1/upload-links */
export interface UploadLinksView {
  readonly links: readonly UploadLinkView[];
  readonly discs: readonly AwaitedDiscView[];
  /** This person may issue a link, and write down discs in the mail. */
  readonly mayIssue: boolean;
}

/** POST /api/v1/awaited-discs */
export const AwaitDisc = z.object({
  requestId: z._default(z.nullable(Id), null),
  caseId: z._default(z.nullable(Id), null),
  expectedOn: Day,
  discs: z._default(z.int().check(z.minimum(1), z.maximum(50)), 1),
  carrier: z._default(Text(60), ''),
  tracking: z._default(Text(60), ''),
}).check(z.refine((b) => (b.requestId === null) !== (b.caseId === null), 'Say either a request or a case.'));

/** Header in which the page of a link sends the part behind `#`. */
export const UPLOAD_LINK_HEADER = 'x-upload-link';
export const OpenUploadLink = z.object({ code: z.string().check(z.trim(), z.maxLength(40)), birthDate: z._default(z.nullable(Day), null) });
/** POST /api/v1/uploads/statement: who uploads, and that they may. */
export const UploaderStatement = z.object({
  relation: z.enum(uploaderRelations),
  name: Text(120).check(z.minLength(2, 'Say who you are.')),
  attested: z.literal(true, 'Tick that you may bring these images before you go on.'),
});
/** POST /api/v1/uploads/parcels */
export const LinkParcel = z.object({
  form: z.enum(['folder', 'file', 'photographs']),
  bytes: z.int().check(z.positive()),
  files: z.optional(z.int().check(z.positive())),
  /** What photographs show, in the words of whoever took them. */
  about: z._default(Text(64), ''),
});
export type LinkParcel = z.output<typeof LinkParcel>;
export const SubmitUpload = z.object({ otherName: z._default(z.nullable(z.enum(['former-name', 'spelling', 'other-person-too', 'not-known'])), null) });
export const LinkDiscs = z.object({ expectedOn: Day, discs: z._default(z.int().check(z.minimum(1), z.maximum(50)), 1), carrier: z._default(Text(60), ''), tracking: z._default(Text(60), '') });

/** GET /api/v1/uploads/current: nothing about the patient yet. */
export interface UploadLinkLook {
  readonly house: string;
  readonly asksBirthDate: boolean;
  readonly endsAt: string;
  /** Opened in this browser already. */
  readonly open: boolean;
}

export const uploadExamStates = ['received', 'checking', 'accepted', 'given-back'] as const;
export type UploadExamState = (typeof uploadExamStates)[number];
export interface UploadedParcel {
  readonly id: string;
  readonly form: 'folder' | 'file' | 'photographs';
  readonly state: ParcelState;
  readonly bytes: number;
  readonly received: number;
  /** Why it could not be read, and what to do. */
  readonly failure: string | null;
  /** Files that were not taken, and why: sentences without names. */
  readonly notes: readonly string[];
  readonly exams: readonly { readonly kind: string; readonly images: number; readonly state: UploadExamState; readonly otherName: boolean }[];
}
/** GET /api/v1/uploads/contents: states only, whatever else is known here. */
export interface UploadContents {
  readonly house: string;
  readonly wanted: readonly string[];
  readonly endsAt: string;
  readonly state: 'opened' | 'uploading' | 'submitted' | 'closed';
  readonly uploader: BroughtBy | null;
  readonly parcels: readonly UploadedParcel[];
  readonly discs: readonly { readonly expectedOn: string; readonly discs: number; readonly carrier: string; readonly arrived: boolean }[];
  /** The visit the images are for. */
  readonly visitAt: string | null;
  readonly limits: { readonly bytes: number; readonly photographBytes: number };
}
