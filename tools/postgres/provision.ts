// Roles, database and extensions of the embedded cluster. Every statement can be repeated: it runs at each start.
import pg from 'pg';
import { APP_ROLE, DATABASE, databaseUrl, OWNER_ROLE, SUPERUSER, type Secrets } from './secrets';

export const EXTENSIONS = ['pg_trgm', 'unaccent', 'btree_gin', 'btree_gist'] as const;

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(client: pg.Client, role: string, password: string): Promise<void> {
  const known = await client.query('select 1 from pg_roles where rolname = $1', [role]);
  const verb = known.rowCount ? 'alter' : 'create';
  // Neither role may create roles or databases or step round row-level security: a leaked password opens one schema, not the server.
  await client.query(`${verb} role ${role} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${client.escapeLiteral(password)}`);
}

/** What a database of ours has before the first migration. Runs as superuser inside that database. */
export async function prepareDatabase(superUrl: string): Promise<void> {
  await withClient(superUrl, async (client) => {
    const name = client.escapeIdentifier(client.database ?? DATABASE);
    await client.query(`revoke all on database ${name} from public`);
    await client.query(`grant connect, temporary on database ${name} to ${OWNER_ROLE}, ${APP_ROLE}`);
    await client.query(`alter schema public owner to ${OWNER_ROLE}`);
    await client.query(`grant usage on schema public to ${APP_ROLE}`);
    for (const extension of EXTENSIONS) await client.query(`create extension if not exists ${extension} schema public`);
  });
}

/** Brings a running cluster to: owner and app roles with these passwords, the database, its extensions. */
export async function provision(port: number, secrets: Secrets): Promise<void> {
  await withClient(databaseUrl(SUPERUSER, secrets.superuser, port, 'postgres'), async (client) => {
    await ensureRole(client, OWNER_ROLE, secrets.owner);
    await ensureRole(client, APP_ROLE, secrets.app);
    await client.query('revoke all on database postgres from public');
    const known = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!known.rowCount) await client.query(`create database ${DATABASE} owner ${OWNER_ROLE}`);
  });
  await prepareDatabase(databaseUrl(SUPERUSER, secrets.superuser, port));
}
