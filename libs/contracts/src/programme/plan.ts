import { channelKinds, channelOwners, type ChannelKind, type ChannelOwner, type ChannelStanding, type FacilityState, type VendorScore, type WorkReason } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, Version } from '../common/common';
import { Day } from '../facilities/directory';

const Words = (most: number, why: string) => z.string().check(z.trim(), z.minLength(1, why), z.maxLength(most));
const Line = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(40)));

export const SaveMilestone = z.object({
  version: z._default(Version, 0),
  wave: Words(80, 'Name the wave it belongs to.'), name: Words(200, 'Say what is to be reached.'), serviceLine: z._default(Line, null), owner: Words(120, 'Somebody has to own it.'), dueOn: Day,
  facilityIds: z._default(z.array(Id).check(z.maxLength(200)), []),
});
export type SaveMilestone = z.output<typeof SaveMilestone>;
/** Done, dropped with a reason, or open again. */
export const SettleMilestone = z.object({ version: Version, state: z.enum(['done', 'dropped', 'open']), words: z._default(z.string().check(z.trim(), z.maxLength(500)), '') });
export type SettleMilestone = z.output<typeof SettleMilestone>;

export interface MilestoneView {
  readonly id: string;
  readonly version: number;
  readonly wave: string;
  readonly name: string;
  readonly serviceLine: string | null;
  readonly owner: string;
  readonly dueOn: string;
  readonly state: 'open' | 'done' | 'dropped';
  readonly late: boolean;
  readonly settledOn: string | null;
  readonly settledBy: string | null;
  readonly words: string;
  /** Those the caller may see; `facilities` counts all. */
  readonly partners: readonly { readonly id: string; readonly name: string; readonly state: FacilityState }[];
  readonly facilities: number;
  readonly live: number;
}
export interface NextWork {
  readonly id: string;
  readonly name: string;
  readonly tier: string;
  readonly state: FacilityState;
  readonly step: string | null;
  readonly on: string | null;
  readonly owner: string | null;
  readonly because: WorkReason;
}
export interface ProgrammePlan {
  readonly milestones: readonly MilestoneView[];
  readonly mayPlan: boolean;
  /** Null for who does not see partners. */
  readonly pipeline: {
    readonly stages: readonly { readonly state: FacilityState; readonly tiers: Readonly<Record<string, number>>; readonly all: number; readonly stale: number }[];
    readonly next: readonly NextWork[];
    readonly reviews: readonly { readonly facilityId: string; readonly facility: string; readonly day: number; readonly dueOn: string; readonly late: boolean }[];
    readonly partners: readonly { readonly id: string; readonly name: string }[];
  } | null;
  readonly today: string;
}

export interface VendorLine {
  readonly vendor: string;
  readonly products: readonly string[];
  readonly facilities: readonly { readonly id: string; readonly name: string }[];
  readonly commitments: { readonly kept: number; readonly broken: number; readonly late: number; readonly promised: number };
  readonly connections: { readonly all: number; readonly standard: number };
  readonly transfers: { readonly ended: number; readonly failed: number };
  readonly tests: { readonly run: number; readonly failed: number };
  readonly score: VendorScore;
}

export const SaveChannel = z.object({
  version: z._default(Version, 0),
  name: Words(200, 'Name the channel as people call it.'), kind: z.enum(channelKinds), secure: z.boolean(), serviceLine: z._default(Line, null), owner: Words(120, 'Somebody has to own it.'),
  /** Exams a month, as somebody estimates. */
  perMonth: z._default(z.nullable(z.int().check(z.minimum(0), z.maximum(1_000_000))), null),
  plan: z._default(z.string().check(z.trim(), z.maxLength(1000)), ''), replaceBy: z._default(z.nullable(Day), null), endedOn: z._default(z.nullable(Day), null),
});
export type SaveChannel = z.output<typeof SaveChannel>;
export interface ChannelView {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly kind: ChannelKind;
  readonly secure: boolean;
  readonly serviceLine: string | null;
  readonly owner: string;
  readonly perMonth: number | null;
  readonly plan: string;
  readonly replaceBy: string | null;
  readonly endedOn: string | null;
  readonly standing: ChannelStanding;
  readonly by: string;
  readonly at: string;
}
/** A way that exists here, counted from connections and from what came. */
export interface OwnChannel {
  readonly kind: string;
  readonly of: 'connection' | 'door';
  readonly facilities: number | null;
  readonly connections: number | null;
  readonly passing: number | null;
  /** Connections that are not encrypted; null where that cannot be told. */
  readonly open: number | null;
  readonly exams90: number;
}
export interface ProgrammeChannels {
  readonly channels: readonly ChannelView[];
  readonly own: readonly OwnChannel[];
  readonly mayKeep: boolean;
}

export const SaveOwnership = z.object({ ownedBy: z.nullable(z.enum(channelOwners)), person: z._default(z.string().check(z.trim(), z.maxLength(120)), '') });
export type SaveOwnership = z.output<typeof SaveOwnership>;
export interface OwnedThing {
  readonly kind: 'policy' | 'endpoint';
  readonly id: string;
  readonly name: string;
  /** Kind and scope of a policy, or the partner of a connection. */
  readonly of: string;
  readonly facilityId: string | null;
  readonly state: string;
  readonly ownedBy: ChannelOwner | null;
  readonly person: string;
  readonly maySet: boolean;
}
export interface ProgrammeOwners {
  readonly things: readonly OwnedThing[];
  readonly without: number;
}
