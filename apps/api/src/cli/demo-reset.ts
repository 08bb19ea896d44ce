import fs from 'node:fs';
import path from 'node:path';
import { adoptVersion1 } from '../policies/adopt-version-1';
import { dataSource } from '../platform/database/data-source';
import { migrate, QUEUE_SCHEMA } from '../platform/database/migrate';
import { Acts } from '../platform/acts/acts';
import { Refusal } from '../platform/acts/refusal';
import { objectsDir } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
import { reactions } from '../slices';
import { refuseUnlessDemo } from './demo-load';

export const RESET_TELLS = `This takes everything of the demonstration away: exams, patients, people, facilities, their audit, the stored images, and what the
demonstration's partner systems remember. The next start begins afresh. Run it again with --yes to do it.`;

/**
 * Empties the database as its owner and removes the files. Throws when this is not a demonstration, when anything in the database is not of one, or
 * while programs of the product still work on it.
 */
export async function resetDemo(settings: Settings): Promise<void> {
  await refuseIfNotAlone(settings);
  const owner = settings.DATABASE_OWNER_URL ?? settings.DATABASE_URL;
  await emptyDatabase(owner);
  await migrate(owner);
  for (const dir of [objectsDir(settings), path.join(settings.DATA_DIR, 'demo')]) fs.rmSync(dir, { recursive: true, force: true });
  await onDatabase(settings.DATABASE_URL, 2, (acts) => adoptVersion1(acts));
}

async function refuseIfNotAlone(settings: Settings): Promise<void> {
  if (settings.S3_BUCKET) throw new Refusal(409, 'bucket', 'The images are in an S3 bucket, which this command does not empty. Take a new bucket and a new database instead.');
  await onDatabase(settings.DATABASE_URL, 1, async (acts) => {
    await refuseUnlessDemo(acts, settings);
    const others = await acts.read<{ name: string }>(
      `select distinct application_name as name from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and application_name like 'causeway %' and application_name <> 'causeway cli' order by name`);
    if (others.length > 0) throw new Refusal(409, 'running', `Stop the product first: ${others.map((o) => o.name).join(', ')} still work on this database.`);
  });
}

async function emptyDatabase(owner: string): Promise<void> {
  const source = await dataSource({ url: owner, process: 'cli', pool: 1 }).initialize();
  try {
    const tables = (await source.query(`select format('%I', tablename) as name from pg_tables where schemaname = 'public' and tablename <> 'migration'`)) as { name: string }[];
    const sequences = (await source.query(`select format('%I', sequencename) as name from pg_sequences where schemaname = 'public'`)) as { name: string }[];
    await source.transaction(async (db) => {
      await db.query(`truncate ${tables.map((t) => t.name).join(', ')} restart identity`);
      for (const sequence of sequences) await db.query(`alter sequence ${sequence.name} restart`);
      await db.query(`drop schema if exists ${QUEUE_SCHEMA} cascade`);
    });
  } finally {
    await source.destroy();
  }
}

async function onDatabase<T>(url: string, pool: number, work: (acts: Acts) => Promise<T>): Promise<T> {
  const source = await dataSource({ url, process: 'cli', pool }).initialize();
  try {
    return await work(new Acts(source, 'cli', reactions));
  } finally {
    await source.destroy();
  }
}
