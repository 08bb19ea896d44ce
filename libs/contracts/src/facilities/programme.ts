import * as z from 'zod/mini';
import { Id, NoteText } from '../common/common';
import { Day } from './directory';

/** POST /api/v1/facilities/:id/products/:productId/commitments: what a vendor said its product will speak, and by when. */
export const AddCommitment = z.object({ standard: z.string().check(z.trim(), z.minLength(1, 'Name the standard or profile.'), z.maxLength(200)), dueOn: Day, source: z._default(z.string().check(z.trim(), z.maxLength(400)), '') });
export type AddCommitment = z.output<typeof AddCommitment>;
export const SettleCommitment = z.object({ state: z.enum(['kept', 'broken']) });

export const campaignKinds = ['campaign', 'education'] as const;
export const NewCampaign = z.object({ name: z.string().check(z.trim(), z.minLength(3, 'Give it a name.'), z.maxLength(200)), kind: z.enum(campaignKinds), material: z._default(NoteText, ''), endsOn: z._default(z.nullable(Day), null) });
export type NewCampaign = z.output<typeof NewCampaign>;
export const GiveMaterial = z.object({ facilityId: Id, contactId: z._default(z.nullable(Id), null), how: z.enum(['mail', 'visit', 'call', 'meeting', 'letter']) });
export type GiveMaterial = z.output<typeof GiveMaterial>;

export interface CampaignView {
  readonly id: string; readonly name: string; readonly kind: (typeof campaignKinds)[number]; readonly material: string; readonly endsOn: string | null;
  readonly given: readonly { readonly facilityId: string; readonly facility: string; readonly contact: string | null; readonly how: string; readonly by: string; readonly at: string }[];
}

/** POST /api/v1/facilities/import. The dry run tells line by line what would happen; nothing is taken while a line is wrong. */
export const FacilityImport = z.object({ form: z.enum(['csv', 'mcsd']), text: z.string().check(z.minLength(1, 'The file is empty.'), z.maxLength(4_000_000, 'At most 4 MB.')), dryRun: z.boolean() });
export type FacilityImport = z.output<typeof FacilityImport>;

export interface ImportReport {
  readonly dryRun: boolean;
  readonly lines: readonly { readonly line: number; readonly name: string; readonly does: 'new' | 'changed' | 'same' | 'wrong'; readonly faults: readonly string[] }[];
  readonly taken: number;
}
