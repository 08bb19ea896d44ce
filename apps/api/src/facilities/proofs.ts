import type { Act } from '../platform/acts/act';
import { newId } from '../platform/ids';
import { logActivity } from './facility.row';

export interface Proven {
  readonly way: 'sent' | 'received' | 'report-sent' | 'report-received';
  /** By the ladder of a connection, by the word of somebody at the partner, or by a real exam or message. */
  readonly how: 'ladder' | 'partner' | 'exam' | 'message';
  readonly endpointId: string | null;
}

/** A way between us and a partner was proven to work, which its go-live score counts. Whoever tests connections calls this in the act that records the test. */
export async function recordProof(act: Act, facilityId: string, proven: Proven): Promise<void> {
  await act.query('insert into facility_proof (id, facility_id, way, endpoint_id, how, by_name) values ($1, $2, $3, $4, $5, $6)', [newId(), facilityId, proven.way, proven.endpointId, proven.how, act.actor.name]);
  await logActivity(act, facilityId, { kind: proven.how === 'partner' ? 'partner' : 'stage', words: '', facts: { proven: proven.way, how: proven.how } });
  act.audit({ action: 'facility.way-proven', object: { kind: 'facility', id: facilityId }, details: { ...proven } });
  act.emit({ event: 'facility.way-proven', kind: 'facility', id: facilityId });
}
