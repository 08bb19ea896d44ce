import { STATUS_CODES } from 'node:http';
import { digestOf } from '../../platform/sign-in/digest';
import { bearerOf, fitsAddress, type TokenRow } from '../../platform/sign-in/tokens';
import type { Source } from '../ledger/stored-object';

export type ReadToken = (digest: Buffer) => Promise<TokenRow | undefined>;

/** A request that is not carried out. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 405 | 406 | 408 | 413 | 415 | 503,
    readonly code: string,
    readonly detail: string,
    /** Seconds after which it may be tried again. */
    readonly again?: number,
  ) {
    super(detail);
  }
  get title(): string {
    return STATUS_CODES[this.status] ?? 'Refused';
  }
}

/** Whose objects these are: of the connection the token belongs to, else of the one facility its person works for. Throws `Refused`. */
export async function sourceOf(authorization: string | undefined, address: string, trace: string, read: ReadToken): Promise<Source> {
  const bearer = bearerOf(authorization);
  const row = bearer === null ? undefined : await read(digestOf(bearer));
  if (!row || !fitsAddress(row, address)) throw new Refused(401, 'sign-in', 'Hand objects over with the token of your connection: Authorization: Bearer TOKEN.');
  if (!row.scopes.includes('inbound.receive')) throw new Refused(403, 'not-allowed', 'This token does not have the scope inbound.receive.');
  const [facilityId = null, ...others] = row.facilities;
  return {
    door: 'dicomweb', kind: 'client', id: row.id, name: row.name, endpointId: row.endpoint_id, facilityId: others.length === 0 ? facilityId : null, calling: null, address, trace,
  };
}
