import type { FacilityDetail, FacilityImport, ImportReport } from '@causeway/contracts';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { Refusal } from '../../platform/acts/refusal';
import type { Caller } from '../../platform/http/caller';
import type { Settings } from '../../platform/settings/settings';
import { enterUntested } from '../connections/untested';
import { writeContact } from '../contacts';
import { addFacility, workWith, writeFields } from '../directory';
import type { FacilityDetails } from '../facility.detail';
import type { FacilityList } from '../facility.list';
import { facilityChanged, lockPartner, logActivity } from '../facility.row';
import { readCsv, writeCsv } from './csv';
import { check, type Entry } from './entry';
import { readBundle, writeBundle, type KnownEndpoint } from './mcsd';

type Line = ImportReport['lines'][number];
const MOST = 2000;

/** The import that was tried: what it would have done is told, and none of it is kept. */
class NotTaken extends Error {
  constructor(readonly lines: readonly Line[]) {
    super('not taken');
    this.name = 'NotTaken';
  }
}

/** The directory as a file, in and out. An import is one act: with one line wrong, nothing of it is taken. */
export class DirectoryFiles {
  constructor(private readonly acts: Acts, private readonly list: FacilityList, private readonly details: FacilityDetails, private readonly settings: Pick<Settings, 'AE_TITLE'>) {}

  async take(caller: Caller, body: FacilityImport): Promise<ImportReport> {
    const { entries, fault } = body.form === 'csv' ? readCsv(body.text) : readBundle(body.text);
    if (fault !== null) throw new Refusal(422, 'file', fault);
    if (entries.length > MOST) throw new Refusal(413, 'too-many', `At most ${MOST} partners at once; this file has ${entries.length}.`);
    try {
      const lines = await this.acts.run(caller.actor, async (act) => {
        const done = await this.lines(act, caller, entries);
        if (body.dryRun || done.some((l) => l.does === 'wrong')) throw new NotTaken(done);
        act.audit({ action: 'facility.imported', object: { kind: 'installation', id: 'directory' }, details: { form: body.form, lines: done.length } });
        return done;
      });
      return { dryRun: false, lines, taken: lines.filter((l) => l.does !== 'same').length };
    } catch (error) {
      if (error instanceof NotTaken) return { dryRun: body.dryRun, lines: error.lines, taken: 0 };
      throw error;
    }
  }

  private async lines(act: Act, caller: Caller, entries: readonly Entry[]): Promise<Line[]> {
    const done: Line[] = [];
    const seen = new Map<string, number>();
    for (const entry of entries) {
      const name = typeof entry.fields['name'] === 'string' ? entry.fields['name'].trim() : '';
      const twice = seen.get(name.toLowerCase());
      if (twice !== undefined) {
        done.push({ line: entry.line, name, does: 'wrong', faults: [`name: stands in line ${twice} already`] });
        continue;
      }
      seen.set(name.toLowerCase(), entry.line);
      await act.query('savepoint one_line');
      try {
        done.push(await this.one(act, caller, entry, name));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        await act.query('rollback to savepoint one_line');
        done.push({ line: entry.line, name, does: 'wrong', faults: [error.detail] });
      }
    }
    return done;
  }

  private async one(act: Act, caller: Caller, entry: Entry, name: string): Promise<Line> {
    const [known] = await act.query<{ id: string; host: boolean }>('select id, host from facility where lower(name) = lower($1)', [name]);
    if (known?.host) return { line: entry.line, name, does: 'same', faults: [] };
    if (known) await lockPartner(act, known.id, caller, 'facility.develop').catch((error: unknown) => { throw error instanceof Refusal ? new Refusal(409, 'not-yours', 'It is in the directory already, and you do not work with it.') : error; });
    const before = known ? await fieldsNow(act, known.id) : {};
    const checked = check(entry, before);
    if ('faults' in checked) return { line: entry.line, name, does: 'wrong', faults: checked.faults };
    const id = known?.id ?? (await addFacility(act, { ...checked.fields, ownerId: checked.fields.ownerId ?? caller.id }));
    if (!known) await workWith(act, id, caller.id);
    else await writeFields(act, id, checked.fields);
    let more = 0;
    for (const contact of checked.contacts) {
      const [there] = await act.query('select 1 as there from facility_contact where facility_id = $1 and kind = $2 and name = $3 and ended_at is null', [id, contact.kind, contact.name]);
      if (there) continue;
      await writeContact(act, id, null, contact, false);
      more++;
    }
    for (const endpoint of entry.endpoints) if ((await enterUntested(act, id, endpoint, this.settings.AE_TITLE)) !== null) more++;
    const does = !known ? 'new' : more > 0 || JSON.stringify(before) !== JSON.stringify(await fieldsNow(act, id)) ? 'changed' : 'same';
    if (does === 'changed') {
      await facilityChanged(act, id, 'saved', { imported: true });
      await logActivity(act, id, { kind: 'stage', words: '', facts: { saved: true, imported: true } });
    }
    return { line: entry.line, name, does, faults: [] };
  }

