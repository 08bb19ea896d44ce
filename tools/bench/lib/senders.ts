// Rows a site needs before anybody may send to it: the house, a partner with its calling titles, and a client with a token.
import { createHash, randomUUID } from 'node:crypto';

export type Sql = (text: string, values?: unknown[]) => Promise<unknown>;

export interface Senders {
  readonly facilityId: string;
  /** Calling AE titles that may send, from any address of this machine. */
  readonly callers: readonly string[];
  /** Bearer token of a client that may hand us objects and read them. */
  readonly token: string;
}

/** A client may do at most what the person behind it may. */
const SENDER_ROLE = 'pa';

/** Adds them to a migrated database, as its superuser. */
export async function addSenders(sql: Sql, { facilityId, callers, token }: Senders): Promise<void> {
  await sql(`insert into facility (id, name, kind, host, issuer, state, tier) values ($1, 'Home Hospital', 'hospital', true, 'HOME', 'live', 'strategic'), ($2, 'Sending Hospital', 'hospital', false, 'SENDING', 'live', 'regular')`, [randomUUID(), facilityId]);
  for (const calling of callers) {
    await sql(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, calling, addresses) values ($1, $2, 'dimse', 'in', 'receive', $3, '{}', $3, '{127.0.0.0/8}')`, [randomUUID(), facilityId, calling]);
  }
  const person = randomUUID();
  await sql(`insert into person (id, username, name, initials, title, roles, facilities, password_hash) values ($1, 'sender', 'Sending client', 'SC', 'Client', $2, array(select id from facility), '-')`, [person, [SENDER_ROLE]]);
  await sql(`insert into api_token (id, name, secret, person_id, scopes, ends_at) values ($1, 'sender', $2, $3, '{inbound.receive,exam.list,exam.view}', now() + interval '1 day')`, [randomUUID(), createHash('sha256').update(token).digest(), person]);
}
