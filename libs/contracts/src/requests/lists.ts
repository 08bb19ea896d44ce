import { legalBases, requestPurposes } from '@causeway/domain';
import * as z from 'zod/mini';
import { ToldPatient, type PatientTold } from '../cases/cases';
import { Id, type MoveOffer, NoteText, type PersonRef, ReasonText, Version } from '../common/common';
import { Wanted } from './requests';

const Text = (most: number) => z.string().check(z.trim(), z.maxLength(most));
const Day = z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/, 'A date is written 2026-11-24.'));

/** A list that asks one partner for the exams of its patients, again each week. */
export const SaveList = z.object({
  version: z._default(z.nullable(Version), null),
  name: Text(80).check(z.minLength(3, 'Give it a name people will know it by.')),
  facilityId: Id,
  serviceLine: Text(40).check(z.minLength(1)),
  forPersonId: z._default(z.nullable(Id), null),
  weekday: z.int().check(z.minimum(1), z.maximum(7)),
  neededWithinDays: z.int().check(z.minimum(1), z.maximum(60)),
  endsOn: z._default(z.nullable(Day), null),
  ask: z.object({
    legalBasis: z.enum(legalBases), purpose: z.enum(requestPurposes), wanted: z.array(Wanted).check(z.minLength(1), z.maxLength(20)), withReports: z.boolean(), urgency: z.enum(['high', 'medium', 'low']), message: z._default(NoteText, ''),
  }),
  /** With the id they had; without one they are new. */
  patients: z.array(z.extend(ToldPatient, { id: z._default(z.nullable(Id), null) })).check(z.maxLength(200, 'At most 200 patients in one list.')),
});
export type SaveList = z.infer<typeof SaveList>;
export const PauseList = z.object({ version: Version, reason: ReasonText });
export const ListVersion = z.object({ version: Version });

export interface StandingListRow {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly owner: PersonRef | null;
  readonly facility: { readonly id: string; readonly name: string };
  readonly serviceLine: string;
  readonly what: string;
  readonly weekday: number;
  readonly neededWithinDays: number;
  readonly endsOn: string | null;
  readonly patients: number;
  /** Why it is not worked through; null while it is. */
  readonly paused: string | null;
  readonly nextAt: string | null;
  readonly last: { readonly at: string; readonly asked: number; readonly skipped: number; readonly refused: number } | null;
  readonly moves: readonly MoveOffer[];
}
export interface ListPatient extends PatientTold {
  readonly id: string;
  readonly told: ToldPatient;
  /** Their newest request from this list. */
  readonly request: { readonly id: string; readonly number: string; readonly state: string } | null;
}
export interface ListRun {
  readonly round: string;
  readonly at: string;
  readonly neededBy: string;
  readonly results: readonly { readonly patient: string; readonly requestId: string | null; readonly number: string | null; readonly outcome: 'asked' | 'skipped' | 'refused'; readonly why: string | null }[];
}
export interface StandingListDetail extends StandingListRow {
  readonly ask: SaveList['ask'];
  readonly forPerson: PersonRef | null;
  readonly people: readonly ListPatient[];
  readonly runs: readonly ListRun[];
}
