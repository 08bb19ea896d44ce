import { goalSpans, measureIds, type GoalSpan, type GoalStanding, type MeasureId } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id } from '../common/common';
import { Day } from '../facilities/directory';

/** One goal of a committee that is measured. Shares in permille, times in minutes. */
export const MeasuredGoal = z.object({
  words: z.string().check(z.trim(), z.minLength(3, 'Say what is to be reached.'), z.maxLength(300)),
  measure: z.enum(measureIds as unknown as [MeasureId, ...MeasureId[]]),
  /** Days the measure looks back; of no matter for what is counted on the day itself. */
  days: z.literal(goalSpans),
  target: z.int('A whole number.').check(z.minimum(0), z.maximum(10_000_000)),
  byOn: z.nullable(Day),
});
export type MeasuredGoal = z.output<typeof MeasuredGoal>;

/** A figure that may be too small to show: fewer than five things are `few`, and then there is no value. Null and not few: there is nothing. */
export interface Figure {
  readonly n: number | null;
  readonly few: boolean;
  readonly value: number | null;
}
export interface MeasureFigures {
  readonly measure: MeasureId;
  readonly spans: readonly (Figure & { readonly days: GoalSpan })[];
  readonly months: readonly (Figure & { readonly month: string })[];
}
export interface GoalView {
  readonly id: string;
  readonly committee: string;
  readonly words: string;
  readonly measure: MeasureId;
  readonly days: GoalSpan;
  readonly target: number;
  readonly byOn: string | null;
  /** The figure that is held against the target. */
  readonly value: number | null;
  readonly standing: GoalStanding;
}
/** GET /api/v1/programme/goals: all measures of the catalogue, and what committees want of them, of what the caller may see. */
export interface ProgrammeGoals {
  readonly goals: readonly GoalView[];
  readonly measures: readonly MeasureFigures[];
  readonly asOf: string;
  /** Releases are counted by a sweep: until then. Null: none was ever counted. */
  readonly countedUntil: string | null;
}

const Month = z.string().check(z.regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'A month is written 2026-11.'));
export const BehindQuery = z.object({
  month: z.optional(Month), days: z.optional(z.coerce.number().check(z.minimum(1), z.maximum(366))), facility: z.optional(Id), line: z.optional(z.string().check(z.maxLength(40))), hit: z.optional(z.enum(['yes', 'no'])),
  cursor: z.optional(z.string().check(z.maxLength(80))), limit: z._default(z.coerce.number().check(z.minimum(1), z.maximum(200)), 100),
});
export type BehindQuery = z.output<typeof BehindQuery>;
/** One fact a measure is made of, and the thing it is about. Nothing of a patient. */
export interface BehindRow {
  readonly at: string;
  /** 1 or 0 for a share, else minutes or a number. */
  readonly amount: number;
  readonly kind: string;
  readonly id: string;
  readonly facility: string | null;
  readonly line: string | null;
  /** Codes: for releases, acts of persons. */
  readonly notes: readonly string[];
}
export interface BehindPage {
  readonly measure: MeasureId;
  readonly rows: readonly BehindRow[];
  readonly next: string | null;
}

/** Released exams and what persons did to them before. */
export interface TouchLine extends Figure {
  /** Acts of persons, of all exams together. */
  readonly touches: number | null;
}
export interface ProgrammeWork {
  readonly months: readonly (TouchLine & { readonly month: string })[];
  readonly partners: readonly (TouchLine & { readonly facilityId: string | null; readonly name: string | null })[];
  /** Acts of the last ninety days, the most frequent first: on how many exams. */
  readonly acts: readonly { readonly act: string; readonly exams: number }[];
  readonly uptake: readonly { readonly line: string; readonly what: 'exams' | 'requests' | 'sends'; readonly months: readonly (Figure & { readonly month: string })[] }[];
  readonly monthNames: readonly string[];
  readonly countedUntil: string | null;
}

/** What is done before patients come. Hours and days are the middle one. */
export interface ProgrammeVisits {
  readonly ahead: { readonly visits: number; readonly reviewed: number; readonly asked: number; readonly ready: number; readonly waiting: number; readonly days: number };
  readonly past: Figure & { readonly days: number; readonly visits: number; readonly leadHours: number | null; readonly chasedDays: number | null };
  /** Reviews and requests of past visits, by who began them. */
  readonly began: { readonly reviewsBySystem: number; readonly reviewsByPeople: number; readonly requestsByList: number; readonly requestsByPeople: number; readonly reminders: number };
}
