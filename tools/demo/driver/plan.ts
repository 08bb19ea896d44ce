// What the host's people do with an exam: how far they bring it, who asked for it, and when it is to have come.
import { type ParkReason, type RejectReason, type ReturnReason } from '@causeway/domain';
import { type DemoExam } from '../world/index';

export type Goal =
  /** Nobody of the demonstration does anything beyond telling the need: it is there for whoever visits. */
  | { readonly to: 'leave' }
  | { readonly to: 'second-look' }
  | { readonly to: 'registering' }
  | { readonly to: 'claimed' }
  | { readonly to: 'half-checked' }
  | { readonly to: 'triaging' }
  /** Approved; the archive has no room for it. */
  | { readonly to: 'releasing' }
  | { readonly to: 'released' }
  /** Released, then found to be somebody else's; its order cannot be cancelled. */
  | { readonly to: 'recalling' }
  | { readonly to: 'parked'; readonly reason: ParkReason; readonly note: string; readonly days: number }
  | { readonly to: 'returned'; readonly reason: ReturnReason; readonly note: string }
  | { readonly to: 'rejected'; readonly reason: RejectReason; readonly note: string }
  | { readonly to: 'quarantined'; readonly reason: string };

/** How far its over-read comes, where one is made. */
export type ReadGoal = 'open' | 'claimed' | 'drafting' | 'cosigning' | 'returned' | 'declined' | 'signed' | 'acknowledged';

export interface Need {
  readonly requester: string | null;
  readonly urgency: 'high' | 'medium' | 'low';
  readonly useCase: string | null;
  readonly question: string | null;
  readonly wantsRead: boolean;
}

export interface Plan {
  readonly goal: Goal;
  readonly need: Need;
  readonly read: ReadGoal;
  /** How long ago it came, in minutes, when the world is new; null leaves it at now. */
  readonly minutesAgo: number | null;
  /** Ones of the stream are worked on at human speed. */
  readonly slowly: boolean;
}

const READABLE = new Set(['CT', 'MR', 'CR', 'DX', 'US', 'XA', 'MG', 'NM', 'PT']);
const ANSWERS_FOR: Readonly<Record<string, string>> = {
  neurology: 'webb', neurosurgery: 'webb', emergency: 'webb', trauma: 'imre', surgery: 'imre', orthopaedics: 'imre', burn: 'kaewmanee', cardiology: 'haddad', oncology: 'haddad',
};
/** Only clinicians acknowledge a read; clinics ask through their liaison, who cannot. */
const CLINICIANS = new Set(['webb', 'imre', 'kaewmanee', 'haddad']);

/** What a transfer nurse would enter. A read is asked for as an emergency consult where the exam does not belong to a case of its own. */
export function needOf(exam: DemoExam): Need {
  const wantsRead = exam.wantsRead && exam.urgency !== 'low' && exam.modalities.some((m) => READABLE.has(m));
  const clinician = exam.requester && CLINICIANS.has(exam.requester) ? exam.requester : (ANSWERS_FOR[exam.serviceLine] ?? 'webb');
  return {
    requester: wantsRead ? clinician : exam.requester,
    urgency: exam.urgency,
    useCase: exam.useCase ?? (wantsRead ? 'U10' : null),
    question: exam.question,
    wantsRead,
  };
}

export const isReadable = (exam: DemoExam): boolean => exam.modalities.some((m) => READABLE.has(m));
