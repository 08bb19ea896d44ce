import { encodeMessage, type Envelope } from '@causeway/hl7v2';
import type { Act } from '../platform/acts/act';
import { newId } from '../platform/ids';
import type { Settings } from '../platform/settings/settings';
import { momentIn } from './hl7-words';

export type MessagePurpose = 'orders' | 'reports' | 'adt-out' | 'requests';

export interface OutgoingMessage {
  readonly purpose: MessagePurpose;
  /** The one line it is for, where several take its purpose: each partner has its own. */
  readonly endpointId?: string;
  readonly subject: { readonly kind: string; readonly id: string };
  /** Writes the message; called with the envelope of the endpoint that will get it. */
  readonly write: (envelope: Envelope) => string;
}

/**
 * Puts a message on its way to the endpoint that takes its purpose. The bytes are fixed now and keep their control id, so a repeat is the same message.
 * Without a named line it stays in the house: what partners take goes to the one partner it is for. Null when no endpoint takes it: the caller says what that means.
 */
export async function queueMessage(act: Act, message: OutgoingMessage, settings: Settings): Promise<string | null> {
  const [endpoint] = await act.query<{ id: string; settings: { receivingApplication?: string; receivingFacility?: string } }>(
    `select e.id, e.settings from endpoint e join facility f on f.id = e.facility_id where e.kind = 'hl7v2' and e.direction in ('out', 'both') and e.purpose = $1 and e.disabled_at is null and (e.id = $2 or ($2::uuid is null and f.host)) order by e.made_at limit 1`,
    [message.purpose, message.endpointId ?? null]);
  if (!endpoint) return null;
  const [host] = await act.query<{ issuer: string | null; name: string }>('select issuer, name from facility where host order by made_at limit 1');
  const [number] = await act.query<{ n: string }>(`select nextval('control_number')::text as n`);
  const controlId = `CW${number?.n ?? ''}`;
  const named = (namespace: string | undefined) => (namespace ? { namespace, universalId: null, universalIdType: null } : null);
  const text = message.write({
    sendingApplication: named('CAUSEWAY'), sendingFacility: named(host?.issuer ?? host?.name), receivingApplication: named(endpoint.settings.receivingApplication), receivingFacility: named(endpoint.settings.receivingFacility),
    controlId, at: momentIn(act.now, settings.SITE_ZONE), processing: 'P',
  });
  const id = newId(act.now.getTime());
  await act.query('insert into out_message (id, endpoint_id, purpose, subject_kind, subject_id, control_id, body) values ($1, $2, $3, $4, $5, $6, $7)', [id, endpoint.id, message.purpose, message.subject.kind, message.subject.id, controlId, Buffer.from(encodeMessage(text))]);
  act.audit({ action: 'message.queued', object: { kind: message.subject.kind, id: message.subject.id }, details: { message: id, purpose: message.purpose, endpoint: endpoint.id } });
  act.wish({ kind: 'message.send', key: `message.send ${id}`, data: { id } });
  return id;
}
