// Databases for specs (`*.db-spec.ts`, `*.peer-spec.ts`): each call gives an empty or migrated database of its own on the run's server.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { prepareDatabase } from '../postgres/provision';
import { OWNER_ROLE } from '../postgres/secrets';

/** The run's server; its URLs name the database `causeway`, which stays empty. */
export interface SpecServer {
  readonly superUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: SpecServer;
  }
}

export interface SpecDatabase {
  readonly name: string;
  /** The role migrations run as. */
  readonly ownerUrl: string;
  /** The role the product runs as. */
  readonly appUrl: string;
  readonly superUrl: string;
  /** Ends all connections to the database and deletes it. */
  drop(): Promise<void>;
}

/** Brings an empty database to the product's schema, given the owner's URL. It must close its connections before it resolves. */
export type Migrate = (ownerUrl: string) => Promise<unknown>;

const SOURCE_BUSY = '55006';
const inDatabase = (url: string, name: string) => url.replace(/\/[^/]*$/, `/${name}`);

async function asSuperuser<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inDatabase(inject('postgres').superUrl, 'postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

function urlsOf(name: string): Omit<SpecDatabase, 'drop'> {
  const { superUrl, ownerUrl, appUrl } = inject('postgres');
  return { name, superUrl: inDatabase(superUrl, name), ownerUrl: inDatabase(ownerUrl, name), appUrl: inDatabase(appUrl, name) };
}

/** Copies a database, waiting a little for its last connections to go away: PostgreSQL copies only what nobody uses. */
async function copy(client: pg.Client, from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(`create database ${to} template ${from} owner ${OWNER_ROLE} strategy file_copy`);
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== SOURCE_BUSY || attempt === 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** Makes the template once per run: workers ask at the same time, so the one that finds it missing makes it under an advisory lock. */
async function ensureTemplate(client: pg.Client, template: string, migrate: Migrate): Promise<void> {
  await client.query('select pg_advisory_lock(hashtext($1))', [template]);
  const known = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [template]);
  if (!known.rowCount) {
    await client.query(`drop database if exists ${template} with (force)`);
    await copy(client, 'causeway', template);
    await prepareDatabase(urlsOf(template).superUrl);
    await migrate(urlsOf(template).ownerUrl);
    await client.query(`alter database ${template} is_template true`);
  }
  await client.query('select pg_advisory_unlock(hashtext($1))', [template]);
}

/**
 * A new database for one spec. With `migrate` it has the product's schema: the migrations run once per Vitest run into a template that
 * is then copied. A spec that migrates differently names another `template` (lower-case letters and underscores).
 */
export async function freshDatabase(migrate?: Migrate, template = 'migrated'): Promise<SpecDatabase> {
  const name = `spec_${randomBytes(6).toString('hex')}`;
  await asSuperuser(async (client) => {
    if (migrate) await ensureTemplate(client, `template_${template}`, migrate);
    await copy(client, migrate ? `template_${template}` : 'causeway', name);
  });
  const urls = urlsOf(name);
  await prepareDatabase(urls.superUrl);
  return { ...urls, drop: () => asSuperuser(async (client) => void (await client.query(`drop database if exists ${name} with (force)`))) };
}

export { startPostgres, type Postgres, type PostgresOptions } from '../postgres/start';
