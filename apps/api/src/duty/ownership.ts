import { duties } from '@causeway/access';
import { hoursAt, hoursFor, ownerOf, usualWeek, type DutyBook, type StaffOf, type WorkOwner } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import { dayIn } from '../platform/clocks';
import { askPolicy } from '../platform/decisions/decisions';
import type { Settings } from '../platform/settings/settings';
import { tell } from '../notices/tell';
import { itemFacts, openItem, type ItemKind, type OpenItem } from './items';
import { bookAt, serviceHours, staffOf } from './rows';

export interface OwnershipRow {
  item_kind: ItemKind; item_id: string; work_kind: string; facility_ids: string[]; service_line: string | null; decision_id: string | null; because: string;
  pool: string; escalate: string[]; hours: 'business' | 'off'; by: WorkOwner['by']; role: string | null; people: string[]; gap: string | null; since: Date;
}

/** Business or off hours of a line and a kind of task now; the site's zone and the usual week where nobody set any. */
export async function hoursNow(act: Act, serviceLine: string | null, workKind: string | null, settings: Settings): Promise<'business' | 'off'> {
  const set = hoursFor(await serviceHours(act), serviceLine, workKind);
  return hoursAt(set ?? { zone: settings.SITE_ZONE, week: usualWeek }, act.now.getTime());
}

/**
 * Puts an open task into exactly one hand and writes it down; takes a closed one off the list. The policy names the pool and its chain, asked again when
 * business hours end or begin; the calendar says who of them is there. Whoever is on call gets told, because nobody watches a list at night.
 */
export async function own(act: Act, kind: ItemKind, id: string, settings: Settings): Promise<void> {
  await act.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`ownership ${kind} ${id}`]);
  const item = await openItem(act, kind, id);
  if (!item) {
    await act.query('delete from ownership where item_kind = $1 and item_id = $2', [kind, id]);
    return;
  }
  const [before] = await act.query<OwnershipRow>('select * from ownership where item_kind = $1 and item_id = $2', [kind, id]);
  const hours = await hoursNow(act, item.serviceLine, item.workKind, settings);
  const book = await bookAt(act, act.now);
  const said = before && before.hours === hours ? { decision: before.decision_id, because: before.because, pool: before.pool, escalate: before.escalate } : await decided(act, kind, id, item, hours, book, settings);
  const owner = ownerOf({ workKind: item.workKind, serviceLine: item.serviceLine, holder: item.holder, pool: said.pool, escalate: said.escalate, at: act.now.getTime() }, book, await staffOf(act, item.facilityIds));
  if (!owner) throw new Error('Nobody of this house can own work: give somebody the role of section lead or PACS administrator');
  if (before && before.hours === hours && same(before, owner)) return;
  await act.query(
    `insert into ownership (item_kind, item_id, work_kind, facility_ids, service_line, decision_id, because, pool, escalate, hours, by, role, people, gap) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
     on conflict (item_kind, item_id) do update set service_line = excluded.service_line, decision_id = excluded.decision_id, because = excluded.because, pool = excluded.pool, escalate = excluded.escalate,
       hours = excluded.hours, by = excluded.by, role = excluded.role, people = excluded.people, gap = excluded.gap, since = clock_timestamp()`,
    [kind, id, item.workKind, item.facilityIds, item.serviceLine, said.decision, said.because, said.pool, said.escalate, hours, owner.by, owner.role, owner.people, owner.gap]);
  if (before && same(before, owner)) return;
  act.audit({ action: 'ownership.changed', object: { kind, id }, from: before?.by ?? null, to: owner.by, details: { role: owner.role, people: owner.people, gap: owner.gap, decision: said.decision } });
  if (owner.by !== 'owner' && hours === 'off') await tellOnCall(act, kind, id, item, owner, said, book, settings);
}

