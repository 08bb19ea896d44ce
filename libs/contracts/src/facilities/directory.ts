import type { AgreementState, ContactKind, FacilityState, GoLiveScore, Lacking, WorkReason } from '@causeway/domain';
import { contactKinds, facilityPurposes } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, type MoveOffer, type PersonRef, ReasonText, Version } from '../common/common';
import type { FacilityView } from './facilities';

const Text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
const Needed = (most: number, words: string) => Text(most).check(z.minLength(1, words));
export const Day = z.iso.date();
const Oid = z.string().check(z.regex(/^[0-2](\.(0|[1-9]\d*)){1,30}$/, 'An OID looks like 1.2.840.10008.'), z.maxLength(64));

export const facilityKinds = ['hospital', 'trauma-centre', 'emergency-department', 'clinic', 'imaging-centre', 'practice', 'ems', 'health-system'] as const;
export const facilityTiers = ['strategic', 'regular', 'occasional', 'unknown'] as const;
export const networkKinds = ['network', 'affinity-domain', 'health-system'] as const;
export const agreementKinds = ['sharing', 'baa', 'transfer-protocol'] as const;
export const activityKinds = ['call', 'mail', 'visit', 'meeting', 'note', 'education'] as const;
export const documentKinds = ['agreement', 'worksheet', 'certificate', 'education', 'other'] as const;
/** Most bytes of a document that is kept with a facility. */
export const DOCUMENT_BYTES = 3 * 1024 * 1024;

/** A box at the partner's site its connections stand behind, whoever made it. */
export const GatewayFields = z.object({
  name: Needed(200, 'Name the gateway.'),
  vendor: z._default(Text(200), ''),
  product: z._default(Text(200), ''),
  /** Of its software. */
  version: z._default(Text(60), ''),
  /** Where it stands. */
  site: z._default(Text(200), ''),
  /** Who looks after it, and how they are reached. */
  keeper: z._default(Text(200), ''),
});
export type GatewayFields = z.output<typeof GatewayFields>;

export const FacilityFields = z.object({
  name: Needed(200, 'Every facility has a name.'),
  kind: z.enum(facilityKinds),
  tier: z._default(z.enum(facilityTiers), 'unknown'),
  place: z._default(Text(200), ''),
  /** Who gives out its patient numbers, as HL7 and DICOM name it. */
  issuer: z._default(z.nullable(Needed(64, 'Leave it out or name it.')), null),
  issuerOid: z._default(z.nullable(Oid), null),
  oid: z._default(z.nullable(Oid), null),
  homeCommunity: z._default(z.nullable(Oid), null),
  purposes: z._default(z.array(z.enum(facilityPurposes)).check(z.maxLength(4)), []),
  /** Exams a month. */
  volume: z._default(z.nullable(z.int().check(z.gte(0), z.lte(1_000_000))), null),
  /** Of a thousand exams, how many come on disc. */
  discPermille: z._default(z.nullable(z.int().check(z.gte(0), z.lte(1000))), null),
  serviceLines: z._default(z.array(Text(40)).check(z.maxLength(20)), []),
  ownerId: z._default(z.nullable(Id), null),
  departments: z._default(z.array(z.object({ name: Needed(200, 'Name the department.'), serviceLine: z._default(z.nullable(Text(40)), null) })).check(z.maxLength(60)), []),
  networks: z._default(z.array(z.object({ name: Needed(200, 'Name the network.'), kind: z.enum(networkKinds), oid: z._default(z.nullable(Oid), null) })).check(z.maxLength(20)), []),
  products: z._default(z.array(z.object({ vendor: Needed(200, 'Name the vendor.'), name: Needed(200, 'Name the product.'), version: z._default(Text(60), ''), usedFor: z._default(Text(100), '') })).check(z.maxLength(30)), []),
  gateways: z._default(z.array(GatewayFields).check(z.maxLength(30)), []),
});
export type FacilityFields = z.output<typeof FacilityFields>;
export const NewFacility = FacilityFields;
export const SaveFacility = z.extend(FacilityFields, { version: Version });
export type SaveFacility = z.output<typeof SaveFacility>;

/** Body of a move of a facility. Moves back, pause, resume, retire and revive need a reason; a pause says what still flows. */
export const MoveFacility = z.object({ version: Version, reason: z.optional(ReasonText), flow: z.optional(z.enum(['in', 'out', 'none'])) });
export type MoveFacility = z.output<typeof MoveFacility>;

export const NextStep = z.object({ words: z.nullable(Text(300)), on: z.nullable(Day) });
export type NextStep = z.output<typeof NextStep>;

export const SaveContact = z.object({
  kind: z.enum(contactKinds),
  name: Needed(200, 'Name the person, or the desk.'),
  title: z._default(Text(200), ''),
  phone: z._default(Text(60), ''),
  email: z._default(Text(200).check(z.regex(/^$|^[^\s@]+@[^\s@]+$/, 'An address looks like name@example.org.')), ''),
  department: z._default(z.nullable(Text(200)), null),
  counterpartId: z._default(z.nullable(Id), null),
  everyDays: z._default(z.nullable(z.int().check(z.gte(1), z.lte(730))), null),
});
export type SaveContact = z.output<typeof SaveContact>;

