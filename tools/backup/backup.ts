// `causeway backup` and `causeway restore`: the built-in database and everything of the data folder that cannot be made again, as one folder.
import fs from 'node:fs';
import path from 'node:path';
import { runAs } from '../postgres/run-as';
import { secretsFile } from '../postgres/secrets';
import { copyDatabase } from './database';
import { type Copied, copyFile, copyFolder, countFiles, flush, mustBeEmpty } from './files';

const MANIFEST = 'backup.json';
const FORMAT = 1;
/** What is made again, or belongs to a running process. */
const LEFT_OUT = new Set(['postgres', 'cache', 'lock', 'lock.holder', 'supervisor.json', 'receive.sock']);

export interface Manifest {
  readonly format: number;
  /** Instant of the copy's end, ISO 8601. */
  readonly at: string;
  /** Major version of the PostgreSQL whose files these are. */
  readonly postgres: number;
  readonly files: number;
  readonly bytes: number;
}

export interface RunningDatabase {
  readonly superUrl: string;
  /** Folder with the cluster and its passwords. */
  readonly dir: string;
}

const majorOf = (data: string): number => Number(fs.readFileSync(path.join(data, 'PG_VERSION'), 'utf8'));
const inside = (dir: string, file: string): boolean => !path.relative(dir, file).startsWith('..');

/**
 * Copies the database first and the images afterwards: rows then only name bytes that are in the copy, and images are only ever added.
 * It stands in its place when it is whole, and not before. The product may run meanwhile.
 */
export async function backUp(dataDir: string, database: RunningDatabase, to: string): Promise<Manifest> {
  if (inside(dataDir, to)) throw new Error(`${to} lies in the data folder. Name a folder outside of it, best on another disk.`);
  mustBeEmpty(to, 'Name a new folder for each backup.');
  const unfinished = `${to}.unfinished`;
  fs.rmSync(unfinished, { recursive: true, force: true });
  fs.mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  const copied: Copied = { files: 0, bytes: 0 };
  const data = path.join(database.dir, 'data');
  await copyDatabase(database.superUrl, data, path.join(unfinished, 'postgres/data'), copied);
  copyFile(secretsFile(database.dir), path.join(unfinished, 'postgres/secrets.json'), copied);
  copyFolder(dataDir, path.join(unfinished, 'files'), copied, { leaveOut: (file) => LEFT_OUT.has(file) });
  flush(unfinished);
  const manifest: Manifest = { format: FORMAT, at: new Date().toISOString(), postgres: majorOf(data), ...copied };
  fs.writeFileSync(path.join(unfinished, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true });
  fs.rmSync(to, { recursive: true, force: true });
  fs.renameSync(unfinished, to);
  return manifest;
}

export function readManifest(from: string): Manifest {
  const file = path.join(from, MANIFEST);
  if (!fs.existsSync(file)) throw new Error(`${from} holds no whole backup: there is no ${MANIFEST} in it.`);
  const manifest = JSON.parse(fs.readFileSync(file, 'utf8')) as Manifest;
  if (manifest.format !== FORMAT) throw new Error(`${from} was written by another build (format ${manifest.format}). Restore it with that build, then upgrade.`);
  return manifest;
}

/** Puts a backup into an empty data folder. The database recovers at its next start. */
export function restore(from: string, dataDir: string): Manifest {
  const manifest = readManifest(from);
  mustBeEmpty(dataDir, 'A backup is only restored into a new data folder: stop Causeway and move this one away, or set CAUSEWAY_DATA_DIR.');
  const there = countFiles(from) - 1;
  if (there !== manifest.files) throw new Error(`${from} is not whole: ${there} of ${manifest.files} files are there. Nothing was restored.`);
  const copied: Copied = { files: 0, bytes: 0 };
  copyFolder(path.join(from, 'files'), dataDir, copied);
  const as = runAs(path.join(dataDir, 'postgres'));
  copyFile(secretsFile(path.join(from, 'postgres')), secretsFile(as.dir), copied);
  const data = path.join(as.dir, 'data');
  copyFolder(path.join(from, 'postgres/data'), `${data}.unfinished`, copied, { owner: as.user });
  flush(dataDir);
  if (as.dir !== path.join(dataDir, 'postgres')) flush(as.dir);
  fs.renameSync(`${data}.unfinished`, data);
  return manifest;
}
