import type { AbilityName, Principal, Role } from '@causeway/access';
import { isListed } from '../addresses';

export interface TokenRow {
  readonly id: string;
  readonly name: string;
  readonly scopes: AbilityName[];
  /** Of the person behind it; none behind a connection. */
  readonly person_id: string | null;
  readonly person_name: string | null;
  readonly roles: Role[];
  /** Of the person, or the one of the connection. */
  readonly facilities: string[];
  readonly service_lines: string[];
  readonly endpoint_id: string | null;
  /** Where its connection may come from; empty: from anywhere. */
  readonly addresses: string[];
}

const USED = `
  with t as (select * from api_token where secret = $1 and revoked_at is null and ends_at > clock_timestamp()),
  used as (update api_token a set last_used_at = clock_timestamp() from t where a.id = t.id and (t.last_used_at is null or t.last_used_at < clock_timestamp() - interval '1 minute'))`;
const VALID = `
  select t.id, t.name, t.scopes, t.endpoint_id, p.id as person_id, p.name as person_name, coalesce(p.roles, '{}') as roles, coalesce(e.addresses, '{}') as addresses, coalesce(p.facilities, array[e.facility_id]) as facilities, coalesce(p.service_lines, '{}') as service_lines
  from t left join person p on p.id = t.person_id left join endpoint e on e.id = t.endpoint_id left join facility f on f.id = e.facility_id
  where case when t.endpoint_id is null then p.disabled_at is null else e.disabled_at is null and e.direction in ('in', 'both') and f.state <> 'retired' end`;

/**
 * The token with this digest ($1), while it is valid: of a person who may still sign in, or of a connection that is not disabled and whose facility is not
 * retired. When it was last used is kept to the minute, so that a request does not cost a write.
 */
export const TOKEN_SQL = USED + VALID;

/** The same, with the rows of a question that is asked of the database at once: none of it is looked up for a token that is not valid. */
export const tokenSqlBeside = (question: string): string => `${USED}, token as (${VALID})
  select token.*, (select coalesce(json_agg(one), '[]') from (${question}) one) as beside from token`;

/** At most the scopes it was granted, and at most what the person behind it may; a connection stands behind its token with its facility alone. */
export function clientOf({ id, name, scopes, facilities, service_lines: serviceLines, ...row }: TokenRow): Principal {
  const behind: Principal = row.person_id === null
    ? { kind: 'client', id: row.endpoint_id ?? id, name, roles: [], facilities, serviceLines }
    : { kind: 'person', id: row.person_id, name: row.person_name ?? name, roles: row.roles, facilities, serviceLines };
  return { kind: 'client', id, name, roles: ['ac'], facilities, serviceLines, scopes, behind };
}

export const fitsAddress = (row: TokenRow, address: string): boolean => isListed(address, row.addresses);

/** The token of an Authorization header (RFC 6750 2.1). */
export const bearerOf = (header: string | undefined): string | null => /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(header ?? '')?.[1] ?? null;
