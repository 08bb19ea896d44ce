import * as z from 'zod/mini';
import { Id, NoteText, Version, type MoveOffer, type PersonRef } from '../common/common';

/** Why somebody opens what is not theirs to see. */
export const emergencyReasons = ['life-threat', 'patient-cannot-say', 'covering', 'record-wrong', 'other'] as const;
export type EmergencyReason = (typeof emergencyReasons)[number];
export const emergencyVerdicts = ['justified', 'follow-up', 'not-justified'] as const;
export type EmergencyVerdict = (typeof emergencyVerdicts)[number];
export const LONGEST_EMERGENCY_MINUTES = 240;

/** POST /api/v1/breakglass: one patient, known exactly: date of birth, and a record number or the family name. */
export const OpenEmergency = z.object({
  birthDate: z.iso.date('A date of birth such as 1961-03-12.'),
  number: z.optional(z.string().check(z.trim(), z.maxLength(64))),
  family: z.optional(z.string().check(z.trim(), z.maxLength(120))),
  reason: z.enum(emergencyReasons),
  because: z.string().check(z.trim(), z.minLength(10, 'Say in at least ten characters what makes it an emergency.'), z.maxLength(1000)),
  minutes: z._default(z.coerce.number().check(z.int(), z.minimum(5), z.maximum(LONGEST_EMERGENCY_MINUTES)), 60),
}).check(z.refine((body) => !!body.number || !!body.family, { path: ['number'], error: 'A record number or a family name as well: a date of birth alone is many people.' }));
export const ReviewEmergency = z.object({ version: Version, verdict: z.enum(emergencyVerdicts), note: NoteText });
export const EmergencyQuery = z.object({ view: z._default(z.enum(['waiting', 'all']), 'waiting'), person: z.optional(Id), cursor: z.optional(z.string().check(z.maxLength(400))) });

/** Emergency access that holds now, as the banner of the console says it. */
export interface EmergencyNow {
  readonly id: string;
  readonly version: number;
  readonly patient: string;
  readonly until: string;
  readonly exams: readonly { readonly id: string; readonly label: string }[];
}
export interface EmergencyRow {
  readonly id: string;
  readonly version: number;
  readonly state: 'open' | 'over';
  readonly person: PersonRef;
  readonly patient: string;
  readonly reason: EmergencyReason;
  readonly because: string;
  readonly openedAt: string;
  readonly endsAt: string;
  readonly endedAt: string | null;
  readonly endedBy: 'person' | 'reviewer' | 'time' | null;
  readonly review: { readonly verdict: EmergencyVerdict; readonly note: string; readonly by: string; readonly at: string } | null;
  /** When a review must be there; null once it is. */
  readonly reviewDue: string | null;
  readonly moves: readonly MoveOffer[];
}
export interface EmergencyPage {
  readonly rows: readonly EmergencyRow[];
  readonly waiting: number;
  readonly next: string | null;
}
/** With what was done under it, from the audit. */
export interface EmergencyDetail extends EmergencyRow {
  readonly exams: readonly { readonly id: string; readonly label: string }[];
  readonly looked: readonly { readonly examId: string; readonly action: string; readonly at: string }[];
}
