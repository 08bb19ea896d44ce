import type { Facts } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { Settings } from '../platform/settings/settings';
import { examFacts } from '../inbound/facts';
import { queuedMinutes } from '../overreads/reading-facts';
import { exchangeFacts } from '../notices/exchange-facts';

/** Kinds of things that are somebody's work while they are open. */
export const itemKinds = ['inbound', 'overread', 'registration', 'requestOut', 'requestIn', 'case'] as const;
export type ItemKind = (typeof itemKinds)[number];

export interface OpenItem {
  readonly workKind: string;
  readonly examId: string | null;
  readonly facilityIds: string[];
  readonly serviceLine: string | null;
  /** Who has it in hand; null: nobody yet. */
  readonly holder: string | null;
  readonly since: Date;
}

type Row = { exam_id: string | null; facility_ids: string[]; service_line: string | null; holder: string | null; since: Date };

/** Statements that answer with one row while the thing is open, and with none when it is done. A state that waits for the requester is the requester's. */
const OPEN: Readonly<Record<ItemKind, readonly [workKind: string, sql: string]>> = {
  inbound: ['inbound', `select x.id as exam_id, x.facility_ids, x.service_line, case when l.state = 'held' then l.holder_id end as holder, x.state_since as since
    from lease l join inbound x on x.id = l.item_id where l.item_kind = 'inbound' and l.state <> 'ended' and x.id = $1`],
  overread: ['overread', `select exam_id, facility_ids, service_line, case when state in ('awaiting-pick', 'signed') then requester_id else holder_id end as holder, state_since as since
    from overread where state not in ('acknowledged', 'withdrawn', 'retracted') and id = $1`],
  registration: ['registration', `select r.exam_id, x.facility_ids, x.service_line, null::uuid as holder, r.state_since as since from registration r join inbound x on x.id = r.exam_id where r.state in ('asked', 'sent') and r.id = $1`],
  requestOut: ['request-out', `select null::uuid as exam_id, facility_ids, service_line, case when state = 'awaiting-approval' then approver_id else requester_id end as holder, state_since as since
    from request_out where state in ('draft', 'awaiting-approval', 'sent', 'acknowledged', 'promised', 'partly-fulfilled') and id = $1`],
  // an emergency before any of its images is a read: somebody of ours is to look at them, by day and by night. A restricted case is for those who were named.
  case: ['overread', `select null::uuid as exam_id, c.facility_ids, c.service_line, null::uuid as holder, c.made_at as since from exchange_case c
    where c.state in ('open', 'deciding') and c.profile = 'E' and not c.restricted and c.id = $1
      and not exists (select 1 from case_exam e join overread o on o.exam_id = e.exam_id where e.case_id = c.id and o.state not in ('withdrawn', 'retracted'))`],
  requestIn: ['request-in', `select null::uuid as exam_id, facility_ids, null::text as service_line, reviewer_id as holder, state_since as since
    from request_in where state in ('received', 'reviewing', 'awaiting-approval', 'accepted', 'partly-fulfilled') and id = $1`],
};

export async function openItem(act: Act, kind: ItemKind, id: string): Promise<OpenItem | null> {
  const [workKind, sql] = OPEN[kind];
  const [row] = await act.query<Row>(sql, [id]);
  return row ? { workKind, examId: row.exam_id, facilityIds: row.facility_ids, serviceLine: row.service_line, holder: row.holder, since: row.since } : null;
}

/** What the responsibility policy may know of it, without the duty calendar's own facts. */
export async function itemFacts(act: Act, kind: ItemKind, id: string, item: OpenItem, settings: Settings): Promise<Facts> {
  const about = item.examId ? (await examFacts(act, item.examId, settings)).facts : await exchangeFacts(act, { kind, id, examId: null });
  const queue: Facts = kind === 'overread' ? { 'pool.hoursOfWork': await queuedMinutes(act, (about['exam.subspecialty'] as string | null) ?? null, item.serviceLine ?? 'general') } : {};
  return { ...about, ...queue, 'work.kind': item.workKind, 'work.ageMinutes': Math.max(0, Math.floor((act.now.getTime() - item.since.getTime()) / 60_000)) };
}
