import type { GatewayFields } from '@causeway/contracts';
import type { Act } from '../platform/acts/act';
import { Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';

/** The gateways of a partner are these. One that still has connections behind it is not forgotten by leaving it out. */
export async function writeGateways(act: Act, facilityId: string, gateways: readonly GatewayFields[]): Promise<void> {
  const kept = gateways.map((g) => g.name);
  const [used] = await act.query<{ name: string; labels: string[] }>(
    `select g.name, array_agg(e.label order by e.label) as labels from site_gateway g join endpoint e on e.gateway_id = g.id and e.state <> 'removed' where g.facility_id = $1 and not g.name = any($2) group by g.id, g.name order by g.name limit 1`, [facilityId, kept]);
  if (used) {
    throw new Refusal(409, 'gateway-in-use', `Behind the gateway "${used.name}" ${used.labels.length === 1 ? 'stands' : 'stand'} ${used.labels.join(', ')}. Say under the connections which gateway they stand behind now, then take this one out.`, { errors: [{ pointer: '/gateways', detail: `"${used.name}" is in use` }] });
  }
  await act.query('update endpoint set gateway_id = null where gateway_id in (select id from site_gateway where facility_id = $1 and not name = any($2))', [facilityId, kept]);
  await act.query('delete from site_gateway where facility_id = $1 and not name = any($2)', [facilityId, kept]);
  for (const g of gateways) await writeGateway(act, facilityId, g);
}

/** Enters one, or what is known of it now; answers its id. */
export async function writeGateway(act: Act, facilityId: string, g: GatewayFields): Promise<string> {
  const [row] = await act.query<{ id: string }>(
    `insert into site_gateway (id, facility_id, name, vendor, product, version, site, keeper) values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (facility_id, name) do update set vendor = excluded.vendor, product = excluded.product, version = excluded.version, site = excluded.site, keeper = excluded.keeper returning id`,
    [newId(), facilityId, g.name, g.vendor, g.product, g.version, g.site, g.keeper]);
  return row?.id ?? '';
}
