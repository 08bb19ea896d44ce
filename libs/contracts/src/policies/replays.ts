import { paidServices, payerKinds, type CapacityRow, type Income, type PayerRate, type PolicyKind, type Risk, type RiskInputs } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, type MoveOffer, ReasonText, Version } from '../common/common';

const Amount = z.int().check(z.minimum(0), z.maximum(1_000_000));
const Code = z.string().check(z.regex(/^[A-Z0-9]{2,6}$/));

const Permille = z.int().check(z.minimum(0), z.maximum(1000));

/** What a serious miss would have cost, and how often one is found: permille and cents. */
export const RiskOfReads = z.object({ discrepancyPermille: Permille, seriousPermille: Permille, claimPermille: Permille, centsPerClaim: z.int().check(z.minimum(0), z.maximum(100_000_000_000)) });

/** What reads cost, by modality (`other` for the rest): whole minutes, hundredths of a wRVU, cents for a wRVU, permille of offered reads that are picked. */
export const ReadCosts = z.object({
  minutes: z.record(z.union([Code, z.literal('other')]), Amount),
  rvuHundredths: z.record(z.union([Code, z.literal('other')]), Amount),
  centsPerRvu: Amount,
  pickedPermille: Permille,
  /** Left out: measured here, or the cited defaults. */
  risk: z.optional(RiskOfReads),
  /** Minutes a day that readers of a subspecialty have for outside exams. What is left out comes from rotations, or from the readers there are. */
  capacity: z.optional(z.record(z.string().check(z.regex(/^[a-z-]{1,40}$/)), Amount)),
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
  /** For over-read: legal risk that the reads avoid, an estimate with its inputs. Replays of earlier builds have none. */
  readonly risk?: { readonly draft: Risk; readonly base: Risk; readonly inputs: RiskInputs } | null;
  /** For over-read: what payers pay for the reads, by kind of payer (`''`: not known), and how many of the rates in use nobody confirmed yet. */
  readonly income?: { readonly draft: readonly Income[]; readonly base: readonly Income[]; readonly state: string | null; readonly unconfirmed: number } | null;
  /** Of a service line's draft: decisions that would be looser than the house's rules allow. */
  readonly belowFloor?: number;
  /** For over-read of whole days: reader minutes there are a day, beside what both texts ask for. */
  readonly capacity?: { readonly days: number; readonly rows: readonly CapacityRow[] } | null;
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

/** PUT /api/v1/payer-rates: what payers pay for reads and consults, permille of their value; `state` empty for every state. */
export const SavePayerRates = z.object({
  version: Version,
  rates: z.array(z.object({
    payer: z.enum(payerKinds), state: z.string().check(z.regex(/^([A-Z]{2}(-[A-Z0-9]{1,3})?)?$/, 'A state is a code such as US-NC.')), service: z.enum(paidServices), permille: Permille,
    cite: z.string().check(z.trim(), z.minLength(3, 'Say where it comes from.'), z.maxLength(300)), confirmed: z.boolean(),
  })).check(z.maxLength(500)),
  reason: ReasonText,
});
export type SavePayerRates = z.infer<typeof SavePayerRates>;
/** `state`: of this house, which a rate of that state goes by. `patients`: of how many the payer is known. */
export interface PayerRatesView {
  readonly version: number; readonly rates: readonly PayerRate[]; readonly state: string | null; readonly by: string | null; readonly at: string | null; readonly reason: string | null;
  readonly patients: { readonly known: number; readonly of: number }; readonly moves: readonly MoveOffer[];
}
