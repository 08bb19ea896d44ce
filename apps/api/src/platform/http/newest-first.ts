import { Refusal } from '../acts/refusal';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The place of a row in a list by when it was made: in microseconds, as the database keeps it. A `Date` knows milliseconds only, and a page marker made of one leaves rows out. */
export const placeSql = (madeAt: string): string => `to_char(${madeAt} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place`;

/** Marker of the page that begins behind this row. */
export const markBehind = (row: { readonly place: string; readonly id: string }): string => Buffer.from(JSON.stringify([row.place, row.id])).toString('base64url');

/** Instant and id behind which a page begins; null for the first. Refuses what is none of our markers. */
export function placeBehind(cursor: string | undefined): readonly [madeAt: string, id: string] | null {
  if (!cursor) return null;
  try {
    const [at, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    if (typeof at === 'string' && !Number.isNaN(Date.parse(at)) && typeof id === 'string' && UUID.test(id)) return [at, id];
  } catch {
    // one answer for every broken marker, below
  }
  throw new Refusal(400, 'cursor', 'This page marker is not one of ours. Begin at the first page.');
}
