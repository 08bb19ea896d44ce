// The passwords of one embedded cluster, generated once and kept in a file only its owner can read.
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const SUPERUSER = 'postgres';
export const OWNER_ROLE = 'causeway_owner';
export const APP_ROLE = 'causeway_app';
export const DATABASE = 'causeway';

export interface Secrets {
  readonly superuser: string;
  readonly owner: string;
  readonly app: string;
}

const generate = () => randomBytes(24).toString('base64url');
const isSecrets = (value: unknown): value is Secrets =>
  typeof value === 'object' && value !== null && ['superuser', 'owner', 'app'].every((name) => typeof (value as Record<string, unknown>)[name] === 'string');

/** Writes a file that only we can read, whole or not at all. */
export function writePrivate(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}`;
  fs.rmSync(unfinished, { force: true });
  const fd = fs.openSync(unfinished, 'wx', 0o600);
  try {
    fs.writeFileSync(fd, text);
    fs.fsyncSync(fd);
  } finally {
    fs.closeSync(fd);
  }
  fs.renameSync(unfinished, file);
}

export function secretsFile(dir: string): string {
  return path.join(dir, 'secrets.json');
}

/** Reads the passwords of the cluster in `dir`; undefined when it was never started. */
export function readSecrets(dir: string): Secrets | undefined {
  const file = secretsFile(dir);
  if (!fs.existsSync(file)) return undefined;
  const secrets: unknown = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (!isSecrets(secrets)) throw new Error(`${file} does not hold the database passwords it should; restore it from a backup.`);
  return secrets;
}

/** Reads the passwords, or makes them for a cluster that does not exist yet. */
export function secretsFor(dir: string, clusterExists: boolean): Secrets {
  const known = readSecrets(dir);
  if (known) return known;
  if (clusterExists) throw new Error(`${secretsFile(dir)} is missing, so the database beside it cannot be opened; restore it from a backup.`);
  const secrets = { superuser: generate(), owner: generate(), app: generate() };
  writePrivate(secretsFile(dir), JSON.stringify(secrets));
  return secrets;
}

/** A connection URL on loopback. Passwords are base64url, which needs no escaping. */
export function databaseUrl(role: string, password: string, port: number, database = DATABASE): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/${database}`;
}
