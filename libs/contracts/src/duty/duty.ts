import type { Cover, DaySpan, DutyOverride, Rotation, Shift } from '@causeway/domain';
import * as z from 'zod/mini';
import { Id, Instant, ReasonText, Version, type MoveOffer, type PersonRef } from '../common/common';

const Day = z.iso.date('A date such as 2026-03-08.');
const Time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time such as 07:00.'));
const EndTime = z.string().check(z.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'A time such as 19:00, at most 24:00.'));
const Zone = z.string().check(z.trim(), z.minLength(3), z.maxLength(64));
const Line = z.nullable(z.string().check(z.trim(), z.minLength(1), z.maxLength(64)));
export const workKinds = ['inbound', 'match', 'registration', 'overread', 'request-out', 'request-in', 'transfer', 'outreach', 'reach-patient', 'reach-facility'] as const;

/** At most this many rotations of one rota, people of one rotation, and days of one override or swap. */
export const dutyLimits = { rotations: 6, people: 40, days: 92, calendarDays: 92 } as const;

export const RotationBody = z.object({
  id: z.string().check(z.regex(/^[A-Za-z0-9-]{1,40}$/)),
  people: z.array(Id).check(z.minLength(1, 'At least one person.'), z.maxLength(dutyLimits.people)),
  every: z.enum(['day', 'week']),
  n: z.int().check(z.minimum(1), z.maximum(26)),
  from: Day,
  to: z.nullable(Day),
  at: Time,
});
const RotaBody = {
  name: z.string().check(z.trim(), z.minLength(3), z.maxLength(120)),
  pool: z.string().check(z.minLength(2), z.maxLength(64)),
  serviceLine: Line,
  workKinds: z.array(z.enum(workKinds)).check(z.maxLength(workKinds.length)),
  zone: Zone,
  cover: z.enum(['always', 'business', 'off']),
  rotations: z.array(RotationBody).check(z.maxLength(dutyLimits.rotations)),
};
export const MakeRota = z.object(RotaBody);
export const ChangeRota = z.object({ version: Version, ...RotaBody });
export const EndRota = z.object({ version: Version, reason: ReasonText });
/** Somebody else for these hours; without a person, whoever has them is away. */
export const AddOverride = z.object({ from: Instant, to: Instant, personId: z.nullable(Id), reason: ReasonText });
export const OfferSwap = z.object({ from: Instant, to: Instant, receiverId: Id, note: z.optional(z.string().check(z.trim(), z.maxLength(500))) });
export const HoursBody = z.object({
  serviceLine: Line, workKind: z.nullable(z.enum(workKinds)), zone: Zone,
  week: z.array(z.object({ weekday: z.int().check(z.minimum(1), z.maximum(7)), from: Time, to: EndTime })).check(z.maxLength(21)),
});
export const DutyQuery = z.object({ from: z.optional(Instant), to: z.optional(Instant) });
export const MakeCalendarLink = z.object({ rotaId: z.nullable(Id) });

export interface OverrideView extends DutyOverride {
  readonly reason: string;
  readonly by: string | null;
}

export interface RotaView {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly pool: string;
  readonly serviceLine: string | null;
  readonly workKinds: readonly string[];
  readonly zone: string;
  readonly cover: Cover;
  readonly week: readonly DaySpan[];
  readonly rotations: readonly Rotation[];
  readonly overrides: readonly OverrideView[];
  /** Final schedule of the interval asked for. */
  readonly shifts: readonly Shift[];
  /** Stretches of the coming 14 days nobody fills. */
  readonly gaps: readonly Shift[];
  /** Who has it at this moment; null outside its hours. */
  readonly now: Shift | null;
  /** Ids of the people who may fill it. */
  readonly fits: readonly string[];
  readonly moves: readonly MoveOffer[];
}

export interface SwapView {
  readonly id: string;
  readonly rotaId: string;
  readonly rota: string;
  readonly from: string;
  readonly to: string;
  readonly giver: PersonRef;
  readonly receiver: PersonRef;
  readonly note: string;
  readonly at: string;
  readonly moves: readonly MoveOffer[];
}

export interface HoursView {
  readonly serviceLine: string | null;
  readonly workKind: string | null;
  readonly zone: string;
  readonly week: readonly DaySpan[];
}

/** GET /api/v1/duty: names of colleagues and times, nothing about patients. */
export interface DutyPage {
  readonly from: string;
  readonly to: string;
  readonly now: string;
  readonly zone: string;
  readonly rotas: readonly RotaView[];
  readonly people: readonly PersonRef[];
  readonly swaps: readonly SwapView[];
  readonly hours: readonly HoursView[];
  /** Lines this person may plan for; `all`: also for every line at once. */
  readonly plans: { readonly lines: readonly string[]; readonly all: boolean };
  readonly links: readonly { readonly id: string; readonly rotaId: string | null; readonly madeAt: string; readonly lastUsedAt: string | null }[];
  readonly seq: string;
}

/** GET /api/v1/duty/now: for the frame. */
export interface OnCallNow {
  readonly rows: readonly { readonly rotaId: string; readonly pool: string; readonly serviceLine: string | null; readonly name: string | null; readonly until: string }[];
}

/** GET /api/v1/ownership: in whose hands an open task is; null when it is not open. */
export interface OwnerView {
  readonly by: 'owner' | 'pool' | 'escalation';
  readonly role: string | null;
  readonly people: readonly PersonRef[];
  readonly gap: string | null;
  readonly because: string;
  readonly decisionId: string | null;
  readonly since: string;
}

export const OwnerQuery = z.object({ kind: z.enum(['inbound', 'overread', 'registration', 'requestOut', 'requestIn', 'case']), id: Id });
export const HandoverItem = z.object({ kind: z.enum(['inbound', 'overread']), id: Id });
export const OfferHandover = z.object({ kind: z.enum(['inbound', 'overread']), id: Id, receiverId: Id, note: z.optional(z.string().check(z.trim(), z.maxLength(500))) });
export const AnswerHandover = z.object({ version: Version, reason: z.optional(ReasonText) });

export interface HandoverView {
  readonly id: string;
  readonly version: number;
  readonly item: { readonly kind: string; readonly id: string };
  readonly giver: PersonRef;
  readonly receiver: PersonRef;
  readonly note: string;
  readonly until: string;
  readonly moves: readonly MoveOffer[];
}

/** GET /api/v1/ownership/tasks. */
export const TaskQuery = z.object({ view: z._default(z.enum(['all', 'mine', 'owner', 'pool', 'escalation']), 'all'), cursor: z.optional(z.string().check(z.maxLength(400))) });

/** An open task and the one hand it is in. */
export interface OwnedTask {
  readonly kind: string;
  readonly id: string;
  readonly by: 'owner' | 'pool' | 'escalation';
  /** Duty whose people have it; null for an owner. */
  readonly role: string | null;
  readonly people: readonly PersonRef[];
  /** Why nobody of the pool has it. */
  readonly gap: string | null;
  readonly because: string;
  readonly hours: 'business' | 'off';
  readonly serviceLine: string | null;
  readonly since: string;
  readonly mayOffer: boolean;
}
export interface TaskPage {
  readonly rows: readonly OwnedTask[];
  readonly counts: { readonly owner: number; readonly pool: number; readonly escalation: number; readonly mine: number };
  readonly next: string | null;
}
