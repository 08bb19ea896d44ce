import type { PolicyKind } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id } from '../common/common';

const Amount = z.int().check(z.minimum(0), z.maximum(1_000_000));
const Code = z.string().check(z.regex(/^[A-Z0-9]{2,6}$/));

/** What reads cost, by modality (`other` for the rest): whole minutes, hundredths of a wRVU, cents for a wRVU, permille of offered reads that are picked. */
export const ReadCosts = z.object({
  minutes: z.record(z.union([Code, z.literal('other')]), Amount),
  rvuHundredths: z.record(z.union([Code, z.literal('other')]), Amount),
  centsPerRvu: Amount,
  pickedPermille: z.int().check(z.minimum(0), z.maximum(1000)),
});
export type ReadCosts = z.infer<typeof ReadCosts>;

export const StartReplay = z.object({
  span: z.union([z.object({ days: z.literal([30, 90, 365]) }), z.object({ exams: z.array(Id).check(z.minLength(1), z.maxLength(500)) })]),
  assumptions: z.optional(ReadCosts),
});
export type StartReplay = z.infer<typeof StartReplay>;

export interface EffortView { readonly reads: number; readonly minutes: number; readonly rvuHundredths: number; readonly cents: number }
export interface ReplayChange {
  readonly from: object; readonly to: object; readonly count: number;
  /** Numbers of the first decisions that change so, at most 200. */
  readonly sample: readonly number[];
}

/** What a replay found. Frozen as it is into the ballot, and named there by its sha256. */
export interface ReplayResult {
  readonly kind: PolicyKind;
  readonly policy: { readonly number: number; readonly sha256: string };
  readonly base: { readonly number: number; readonly sha256: string } | null;
  readonly from: string; readonly until: string;
  /** Decisions looked at, of how many exams they change, and of which facts they were read. */
  readonly rows: number; readonly changed: number; readonly inputDigest: string;
  readonly changes: readonly ReplayChange[];
  /** Decisions by rule id, `default` among them. */
  readonly rules: { readonly draft: Readonly<Record<string, number>>; readonly base: Readonly<Record<string, number>> };
  readonly months: readonly { readonly month: string; readonly rows: number; readonly changed: number }[];
  /** For over-read: what it means for readers. */
  readonly effort: { readonly draft: EffortView; readonly base: EffortView; readonly subspecialties: readonly { readonly name: string; readonly draft: EffortView; readonly base: EffortView }[] } | null;
  /** For retention: exams kept longer, shorter, as long; megabytes of those kept shorter; how many of them were viewed after their new last day. */
  readonly keeping: { readonly longer: number; readonly shorter: number; readonly same: number; readonly megabytesShorter: number; readonly viewedLater: number } | null;
}

export interface ReplayView {
  readonly id: string; readonly state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'; readonly progress: number; readonly askedBy: string | null; readonly askedAt: string; readonly doneAt: string | null;
  readonly span: StartReplay['span']; readonly assumptions: ReadCosts; readonly sha256: string | null; readonly problem: string | null; readonly result: ReplayResult | null;
  /** Whether it was made with the text as it is now. */
  readonly current: boolean; readonly mayCancel: boolean;
}

/** Exams behind one change of a replay. `examId` only where this person may open the exam. */
export interface ReplayExam {
  readonly decisionId: string; readonly at: string; readonly modalities: readonly string[]; readonly subspecialty: string | null; readonly rule: string; readonly examId: string | null;
}

/** The defaults a replay reckons with, each with where it comes from. */
export interface CostSource { readonly name: string; readonly value: number; readonly cite: string }
export interface CostDefaults { readonly costs: ReadCosts; readonly sources: readonly CostSource[] }
