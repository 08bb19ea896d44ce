import type { ChannelOwner } from '@causeway/domain';
import * as z from 'zod/mini';

/** UUID v7 of one of our rows. */
export const Id = z.uuid();
/** An instant in UTC, ISO 8601. */
export const Instant = z.iso.datetime({ offset: true });
/** Row version for compare-and-set: send back the one you saw; 409 or 412 when somebody was faster. */
export const Version = z.int().check(z.nonnegative());
/** Free text a person types as a reason; trimmed, 3 to 1,000 characters. */
export const ReasonText = z.string().check(z.trim(), z.minLength(3), z.maxLength(1000));
export const NoteText = z.string().check(z.trim(), z.maxLength(2000));

/** Body of a command that only moves a thing on. */
export const VersionOnly = z.object({ version: Version });
export const WithReason = z.object({ version: Version, reason: ReasonText });

/** RFC 9457 problem. `errors` point into the request body; `traceId` finds the log lines. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code?: string;
  readonly instance?: string;
  readonly traceId: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
  /** For a conflict: who was faster, and when. */
  readonly by?: string;
  readonly at?: string;
}

/** What this person may do to the thing now. Buttons are drawn from it; nothing is derived again in the console. */
export interface MoveOffer {
  readonly move: string;
  /** A step the person must take first: type the password again, or say why they act off duty. */
  readonly needs: 'nothing' | 'reauthenticate' | 'duty-reason';
}

export interface PersonRef {
  readonly id: string;
  readonly name: string;
  readonly initials: string;
  readonly title: string;
}

/** Which part of the house answers for a policy or a connection, and who there. */
export interface OwnedBy {
  readonly part: ChannelOwner;
  readonly person: string;
}

/** A deadline and who must act. Times are database time; the console counts down from `now`. */
export interface ClockView {
  readonly state: 'running' | 'paused' | 'none';
  readonly startedAt: string | null;
  readonly dueAt: string | null;
  /** Who holds the ball: sender, identity, registration, triage, system, requester, reader, pool, pacs... */
  readonly holder: string | null;
  readonly holderName: string | null;
  readonly pausedBecause?: string;
  /** Seconds each holder had it so far, in order. */
  readonly segments: readonly { readonly holder: string; readonly seconds: number }[];
}

export interface LeaseView {
  readonly holder: PersonRef;
  readonly until: string;
  readonly epoch: number;
  readonly mine: boolean;
}

/** One page of a list in a stable order; `next` is opaque and null at the end. `seq` is the stream position the page was read at. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly next: string | null;
  readonly total: number;
  readonly asOf: string;
  readonly seq: string;
}

/** One signal of the live stream: something about `id` is new; ask for it if you show it. Carries no patient data. */
export interface StreamEvent {
  /** Position in the stream: send it as Last-Event-ID to go on from here. */
  readonly seq: string;
  readonly event: string;
  readonly kind: string;
  readonly id: string;
  /** The exam or over-read that a match, a lease, a transfer... belongs to; null for things that stand alone. */
  readonly about: string | null;
  readonly at: string;
}
