import type { GatewayAway, GatewayView } from '@causeway/contracts';
import type { Acts } from '../../platform/acts/acts';

interface Row { id: string; name: string; vendor: string; product: string; version: string; site: string; keeper: string; away_since: Date | null; last_seen: Date | null; connections: GatewayView['connections'] }

/** A test or a transfer over one of its connections that went well. */
const LAST_SEEN = `(select max(x.at) from endpoint e, lateral (
  select max(r.at) as at from endpoint_run r where r.endpoint_id = e.id and r.ok union all select max(t.state_since) from transfer t where t.endpoint_id = e.id and t.state = 'done') x where e.gateway_id = g.id)`;

export async function gatewaysOf(acts: Pick<Acts, 'read'>, facilityId: string): Promise<GatewayView[]> {
  const rows = await acts.read<Row>(
    `select g.id, g.name, g.vendor, g.product, g.version, g.site, g.keeper, g.away_since, ${LAST_SEEN} as last_seen,
       coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'label', e.label, 'state', e.state) order by e.label) from endpoint e where e.gateway_id = g.id and e.state <> 'removed'), '[]') as connections
     from site_gateway g where g.facility_id = $1 order by g.name`, [facilityId]);
  return rows.map(({ away_since, last_seen, ...g }) => ({ ...g, lastSeenAt: last_seen?.toISOString() ?? null, awaySince: away_since?.toISOString() ?? null }));
}

/** Gateways that are away, of facilities `where` lets through; `f` is the facility. */
export async function gatewaysAway(acts: Pick<Acts, 'read'>, where: string, values: readonly unknown[]): Promise<GatewayAway[]> {
  const rows = await acts.read<Omit<GatewayAway, 'since' | 'lastSeenAt'> & { since: Date; last_seen: Date | null }>(
    `select g.id, f.id as "facilityId", f.name as facility, g.name as gateway, g.site, g.keeper, g.away_since as since, ${LAST_SEEN} as last_seen,
       array(select e.label from endpoint e where e.gateway_id = g.id and e.disabled_at is null and e.state = 'failing' order by e.label) as connections
     from site_gateway g join facility f on f.id = g.facility_id where g.away_since is not null and ${where} order by g.away_since`, [...values]);
  return rows.map(({ last_seen, ...g }) => ({ ...g, since: g.since.toISOString(), lastSeenAt: last_seen?.toISOString() ?? null }));
}