export const LogActivity = z.object({ kind: z.enum(activityKinds), words: Needed(4000, 'Say what happened.'), contactId: z._default(z.nullable(Id), null) });
export type LogActivity = z.output<typeof LogActivity>;

/** What was agreed of patients who are transferred: read beside the case while the telephone rings. */
export const TransferProtocol = z.object({
  /** Services that take patients. */
  services: z.array(Needed(120, 'Name the service.')).check(z.minLength(1, 'Say which services take patients.'), z.maxLength(30)),
  /** Whom to call, in this order. */
  numbers: z.array(z.object({ label: Needed(120, 'Say who answers.'), phone: Needed(60, 'Give the number.') })).check(z.minLength(1, 'Give at least one number to call.'), z.maxLength(15)),
  sendBefore: z._default(Text(2000), ''),
  transport: z._default(Text(2000), ''),
});
export type TransferProtocol = z.output<typeof TransferProtocol>;

export const SaveAgreement = z.object({
  kind: z.enum(agreementKinds),
  purposes: z._default(z.array(z.enum(facilityPurposes)), []),
  redisclosure: z._default(z.nullable(z.enum(['allowed', 'ask', 'forbidden'])), null),
  terms: z._default(Text(20_000), ''),
  beginsOn: Day,
  endsOn: z._default(z.nullable(Day), null),
  renewal: z._default(z.enum(['asked', 'automatic', 'none']), 'asked'),
  documentId: z._default(z.nullable(Id), null),
  /** Of a transfer protocol only. */
  protocol: z._default(z.nullable(TransferProtocol), null),
});
export type SaveAgreement = z.output<typeof SaveAgreement>;
export const SignAgreement = z.object({ version: Version, name: Needed(200, 'Who signed it?'), title: z._default(Text(200), ''), on: Day });
export const EndAgreement = z.object({ version: Version, reason: ReasonText, on: Day });

/** A document, base64 in JSON. */
export const AddDocument = z.object({
  kind: z.enum(documentKinds), title: Needed(200, 'Give it a title.'), fileName: Needed(200, 'Name the file.'), mediaType: Needed(100, 'Say what kind of file it is.'),
  content: z.string().check(z.regex(/^[A-Za-z0-9+/]+={0,2}$/, 'The file is empty or did not arrive whole.'), z.maxLength(Math.ceil((DOCUMENT_BYTES * 4) / 3) + 4, 'At most 3 MB.')),
});
export type AddDocument = z.output<typeof AddDocument>;

export const SaveProcedures = z.object({
  procedures: z.array(z.object({ name: Needed(200, 'Name the procedure.'), code: z._default(Text(60), ''), exams: z._default(z.int().check(z.gte(1), z.lte(10_000_000)), 1), ours: z._default(z.nullable(Needed(200, 'Leave it out or name ours.')), null) })).check(z.maxLength(2000)),
});
export type SaveProcedures = z.output<typeof SaveProcedures>;
/** Somebody at the partner read the fingerprint out; its last eight characters are typed here, so that nobody trusts unread. */
export const TrustCertificate = z.object({ with: Needed(200, 'Who read it to you?'), last8: Needed(40, 'Type the last eight characters they read to you.') });
export const WithdrawCertificate = z.object({ reason: ReasonText });
export const SaveReview = z.object({ findings: Needed(4000, 'Say what you found.') });

export interface FacilityRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly kind: string;
  readonly state: FacilityState;
  readonly stateSince: string;
  readonly tier: string;
  readonly place: string;
  readonly host: boolean;
  readonly owner: PersonRef | null;
  readonly volume: number | null;
  readonly discPermille: number | null;
  readonly serviceLines: readonly string[];
  readonly networkNames: readonly string[];
  readonly nextStep: { readonly words: string; readonly on: string | null } | null;
  readonly lastActivityAt: string;
  /** Nothing happened for longer than its stage allows. */
  readonly stale: boolean;
  /** Why it stands where it stands in the order of work. */
  readonly work: WorkReason;
  /** What its next stage still asks for. */
  readonly lacking: readonly Lacking[];
  /** Last day an agreement on sharing holds; null when none does. `9999-12-31`: no end. */
  readonly agreedUntil: string | null;
  readonly score: number;
  readonly exams30: number;
  readonly lines: number;
  readonly failingLines: number;
  readonly moves: readonly MoveOffer[];
}
export interface Pipeline {
  readonly rows: readonly FacilityRow[];
  readonly mayAdd: boolean;
}

