// A physical copy of the built-in PostgreSQL while it runs, by its low-level backup functions (PostgreSQL 18, 25.3.4): it comes without pg_dump and pg_basebackup.
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { type Copied, copyFile, copyFolder } from './files';

/** Files of the running server, and what it makes anew at its start. */
const SERVERS_OWN = new Set(['postmaster.pid', 'postmaster.opts', 'current_logfiles']);
const MADE_ANEW = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/./;
const TEMPORARY = /(^|\/)(pgsql_tmp[^/]*|pg_internal\.init[^/]*)$/;

/** Name of the first write-ahead segment a copy needs, from the label: "START WAL LOCATION: 0/2000028 (file 000000010000000000000002)". */
export function firstSegment(label: string): string {
  const name = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)$/m.exec(label)?.[1];
  if (!name) throw new Error('PostgreSQL gave a backup label without its start.');
  return name;
}

/**
 * Copies the cluster in `data` to `to`: consistent as of the end of the copy once a server recovers it. Throws, and leaves nothing running,
 * when the server ends meanwhile.
 */
export async function copyDatabase(superUrl: string, data: string, to: string, copied: Copied): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    // Keeps the write-ahead log from the start of the copy; temporary, so that a killed backup holds nothing back.
    await client.query(`select pg_create_physical_replication_slot('causeway_backup_' || pg_backend_pid(), true, true)`);
    await client.query(`select pg_backup_start('causeway backup', true)`);
    copyFolder(data, to, copied, { leaveOut: (file) => SERVERS_OWN.has(file) || MADE_ANEW.test(file) || TEMPORARY.test(file) });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    const label = rows[0]?.labelfile ?? '';
    fs.writeFileSync(path.join(to, 'backup_label'), label, { mode: 0o600 });
    copied.files += 1;
    const [first, wal] = [firstSegment(label), path.join(data, 'pg_wal')];
    for (const file of fs.readdirSync(wal)) if (/^[0-9A-F]{24}$/.test(file) ? file >= first : file.endsWith('.history')) copyFile(path.join(wal, file), path.join(to, 'pg_wal', file), copied);
  } finally {
    await client.end();
  }
}
