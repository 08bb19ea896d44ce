import type { EndpointState } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, ReasonText, Version, type MoveOffer, type OwnedBy } from '../common/common';
import type { GatewayView } from '../facilities/directory';

export const endpointDirections = ['in', 'out', 'both'] as const;
export const endpointPurposes = ['images', 'pacs', 'vna', 'orders', 'reports', 'requests', 'adt-out', 'adt', 'appointments', 'disc', 'receive'] as const;
/** Values as the transport's form names them; a secret that is to stay as it is, is left out. */
const Entered = z.record(z.string(), z.unknown());
const Label = z.string().check(z.trim(), z.minLength(2), z.maxLength(80));
const Calling = z._default(z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(250))), null);
/** The gateway at their site it stands behind. */
const Behind = z._default(z.nullable(Id), null);
const Addresses = z._default(z.array(z.string().check(z.trim(), z.minLength(1), z.maxLength(60))).check(z.maxLength(50)), []);

export const NewEndpoint = z.object({
  facilityId: Id, kind: z.string().check(z.minLength(1), z.maxLength(40)), direction: z.enum(endpointDirections), purpose: z.enum(endpointPurposes), label: Label, settings: Entered,
  /** How they name themselves when they call us: AE title, or application|facility of HL7. */
  calling: Calling,
  /** Addresses and networks they call from; empty: any. */
  addresses: Addresses, gatewayId: Behind,
});
export type NewEndpoint = z.infer<typeof NewEndpoint>;
export const ChangeEndpoint = z.object({ version: Version, label: Label, settings: Entered, calling: Calling, addresses: Addresses, gatewayId: Behind });
export type ChangeEndpoint = z.infer<typeof ChangeEndpoint>;
/** Transfers that wait for a line that is switched off: kept until it is switched on again, or moved to another line of the facility. */
export const DisableEndpoint = z.object({ version: Version, reason: ReasonText, waiting: z._default(z.enum(['keep', 'reroute']), 'keep'), toEndpointId: z._default(z.nullable(Id), null) });
export type DisableEndpoint = z.infer<typeof DisableEndpoint>;
export const StartRun = z.object({
  /** Sends a synthetic exam or report as well, marked as a test, and looks for it at the far side. */
  send: z._default(z.boolean(), false),
});
export type StartRun = z.infer<typeof StartRun>;

/** One field of the settings of a kind of line. */
export interface FormField {
  readonly path: string;
  readonly kind: 'text' | 'long-text' | 'secret' | 'number' | 'switch' | 'choice';
  readonly label: string;
  readonly hint: string;
  readonly required: boolean;
  readonly secret: boolean;
  readonly advanced: boolean;
  readonly fallback?: string | number | boolean;
  readonly min?: number;
  readonly max?: number;
  readonly choices?: readonly string[];
  readonly group?: string;
  readonly address?: 'host' | 'port' | 'url' | 'token-url';
}
export interface TransportForm {
  readonly kind: string;
  readonly fields: readonly FormField[];
}

export type RungState = 'waiting' | 'running' | 'ok' | 'failed' | 'skipped';
export interface RungView {
  readonly rung: string;
  readonly state: RungState;
  readonly expected: string;
  readonly actual: string;
  readonly ms: number | null;
  /** One sentence with both values. */
  readonly sentence: string;
  readonly fault: string | null;
  readonly details: readonly string[];
  readonly expiresAt: string | null;
}

/** What the partner's IT can act on; no patient data in it. */
export interface FixCard {
  readonly title: string;
  readonly greeting: string;
  readonly words: readonly string[];
  readonly values: readonly { readonly name: string; readonly value: string }[];
  readonly steps: readonly string[];
  readonly rung: string;
  readonly fault: string;
  readonly at: string;
}

export type RunDepth = 'line' | 'full' | 'send';
export interface EndpointRun {
  readonly id: string;
  readonly endpointId: string;
  readonly depth: RunDepth;
  readonly by: string;
  readonly at: string;
  readonly endedAt: string | null;
  readonly ok: boolean | null;
  readonly ms: number | null;
  readonly rungs: readonly RungView[];
  readonly card: FixCard | null;
}
/** A run as the history shows it. */
export interface EndpointRunRow {
  readonly id: string;
  readonly depth: RunDepth;
  readonly by: string;
  readonly at: string;
  readonly ok: boolean | null;
  readonly ms: number | null;
  /** Of the rung that failed. */
  readonly sentence: string | null;
}

export interface CapabilityView {
  readonly capability: string;
  /** Lines of this kind can do it. */
  readonly installed: boolean;
  /** How its rung went when it was last asked; null when it never was. */
  readonly proven: boolean | null;
  readonly at: string | null;
}

/** A line in the list of a facility. */
export interface EndpointRow {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly direction: (typeof endpointDirections)[number];
  readonly purpose: string;
  readonly label: string;
  readonly state: EndpointState;
  readonly stateSince: string;
  /** Whom it calls, for reading: `LAKEVIEW_PACS at pacs.lakeview.example port 2762`. */
  readonly called: string | null;
  readonly calling: string | null;
  readonly sentence: string | null;
  readonly reason: string | null;
  readonly lastProbeAt: string | null;
  readonly certificateEndsAt: string | null;
  /** Per thousand of the tests of 30 days that passed; null when there were none. */
  readonly passedPermille: number | null;
  readonly waitingTransfers: number;
  readonly owner: OwnedBy | null;
  readonly gateway: { readonly id: string; readonly name: string } | null;
  readonly moves: readonly MoveOffer[];
}
export interface FacilityConnections {
  readonly facilityId: string;
  readonly rows: readonly EndpointRow[];
  readonly gateways: readonly GatewayView[];
  /** Present when this person may add lines here. */
  readonly add: MoveOffer | null;
  readonly now: string;
}
export interface EndpointDetail extends EndpointRow {
  readonly facilityId: string;
  /** Without secrets: where one is kept, its path is in `secrets`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: readonly string[];
  readonly form: readonly FormField[];
  readonly addresses: readonly string[];
  readonly capabilities: readonly CapabilityView[];
  readonly run: EndpointRun | null;
  readonly history: readonly EndpointRunRow[];
  /** Other lines of the facility that could take what waits. */
  readonly others: readonly { readonly id: string; readonly label: string }[];
  /** Gateways of the facility it may stand behind. */
  readonly gateways: readonly { readonly id: string; readonly name: string }[];
}

/** What somebody at a partner sees of the line they were asked to look at. */
export interface RetestView {
  readonly house: string;
  readonly facility: string;
  readonly label: string;
  readonly kind: string;
  readonly state: EndpointState;
  readonly called: string | null;
  readonly run: EndpointRun | null;
  /** Seconds until it may be tested again. */
  readonly again: number;
  readonly endsAt: string;
}
