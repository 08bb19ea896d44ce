// Runs the product's command line with the settings of a data folder: against the database that runs there, or, when nothing runs,
// against one started for the length of the command.
import path from 'node:path';
import { spawn } from 'node:child_process';
import { startPostgres } from '../postgres/start';
import { APP_ROLE, databaseUrl, OWNER_ROLE, readSecrets } from '../postgres/secrets';
import { readRegister } from '../supervisor/register';
import { readSettings } from '../supervisor/settings';

interface Database {
  readonly env: NodeJS.ProcessEnv;
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
    return { env: urls(databaseUrl(APP_ROLE, secrets.app, port), databaseUrl(OWNER_ROLE, secrets.owner, port)), close };
  }
  const postgres = await startPostgres({ dir: path.join(settings.dataDir, 'postgres') });
  return { env: urls(postgres.appUrl, postgres.ownerUrl), close: () => postgres.stop() };
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

async function main(): Promise<number> {
  const settings = readSettings(process.env);
  const { env, close } = await database(settings);
  try {
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
