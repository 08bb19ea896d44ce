import * as z from 'zod/mini';
import { Id } from '../common/common';

export const linkPurposes = ['onboarding', 'retest', 'page'] as const;
export type LinkPurpose = (typeof linkPurposes)[number];
/** Longest life of a link, in days. */
export const LINK_DAYS = 30;

/** POST /api/v1/facilities/:id/links. A re-test needs the endpoint it is for. */
export const IssueLink = z.object({
  purpose: z.enum(linkPurposes),
  endpointId: z._default(z.nullable(Id), null),
  /** Who it is for at the partner: a name or a role. */
  forWhom: z._default(z.string().check(z.trim(), z.maxLength(200)), ''),
  days: z._default(z.int().check(z.gte(1), z.lte(LINK_DAYS)), 7),
});
export type IssueLink = z.output<typeof IssueLink>;

/** The link as it is shown this once: nobody can read the secret again. It stands behind `#`, which browsers keep to themselves. */
export interface IssuedLink {
  readonly id: string;
  readonly address: string;
  readonly endsAt: string;
}

export interface LinkRow {
  readonly id: string;
  readonly purpose: LinkPurpose;
  readonly endpointId: string | null;
  readonly forWhom: string;
  readonly issuedBy: string;
  readonly madeAt: string;
  readonly endsAt: string;
  readonly usedAt: string | null;
  readonly state: 'open' | 'ended' | 'revoked' | 'locked';
}

/** GET /api/v1/partner-links/current, for whoever holds a link. */
export interface PartnerLinkView {
  readonly purpose: LinkPurpose;
  readonly house: string;
  readonly facility: { readonly id: string; readonly name: string };
  readonly endpointId: string | null;
  readonly forWhom: string;
  readonly issuedBy: string;
  readonly endsAt: string;
}

/** Header in which a partner's page sends the part behind `#`. */
export const PARTNER_LINK_HEADER = 'x-partner-link';