  /** What the person may see, as a file. */
  async give(caller: Caller, form: 'csv' | 'mcsd'): Promise<string> {
    const { rows } = await this.list.pipeline(caller);
    const partners: FacilityDetail[] = [];
    for (const row of rows) if (!row.host) partners.push(await this.details.detail(row.id, caller));
    await this.acts.run(caller.actor, async (act) => act.audit({ action: 'facility.exported', object: { kind: 'installation', id: 'directory' }, details: { form, partners: partners.length } }));
    if (form === 'csv') return writeCsv(partners);
    return JSON.stringify(writeBundle(partners, await this.endpoints(partners.map((p) => p.id)), new Date().toISOString()), null, 2);
  }

  /** Addresses of connections we call: never a secret, never where a partner calls from. */
  private async endpoints(facilityIds: readonly string[]): Promise<KnownEndpoint[]> {
    const rows = await this.acts.read<{ id: string; facility_id: string; kind: string; label: string; direction: string; host: string | null; port: string | null; title: string | null; url: string | null; gateway_id: string | null }>(
      `select id, gateway_id, facility_id, kind, label, direction, settings->>'host' as host, settings->>'port' as port, settings->>'calledAeTitle' as title, settings->>'url' as url
       from endpoint where facility_id = any($1::uuid[]) and disabled_at is null and direction <> 'in' and kind in ('dimse', 'dicomweb', 'hl7v2') order by label`, [facilityIds]);
    return rows.map((r) => ({
      id: r.id, facilityId: r.facility_id, kind: r.kind, label: r.label, direction: r.direction, active: true, gatewayId: r.gateway_id,
      address: r.kind === 'dicomweb' ? (r.url ?? '') : r.kind === 'dimse' ? `dicom://${r.host}:${r.port}/${encodeURIComponent(r.title ?? '')}` : `mllp://${r.host}:${r.port}`,
    }));
  }
}

/** What is known of a partner, in the words of a file. */
async function fieldsNow(act: Act, id: string): Promise<Readonly<Record<string, unknown>>> {
  const [row] = await act.query<{ fields: Readonly<Record<string, unknown>> }>(
    `select jsonb_build_object('name', f.name, 'kind', f.kind, 'tier', f.tier, 'place', f.place, 'issuer', f.issuer, 'issuerOid', f.issuer_oid, 'oid', f.oid, 'homeCommunity', f.home_community, 'purposes', f.purposes, 'volume', f.volume, 'discPermille', f.disc_permille,
       'serviceLines', f.service_lines, 'ownerId', f.owner_id,
       'departments', coalesce((select jsonb_agg(jsonb_build_object('name', d.name, 'serviceLine', d.service_line) order by d.name) from facility_department d where d.facility_id = f.id), '[]'),
       'networks', coalesce((select jsonb_agg(jsonb_build_object('name', n.name, 'kind', n.kind, 'oid', n.oid) order by n.name) from facility_network m join network n on n.id = m.network_id where m.facility_id = f.id), '[]'),
       'products', coalesce((select jsonb_agg(jsonb_build_object('vendor', p.vendor, 'name', p.name, 'version', u.version, 'usedFor', u.used_for) order by p.vendor, p.name) from facility_product u join vendor_product p on p.id = u.product_id where u.facility_id = f.id), '[]'),
       'gateways', coalesce((select jsonb_agg(jsonb_build_object('name', g.name, 'vendor', g.vendor, 'product', g.product, 'version', g.version, 'site', g.site, 'keeper', g.keeper) order by g.name) from site_gateway g where g.facility_id = f.id), '[]')) as fields
     from facility f where f.id = $1`, [id]);
  return row?.fields ?? {};
}
