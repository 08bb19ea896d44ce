import { contactKinds, type GoLiveScore } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id } from '../common/common';
import type { EndpointRun } from '../endpoints/endpoints';
import type { AgreementView, ContactView, GatewayView, ProcedureView } from './directory';
import { GatewayFields, SaveProcedures } from './directory';

const Text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
const Needed = (most: number, words: string) => Text(most).check(z.minLength(1, words));
/** Name or address of a machine, without a protocol. */
const Host = Needed(253, 'Give the name or address of your machine.').check(z.regex(/^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$/, 'A name like pacs.example.org, or an address; no https:// and no port.'));
const AeTitle = z.string().check(z.trim(), z.regex(/^[\x20-\x5b\x5d-\x7e]{1,16}$/, 'An AE title has 1 to 16 characters, no backslash. Capitals count.'));

// What a partner sends with its link. Each step stands for itself, may be done again, and is kept at once.

/** `sha256` is that of the words as they were shown: what changed meanwhile is not accepted unread. */
export const AcceptAgreement = z.object({ agreementId: Id, sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)), name: Needed(200, 'Type your name: it stands under the agreement.'), title: z._default(Text(200), ''), accepted: z.literal(true, 'Tick that you accept it and may do so for your house.') });
export const PartnerContact = z.object({ kind: z.enum(contactKinds), name: Needed(200, 'Name the person, or the desk.'), title: z._default(Text(200), ''), phone: z._default(Text(60), ''), email: z._default(Text(200).check(z.regex(/^$|^[^\s@]+@[^\s@]+$/, 'An address looks like name@example.org.')), '') });
export type PartnerContact = z.output<typeof PartnerContact>;
/** The box of theirs it stands behind; one they named before is named again. */
const Behind = z._default(z.nullable(GatewayFields), null);
export const PartnerConnection = z.union([
  z.object({ kind: z.literal('dimse'), host: Host, port: z.int('A port is a number.').check(z.gte(1, 'A port is 1 to 65535.'), z.lte(65_535, 'A port is 1 to 65535.')), aeTitle: AeTitle, from: z._default(z.array(Text(60)).check(z.maxLength(10)), []), gateway: Behind }),
  z.object({ kind: z.literal('dicomweb'), url: z.url({ protocol: /^https?$/, error: 'An address like https://pacs.example.org/dicom-web.' }).check(z.maxLength(500)), gateway: Behind }),
]);
export type PartnerConnection = z.output<typeof PartnerConnection>;
export const PartnerCertificate = z.object({ pem: Needed(100_000, 'Paste the certificate, with its BEGIN and END lines.') });
export const PartnerProcedures = SaveProcedures;
/** "We see the test exam at our side." */
export const PartnerSaw = z.object({ way: z.enum(['sent', 'report-sent']) });

export const onboardingSteps = ['agreement', 'contacts', 'connection', 'certificate', 'procedures', 'roundTrip'] as const;
export type OnboardingStep = (typeof onboardingSteps)[number];

export interface OnboardingView {
  readonly house: string;
  readonly facility: string;
  readonly forWhom: string;
  readonly issuedBy: string;
  readonly endsAt: string;
  readonly done: Readonly<Record<OnboardingStep, boolean>>;
  readonly finishedAt: string | null;
  readonly agreements: readonly (Pick<AgreementView, 'id' | 'kind' | 'state' | 'purposes' | 'redisclosure' | 'terms' | 'beginsOn' | 'endsOn' | 'renewal' | 'signedName' | 'signedAt' | 'protocol'> & { readonly sha256: string })[];
  readonly contacts: readonly Pick<ContactView, 'id' | 'kind' | 'name' | 'title' | 'phone' | 'email' | 'byLink'>[];
  /** What the partner needs to let us in. */
  readonly ours: { readonly aeTitle: string; readonly host: string; readonly port: number; readonly tlsPort: number | null; readonly certificate: string | null; readonly fingerprint: string | null; readonly dicomweb: string };
  readonly connections: readonly { readonly id: string; readonly label: string; readonly kind: string; readonly direction: string; readonly address: string; readonly state: string; readonly gateway: string | null; readonly run: EndpointRun | null }[];
  readonly gateways: readonly GatewayView[];
  readonly certificates: readonly { readonly subject: string; readonly fingerprint: string; readonly notAfter: string; /** Their reading was compared, so our listener takes it. */ readonly trusted: boolean }[];
  readonly procedures: readonly ProcedureView[];
  /** Names of ours to choose from. */
  readonly vocabulary: readonly string[];
  readonly roundTripAskedAt: string | null;
  /** When the newest exam and the newest report of theirs came here; null when none ever did. */
  readonly arrived: { readonly exam: string | null; readonly report: string | null };
  readonly proven: readonly { readonly way: string; readonly at: string }[];
  readonly score: GoLiveScore;
}
