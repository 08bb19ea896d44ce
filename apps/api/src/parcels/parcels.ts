import fs from 'node:fs';
import type { BroughtBy, NewParcel, ParcelPage, ParcelView } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import type { Actor } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { newId } from '../platform/ids';
import { objectsOf } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
import { lockRequest, seesRequest, type RequestOutColumns } from '../requests/out.row';
import { discsCame } from '../requests/awaited-discs';
import { guardedParcel, parcelRowColumns, parcelView, SHOWN_SQL, type ParcelColumns, type ShownParcel } from './parcel.row';
import { uploadFile } from './places';

const SHOWN = 100;

/** Parcels as people see them: announced, uploaded, read. A person sees those of the facilities they work for, by the ability to invite an upload. */
export class Parcels {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async page(caller: Caller): Promise<ParcelPage> {
    const b = new Binder();
    const sight = rowSql(caller.rows('link.issue'), parcelRowColumns, b.bind);
    const rows = await this.acts.read<ShownParcel>(`${SHOWN_SQL} where ${sight} order by x.made_at desc, x.id limit ${SHOWN}`, b.values);
    const { UPLOAD_BYTES: bytes, UPLOAD_QUOTA_BYTES: quotaBytes, UPLOAD_HOURS: hours } = this.settings;
    return { items: rows.map((row) => this.view(row, caller)), limits: { bytes, quotaBytes, hours } };
  }

  async one(id: string, caller: Caller): Promise<ShownParcel> {
    const [row] = await this.acts.read<ShownParcel>(`${SHOWN_SQL} where x.id = $1`, [id]);
    if (!row || !caller.may('link.issue', guardedParcel(row))) throw notFound('parcel');
    return row;
  }

  view(row: ShownParcel, caller: Caller): ParcelView {
    return parcelView(row, this.received(row), caller);
  }

  /** One upload of so many bytes may come now. */
  requireRoom(bytes: number, most: number): void {
    if (bytes > most) throw new Refusal(413, 'too-large', `One upload may have ${inGigabytes(most)}; this has ${inGigabytes(bytes)}. Upload it in parts.`);
    if (objectsOf(this.settings).full) throw new Refusal(503, 'disk-full', 'There is no room to take anything in. Tell your administrator, and try again later.');
  }

  /** Announces an upload. Length, the person's share of the disk and the room left are looked at before the first byte. */
  async announce(wish: NewParcel, caller: Caller): Promise<string> {
    const { UPLOAD_BYTES, UPLOAD_QUOTA_BYTES, UPLOAD_HOURS } = this.settings;
    this.requireRoom(wish.bytes, UPLOAD_BYTES);
    const id = newId();
    await this.acts.run(caller.actor, async (act) => {
      const guarded = await this.placeOf(act, caller, wish.sourceFacilityId ?? null);
      caller.require('link.issue', guarded, 'link.issue');
      const request = wish.requestNumber ? await requestOf(act, caller, wish.requestNumber) : null;
      // one person's announcements take turns, so that two at once do not both fit
      await act.query('select id from person where id = $1 for update', [caller.id]);
      const [open] = await act.query<{ bytes: string }>(`select coalesce(sum(bytes), 0) as bytes from parcel where made_by = $1 and state in ('uploading', 'waiting', 'reading')`, [caller.id]);
      if (Number(open?.bytes ?? 0) + wish.bytes > UPLOAD_QUOTA_BYTES) {
        throw new Refusal(429, 'quota', `Your unfinished uploads may have ${inGigabytes(UPLOAD_QUOTA_BYTES)} together. Finish or cancel one first.`);
      }
      await announced(act, {
        id, form: wish.form, label: wish.label ?? '', made_by: caller.id, source_facility_id: wish.sourceFacilityId ?? null, facility_ids: guarded.facilityIds, service_line: guarded.serviceLine, care_team: guarded.careTeam,
        files: wish.files ?? null, bytes: wish.bytes, request_id: request?.id ?? null, case_id: request?.case_id ?? null,
      }, UPLOAD_HOURS);
      if (request) await discsCame(act, request.id, id);
    });
    return id;
  }

  /** All bytes are here: the worker reads them. Told twice, the second time changes nothing. */
  async arrived(id: string, actor: Actor): Promise<void> {
    await this.acts.run(actor, async (act) => {
      const row = await this.lock(act, id);
      if (row?.state !== 'uploading') return;
      await set(act, row, 'waiting');
      act.unwish(`parcel.expire ${id}`);
      act.wish({ kind: 'parcel.read', key: `parcel.read ${id}`, data: { id } });
    });
  }

