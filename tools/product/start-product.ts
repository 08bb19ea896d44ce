// Runs the built product as a person would, on a throw-away data folder and free ports: for journeys, proofs and measurements.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePortRange } from '../processes/ports';
import { APP_ROLE, databaseUrl, OWNER_ROLE, readSecrets, SUPERUSER } from '../postgres/secrets';
import { readRegister, type Register } from '../supervisor/register';
import { DEMO_PORTS } from '../supervisor/settings';
import { workspaceRoot } from './workspace';

/** How many ports in a row a product takes. */
export const PRODUCT_PORTS = 3 + DEMO_PORTS;

export interface ProductOptions {
  /** Default: a temporary folder, removed by `stop`. */
  readonly dataDir?: string;
  /** With the demonstration. Default false. */
  readonly demo?: boolean;
  /** Further CAUSEWAY_* settings; ports may be among them. */
  readonly env?: Readonly<Record<string, string>>;
  /** First of PRODUCT_PORTS free ports in a row, for those who start several at once. Default: looked for. */
  readonly firstPort?: number;
  /** File that receives the product's output. Default: kept in memory and told when the start fails. */
  readonly logFile?: string;
  /** Milliseconds until everything must be up. Default 5 minutes with the demonstration, else 90 s. */
  readonly readyWithin?: number;
}

export interface Product {
  readonly url: string;
  readonly port: number;
  readonly dicomPort: number;
  readonly mllpPort: number;
  readonly demoPort: number;
  readonly demoPassword: string;
  readonly dataDir: string;
  /** Process id of the supervisor. */
  readonly pid: number;
  /** The built-in database's URLs; undefined with a database of your own. */
  readonly database: { readonly appUrl: string; readonly ownerUrl: string; readonly superUrl: string } | undefined;
  /** All settings the product was started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Ends everything as kill -9 of the supervisor does; the data folder stays. */
  kill(): Promise<void>;
  /** Stops everything in order and removes a temporary data folder. */
  stop(): Promise<void>;
}

const PASSWORD = 'four words for journeys';

function databaseOf(register: Register): Product['database'] {
  const { postgres } = register;
  const secrets = postgres && readSecrets(postgres.dir);
  if (!postgres || !secrets) return undefined;
  const url = (role: string, password: string) => databaseUrl(role, password, postgres.port);
  return { appUrl: url(APP_ROLE, secrets.app), ownerUrl: url(OWNER_ROLE, secrets.owner), superUrl: url(SUPERUSER, secrets.superuser) };
}

/** Starts the product from `dist` and resolves when it is up. Throws with what it said when it does not come up. */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.dataDir ?? fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-product-'));
  const removeData = () => options.dataDir === undefined && fs.rmSync(dataDir, { recursive: true, force: true });
  const first = options.firstPort ?? (await freePortRange(PRODUCT_PORTS));
  const env: Record<string, string> = {
    CAUSEWAY_DATA_DIR: dataDir,
    CAUSEWAY_PORT: String(first),
    CAUSEWAY_DICOM_PORT: String(first + 1),
    CAUSEWAY_MLLP_PORT: String(first + 2),
    CAUSEWAY_DEMO_PORT: String(first + 3),
    CAUSEWAY_DEMO: options.demo ? '1' : '0',
    CAUSEWAY_DEMO_PASSWORD: PASSWORD,
    CAUSEWAY_END_WITH_PARENT: '1',
    CAUSEWAY_LOG_FORMAT: 'text',
    // partners of journeys and proofs are on this machine, at any port
    CAUSEWAY_EGRESS_ALLOW: '127.0.0.0/8,[::1]',
    ...options.env,
  };
  const script = path.join(workspaceRoot(), 'dist/tools/supervisor.js');
  if (!fs.existsSync(script)) throw new Error(`${script} is missing: build first (nx run-many -t build).`);
  const child = spawn(process.execPath, ['--enable-source-maps', script], { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const file = options.logFile === undefined ? undefined : fs.createWriteStream(options.logFile);
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (bytes: Buffer) => {
      file?.write(bytes);
      tail = (tail + bytes.toString()).slice(-8000);
    });
  }
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited;
    file?.end();
  };
  const deadline = Date.now() + (options.readyWithin ?? (options.demo ? 300_000 : 90_000));
  for (;;) {
    const register = readRegister(dataDir);
    if (register?.ready && register.pid === child.pid) {
      const port = (name: string) => Number(env[`CAUSEWAY_${name}`]);
      const ports = { port: port('PORT'), dicomPort: port('DICOM_PORT'), mllpPort: port('MLLP_PORT'), demoPort: port('DEMO_PORT') };
      return {
        ...ports,
        url: register.url,
        demoPassword: env['CAUSEWAY_DEMO_PASSWORD'] ?? PASSWORD,
        dataDir,
        pid: register.pid,
        database: databaseOf(register),
        env,
        kill: () => end('SIGKILL'),
        stop: () => end('SIGTERM').then(() => void removeData()),
      };
    }
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > deadline) {
      await end('SIGTERM');
      removeData();
      throw new Error(`The product did not come up:\n${tail}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
