import * as z from 'zod/mini';
import { Instant, type Page } from '../common/common';

export interface AuditRow {
  readonly lane: string;
  readonly seq: number;
  readonly at: string;
  readonly actor: { readonly kind: string; readonly id: string; readonly name: string };
  readonly action: string;
  readonly object: { readonly kind: string; readonly id: string };
  readonly from: string | null;
  readonly to: string | null;
  readonly outcome: string;
  readonly reason: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly correlation: string | null;
  readonly hash: string;
}

export const AuditQuery = z.object({
  actor: z.optional(z.string()),
  action: z.optional(z.string()),
  object: z.optional(z.string()),
  from: z.optional(Instant),
  to: z.optional(Instant),
  cursor: z.optional(z.string()),
  limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(500)), 100),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
export type AuditPage = Page<AuditRow>;

/** POST /api/v1/audit/verify */
export interface AuditVerdict {
  readonly whole: boolean;
  readonly rows: number;
  readonly lanes: number;
  readonly faults: readonly { readonly lane: string; readonly seq: number; readonly what: string }[];
  readonly at: string;
}
