// What runs on a data folder, for other commands and people to find. No secrets: those stay in the database's own folder.
import fs from 'node:fs';
import path from 'node:path';
import { isAlive } from '../processes/alive';
import { writePrivate } from '../postgres/secrets';

export interface Register {
  readonly pid: number;
  readonly startedAt: string;
  readonly url: string;
  /** True once everything is up. */
  readonly ready: boolean;
  /** Port and folder of the built-in PostgreSQL; absent with a database of the site's own. */
  readonly postgres?: { readonly port: number; readonly dir: string };
}

const file = (dataDir: string) => path.join(dataDir, 'supervisor.json');

export function writeRegister(dataDir: string, register: Register): void {
  writePrivate(file(dataDir), `${JSON.stringify(register, null, 2)}\n`);
}

export function removeRegister(dataDir: string): void {
  fs.rmSync(file(dataDir), { force: true });
}

/** What runs there now; undefined when nothing does, or only a killed supervisor's note is left. */
export function readRegister(dataDir: string): Register | undefined {
  try {
    const register = JSON.parse(fs.readFileSync(file(dataDir), 'utf8')) as Register;
    return isAlive(register.pid) ? register : undefined;
  } catch {
    return undefined;
  }
}
