import pg from 'pg';
import type { Bench } from '../../../testing/harness';

/** What only the owner of the schema may do. */
export async function asOwner(b: Bench, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client(b.database.ownerUrl);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

/** Runs `work` while connections of this application name were cut and no new ones are let in. */
export async function whileAway(b: Bench, application: string, work: () => Promise<void>): Promise<void> {
  await asOwner(b, async (client) => {
    const name = client.escapeIdentifier(client.database ?? '');
    await client.query(`revoke connect on database ${name} from causeway_app, public`);
    try {
      await b.acts.read(`select pg_terminate_backend(pid) from pg_stat_activity where application_name like $1 and datname = current_database()`, [application]);
      await work();
    } finally {
      await client.query(`grant connect on database ${name} to causeway_app`);
    }
  });
}
