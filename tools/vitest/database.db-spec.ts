import pg from 'pg';
import { expect, it } from 'vitest';
import { quickest } from './cost';
import { freshDatabase, type Migrate } from './database';

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

const migrate: Migrate = async (ownerUrl) => {
  await ask(ownerUrl, 'create table exam (id int primary key, patient text)');
  await ask(ownerUrl, 'alter table exam enable row level security');
  await ask(ownerUrl, 'grant select, insert on exam to causeway_app');
};

it('gives each spec a database of its own with the migrated schema', async () => {
  const [one, two] = await Promise.all([freshDatabase(migrate), freshDatabase(migrate)]);
  await ask(one.ownerUrl, `insert into exam values (1, 'a')`);
  expect(await ask(one.ownerUrl, 'select id from exam')).toEqual([{ id: 1 }]);
  expect(await ask(two.ownerUrl, 'select id from exam')).toEqual([]);
});

it('runs the migrations once for all databases of a run', async () => {
  let runs = 0;
  const counted: Migrate = async (url) => {
    runs++;
    await migrate(url);
  };
  await freshDatabase(counted, 'counted');
  expect(await quickest(() => freshDatabase(counted, 'counted'), 2000)).toBeLessThan(2000);
  expect(runs).toBe(1);
});

it('holds the app role to row-level security, which no policy opens yet', async () => {
  const database = await freshDatabase(migrate);
  await ask(database.ownerUrl, `insert into exam values (1, 'a')`);
  expect(await ask(database.appUrl, 'select id from exam')).toEqual([]);
  await expect(ask(database.appUrl, `insert into exam values (2, 'b')`)).rejects.toThrow('row-level security');
  await expect(ask(database.appUrl, 'create table mine (id int)')).rejects.toThrow('permission denied');
  await expect(ask(database.appUrl, 'alter table exam disable row level security')).rejects.toThrow('must be owner');
});

it('does not keep a template whose migration failed', async () => {
  const broken: Migrate = async (url) => {
    await ask(url, 'create table half (id int)');
    throw new Error('the second step failed');
  };
  await expect(freshDatabase(broken, 'broken')).rejects.toThrow('the second step failed');
  const database = await freshDatabase(migrate, 'broken');
  expect(await ask(database.superUrl, `select to_regclass('half') as half`)).toEqual([{ half: null }]);
});

it('has the extensions, and drops the database with its connections', async () => {
  const database = await freshDatabase();
  const held = new pg.Client({ connectionString: database.appUrl });
  held.on('error', () => undefined);
  await held.connect();
  const rows = await ask(database.superUrl, 'select extname from pg_extension order by 1');
  expect(rows.map((row) => row['extname'])).toEqual(['btree_gin', 'btree_gist', 'pg_trgm', 'plpgsql', 'unaccent']);
  await database.drop();
  await expect(ask(database.appUrl, 'select 1')).rejects.toThrow('does not exist');
});
