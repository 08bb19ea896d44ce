import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Postgres, startPostgres } from '../postgres/start';
import { backUp, type RunningDatabase, restore } from './backup';

let dir: string;
const running: Postgres[] = [];
beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-backup-'));
  fs.chmodSync(dir, 0o755);
});
afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop('immediate');
  fs.rmSync(dir, { recursive: true, force: true });
});
const at = (name: string): string => path.join(dir, name);
const start = async (dataDir: string): Promise<Postgres> => {
  const postgres = await startPostgres({ dir: path.join(dataDir, 'postgres') });
  running.push(postgres);
  return postgres;
};
const placeOf = (postgres: Postgres): RunningDatabase => ({ superUrl: postgres.superUrl, dir: path.dirname(postgres.data) });
async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

describe('a backup', () => {
  it('taken while people write restores every commit from before it began, with the bytes its rows name, and nothing half done', async () => {
    const live = await start(at('live'));
    const segment = path.join(at('live'), 'objects/one.seg');
    fs.mkdirSync(path.dirname(segment), { recursive: true });
    fs.mkdirSync(path.join(at('live'), 'cache'));
    fs.writeFileSync(path.join(at('live'), 'cache/picture'), 'made again');
    await connected(live.ownerUrl, (db) => db.query('create table pair (n int primary key, half text not null); create table twin (n int primary key, half text not null)'));
    let n = 0;
    let stop = false;
    const writing = connected(live.ownerUrl, async (db) => {
      while (!stop) {
        // as the receiver does: the bytes first, then the rows that name them, in one commit
        fs.appendFileSync(segment, String(n % 10));
        await db.query(`begin; insert into pair values (${n}, repeat('x', 3000)); insert into twin values (${n}, repeat('y', 3000)); commit`);
        n += 1;
      }
    });
    await expect.poll(() => n).toBeGreaterThan(50);
    const before = n;
    const manifest = await backUp(at('live'), placeOf(live), at('copy'));
    await expect.poll(() => n).toBeGreaterThan(before + 50);
    stop = true;
    await writing;
    expect(manifest).toMatchObject({ format: 1, postgres: 18 });
    expect(fs.statSync(at('copy')).mode & 0o077).toBe(0);
    restore(at('copy'), at('new'));
    const again = await start(at('new'));
    const [row] = await connected(again.ownerUrl, async (db) =>
      (await db.query<{ pairs: number; most: number; alone: number }>('select count(*)::int as pairs, max(pair.n)::int as most, count(*) filter (where twin.n is null)::int as alone from pair full join twin using (n)')).rows);
    expect(row!.alone).toBe(0);
    expect(row!.pairs).toBe(row!.most + 1);
    expect(row!.pairs).toBeGreaterThanOrEqual(before);
    expect(fs.statSync(path.join(at('new'), 'objects/one.seg')).size).toBeGreaterThanOrEqual(row!.pairs);
    expect(fs.existsSync(path.join(at('new'), 'cache'))).toBe(false);
    expect(await connected(live.superUrl, async (db) => (await db.query('select 1 from pg_replication_slots')).rowCount), 'nothing is held back').toBe(0);
  }, 60_000);

  it('never writes over anything, and is not there before it is whole', async () => {
    const live = await start(at('live'));
    fs.mkdirSync(at('used'));
    fs.writeFileSync(at('used/mine'), 'x');
    await expect(backUp(at('live'), placeOf(live), at('used'))).rejects.toThrow('is not empty');
    await expect(backUp(at('live'), placeOf(live), at('live/backup'))).rejects.toThrow('lies in the data folder');
    await expect(backUp(at('live'), { ...placeOf(live), superUrl: live.superUrl.replace(/postgres:[^@]*@/, 'postgres:wrong@') }, at('copy'))).rejects.toThrow();
    expect(fs.existsSync(at('copy'))).toBe(false);
    expect(() => restore(at('copy'), at('new'))).toThrow('no whole backup');
    await backUp(at('live'), placeOf(live), at('copy'));
    expect(() => restore(at('copy'), at('live'))).toThrow('is not empty');
    fs.rmSync(at('copy/postgres/data/pg_wal'), { recursive: true });
    fs.mkdirSync(at('copy/postgres/data/pg_wal'));
    expect(() => restore(at('copy'), at('new'))).toThrow('is not whole');
  }, 60_000);
});
