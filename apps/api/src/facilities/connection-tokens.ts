import type { Actor } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { newId } from '../platform/ids';
import { digestOf } from '../platform/sign-in/digest';
import { newSecret } from '../platform/sign-in/secrets';

export interface NewConnectionToken {
  /** Name or id of the facility whose system it is. */
  readonly facility: string;
  /** What the connection is called; one of that name is used, else it is made. */
  readonly label: string;
  /** Addresses and networks it may be used from; empty: any. Only for a connection that is made. */
  readonly addresses: readonly string[];
  readonly days: number;
}

export interface TokenInUse {
  readonly id: string;
  readonly name: string;
  /** User name of its person, or facility and connection. */
  readonly of: string;
  readonly scopes: readonly string[];
  readonly endsAt: Date;
  readonly lastUsedAt: Date | null;
}

const MOST_DAYS = 3660;

/** Tokens with which partners' systems hand us objects over DICOMweb: each belongs to one connection of one facility and can do nothing else. */
export class ConnectionTokens {
  constructor(private readonly acts: Acts) {}

  /** The secret, which is shown this once. */
  async add(actor: Actor, wanted: NewConnectionToken): Promise<{ readonly id: string; readonly secret: string }> {
    if (!Number.isInteger(wanted.days) || wanted.days < 1 || wanted.days > MOST_DAYS) throw new Refusal(422, 'days', `A token is valid for 1 to ${MOST_DAYS} days.`);
    if (wanted.label.trim() === '') throw new Refusal(422, 'label', 'Say what the connection is called.');
    const [id, secret] = [newId(), newSecret()];
    await this.acts.run(actor, async (act) => {
      const found = await act.query<{ id: string; name: string }>('select id, name from facility where (name = $1 or id::text = $1) and not host and state <> $2', [wanted.facility, 'retired']);
      const [facility] = found;
      if (!facility) throw new Refusal(404, 'facility', `There is no partner facility "${wanted.facility}".`);
      const [known] = await act.query<{ id: string }>(`select id from endpoint where facility_id = $1 and kind = 'dicomweb' and direction in ('in', 'both') and label = $2 for update`, [facility.id, wanted.label]);
      const endpoint = known?.id ?? newId();
      if (!known) {
        await act.query(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings, addresses) values ($1, $2, 'dicomweb', 'in', 'images', $3, '{}', $4)`, [endpoint, facility.id, wanted.label, wanted.addresses]);
      }
      await act.query(`insert into api_token (id, name, secret, endpoint_id, scopes, ends_at) values ($1, $2, $3, $4, '{inbound.receive}', clock_timestamp() + make_interval(days => $5))`,
        [id, `${facility.name}, ${wanted.label}`, digestOf(secret), endpoint, wanted.days]);
      act.audit({ action: 'endpoint.token-added', object: { kind: 'endpoint', id: endpoint }, details: { token: id, days: wanted.days, made: !known } });
    });
    return { id, secret };
  }

  /** Those that can be used, of people too. */
  async list(): Promise<TokenInUse[]> {
    return this.acts.read<TokenInUse>(
      `select t.id, t.name, coalesce(p.username, f.name || ', ' || e.label) as of, t.scopes, t.ends_at as "endsAt", t.last_used_at as "lastUsedAt"
       from api_token t left join person p on p.id = t.person_id left join endpoint e on e.id = t.endpoint_id left join facility f on f.id = e.facility_id
       where t.revoked_at is null and t.ends_at > clock_timestamp() order by 3, t.made_at`);
  }

  /** From the next request on it opens nothing; of a person or of a connection. */
  async revoke(actor: Actor, id: string): Promise<void> {
    await this.acts.run(actor, async (act) => {
      const [row] = await act.query<{ endpoint_id: string | null }>('update api_token set revoked_at = clock_timestamp() where id::text = $1 and revoked_at is null returning endpoint_id', [id]);
      if (!row) throw new Refusal(404, 'token', `There is no token ${id} in use. "causeway token list" names them.`);
      act.audit({ action: 'people.token-revoked', object: { kind: 'api-token', id }, details: { endpoint: row.endpoint_id } });
    });
  }
}
