// Runs the product's command line with the settings of a data folder: against the database that runs there, or, when nothing runs,
// against one started for the length of the command.
import fs from 'node:fs';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { backUp, type RunningDatabase, restore } from '../backup/backup';
import { startPostgres } from '../postgres/start';
import { APP_ROLE, databaseUrl, OWNER_ROLE, readSecrets, SUPERUSER } from '../postgres/secrets';
import { readRegister } from '../supervisor/register';
import { readSettings } from '../supervisor/settings';

interface Database {
  readonly env: NodeJS.ProcessEnv;
  /** Absent with a database of the site's own. */
  readonly builtIn?: RunningDatabase;
  close(): Promise<void>;
}

const urls = (appUrl: string, ownerUrl: string): NodeJS.ProcessEnv => ({ CAUSEWAY_DATABASE_URL: appUrl, CAUSEWAY_DATABASE_OWNER_URL: ownerUrl });

async function database(settings: ReturnType<typeof readSettings>): Promise<Database> {
  const close = () => Promise.resolve();
  if (settings.ownDatabase) return { env: {}, close };
  const running = readRegister(settings.dataDir)?.postgres;
  const secrets = running && readSecrets(running.dir);
  if (running && secrets) {
    const { port } = running;
    return {
      env: urls(databaseUrl(APP_ROLE, secrets.app, port), databaseUrl(OWNER_ROLE, secrets.owner, port)),
      builtIn: { superUrl: databaseUrl(SUPERUSER, secrets.superuser, port), dir: running.dir }, close,
    };
  }
  const postgres = await startPostgres({ dir: path.join(settings.dataDir, 'postgres') });
  return { env: urls(postgres.appUrl, postgres.ownerUrl), builtIn: { superUrl: postgres.superUrl, dir: path.dirname(postgres.data) }, close: () => postgres.stop() };
}

function runCli(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const cli = path.resolve(import.meta.dirname, '../apps/api/cli.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--enable-source-maps', cli, ...args], { stdio: 'inherit', env: { ...process.env, ...env } });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const size = (bytes: number): string => (bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`);
const WITHOUT_ONES_OWN = 'This saves the built-in PostgreSQL. With one of your own use its tools: see "Backup and restore" in docs/handbook/operations.md.';

/** Saves what runs, or lies still, in the data folder. */
async function saveTo(to: string, settings: ReturnType<typeof readSettings>, builtIn: RunningDatabase | undefined): Promise<number> {
  if (!builtIn) throw new Error(WITHOUT_ONES_OWN);
  const { files, bytes } = await backUp(settings.dataDir, builtIn, path.resolve(to));
  say(`Saved ${files} files, ${size(bytes)}, in ${to}. It holds patient data and the database's passwords: keep it as you keep the product.`);
  if (process.env['CAUSEWAY_S3_BUCKET']) say('Images are in the S3 bucket and not part of it.');
  return 0;
}

/** Puts a backup into the empty data folder, lets the database recover, and proves the audit. */
async function restoreFrom(from: string, settings: ReturnType<typeof readSettings>): Promise<number> {
  if (settings.ownDatabase) throw new Error(WITHOUT_ONES_OWN);
  const { at } = restore(path.resolve(from), settings.dataDir);
  const { env, close } = await database(settings);
  try {
    const whole = await runCli(['audit', 'verify'], { CAUSEWAY_DATA_DIR: settings.dataDir, ...env });
    say(whole === 0 ? `Restored to ${settings.dataDir} as of ${at}. Start Causeway on it, then run "causeway doctor".` : 'The files are restored, but the audit does not fit: see above.');
    return whole;
  } finally {
    await close();
  }
}

async function main(): Promise<number> {
  const settings = readSettings(process.env);
  const [command, folder] = process.argv.slice(2);
  if (command === 'backup' || command === 'restore') {
    if (!folder) {
      process.stderr.write(`causeway ${command} FOLDER: name the folder of the backup.\n`);
      return 2;
    }
    if (command === 'restore') return restoreFrom(folder, settings);
    if (!settings.ownDatabase && !fs.existsSync(path.join(settings.dataDir, 'postgres'))) throw new Error(`${settings.dataDir} holds no database: set CAUSEWAY_DATA_DIR to the data folder of Causeway.`);
  }
  const { env, builtIn, close } = await database(settings);
  try {
    if (command === 'backup' && folder) return await saveTo(folder, settings, builtIn);
    return await runCli(process.argv.slice(2), { CAUSEWAY_DATA_DIR: settings.dataDir, ...env });
  } finally {
    await close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
