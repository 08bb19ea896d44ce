import type { InstanceState, TransferState } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, type MoveOffer, type Page, ReasonText, Version } from '../common/common';
import type { NameView } from '../exams/exams';

export const transferViews = ['open', 'needs-you', 'moving', 'waiting', 'done', 'all'] as const;
export type TransferView = (typeof transferViews)[number];

const Filters = {
  view: z._default(z.enum(transferViews), 'open'),
  /** `in`: what we fetch from partners. */
  direction: z.optional(z.enum(['in', 'out'])),
  state: z.optional(z.string()),
  endpoint: z.optional(z.string()),
  cause: z.optional(z.string()),
  send: z.optional(Id),
  exam: z.optional(Id),
  request: z.optional(Id),
};
export const TransferQuery = z.object({
  ...Filters,
  ids: z.optional(z.string()),
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 100),
});
export type TransferQuery = z.infer<typeof TransferQuery>;

/** Where the instances of a movement stand, as counts. */
export interface LedgerView {
  readonly total: number;
  readonly verified: number;
  readonly sent: number;
  readonly sending: number;
  readonly unknown: number;
  readonly refused: number;
  readonly missing: number;
  readonly excluded: number;
}

export interface TransferRow {
  readonly id: string;
  readonly version: number;
  readonly state: TransferState;
  readonly stateSince: string;
  /** Null while nothing of what is fetched is here. */
  readonly examId: string | null;
  readonly sendId: string | null;
  /** The request it is fetched for. */
  readonly requestId: string | null;
  readonly patient: NameView;
  readonly exam: string;
  readonly direction: 'in' | 'out';
  readonly from: string;
  readonly to: string;
  readonly line: { readonly id: string; readonly label: string; readonly kind: string; readonly breaker: 'closed' | 'open' | 'half-open' };
  readonly purpose: 'release' | 'send' | 'export' | 'fetch';
  readonly ledger: LedgerView;
  readonly bytes: number;
  readonly bytesDone: number;
  /** Bytes per second now; null when nothing moves. */
  readonly rate: number | null;
  /** Seconds until all is sent at this rate; null when it cannot be told. */
  readonly etaSeconds: number | null;
  readonly attempt: number;
  readonly fruitless: number;
  readonly mostFruitless: number;
  readonly nextDueAt: string | null;
  readonly priority: number;
  /** Decoded cause: a code, the sentence of the far side with both values, and who paused or called it off. */
  readonly cause: string | null;
  readonly causeDetail: string | null;
  readonly reason: string | null;
  readonly pausedBy: string | null;
  readonly successorId: string | null;
  readonly madeAt: string;
  readonly moves: readonly MoveOffer[];
}

export interface TransferPage extends Page<TransferRow> {
  readonly views: Readonly<Record<TransferView, number>>;
}

/** GET /api/v1/transfers/lines: one lane per line that moved or holds something. */
export interface LineView {
  readonly id: string;
  readonly label: string;
  readonly facility: string;
  readonly kind: string;
  readonly breaker: 'closed' | 'open' | 'half-open';
  readonly awaySince: string | null;
  readonly lastProbeAt: string | null;
  readonly cause: string | null;
  readonly causeDetail: string | null;
  /** When the partner opens next; null when it is open. */
  readonly opensAt: string | null;
  readonly running: number;
  readonly waiting: number;
  readonly needsYou: number;
  readonly rate: number;
  /** Images proved in each of the last twelve five-minute spans, oldest first. */
  readonly pulse: readonly number[];
}

export interface LedgerSeriesView {
  readonly seriesUid: string | null;
  readonly number: number | null;
  readonly name: string;
  /** One state per image, in the order of the series. */
  readonly states: readonly InstanceState[];
}

export interface TroubledInstance {
  readonly sopUid: string;
  readonly state: InstanceState;
  readonly sopClass: string;
  readonly syntax: string;
  /** Status as the far side answered: 0122H. */
  readonly status: string | null;
  readonly comment: string | null;
  readonly mayRetry: boolean;
}

/** GET /api/v1/transfers/:id */
export interface TransferDetail extends TransferRow {
  readonly series: readonly LedgerSeriesView[];
  readonly troubled: readonly TroubledInstance[];
  readonly proofs: readonly { readonly proof: string; readonly instances: number }[];
  readonly otherRoutes: readonly { readonly endpointId: string; readonly label: string; readonly kind: string }[];
}

export const transferActions = ['retry', 'pause', 'resume', 'cancel', 'prioritise'] as const;
export type TransferAction = (typeof transferActions)[number];

export const RetryTransfer = z.object({ version: z.optional(Version) });
export const PauseTransfer = z.object({ version: z.optional(Version), reason: ReasonText });
export const Prioritise = z.object({ version: z.optional(Version), priority: z.int().check(z.minimum(1), z.maximum(9)) });
export const Reroute = z.object({ version: z.optional(Version), endpointId: Id, reason: ReasonText });
export const ExcludeInstances = z.object({ version: z.optional(Version), sopUids: z.array(z.string().check(z.maxLength(64))).check(z.minLength(1), z.maxLength(5000)), reason: ReasonText });

/** Acts on all that match: `dryRun` tells what would happen to each and changes nothing. */
export const BulkTransfers = z.object({
  action: z.enum(transferActions),
  dryRun: z._default(z.boolean(), true),
  ids: z.optional(z.array(Id).check(z.maxLength(1000))),
  filter: z.optional(z.object({ ...Filters })),
  reason: z.optional(ReasonText),
  priority: z.optional(z.int().check(z.minimum(1), z.maximum(9))),
});
export type BulkTransfers = z.infer<typeof BulkTransfers>;

export interface BulkTransferResult {
  readonly matched: number;
  /** Transfers the act fits, and the instances it would move or leave. */
  readonly fits: number;
  readonly instances: number;
  readonly untouched: number;
  readonly refused: readonly { readonly id: string; readonly code: string }[];
  readonly done: boolean;
}
