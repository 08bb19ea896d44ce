import { awaySince, toldAs, type BehindGateway, type EndpointState } from '@causeway/domain';
import type { Act } from '../../platform/acts/act';

interface Behind { id: string; label: string; state: EndpointState; since: Date; reds: number; last_probe_at: Date | null }
interface Gateway { id: string; facility_id: string; name: string; away_since: Date | null }

const BEHIND = `select id, label, state, state_since as since, reds, last_probe_at from endpoint where gateway_id = $1 and direction <> 'in' and disabled_at is null order by label`;
const seen = (b: Behind): BehindGateway => ({ state: b.state, since: b.since.toISOString(), reds: b.reds, lastProbeAt: b.last_probe_at?.toISOString() ?? null });

/**
 * Looks at a gateway after a connection behind it changed its state: one that is away is told of once, for all of them. When one just failed the others are tested at once, and
 * when the gateway is back whoever still fails is told of by itself. Whoever asks holds the connection; the gateway is locked after it, and no other connection.
 */
export async function settleGateway(act: Act, gatewayId: string | null, justFailed = false): Promise<void> {
  if (!gatewayId) return;
  const [gateway] = await act.query<Gateway>('select id, facility_id, name, away_since from site_gateway where id = $1 for update', [gatewayId]);
  if (!gateway) return;
  const behind = await act.query<Behind>(BEHIND, [gatewayId]);
  const since = awaySince(behind.map(seen));
  if (since !== null && gateway.away_since === null) return fellSilent(act, gateway, since, behind.length);
  if (since === null && gateway.away_since !== null) return cameBack(act, gateway, behind);
  if (since === null && justFailed) testNow(act, behind.filter((b) => b.state !== 'failing'));
}

/** The word of the domain for a box at a partner's site that is not heard: the notification policy has its rule. */
async function fellSilent(act: Act, g: Gateway, since: string, connections: number): Promise<void> {
  await act.query('update site_gateway set away_since = $2 where id = $1', [g.id, since]);
  act.audit({ action: 'gateway.fell-silent', object: { kind: 'facility', id: g.facility_id }, details: { gateway: g.name, since, connections } });
  act.emit({ event: 'gateway.fell-silent', kind: 'facility', id: g.facility_id, data: { facilityId: g.facility_id } });
}

async function cameBack(act: Act, g: Gateway, behind: readonly Behind[]): Promise<void> {
  await act.query('update site_gateway set away_since = null where id = $1', [g.id]);
  const still = behind.filter((b) => b.state === 'failing');
  act.audit({ action: 'gateway.came-back', object: { kind: 'facility', id: g.facility_id }, details: { gateway: g.name, stillFailing: still.map((b) => b.label) } });
  act.emit({ event: 'gateway.came-back', kind: 'facility', id: g.facility_id, data: { facilityId: g.facility_id } });
  testNow(act, still);
  for (const { id } of still) act.emit({ event: 'endpoint.still-failing', kind: 'endpoint', id, data: { facilityId: g.facility_id } });
}

function testNow(act: Act, lines: readonly Behind[]): void {
  for (const { id } of lines) act.wish({ kind: 'endpoint.probe', key: `endpoint.probe ${id}`, data: { id } });
}

/** As what the failure of a connection is told: see `toldAs`. Null when it is over and nobody heard of it yet. */
export async function failureToldAs(act: Act, endpointId: string, onlyIfStill = false): Promise<'connection' | 'gateway' | 'wait' | null> {
  const [own] = await act.query<{ gateway_id: string | null; state: string }>('select gateway_id, state from endpoint where id = $1', [endpointId]);
  if (onlyIfStill && own?.state !== 'failing') return null;
  if (!own?.gateway_id) return 'connection';
  const [gateway] = await act.query<Gateway>('select id, facility_id, name, away_since from site_gateway where id = $1 for share', [own.gateway_id]);
  const behind = await act.query<Behind>(BEHIND, [own.gateway_id]);
  const self = behind.find((b) => b.id === endpointId);
  if (!gateway || !self) return 'connection';
  return toldAs(seen(self), behind.filter((b) => b !== self).map(seen), gateway.away_since !== null, act.now.toISOString());
}
