import fs from 'node:fs';
import type { NewParcel, ParcelPage, ParcelView } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { Binder, rowSql } from '../platform/http/row-sql';
import { newId } from '../platform/ids';
import { objectsOf } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
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

  /** Announces an upload. Length, the person's share of the disk and the room left are looked at before the first byte. */
  async announce(wish: NewParcel, caller: Caller): Promise<string> {
    const { UPLOAD_BYTES, UPLOAD_QUOTA_BYTES, UPLOAD_HOURS } = this.settings;
    if (wish.bytes > UPLOAD_BYTES) throw new Refusal(413, 'too-large', `One upload may have ${inGigabytes(UPLOAD_BYTES)}; this has ${inGigabytes(wish.bytes)}. Upload it in parts.`);
    if (objectsOf(this.settings).full) throw new Refusal(503, 'disk-full', 'There is no room to take anything in. Tell your administrator, and try again later.');
    const id = newId();
    await this.acts.run(caller.actor, async (act) => {
      const guarded = await this.placeOf(act, caller, wish.sourceFacilityId ?? null);
      caller.require('link.issue', guarded, 'link.issue');
      // one person's announcements take turns, so that two at once do not both fit
      await act.query('select id from person where id = $1 for update', [caller.id]);
      const [open] = await act.query<{ bytes: string }>(`select coalesce(sum(bytes), 0) as bytes from parcel where made_by = $1 and state in ('uploading', 'waiting', 'reading')`, [caller.id]);
      if (Number(open?.bytes ?? 0) + wish.bytes > UPLOAD_QUOTA_BYTES) {
        throw new Refusal(429, 'quota', `Your unfinished uploads may have ${inGigabytes(UPLOAD_QUOTA_BYTES)} together. Finish or cancel one first.`);
      }
      await act.query(
        `insert into parcel (id, form, state, label, made_by, source_facility_id, facility_ids, service_line, care_team, files, bytes) values ($1, $2, 'uploading', $3, $4, $5, $6, $7, $8, $9, $10)`,
        [id, wish.form, wish.label ?? '', caller.id, wish.sourceFacilityId ?? null, guarded.facilityIds, guarded.serviceLine, guarded.careTeam, wish.files ?? null, wish.bytes]);
      act.audit({ action: 'parcel.announced', object: { kind: 'parcel', id }, to: 'uploading', details: { form: wish.form, bytes: wish.bytes } });
      act.emit({ event: 'parcel.announced', kind: 'parcel', id });
      act.wish({ kind: 'parcel.expire', key: `parcel.expire ${id}`, data: { id }, inSeconds: UPLOAD_HOURS * 3600 });
    });
    return id;
  }

  /** All bytes are here: the worker reads them. Told twice, the second time changes nothing. */
  async arrived(id: string, caller: Caller): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      const row = await this.lock(act, id);
      if (row?.state !== 'uploading') return;
      await set(act, row, 'waiting');
      act.unwish(`parcel.expire ${id}`);
      act.wish({ kind: 'parcel.read', key: `parcel.read ${id}`, data: { id } });
    });
  }

  async cancel(id: string, caller: Caller): Promise<void> {
    await this.acts.run(caller.actor, async (act) => {
      const row = await this.lock(act, id);
      if (!row || row.made_by !== caller.id) throw notFound('parcel');
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

  private received(row: ParcelColumns): number {
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

/** Moves a parcel on, with its audit entry and event. */
export async function set(act: Act, row: Pick<ParcelColumns, 'id' | 'state'>, state: ParcelColumns['state'], more: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const columns = Object.keys(more);
  const ended = ['read', 'failed', 'cancelled', 'expired'].includes(state) ? ', ended_at = clock_timestamp()' : '';
  await act.query(`update parcel set state = $2, version = version + 1${ended}${columns.map((c, i) => `, ${c} = $${i + 3}`).join('')} where id = $1`, [row.id, state, ...columns.map((c) => more[c])]);
  act.audit({ action: `parcel.${state}`, object: { kind: 'parcel', id: row.id }, from: row.state, to: state });
  act.emit({ event: `parcel.${state}`, kind: 'parcel', id: row.id });
}

const inGigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toLocaleString('en-US', { maximumFractionDigits: 1 })} GB`;
