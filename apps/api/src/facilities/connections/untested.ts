import type { Act } from '../../platform/acts/act';
import { made } from '../../platform/acts/move';
import { Refusal } from '../../platform/acts/refusal';
import { newId } from '../../platform/ids';

/** A connection as a partner or a directory names it: nothing secret, and nobody has tested it. */
export type NewEndpoint = { /** The gateway of the facility it stands behind, by name. */ readonly gateway?: string | null } & (
  | { readonly kind: 'dimse'; readonly label: string; readonly host: string; readonly port: number; readonly aeTitle: string; /** Addresses and networks they call from. */ readonly from?: readonly string[] }
  | { readonly kind: 'dicomweb'; readonly label: string; readonly url: string });

/**
 * Enters it as untested, once: the same one again changes nothing and answers null. A title or an address that belongs to another facility is refused with both names: exams of two
 * sites under one name could not be told apart. Whether it may be called at all is asked by every socket.
 */
export async function enterUntested(act: Act, facilityId: string, e: NewEndpoint, ourTitle: string): Promise<string | null> {
  const [own] = await act.query<{ name: string }>('select name from facility where id = $1', [facilityId]);
  const others = await act.query<{ facility_id: string; name: string; label: string; same: boolean; id: string }>(
    e.kind === 'dimse'
      ? `select e.id, e.facility_id, f.name, e.label, coalesce(e.settings->>'host', '') = $2 and coalesce(e.settings->>'port', '') = $3 and e.settings->>'calledAeTitle' = $1 as same from endpoint e join facility f on f.id = e.facility_id
         where e.kind = 'dimse' and e.disabled_at is null and (e.calling = $1 or e.settings->>'calledAeTitle' = $1)`
      : `select e.id, e.facility_id, f.name, e.label, true as same from endpoint e join facility f on f.id = e.facility_id where e.kind = 'dicomweb' and e.disabled_at is null and rtrim(e.settings->>'url', '/') = rtrim($1, '/') and $2 = $2 and $3 = $3`,
    e.kind === 'dimse' ? [e.aeTitle, e.host, String(e.port)] : [e.url, '', '']);
  const twin = others.find((o) => o.facility_id !== facilityId);
  if (twin) {
    const what = e.kind === 'dimse' ? `The AE title ${e.aeTitle}` : 'This address';
    throw new Refusal(409, 'same-title', `${what} belongs to ${twin.name} ("${twin.label}") already, so ${own?.name ?? 'this facility'} cannot have it too: exams of the two could not be told apart. Use a title of its own, or correct the other.`,
      { errors: [{ pointer: e.kind === 'dimse' ? '/aeTitle' : '/url', detail: `is ${twin.name}'s` }] });
  }
  const gatewayId = await gatewayNamed(act, facilityId, e.gateway ?? null);
  const same = others.find((o) => o.same);
  if (same) return gatewayId === null ? null : standBehind(act, same.id, gatewayId);
  const label = await freeLabel(act, facilityId, e.label);
  const id = newId(act.now.getTime());
  const from = e.kind === 'dimse' ? (e.from ?? []) : [];
  const settings = e.kind === 'dimse' ? { host: e.host, port: e.port, calledAeTitle: e.aeTitle, callingAeTitle: ourTitle } : { url: e.url };
  await act.query(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling, addresses, gateway_id) values ($1, $2, $3, $4, 'images', $5, $6, $7, $8, $9)`,
    [id, facilityId, e.kind, from.length > 0 ? 'both' : 'out', label, JSON.stringify(settings), e.kind === 'dimse' && from.length > 0 ? e.aeTitle : null, from, gatewayId]);
  made(act, 'endpoint', id, { kind: e.kind, purpose: 'images', label }, { facilityId });
  return id;
}

async function gatewayNamed(act: Act, facilityId: string, name: string | null): Promise<string | null> {
  if (name === null) return null;
  const [gateway] = await act.query<{ id: string }>('select id from site_gateway where facility_id = $1 and name = $2', [facilityId, name]);
  return gateway?.id ?? null;
}

/** Answers its id when it stood elsewhere before. */
async function standBehind(act: Act, id: string, gatewayId: string): Promise<string | null> {
  const moved = await act.query('update endpoint set gateway_id = $2, version = version + 1 where id = $1 and gateway_id is distinct from $2 returning id', [id, gatewayId]);
  if (moved.length === 0) return null;
  act.audit({ action: 'endpoint.gateway-named', object: { kind: 'endpoint', id }, details: { gateway: gatewayId } });
  return id;
}

async function freeLabel(act: Act, facilityId: string, wanted: string): Promise<string> {
  const taken = new Set((await act.query<{ label: string }>('select label from endpoint where facility_id = $1', [facilityId])).map((r) => r.label));
  for (let n = 1; ; n++) {
    const label = n === 1 ? wanted : `${wanted} ${n}`;
    if (!taken.has(label)) return label;
  }
}
