import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';

/** Who gives out identifiers, as our directory of facilities names them. */
export interface Issuers {
  /** Issuer of our own record numbers; null while the house has none. */
  readonly host: string | null;
  readonly hostOid: string | null;
  /** Issuers whose identifiers may carry a match: ours and those of live facilities. */
  readonly trusted: ReadonlySet<string>;
  /** One name for an authority told by namespace, by OID or both; null when nothing is told. */
  nameOf(namespace: string | null | undefined, oid: string | null | undefined): string | null;
}

interface Row { issuer: string; issuer_oid: string | null; host: boolean; status: string }

export async function issuersOf(db: Pick<Act, 'query'> | Pick<Acts, 'read'>): Promise<Issuers> {
  const sql = 'select issuer, issuer_oid, host, state as status from facility where issuer is not null';
  const rows = 'query' in db ? await db.query<Row>(sql) : await db.read<Row>(sql);
  const byOid = new Map(rows.flatMap((r): [string, string][] => (r.issuer_oid ? [[r.issuer_oid, r.issuer]] : [])));
  const host = rows.find((r) => r.host);
  return {
    host: host?.issuer ?? null,
    hostOid: host?.issuer_oid ?? null,
    trusted: new Set(rows.filter((r) => r.host || r.status === 'live').map((r) => r.issuer)),
    nameOf: (namespace, oid) => (oid ? byOid.get(oid.trim()) : undefined) ?? (namespace?.trim() || oid?.trim() || null),
  };
}
