import pg from 'pg';
import { migrations } from '../platform/database/migrations';

/**
 * Refuses to start on a database that is behind this build, as `refusePendingMigration` does, but without loading the mapper: a receiver is a small
 * process, and everything it has in memory makes each collection of garbage slower.
 */
export async function refuseOldSchema(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, application_name: 'causeway receiver check' });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(`select name from migration`).catch(() => ({ rows: [] as { name: string }[] }));
    const ran = new Set(rows.map((r) => r.name));
    if (migrations.some((m) => !ran.has(new m().name))) throw new Error('The database is behind this build: run "causeway migrate" and start again.');
  } finally {
    await client.end();
  }
}
