import { runMigrations } from 'bullmq';
import pg from 'pg';
import { dataSource } from './data-source';

export const QUEUE_SCHEMA = 'bullmq';

export class PendingMigration extends Error {}

/** Runs what is missing as the owner and lets the app role use the result. Returns the names that ran. */
export async function migrate(ownerUrl: string, appRole = 'causeway_app'): Promise<string[]> {
  const source = await dataSource({ url: ownerUrl, process: 'migrate', pool: 1 }).initialize();
  try {
    const ran = await source.runMigrations({ transaction: 'each' });
    await migrateQueue(ownerUrl);
    await grant((sql) => source.query(sql), appRole);
    return ran.map((m) => m.name);
  } finally {
    await source.destroy();
  }
}

/** Refuses to start on a database that is behind this build. */
export async function refusePendingMigration(url: string): Promise<void> {
  const source = await dataSource({ url, process: 'check', pool: 1 }).initialize();
  try {
    if (await source.showMigrations()) throw new PendingMigration('The database is behind this build: run "causeway migrate" and start again.');
  } finally {
    await source.destroy();
  }
}

/** The queue keeps its tables in a schema of its own. */
async function migrateQueue(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await runMigrations(client as never, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}

/** The app role reads and writes rows, but can neither change nor remove an audit entry. */
async function grant(query: (sql: string) => Promise<unknown>, role: string): Promise<void> {
  const [known] = (await query(`select 1 from pg_roles where rolname = '${role.replaceAll("'", "''")}'`)) as unknown[];
  if (!known) return;
  const name = `"${role.replaceAll('"', '""')}"`;
  await query(`
    grant usage on schema public to ${name};
    grant select, insert, update, delete on all tables in schema public to ${name};
    grant usage, select on all sequences in schema public to ${name};
    revoke all on audit_entry, audit_head, migration from ${name};
    grant select on audit_entry, audit_head, migration to ${name};
    revoke execute on function audit_append(text, jsonb) from public;
    grant execute on function audit_append(text, jsonb) to ${name};
    -- the queue makes a sequence per queue when it is first used
    grant usage, create on schema ${QUEUE_SCHEMA} to ${name};
    grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${name};
    grant execute on all functions in schema ${QUEUE_SCHEMA} to ${name};
    -- those the app role made itself are its own, and the owner could not even name them in a grant
    do $$ declare made regclass; begin
      for made in select c.oid from pg_class c where c.relkind = 'S' and c.relnamespace = '${QUEUE_SCHEMA}'::regnamespace and c.relowner = current_user::regrole loop
        execute format('grant usage, select on sequence %s to ${name}', made);
      end loop;
    end $$;
  `);
}
