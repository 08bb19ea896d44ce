// A site of ours for measurements and proofs: its database, the built programs of the api, one partner that may send, one client with a token.
import { randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { startPostgres, type Postgres, type PostgresOptions } from '../../postgres/start';
import { NODE_ENVIRONMENT, NODE_FLAGS } from '../../processes/node-flags';
import { freePortRange, portAnswers } from '../../processes/ports';
import { workspaceRoot } from '../../product/workspace';
import { startProgram, type Program } from './program';
import { addSenders } from './senders';

export type ApiProgram = 'main' | 'worker' | 'receiver';

export interface SiteOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly postgres?: Partial<PostgresOptions>;
  readonly nodeArgs?: readonly string[];
  /** Calling AE titles that may send, from any address of this machine. */
  readonly callers?: readonly string[];
}

/** Everything is on this machine and ends with `stop`; the folder is removed then. */
export class Site {
  readonly dir = fs.mkdtempSync(path.join(process.env['TMPDIR'] ?? os.tmpdir(), 'causeway-site-'));
  readonly dataDir = path.join(this.dir, 'data');
  readonly facilityId = randomUUID();
  /** Bearer token of a client that may hand us objects. */
  readonly token = randomBytes(24).toString('base64url');
  readonly programs = new Map<ApiProgram, Program>();
  postgres!: Postgres;
  httpPort = 0;
  dicomPort = 0;
  mllpPort = 0;
  private client: pg.Client | null = null;
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(private readonly options: SiteOptions) {}

  static async start(options: SiteOptions = {}): Promise<Site> {
    const site = new Site(options);
    fs.chmodSync(site.dir, 0o755);
    try {
      await site.startDatabase();
      await site.prepare();
    } catch (error) {
      await site.stop();
      throw error;
    }
    return site;
  }

  async startDatabase(): Promise<void> {
    this.postgres = await startPostgres({ dir: path.join(this.dir, 'postgres'), ...(this.postgres ? { port: this.postgres.port } : {}), ...this.options.postgres });
  }

  /** Starts a program of the api, or starts it again, and waits until it serves. */
  async run(name: ApiProgram, env: Readonly<Record<string, string>> = {}): Promise<Program> {
    const script = path.join(apiDir(), `${name}.js`);
    const program = await startProgram({ command: process.execPath, args: [...NODE_FLAGS, ...(this.options.nodeArgs ?? []), script], env: { ...NODE_ENVIRONMENT, ...this.env(), ...env } });
    this.programs.set(name, program);
    const port = name === 'main' ? this.httpPort : name === 'receiver' ? this.dicomPort : 0;
    if (port > 0 && !(await portAnswers(port, 20_000))) throw new Error(`${name} does not listen on port ${port}:\n${program.said()}`);
    return program;
  }

  /** Asks the database, as the superuser, one thing after the other. The connection is made again when it was lost. */
  sql<T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> {
    const asked = this.turn.then(() => this.ask<T>(text, values));
    this.turn = asked.catch(() => undefined);
    return asked;
  }

  private async ask<T extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<T[]> {
    if (!this.client) {
      const client = new pg.Client({ connectionString: this.postgres.superUrl });
      const forget = (): void => { if (this.client === client) this.client = null; };
      client.on('error', forget);
      client.on('end', forget);
      await client.connect();
      this.client = client;
    }
    return (await this.client.query<T>(text, values)).rows;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.programs.values()].map((program) => program.stop()));
    await this.client?.end().catch(() => undefined);
    await this.postgres?.stop('immediate').catch(() => undefined);
    if (this.postgres) fs.rmSync(path.dirname(this.postgres.data), { recursive: true, force: true });
    fs.rmSync(this.dir, { recursive: true, force: true });
  }

  /** The settings all programs of the site are started with. */
  env(): Record<string, string> {
    return {
      NODE_ENV: 'production', CAUSEWAY_DATA_DIR: this.dataDir, CAUSEWAY_DATABASE_URL: this.postgres.appUrl, CAUSEWAY_PORT: String(this.httpPort), CAUSEWAY_DICOM_PORT: String(this.dicomPort),
      CAUSEWAY_MLLP_PORT: String(this.mllpPort), CAUSEWAY_LOG_LEVEL: 'warn', CAUSEWAY_EGRESS_ALLOW: '127.0.0.0/8,[::1]', ...this.options.env,
    };
  }

  private async prepare(): Promise<void> {
    const first = await freePortRange(3);
    [this.httpPort, this.dicomPort, this.mllpPort] = [first, first + 1, first + 2];
    fs.mkdirSync(this.dataDir, { recursive: true });
    const migrate = await startProgram({
      command: process.execPath, args: [path.join(apiDir(), 'cli.js'), 'migrate'], env: { ...this.env(), CAUSEWAY_DATABASE_OWNER_URL: this.postgres.ownerUrl },
      ready: (child) => new Promise((resolve, reject) => child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`migrate ended with ${code}`))))),
    });
    await migrate.exited;
    await addSenders((text, values) => this.sql(text, values), { facilityId: this.facilityId, callers: this.options.callers ?? ['BENCH'], token: this.token });
  }
}

/** The built api, or another build of it for comparing two. */
const apiDir = (): string => process.env['CAUSEWAY_API_DIR'] ?? path.join(workspaceRoot(), 'dist/apps/api');
