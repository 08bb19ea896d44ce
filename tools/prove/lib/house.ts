// The built product under its own supervisor, with one partner that may send: what the proofs kill, starve and attack.
import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { addSenders } from '../../bench/lib/senders';
import { treeOf } from '../../bench/lib/process-tree';
import { startProduct, type Product } from '../../product/start-product';
import { workspaceRoot } from '../../product/workspace';
import { readRegister } from '../../supervisor/register';

export interface HouseOptions {
  readonly callers: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export type ApiScript = 'main' | 'worker' | 'receiver';

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export class House {
  readonly token = randomBytes(24).toString('base64url');
  readonly facilityId = randomUUID();
  private client: pg.Client | null = null;

  private constructor(readonly product: Product) {}

  static async open({ callers, env = {} }: HouseOptions): Promise<House> {
    const house = new House(await startProduct({ env: { CAUSEWAY_LOG_LEVEL: 'warn', ...env } }));
    try {
      await addSenders((text, values) => house.sql(text, values), { facilityId: house.facilityId, callers, token: house.token });
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  /** Asks the database, as the superuser. The connection is made again when it was lost. */
  async sql<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    if (!this.client) {
      const client = new pg.Client({ connectionString: this.product.database!.superUrl, connectionTimeoutMillis: 5000 });
      const forget = (): void => { if (this.client === client) this.client = null; };
      client.on('error', forget);
      client.on('end', forget);
      await client.connect();
      this.client = client;
    }
    return (await this.client.query<T & Record<string, unknown>>(text, values)).rows;
  }

  /** Processes of one program of ours: the first is the one the supervisor keeps, the others are its children. */
  pids(script: ApiScript): { readonly first: number | undefined; readonly children: readonly number[] } {
    const all = treeOf(this.product.pid).filter((pid) => {
      const words = commandLine(pid);
      return /(^|\/)node$/.test(words[0] ?? '') && words.some((word) => word.endsWith(`apps/api/${script}.js`));
    });
    const first = all.find((pid) => !all.includes(parentOf(pid)));
    return { first, children: all.filter((pid) => pid !== first) };
  }

  /** Process id of the database server. */
  postmaster(): number | undefined {
    const dir = readRegister(this.product.dataDir)?.postgres?.dir;
    try {
      return dir === undefined ? undefined : Number(fs.readFileSync(path.join(dir, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
    } catch {
      return undefined;
    }
  }

  /** Runs the operator's command line on this house. */
  command(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
    const { product } = this;
    return new Promise((resolve) => {
      const child = spawn(process.execPath, [path.join(workspaceRoot(), 'dist/apps/api/cli.js'), ...args], { env: { ...process.env, ...product.env, CAUSEWAY_DATABASE_URL: product.database!.appUrl, ...env } });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => { output += bytes.toString(); });
      child.once('close', (code) => resolve({ code, output: output.trim() }));
    });
  }

  /** What the operator would look at afterwards. */
  async verdicts(): Promise<{ readonly doctor: 'clean' | string; readonly audit: { readonly whole: boolean; readonly rows: number } }> {
    const doctor = await this.command(['doctor']);
    const audit = await this.command(['audit', 'verify']);
    const wrong = doctor.output.split('\n').filter((line) => !line.startsWith('ok')).join('; ');
    return { doctor: doctor.code === 0 ? 'clean' : wrong, audit: parsed(audit.output) as { whole: boolean; rows: number } };
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => undefined);
    await this.product.stop();
  }
}

/** The last line of what a command wrote, when it is JSON. */
export function parsed(output: string): unknown {
  try {
    return JSON.parse(output.split('\n').at(-1) ?? '');
  } catch {
    return null;
  }
}

function commandLine(pid: number): string[] {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function parentOf(pid: number): number {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return 0;
  }
}

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
