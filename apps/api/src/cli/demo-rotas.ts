import { DateTime } from 'luxon';
import type { Act } from '../platform/acts/act';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import type { DemoDocument } from './demo-document';

/** Rotas are made once; afterwards they belong to those who plan. This week is the first person's, and tonight is the next evening. */
export async function loadRotas(act: Act, document: DemoDocument, settings: Settings): Promise<void> {
  if ((await act.query('select 1 as known from rota limit 1')).length > 0) return;
  const [host] = await act.query<{ id: string }>('select id from facility where host order by made_at, id limit 1');
  const known = await act.query<{ username: string; id: string }>('select username, id from person where demo');
  const idOf = (username: string): string => known.find((k) => k.username === username)?.id ?? '';
  const now = DateTime.fromJSDate(act.now, { zone: settings.SITE_ZONE });
  for (const r of document.rotas ?? []) {
    const id = newId(act.now.getTime());
    const rotations = [{ id: 'turns', people: r.people.map(idOf), every: r.every, n: 1, from: now.minus({ hours: 7 }).startOf('week').toISODate(), to: null, at: '07:00' }];
    await act.query('insert into rota (id, facility_id, name, pool, service_line, zone, cover, rotations) values ($1, $2, $3, $4, $5, $6, $7, $8)', [id, host?.id, r.name, r.pool, r.serviceLine, settings.SITE_ZONE, r.cover, JSON.stringify(rotations)]);
    if (!r.awayTonight) continue;
    // late in the evening: the rest of this night, with time enough to look at it first
    const evening = now.hour < 18 ? now.startOf('day').set({ hour: 19 }) : now.plus({ hours: 3 }).startOf('hour');
    const morning = (evening.hour < 7 ? evening : evening.plus({ days: 1 })).startOf('day').set({ hour: 7 });
    await act.query('insert into duty_override (id, rota_id, from_at, to_at, reason) values ($1, $2, $3, $4, $5)', [newId(act.now.getTime()), id, evening.toJSDate(), morning.toJSDate(), 'Away, no one found yet']);
  }
  if (document.rotas?.length) act.audit({ action: 'demo.rotas-loaded', object: { kind: 'installation', id: 'demonstration' }, details: { rotas: document.rotas.length } });
}
