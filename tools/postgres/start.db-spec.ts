import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAlive } from '../processes/alive';
import { FolderInUse } from '../processes/folder-lock';
import { startPostgres, type Postgres, type PostgresOptions } from './start';

let dir: string;
const started: Postgres[] = [];

beforeEach(() => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-pg-'));
});

afterEach(async () => {
  const servers = started.splice(0);
  // all first: two may be of one folder, and a server whose folder is gone is not known any more and ends when it notices, within a minute
  for (const server of servers) await server.stop('immediate');
  for (const server of servers) fs.rmSync(path.dirname(server.data), { recursive: true, force: true });
  fs.rmSync(dir, { recursive: true, force: true });
});

async function start(options: Partial<PostgresOptions> = {}): Promise<Postgres> {
  const server = await startPostgres({ dir, durable: false, ...options });
  started.push(server);
  return server;
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows as Record<string, unknown>[];
  } finally {
    await client.end();
  }
}

const setting = async (server: Postgres, name: string) => (await ask(server.superUrl, `show ${name}`))[0]?.[name];

it('creates a checksummed cluster that listens on loopback only and takes no connection without a password', async () => {
  const server = await start({ durable: true });
  expect(await setting(server, 'data_checksums')).toBe('on');
  expect(await setting(server, 'fsync')).toBe('on');
  expect(await setting(server, 'listen_addresses')).toBe('127.0.0.1');
  const anonymous = server.superUrl.replace(/:[^:@]+@/, '@');
  await expect(ask(anonymous, 'select 1')).rejects.toThrow(/password/);
  await expect(ask(server.superUrl.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow('password authentication failed');
  const stored = await ask(server.superUrl, `select rolname from pg_authid where rolpassword like 'SCRAM-SHA-256%' order by 1`);
  expect(stored.map((row) => row['rolname'])).toEqual(['causeway_app', 'causeway_owner', 'postgres']);
});

it('keeps its passwords in a file only its owner can read', async () => {
  await start();
  expect(fs.statSync(path.join(dir, 'secrets.json')).mode & 0o777).toBe(0o600);
  expect(fs.readdirSync(dir).filter((name) => name.includes('password'))).toEqual([]);
});

it('gives the owner the schema and the app nothing but what is granted', async () => {
  const server = await start();
  await ask(server.ownerUrl, 'create table t (id int)');
  await expect(ask(server.appUrl, 'select * from t')).rejects.toThrow('permission denied');
  await expect(ask(server.appUrl, 'create table u (id int)')).rejects.toThrow('permission denied');
  const roles = await ask(server.superUrl, `select rolname from pg_roles where rolname like 'causeway%' and (rolsuper or rolcreaterole or rolcreatedb or rolbypassrls)`);
  expect(roles).toEqual([]);
  await expect(ask(server.appUrl.replace(/\/causeway$/, '/postgres'), 'select 1')).rejects.toThrow('permission denied');
});

it('finds its data and its port again at the second start', async () => {
  const first = await start();
  await ask(first.ownerUrl, 'create table kept as select 42 as n');
  await first.stop();
  const second = await start();
  expect(second.port).toBe(first.port);
  expect(second.ownerUrl).toBe(first.ownerUrl);
  expect(await ask(second.ownerUrl, 'select n from kept')).toEqual([{ n: 42 }]);
});

it('recovers what was committed before the server was killed', async () => {
  const first = await start({ durable: true });
  await ask(first.ownerUrl, 'create table kept (n int)');
  await ask(first.ownerUrl, 'insert into kept select generate_series(1, 1000)');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await start({ durable: true });
  expect(await ask(second.ownerUrl, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
});

it('is not confused by a postmaster.pid whose number now belongs to another program', async () => {
  const first = await start();
  await first.stop();
  fs.writeFileSync(path.join(first.data, 'postmaster.pid'), `${process.ppid}\n${first.data}\n1\n${first.port}\n\n127.0.0.1\n0 0\nready\n`);
  const second = await start();
  expect(await ask(second.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(isAlive(process.ppid)).toBe(true);
});

it('starts again from nothing when an earlier start was killed while it created the cluster', async () => {
  fs.mkdirSync(path.join(dir, 'data.unfinished/base'), { recursive: true });
  fs.writeFileSync(path.join(dir, 'data.unfinished/PG_VERSION'), '18\n');
  const server = await start();
  expect(await ask(server.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('refuses a folder in which it already runs, and leaves that server alone', async () => {
  const first = await start();
  await expect(start()).rejects.toThrow(FolderInUse);
  expect(await ask(first.appUrl, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('says who holds the port it was given', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as net.AddressInfo;
  await expect(start({ port })).rejects.toThrow(`Port ${port} for PostgreSQL is already in use, probably by`);
  other.close();
  const server = await start({ port });
  expect(server.port).toBe(port);
});

it('tells what PostgreSQL said when it does not start', async () => {
  await expect(start({ settings: { shared_buffers: 'plenty' } })).rejects.toThrow(/did not start[^]*shared_buffers/);
  await expect(start()).resolves.toBeDefined();
});

it('does not open a cluster whose passwords are lost', async () => {
  await (await start()).stop();
  fs.rmSync(path.join(dir, 'secrets.json'));
  await expect(start()).rejects.toThrow('secrets.json is missing');
});

it('writes no statement and no offending value to its log', async () => {
  const lines: string[] = [];
  const server = await start({ log: (line) => lines.push(line) });
  await ask(server.ownerUrl, `create table patient (mrn text primary key)`);
  await ask(server.ownerUrl, `insert into patient values ('SECRET-1')`);
  await expect(ask(server.ownerUrl, `insert into patient values ('SECRET-1')`)).rejects.toThrow('duplicate key');
  expect(lines.join('\n')).toContain('duplicate key');
  expect(lines.join('\n')).not.toContain('SECRET-1');
});

const root = process.getuid?.() === 0;

it.runIf(root)('runs as nobody where user namespaces are closed, from a folder nobody cannot reach', async () => {
  const hidden = path.join(dir, 'hidden');
  fs.mkdirSync(hidden, { mode: 0o700 });
  const first = await start({ dir: path.join(hidden, 'postgres'), how: 'nobody' });
  expect(first.how).toBe('nobody');
  expect(fs.statSync(first.data).uid).not.toBe(0);
  await ask(first.ownerUrl, 'create table kept as select 1 as n');
  await first.stop();
  const second = await start({ dir: path.join(hidden, 'postgres'), how: 'nobody' });
  expect(second.data).toBe(first.data);
  expect(await ask(second.ownerUrl, 'select n from kept')).toEqual([{ n: 1 }]);
});

it.runIf(root)('leaves the files root’s where user namespaces are open', async (context) => {
  const server = await start();
  if (server.how !== 'namespace') context.skip('user namespaces are closed here');
  expect(fs.statSync(path.join(server.data, 'base')).uid).toBe(0);
});
