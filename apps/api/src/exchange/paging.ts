import { Refusal } from '../platform/acts/refusal';

/** Marker of a page's last row: its sort key and id. Opaque to callers. */
export const markOf = (key: string, id: string): string => Buffer.from(JSON.stringify([key, id])).toString('base64url');

export function placeOf(cursor: string | undefined): readonly [key: string, id: string] | null {
  if (!cursor) return null;
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as [unknown, unknown];
    if (typeof key === 'string' && typeof id === 'string' && /^[0-9a-f-]{36}$/i.test(id)) return [key, id];
  } catch {
    // one answer for every broken marker, below
  }
  throw new Refusal(400, 'cursor', 'This page marker is not one of ours. Begin at the first page.');
}

/** Ids of a list a client already shows, as `ids` of a query. */
export const idsOf = (text: string | undefined): string[] | null => (text === undefined ? null : text.split(',').map((t) => t.trim()).filter((t) => /^[0-9a-f-]{36}$/i.test(t)));
