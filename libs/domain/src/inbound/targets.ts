import type { Grade } from '../overreads/grades';

export type Urgency = 'high' | 'medium' | 'low';

/** How long a person or pool may hold an item: wall-clock seconds, or working days of the site. */
export type Target = { readonly seconds: number } | { readonly workingDays: number };

const HOUR = 3600;

/** From settled to released (`sla` of the inbound machine). */
export const inboundTargets: Readonly<Record<Urgency, Target>> = { high: { seconds: 600 }, medium: { seconds: 4 * HOUR }, low: { workingDays: 2 } };
/** From open to signed (`read` of the over-read machine); the policy's `due` says which. */
export const readTargets: Readonly<Record<'30m' | '4h' | '2d', Target>> = { '30m': { seconds: 1800 }, '4h': { seconds: 4 * HOUR }, '2d': { workingDays: 2 } };
/** From signed to acknowledged (`unread`); a primary read has no grade. */
export const unreadTarget = (grade: Grade | null): Target => (grade === 'critical' ? { seconds: 900 } : grade === 'major' ? { seconds: HOUR } : { workingDays: 3 });
/** Lease of an item since the last activity. */
export const leaseSeconds = (urgency: Urgency): number => (urgency === 'high' ? 600 : 1800);
/** Shares of a target at which the notification policy is asked, in permille. */
export const clockMarks = [500, 800, 1000] as const;
