import type { EndpointState } from '@causeway/domain';
import type { Act } from '../platform/acts/act';
import type { EndpointRow } from '@causeway/contracts';

export interface EndpointColumns {
  id: string; version: number; facility_id: string; kind: string; direction: EndpointRow['direction']; purpose: string; label: string; settings: unknown; calling: string | null; addresses: string[];
  state: EndpointState; state_since: Date; sentence: string | null; last_probe_at: Date | null; disabled_at: Date | null; reds: number; certificate_told: number | null; certificate_ends_at: Date | null; reason: string | null; gateway_id: string | null;
}

export async function lockEndpoint(act: Act, id: string): Promise<EndpointColumns | null> {
  const [row] = await act.query<EndpointColumns>('select * from endpoint where id = $1 for update', [id]);
  return row ?? null;
}

/** What the ability rules look at. */
export const endpointGuarded = (row: Pick<EndpointColumns, 'facility_id'>) => ({ facilityIds: [row.facility_id] });

/** Somebody is called on it, so it can be tested. */
export const callsOut = (row: Pick<EndpointColumns, 'direction'>): boolean => row.direction !== 'in';
