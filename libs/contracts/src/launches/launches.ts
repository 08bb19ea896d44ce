import * as z from 'zod/mini';
import { ToldPatient } from '../cases/cases';
import type { HistoryEntry } from '../inbound/history';

/** POST /api/v1/launches: a record system tells whose exams its user wants to see. Numbers and names stand in the body only. */
export const NewLaunch = z.object({ patient: ToldPatient });
export type NewLaunch = z.infer<typeof NewLaunch>;

export interface LaunchMade {
  /** Opens it once, for whoever is signed in and has it first. */
  readonly code: string;
  /** Where the browser of that user goes: nothing of the patient stands in it. */
  readonly path: string;
  readonly endsAt: string;
}

/** POST /api/v1/launches/open */
export const OpenLaunch = z.object({ code: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)) });
export type OpenLaunch = z.infer<typeof OpenLaunch>;

export interface Launched {
  /** As the record system tells it. */
  readonly patient: ToldPatient;
  /** A patient of ours by that number. */
  readonly known: boolean;
  /** What the house has of that patient, newest first, as far as this person may see it; at most a hundred. */
  readonly history: readonly HistoryEntry[];
}