  /** Given up by who began it: `theirs` says whether it is theirs. */
  async cancel(id: string, actor: Actor, theirs: (row: ParcelColumns) => boolean): Promise<void> {
    await this.acts.run(actor, async (act) => {
      const row = await this.lock(act, id);
      if (!row || !theirs(row)) throw notFound('parcel');
      if (row.state !== 'uploading') throw new Refusal(409, 'not-from-here', 'This is uploaded already. What was taken from it is in the inbox.');
      await set(act, row, 'cancelled');
      act.unwish(`parcel.expire ${id}`);
    });
    fs.rmSync(uploadFile(this.settings, id), { force: true });
  }

  async lock(act: Act, id: string): Promise<ParcelColumns | null> {
    const [row] = await act.query<ParcelColumns>('select * from parcel where id = $1 for update', [id]);
    return row ?? null;
  }

  received(row: Pick<ParcelColumns, 'id' | 'state' | 'bytes'>): number {
    if (row.state !== 'uploading') return ['cancelled', 'expired'].includes(row.state) ? 0 : Number(row.bytes);
    return fs.statSync(uploadFile(this.settings, row.id), { throwIfNoEntry: false })?.size ?? 0;
  }

  /** Whose it is: the house's and the sender's, in the line of whoever brought it, who counts as its care team. */
  private async placeOf(act: Act, caller: Caller, source: string | null): Promise<{ facilityIds: string[]; serviceLine: string; careTeam: string[] }> {
    const [host] = await act.query<{ id: string }>('select id from facility where host order by made_at limit 1');
    if (source && (await act.query('select 1 as there from facility where id = $1', [source])).length === 0) {
      throw new Refusal(422, 'fields', 'This facility is not in the directory.', { errors: [{ pointer: '/sourceFacilityId', detail: 'not in the directory' }] });
    }
    return { facilityIds: [host?.id, source].filter((f): f is string => !!f), serviceLine: caller.principal.serviceLines[0] ?? 'general', careTeam: [caller.id] };
  }
}

type Announced = Pick<ParcelColumns, 'id' | 'form' | 'label' | 'made_by' | 'source_facility_id' | 'facility_ids' | 'service_line' | 'care_team' | 'files' | 'request_id' | 'case_id'> & { readonly bytes: number; readonly link_id?: string; readonly about?: string; readonly brought_by?: BroughtBy };

/** A parcel that will be uploaded, by whoever; given up when it is not here in time. */
export async function announced(act: Act, row: Announced, hours: number): Promise<void> {
  const columns = Object.entries({ state: 'uploading', ...row });
  await act.query(`insert into parcel (${columns.map(([name]) => name).join(', ')}) values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`, columns.map(([, value]) => value));
  act.audit({ action: 'parcel.announced', object: { kind: 'parcel', id: row.id }, to: 'uploading', details: { form: row.form, bytes: row.bytes, ...(row.link_id ? { link: row.link_id } : {}), ...(row.request_id ? { request: row.request_id } : {}) } });
  act.emit({ event: 'parcel.announced', kind: 'parcel', id: row.id });
  act.wish({ kind: 'parcel.expire', key: `parcel.expire ${row.id}`, data: { id: row.id }, inSeconds: hours * 3600 });
}

/** The request a cover sheet names. Whoever may not see it is told that there is none. */
async function requestOf(act: Act, caller: Caller, number: string): Promise<RequestOutColumns> {
  const [found] = await act.query<{ id: string }>('select id from request_out where number = $1', [Number(number.replace(/\D/g, ''))]);
  const row = found ? await lockRequest(act, found.id) : null;
  if (row && seesRequest(caller, row)) return row;
  throw new Refusal(422, 'fields', 'There is no request of this number, or it is not yours to see. Look at the sheet again, or leave the number out.', { errors: [{ pointer: '/requestNumber', detail: 'not a request' }] });
}

/** Moves a parcel on, with its audit entry and event. */
export async function set(act: Act, row: Pick<ParcelColumns, 'id' | 'state'>, state: ParcelColumns['state'], more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const columns = Object.keys(more);
  const ended = ['read', 'failed', 'cancelled', 'expired'].includes(state) ? ', ended_at = clock_timestamp()' : '';
  await act.query(`update parcel set state = $2, version = version + 1${ended}${columns.map((c, i) => `, ${c} = $${i + 3}`).join('')} where id = $1`, [row.id, state, ...columns.map((c) => more[c])]);
  act.audit({ action: `parcel.${state}`, object: { kind: 'parcel', id: row.id }, from: row.state, to: state });
  act.emit({ event: `parcel.${state}`, kind: 'parcel', id: row.id });
}

export const inGigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toLocaleString('en-US', { maximumFractionDigits: 1 })} GB`;
