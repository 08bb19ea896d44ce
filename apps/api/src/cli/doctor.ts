import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { dataSource } from '../platform/database/data-source';
import { readSettings, type Settings } from '../platform/settings/settings';

interface Finding { readonly ok: boolean; readonly what: string }

/** Looks at what the product stands on and says each thing in a sentence. Returns 1 when something is wrong. */
export async function doctor(say: (line: string) => void): Promise<number> {
  const settings = readSettings();
  const findings = [
    ...(await database(settings)), await writable(settings.DATA_DIR), diskSpace(settings),
    ...(await Promise.all([['console and api', settings.PORT], ['DICOM', settings.DICOM_PORT], ['HL7 over MLLP', settings.MLLP_PORT]].map(([name, port]) => listening(String(name), Number(port))))),
  ];
  for (const f of findings) say(`${f.ok ? 'ok   ' : 'WRONG'}  ${f.what}`);
  return findings.every((f) => f.ok) ? 0 : 1;
}

async function database(settings: Settings): Promise<Finding[]> {
  try {
    const source = await dataSource({ url: settings.DATABASE_URL, process: 'doctor', pool: 1 }).initialize();
    try {
      const [row] = (await source.query(`select current_setting('server_version') as version, current_setting('data_checksums') as sums, current_setting('synchronous_commit') as sync,
        current_setting('fsync') as fsync, (select rolsuper from pg_roles where rolname = current_user) as super, extract(epoch from clock_timestamp()) as now`)) as
        { version: string; sums: string; sync: string; fsync: string; super: boolean; now: string }[];
      const behind = await source.showMigrations();
      const skew = Math.abs(Number(row?.now) - Date.now() / 1000);
      return [
        { ok: true, what: `PostgreSQL ${row?.version} answers` },
        { ok: !behind, what: behind ? 'the database is behind this build: run "causeway migrate"' : 'the database is at this build' },
        { ok: row?.sums === 'on', what: `data checksums are ${row?.sums}` },
        { ok: row?.sync === 'on' && row.fsync === 'on', what: `commits are synchronous (${row?.sync}) and synced (${row?.fsync})` },
        { ok: !row?.super, what: row?.super ? 'the application connects as a superuser: give it a role of its own' : 'the application is not a superuser' },
        { ok: skew < 2, what: `clocks of this machine and the database differ by ${skew.toFixed(1)} s` },
        ...(behind ? [] : [...(await jobs(source)), await unposted(source)]),
      ];
    } finally {
      await source.destroy();
    }
  } catch {
    return [{ ok: false, what: 'PostgreSQL does not answer at CAUSEWAY_DATABASE_URL: is it running, and is the password right?' }];
  }
}

async function jobs(source: DataSource): Promise<Finding[]> {
  const [row] = (await source.query(`select count(*) filter (where state = 'waiting' and due_at < clock_timestamp() - interval '15 minutes')::int as late,
    count(*) filter (where state = 'dead' and ended_at > clock_timestamp() - interval '1 day')::int as dead from job`)) as { late: number; dead: number }[];
  return [
    { ok: row?.late === 0, what: row?.late ? `${row.late} jobs are due for more than 15 minutes: is a worker of this build running?` : 'no job waits for a worker' },
    { ok: row?.dead === 0, what: row?.dead ? `${row.dead} jobs were given up in the last day: see "job given up" in the log of the worker` : 'no job was given up in the last day' },
  ];
}

/** Whether what receivers answered for gets onto the ledger. */
export async function unposted(source: Pick<DataSource, 'query'>): Promise<Finding> {
  const [row] = (await source.query(`select count(*)::int as late from daybook where at < clock_timestamp() - interval '1 minute'`)) as { late: number }[];
  return { ok: row?.late === 0, what: row?.late ? `${row.late} groups of received images wait to be posted for more than a minute: is a receiver of this build running? If it is, see "posting failed" in its log` : 'everything received is on the ledger' };
}

async function writable(dir: string): Promise<Finding> {
  const probe = path.join(dir, `doctor-${randomUUID()}`);
  try {
    await fs.promises.mkdir(dir, { recursive: true });
    const file = await fs.promises.open(probe, 'wx');
    await file.sync();
    await file.close();
    await fs.promises.unlink(probe);
    return { ok: true, what: 'the data folder can be written and synced' };
  } catch {
    return { ok: false, what: 'the data folder (CAUSEWAY_DATA_DIR) cannot be written' };
  }
}

function diskSpace({ DATA_DIR: dir, DISK_WATERMARK: watermark }: Settings): Finding {
  const s = fs.statfsSync(fs.existsSync(dir) ? dir : path.dirname(dir));
  const free = Number(s.bavail) / Number(s.blocks);
  return { ok: 1 - free < watermark, what: `${Math.round(free * 100)} % of the disk is free (nothing new is received under ${Math.round((1 - watermark) * 100)} %)` };
}

function listening(name: string, port: number): Promise<Finding> {
  return new Promise((resolve) => {
    const socket = net.connect({ host: '127.0.0.1', port, timeout: 2000 });
    const done = (ok: boolean): void => {
      socket.destroy();
      resolve({ ok, what: ok ? `${name} answers on port ${port}` : `nothing answers for ${name} on port ${port}: is it running?` });
    };
    socket.once('connect', () => done(true)).once('error', () => done(false)).once('timeout', () => done(false));
  });
}
