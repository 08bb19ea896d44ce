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

/** Whose exams were seen and given on: a number of the patient, and its issuer where several houses use the number. */
export const DisclosureQuery = z.object({
  identifier: z.string().check(z.trim(), z.minLength(1, 'Say the number of the patient.'), z.maxLength(64)),
  issuer: z.optional(z.string().check(z.trim(), z.maxLength(120))),
});
export type DisclosureQuery = z.infer<typeof DisclosureQuery>;

/** One time somebody saw an exam of the patient, took it out of the house, or it was given on to others. */
export interface Disclosure {
  readonly at: string;
  readonly kind: 'seen' | 'exported' | 'sent' | 'called-back';
  readonly by: string;
  /** Who got it, when it left the house: facility, and the person there. */
  readonly to: string | null;
  readonly purpose: string | null;
  readonly exam: { readonly id: string; readonly description: string; readonly studyDate: string | null };
}

/** Newest first. `total` counts all; at most 1,000 are listed. */
export interface DisclosureList {
  readonly patient: { readonly id: string; readonly name: string; readonly birthDate: string | null; readonly mrn: string };
  readonly exams: number;
  readonly rows: readonly Disclosure[];
  readonly total: number;
}