/** A gateway with what stands behind it, and whether all of that fails together. */
export interface GatewayView extends Readonly<GatewayFields> {
  readonly id: string;
  /** The last test or transfer over it that went well; of a quarter of a year. */
  readonly lastSeenAt: string | null;
  readonly awaySince: string | null;
  readonly connections: readonly { readonly id: string; readonly label: string; readonly state: string }[];
}
export interface ContactView {
  readonly id: string; readonly kind: ContactKind; readonly name: string; readonly title: string; readonly phone: string; readonly email: string; readonly department: string | null; readonly counterpart: PersonRef | null;
  readonly everyDays: number | null; readonly byLink: boolean;
  /** Day of the last talk with them, and the next that is due. */
  readonly lastOn: string | null; readonly dueOn: string | null;
}
/** GET /api/v1/contact-plan: who should talk to whom, the most overdue first. */
export interface ContactPlan {
  readonly today: string;
  readonly rows: readonly (ContactView & { readonly facilityId: string; readonly facility: string; readonly state: string; /** The next talk is overdue. */ readonly stale: boolean; readonly mayLog: boolean })[];
  /** Partners where nobody of ours talks to somebody of this kind by a rhythm. */
  readonly gaps: readonly { readonly facilityId: string; readonly facility: string; readonly kind: 'clinical' | 'administrative'; readonly mayPlan: boolean }[];
}
export interface AgreementView {
  readonly id: string; readonly version: number; readonly kind: (typeof agreementKinds)[number]; readonly state: AgreementState; readonly purposes: readonly string[]; readonly redisclosure: string | null; readonly terms: string;
  readonly beginsOn: string; readonly endsOn: string | null; readonly renewal: string; readonly documentId: string | null; readonly signedName: string | null; readonly signedTitle: string | null; readonly signedAt: string | null;
  readonly byLink: boolean; readonly carried: boolean; readonly endedOn: string | null; readonly endedBecause: string | null; readonly protocol: TransferProtocol | null;
}
export interface ActivityView { readonly id: string; readonly at: string; readonly kind: string; readonly words: string; readonly facts: Readonly<Record<string, unknown>>; readonly contact: string | null; readonly by: string }
export interface DocumentView { readonly id: string; readonly kind: string; readonly title: string; readonly fileName: string; readonly mediaType: string; readonly bytes: number; readonly by: string; readonly at: string }
export interface ProductView { readonly id: string; readonly vendor: string; readonly name: string; readonly version: string; readonly usedFor: string; readonly commitments: readonly CommitmentView[] }
export interface CommitmentView { readonly id: string; readonly standard: string; readonly dueOn: string; readonly state: 'promised' | 'kept' | 'broken'; readonly late: boolean; readonly settledOn: string | null; readonly source: string }
export interface ProcedureView { readonly name: string; readonly code: string; readonly exams: number; readonly ours: string | null; readonly mappedBy: string | null }
export interface ReviewView { readonly day: number; readonly dueOn: string; readonly doneAt: string | null; readonly by: string | null; readonly findings: string | null }
/** A month of real rows: exams in by way, and movements out that did not arrive. */
export interface MonthView { readonly month: string; readonly electronic: number; readonly disc: number; readonly sent: number; readonly failed: number }

/** Whether a source gives an exam again, from probes of 90 days; `permille` is null while fewer than `needed` were asked. */
export interface RetrievabilityView { readonly permille: number | null; readonly probes: number; readonly needed: number; readonly last: { readonly at: string; readonly given: boolean; readonly sentence: string } | null }

export interface FacilityDetail extends FacilityRow {
  readonly issuer: string | null; readonly issuerOid: string | null; readonly oid: string | null; readonly homeCommunity: string | null; readonly purposes: readonly string[]; readonly flow: string | null; readonly pausedBecause: string | null;
  readonly departments: readonly { readonly name: string; readonly serviceLine: string | null }[];
  readonly networks: readonly { readonly name: string; readonly kind: string; readonly oid: string | null }[];
  readonly products: readonly ProductView[];
  readonly gateways: readonly GatewayView[];
  readonly contacts: readonly ContactView[];
  readonly agreements: readonly AgreementView[];
  readonly documents: readonly DocumentView[];
  readonly activities: readonly ActivityView[];
  readonly procedures: readonly ProcedureView[];
  readonly reviews: readonly ReviewView[];
  readonly certificates: readonly { readonly id: string; readonly subject: string; readonly issuer: string; readonly fingerprint: string; readonly notAfter: string; readonly by: string; readonly standing: 'waiting' | 'trusted' | 'withdrawn' | 'over'; readonly trustedBy: string | null; readonly trustedWith: string | null; readonly trustedAt: string | null }[];
  readonly proofs: readonly { readonly way: string; readonly how: string; readonly by: string; readonly at: string }[];
  readonly steps: Readonly<Record<string, { readonly at: string; readonly by: string }>>;
  readonly roundTripAskedAt: string | null;
  readonly goLive: GoLiveScore;
  readonly retrievable: RetrievabilityView;
  readonly months: readonly MonthView[];
  readonly lastExamAt: string | null;
  readonly endpoints: FacilityView['endpoints'];
  readonly mayDevelop: boolean;
  readonly mayConnect: boolean;
  /** How somebody may say which certificates are the partner's; null who may not. */
  readonly trust: MoveOffer | null;
}
