import type { Role } from '@causeway/access';
import * as z from 'zod/mini';
import { NoteText, Version, type MoveOffer, type PersonRef } from '../common/common';
import { PersonRole } from './accounts';

/** POST /api/v1/access-reviews: everybody who may sign in, or those who hold one of the roles. */
export const StartAccessReview = z.object({
  name: z.string().check(z.trim(), z.minLength(3, 'A name has at least three letters.'), z.maxLength(120)),
  dueOn: z.iso.date('A day such as 2026-12-31.'),
  roles: z._default(z.array(PersonRole).check(z.maxLength(30)), []),
});
/** `seen`: the roles the reviewer had before them; when they are others by now nothing is decided. `revoke`: empty confirms all of them. */
export const DecideAccess = z.object({ version: Version, seen: z.array(PersonRole).check(z.maxLength(30)), revoke: z._default(z.array(PersonRole).check(z.maxLength(30)), []), note: z._default(NoteText, '') });

export interface AccessReviewRow {
  readonly id: string;
  readonly name: string;
  readonly dueOn: string;
  readonly startedAt: string;
  readonly startedBy: string;
  readonly total: number;
  readonly decided: number;
  readonly revoked: number;
  /** Waiting for the caller. */
  readonly mine: number;
  readonly state: 'open' | 'late' | 'closed';
}
export interface AccessReviewItem {
  readonly id: string;
  readonly version: number;
  readonly person: PersonRef;
  readonly username: string;
  readonly disabled: boolean;
  /** As they are now, and as they were when the review began. */
  readonly roles: readonly Role[];
  readonly rolesThen: readonly Role[];
  readonly lastSignIn: string | null;
  readonly tokens: number;
  /** Who is asked; null: any system administrator. */
  readonly reviewer: string | null;
  readonly decision: { readonly what: 'confirmed' | 'revoked'; readonly revoked: readonly Role[]; readonly note: string; readonly by: string; readonly at: string } | null;
  readonly late: boolean;
  readonly moves: readonly MoveOffer[];
}
export interface AccessReviewDetail extends AccessReviewRow {
  readonly items: readonly AccessReviewItem[];
}
