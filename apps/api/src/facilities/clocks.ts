import { addDays, AGREEMENT_NOTICE_DAYS, daysBetween, heldUntil, lastDay, nextReviewDay, staleAfterDays, type FacilityState } from '@causeway/domain';
import { agreementsOf } from '../exchange/directory';
import type { Act } from '../platform/acts/act';
import { signal } from '../platform/acts/move';
import { dayIn } from '../platform/clocks';
import { lockFacility, logActivity } from './facility.row';

/** A mark of a clock as the notification policy knows it: whoever has the ball is told. */
const MARK = { permille: 800 } as const;
const STAGES: readonly FacilityState[] = ['prospect', 'contacted', 'agreement', 'connecting', 'testing'];

/** Partners whose clocks may have something to say now. */
export async function facilitiesDue(act: Act, today: string): Promise<string[]> {
  const rows = await act.query<{ id: string }>(
    `select id from facility f where not host and (state = 'live'
       or (state = any($1::text[]) and stale_at is null and last_activity_at < clock_timestamp() - make_interval(days => case state when 'prospect' then ${staleAfterDays('prospect')} else ${staleAfterDays('testing')} end))
       or exists (select 1 from facility_review r where r.facility_id = f.id and r.done_at is null and r.told_at is null and r.due_on <= $2::date)) order by id`, [STAGES, today]);
  return rows.map((r) => r.id);
}

/** What is due with one partner: nothing happened for too long, an agreement ends or ended, a review has its day. However often it is asked, each is said once. */
export async function checkClocks(act: Act, id: string, zone: string): Promise<void> {
  const row = await lockFacility(act, id);
  if (!row || row.host) return;
  const today = dayIn(act.now, zone);
  const days = staleAfterDays(row.state);
  if (days !== null && row.stale_at === null && act.now.getTime() - row.last_activity_at.getTime() > days * 86_400_000) {
    await act.query('update facility set stale_at = clock_timestamp(), version = version + 1 where id = $1', [id]);
    mark(act, id, 'stale', { days });
  }
  if (row.state !== 'live') return;
  await checkAgreement(act, id, today);
  await checkReviews(act, id, today, dayIn(row.live_at ?? row.state_since, zone));
}

/** Notice at 90, 30 and 7 days; when the last day is over and nothing follows the partner is paused: exams still come, and nothing is sent (INV-33). */
async function checkAgreement(act: Act, id: string, today: string): Promise<void> {
  const agreements = await agreementsOf(act, id);
  const until = heldUntil(agreements, today);
  if (until === null) {
    const ended = agreements.filter((a) => a.kind === 'sharing' && a.signed).map(lastDay).reduce((x, y) => (x > y ? x : y), '');
    const done = await signal(act, { machine: 'facility', id, move: 'lapse', reason: 'agreement-ended', set: { flow: 'in' }, details: { ended: ended || null }, data: { facilityId: id } });
    if (done) await logActivity(act, id, { kind: 'stage', words: '', facts: { move: 'lapse', from: 'live', to: 'paused', flow: 'in', ...(ended ? { ended } : {}) } });
    return;
  }
  const left = daysBetween(today, until);
  const due = AGREEMENT_NOTICE_DAYS.filter((d) => left <= d);
  if (due.length === 0) return;
  // the one that ends last is told of, once for each mark: being late with several marks is one notice
  const told = await act.query(
    `update agreement set told = told || $3::int[] where id = (select id from agreement where facility_id = $1 and kind = 'sharing' and signed_at is not null and least(ends_on, ended_on - 1) = $2::date order by made_at desc limit 1)
       and not $4 = any(told) returning id`, [id, until, due, Math.min(...due)]);
  if (told.length > 0) mark(act, id, 'agreement-ending', { left, until });
}

async function checkReviews(act: Act, id: string, today: string, liveOn: string): Promise<void> {
  const all = await act.query<{ day: number; due_on: string; told_at: Date | null; done_at: Date | null }>('select day, due_on::text as due_on, told_at, done_at from facility_review where facility_id = $1 order by day', [id]);
  const open = all.filter((r) => r.done_at === null);
  if (open.length === 0) return planNextReview(act, id, liveOn, Math.max(0, daysBetween(liveOn, today), ...all.map((r) => r.day)));
  for (const r of open.filter((x) => x.told_at === null && x.due_on <= today)) {
    await act.query('update facility_review set told_at = clock_timestamp() where facility_id = $1 and day = $2', [id, r.day]);
    mark(act, id, 'review-due', { day: r.day });
  }
}

function mark(act: Act, id: string, what: 'stale' | 'agreement-ending' | 'review-due', details: Readonly<Record<string, unknown>>): void {
  act.audit({ action: `facility.${what}`, object: { kind: 'facility', id }, details });
  act.emit({ event: `facility.${what}`, kind: 'facility', id, data: { facilityId: id, ...MARK } });
}

/** Reviews of a partner that goes live: 30, 60 and 90 days later, and then each year. One that went live again is reviewed anew. */
export async function planReviews(act: Act, id: string, today: string): Promise<void> {
  await act.query('delete from facility_review where facility_id = $1 and done_at is null', [id]);
  for (const day of [30, 60, 90]) await act.query('insert into facility_review (facility_id, day, due_on) values ($1, $2, $3) on conflict (facility_id, day) do nothing', [id, day, addDays(today, day)]);
}

export async function planNextReview(act: Act, id: string, liveOn: string, after: number): Promise<void> {
  const day = nextReviewDay(after);
  await act.query('insert into facility_review (facility_id, day, due_on) values ($1, $2, $3) on conflict (facility_id, day) do nothing', [id, day, addDays(liveOn, day)]);
}
