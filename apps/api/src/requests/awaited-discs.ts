import type { AwaitedDiscView } from '@causeway/contracts';
import { DateTime } from 'luxon';
import { writeEntry } from '../exchange/entries';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { dayIn } from '../platform/clocks';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';

export interface DiscsSaid {
  readonly requestId: string | null;
  readonly caseId: string | null;
  readonly linkId: string | null;
  readonly expectedOn: string;
  readonly discs: number;
  readonly carrier: string;
  readonly tracking: string;
}
interface DiscRow { id: string; request_id: string | null; case_id: string | null; expected_on: string; discs: number; carrier: string; tracking: string; said_by: string; said_at: Date; late_at: Date | null; arrived_at: Date | null }
const SELECT = 'select id, request_id, case_id, expected_on::text, discs, carrier, tracking, said_by, said_at, late_at, arrived_at from awaited_disc';
const MOST_OPEN = 20;
const LONGEST_DAYS = 120;

/** Discs are in the mail: written into the ledger of what they are for, and looked for on the day after they are expected. */
export async function awaitDiscs(act: Act, said: DiscsSaid, settings: Pick<Settings, 'SITE_ZONE'>): Promise<string> {
  const today = dayIn(act.now, settings.SITE_ZONE);
  const last = DateTime.fromISO(today).plus({ days: LONGEST_DAYS }).toISODate() ?? today;
  if (!DateTime.fromISO(said.expectedOn).isValid || said.expectedOn < today || said.expectedOn > last) {
    throw new Refusal(422, 'fields', 'Say a day from today on, within the next four months.', { errors: [{ pointer: '/expectedOn', detail: 'from today on' }] });
  }
  const [open] = await act.query<{ n: number }>('select count(*)::int as n from awaited_disc where arrived_at is null and (request_id = $1 or case_id = $2)', [said.requestId, said.caseId]);
  if ((open?.n ?? 0) >= MOST_OPEN) throw new Refusal(409, 'too-many', 'So many discs are awaited already. Write down first which of them came.');
  const id = newId(act.now.getTime());
  await act.query('insert into awaited_disc (id, request_id, case_id, link_id, expected_on, discs, carrier, tracking, said_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
    [id, said.requestId, said.caseId, said.linkId, said.expectedOn, said.discs, said.carrier, said.tracking, act.actor.name]);
  await note(act, { request_id: said.requestId, case_id: said.caseId }, 'discs-mailed', { discs: said.discs, expected: said.expectedOn, carrier: said.carrier, tracking: said.tracking });
  act.wish({ kind: 'discs.late', key: `discs.late ${id}`, data: { id }, dueAt: DateTime.fromISO(said.expectedOn, { zone: settings.SITE_ZONE }).plus({ days: 1, hours: 8 }).toJSDate() });
  return id;
}

/** They lie on the desk. Said twice, the second time changes nothing. */
export async function discsArrived(act: Act, row: DiscRow, parcelId: string | null): Promise<void> {
  const [first] = await act.query('update awaited_disc set arrived_at = clock_timestamp(), arrived_by = $2, parcel_id = coalesce($3, parcel_id) where id = $1 and arrived_at is null returning id', [row.id, act.actor.name, parcelId]);
  if (!first) return;
  act.unwish(`discs.late ${row.id}`);
  await note(act, row, 'discs-arrived', { discs: row.discs, ...(parcelId ? { parcel: parcelId } : {}) });
}

/** A disc of this request is read in: the discs that were awaited for it are here. */
export async function discsCame(act: Act, requestId: string, parcelId: string): Promise<void> {
  for (const row of await act.query<DiscRow>(`${SELECT} where request_id = $1 and arrived_at is null order by expected_on, id for update`, [requestId])) await discsArrived(act, row, parcelId);
}

/** The day is over and nobody wrote down that they came. */
export async function discsLate(act: Act, id: string): Promise<void> {
  const row = await lockDiscs(act, id);
  if (!row || row.arrived_at || row.late_at) return;
  await act.query('update awaited_disc set late_at = clock_timestamp() where id = $1', [id]);
  await note(act, row, 'discs-late', { expected: row.expected_on, tracking: row.tracking });
  const [kind, of] = row.request_id ? (['requestOut', row.request_id] as const) : (['case', row.case_id ?? ''] as const);
  act.emit({ event: `${kind}.discs-late`, kind, id: of, data: { permille: 1000 } });
}

export async function lockDiscs(act: Act, id: string): Promise<DiscRow | null> {
  const [row] = await act.query<DiscRow>(`${SELECT} where id = $1 for update`, [id]);
  return row ?? null;
}

/** Of a request, or of a case and all requests of it. */
export async function discsOf(acts: Acts, of: { readonly requestId: string | null; readonly caseId: string | null }): Promise<AwaitedDiscView[]> {
  const rows = await acts.read<DiscRow>(`${SELECT} where request_id = $1 or ($1::uuid is null and case_id = $2) order by expected_on, id`, [of.requestId, of.caseId]);
  return rows.map((r) => ({
    id: r.id, expectedOn: r.expected_on, discs: r.discs, carrier: r.carrier, tracking: r.tracking, saidBy: r.said_by, saidAt: r.said_at.toISOString(), late: r.late_at !== null && r.arrived_at === null, arrivedAt: r.arrived_at?.toISOString() ?? null,
  }));
}

async function note(act: Act, of: Pick<DiscRow, 'request_id' | 'case_id'>, what: 'discs-mailed' | 'discs-arrived' | 'discs-late', facts: Readonly<Record<string, string | number>>): Promise<void> {
  const kind = of.request_id ? 'requestOut' : 'case';
  const id = of.request_id ?? of.case_id ?? '';
  await act.query(`update ${of.request_id ? 'request_out' : 'exchange_case'} set version = version + 1 where id = $1`, [id]);
  await writeEntry(act, kind, id, what, facts);
  act.audit({ action: `${kind}.${what}`, object: { kind, id }, details: facts });
  if (what !== 'discs-late') act.emit({ event: `${kind}.${what}`, kind, id });
}
