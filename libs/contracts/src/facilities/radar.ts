import type { RadarFinding } from '@causeway/domain';
import * as z from 'zod/mini';
import { ReasonText } from '../common/common';

/** POST /api/v1/radar/:id/dismiss. For so many days it is not raised again, whatever comes. */
export const DismissAlarm = z.object({ reason: ReasonText, days: z._default(z.int().check(z.gte(1), z.lte(180)), 14) });
export type DismissAlarm = z.output<typeof DismissAlarm>;

export interface RadarAlarmView {
  readonly id: string;
  readonly facilityId: string;
  readonly facility: string;
  readonly finding: RadarFinding;
  readonly at: string;
  readonly state: 'open' | 'dismissed' | 'over';
  readonly overAt: string | null;
  readonly dismissed: { readonly by: string; readonly at: string; readonly reason: string; readonly until: string } | null;
  /** Exams by wire of the last eight weeks, the oldest first; the last one is going on. */
  readonly weeks: readonly number[];
  /** Whom to call, and what is known of the line. */
  readonly call: { readonly contact: { readonly name: string; readonly kind: string; readonly phone: string; readonly email: string } | null; readonly lastGoodTestAt: string | null; readonly failingLines: readonly string[] };
  readonly mayDismiss: boolean;
}
export interface EndingCertificate { readonly of: 'line' | 'partner' | 'house'; readonly facilityId: string | null; readonly facility: string | null; readonly what: string; readonly endsAt: string }
/** A gateway all connections of which fail together: one thing to see to, not one for each. */
export interface GatewayAway { readonly id: string; readonly facilityId: string; readonly facility: string; readonly gateway: string; readonly site: string; readonly keeper: string; readonly since: string; readonly lastSeenAt: string | null; readonly connections: readonly string[] }
export interface RadarView {
  readonly alarms: readonly RadarAlarmView[];
  readonly gateways: readonly GatewayAway[];
  /** Live partners that are watched, and those whose rhythm is still being learned. */
  readonly watched: number;
  readonly learning: number;
  /** Certificates that end within sixty days or have ended, the first to end first. */
  readonly certificates: readonly EndingCertificate[];
}
