import type { Act } from '../../platform/acts/act';

/** How replays read and write: rows as arrays, because a million objects cost more than what is done with them. */
export type Query = (sql: string, values?: readonly unknown[]) => Promise<unknown[][]>;

interface PgClient {
  query(config: { text: string; values: unknown[]; rowMode: 'array' }): Promise<{ rows: unknown[][] }>;
}

/** Over a connection or pool of `pg`. */
export const queryOn = (client: unknown): Query => async (text, values = []) => (await (client as PgClient).query({ text, values: [...values], rowMode: 'array' })).rows;

/** Within an act; the columns of a statement need names of their own. */
export const queryIn = (act: Pick<Act, 'query'>): Query => async (sql, values = []) => (await act.query<Record<string, unknown>>(sql, values)).map((row) => Object.values(row));