async function decided(act: Act, kind: ItemKind, id: string, item: OpenItem, hours: 'business' | 'off', book: DutyBook, settings: Settings) {
  const facts = { ...(await itemFacts(act, kind, id, item, settings)), 'duty.hours': hours, 'duty.onDuty': filled(book, item, act.now) };
  const d = await askPolicy(act, { kind: 'responsibility', subject: { kind, id, examId: item.examId }, facts, today: dayIn(act.now, settings.SITE_ZONE), ...(item.serviceLine ? { scope: item.serviceLine } : {}) });
  return { decision: d.id, because: d.because.at(-1) ?? '', pool: d.outcome.pool, escalate: [...d.outcome.escalate] };
}

/** Duty roles somebody fills now by plan, sorted; null where no rota plans this hour. */
function filled(book: DutyBook, item: OpenItem, now: Date): string[] | null {
  const on = Object.keys(duties).map((duty) => ({ duty, ...book.on(duty, item.serviceLine, item.workKind, now.getTime()) }));
  return on.some((o) => o.planned) ? on.filter((o) => o.people.length > 0).map((o) => o.duty).sort() : null;
}

async function tellOnCall(act: Act, kind: ItemKind, id: string, item: OpenItem, owner: WorkOwner, said: { decision: string | null; because: string }, book: DutyBook, settings: Settings): Promise<void> {
  const planned = book.on(owner.role ?? '', item.serviceLine, item.workKind, act.now.getTime()).planned;
  if (!planned && owner.gap === null) return;
  for (const personId of owner.people) {
    if (await toldAlready(act, personId, `${kind}.yours`)) continue;
    await tell(act, {
      personId, role: owner.role ?? '', event: `${kind}.yours`, because: owner.by === 'pool' ? 'on-call-now' : 'gap-in-the-chain', about: { kind, id, examId: item.examId }, channel: 'push', urgent: true, ack: false,
      key: `yours ${kind} ${id} ${personId} ${act.now.toISOString().slice(0, 13)}`, decisionId: said.decision, data: {},
    }, settings);
  }
}

/** Whoever has not looked yet at the last of these is not told of each further one: the list in the console shows them all. */
const TOLD_MINUTES = 15;
async function toldAlready(act: Act, personId: string, event: string): Promise<boolean> {
  const rows = await act.query(
    `select 1 as told from notice where person_id = $1 and event = $2 and state in ('queued', 'sent', 'failed', 'escalated') and made_at > clock_timestamp() - make_interval(mins => ${TOLD_MINUTES}) limit 1`, [personId, event]);
  return rows.length > 0;
}

const same = (a: Pick<OwnershipRow, 'by' | 'role' | 'people' | 'gap'>, b: WorkOwner): boolean =>
  a.by === b.by && a.role === b.role && a.gap === b.gap && a.people.length === b.people.length && a.people.every((p) => b.people.includes(p));

/** Open tasks whose hand the calendar has moved since it was written down; they are looked at one by one. */
export async function moved(act: Act, settings: Settings, after: { kind: string; id: string } | null, batch: number): Promise<{ rows: OwnershipRow[]; due: OwnershipRow[] }> {
  const rows = await act.query<OwnershipRow>(
    `select * from ownership where ($1::text is null or (item_kind, item_id) > ($1, $2::uuid)) order by item_kind, item_id limit $3`, [after?.kind ?? null, after?.id ?? null, batch]);
  const book = await bookAt(act, act.now);
  const set = await serviceHours(act);
  const staffs = new Map<string, StaffOf>();
  const due: OwnershipRow[] = [];
  for (const row of rows) {
    const hours = hoursAt(hoursFor(set, row.service_line, row.work_kind) ?? { zone: settings.SITE_ZONE, week: usualWeek }, act.now.getTime());
    const key = row.facility_ids.join();
    const staff = staffs.get(key) ?? (await staffOf(act, row.facility_ids));
    staffs.set(key, staff);
    const holder = row.by === 'owner' ? (row.people[0] ?? null) : null;
    const owner = ownerOf({ workKind: row.work_kind, serviceLine: row.service_line, holder, pool: row.pool, escalate: row.escalate, at: act.now.getTime() }, book, staff);
    if (hours !== row.hours || !owner || !same(row, owner)) due.push(row);
  }
  return { rows, due };
}
