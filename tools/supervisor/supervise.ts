// Brings the product up in order, keeps it up, and takes it down in the opposite order.
import fs from 'node:fs';
import path from 'node:path';
import { lockFolder, type FolderLock } from '../processes/folder-lock';
import { howHere } from '../postgres/run-as';
import { startPostgres, type Postgres } from '../postgres/start';
import { checkPorts } from './check-ports';
import { demoPassword } from './demo-password';
import { runToEnd, startProgram, type ProgramOptions } from './program';
import { removeRegister, writeRegister } from './register';
import { startService, type Service } from './service';
import { DEMO_PORTS, demoHouse, type SupervisorSettings } from './settings';
import { consoleUrl, summary, type DemoPerson } from './summary';

export interface SuperviseOptions {
  readonly settings: SupervisorSettings;
  readonly env: NodeJS.ProcessEnv;
  /** The `dist` folder with the built programs. */
  readonly dist: string;
  readonly onLine: (name: string, line: string) => void;
}

export interface Supervised {
  readonly services: readonly Service[];
  readonly summary: string;
  stop(): Promise<void>;
}

const READY_MS = 60_000;
/** Loading the demonstration's exams takes longer than starting a server. */
const DEMO_READY_MS = 300_000;
const GRACE_SECONDS = 20;

const SCRIPTS = { migrate: 'apps/api/cli.js', api: 'apps/api/main.js', worker: 'apps/api/worker.js', receiver: 'apps/api/receiver.js', demo: 'tools/demo.js' } as const;
type ProgramName = keyof typeof SCRIPTS;

const STOP_ORDER = ['demo', 'receiver', 'worker', 'api', 'postgres'];

/** Database log lines a person should see; the rest tells of ordinary comings and goings. */
const NOTEWORTHY = /\b(WARNING|ERROR|FATAL|PANIC):/;

class Supervisor {
  private readonly running: Service[] = [];
  private readonly startedAt = new Date().toISOString();
  private postgres: Postgres | undefined;
  private stopped = false;

  constructor(
    private readonly options: SuperviseOptions,
    private readonly lock: FolderLock,
  ) {}

  private readonly say = (line: string): void => this.options.onLine('causeway', line);

  async start(): Promise<Supervised> {
    const { settings } = this.options;
    this.checkPrograms();
    await checkPorts(settings);
    this.note(false);
    if (!settings.ownDatabase) await this.startDatabase();
    await runToEnd({ ...this.program('migrate', this.ownerEnv()), args: ['migrate'] });
    await Promise.all((['api', 'worker', 'receiver'] as const).map((name) => this.startProgram(name)));
    await this.checkHealth();
    const demo = settings.demo ? await this.startDemo() : undefined;
    this.note(true);
    return { services: this.running, summary: summary(settings, demo), stop: () => this.stop() };
  }

  /** Stops what brings work in first and what the others stand on last, then lets go of the folder. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    for (const service of this.running.toSorted((a, b) => STOP_ORDER.indexOf(a.name) - STOP_ORDER.indexOf(b.name))) {
      this.say(`stopping ${service.name}`);
      await service.stop();
    }
    removeRegister(this.options.settings.dataDir);
    this.lock.release();
  }

  private note(ready: boolean): void {
    const { settings } = this.options;
    const postgres = this.postgres && { port: this.postgres.port, dir: path.dirname(this.postgres.data) };
    writeRegister(settings.dataDir, { pid: process.pid, startedAt: this.startedAt, url: consoleUrl(settings), ready, postgres });
  }

  private async keepService(options: Parameters<typeof startService>[0]): Promise<void> {
    const service = await startService(options);
    this.running.push(service);
    // Something else may have failed, and everything been stopped, while this one was still starting.
    if (this.stopped) await service.stop();
  }

  private startDatabase(): Promise<void> {
    const { settings, onLine } = this.options;
    if (howHere() === 'nobody') fs.chmodSync(settings.dataDir, 0o711);
    const log = (line: string) => NOTEWORTHY.test(line) && onLine('postgres', line);
    return this.keepService({
      name: 'postgres',
      say: this.say,
      start: async () => {
        // A restart takes the same port: the programs have it in their settings.
        this.postgres = await startPostgres({ dir: path.join(settings.dataDir, 'postgres'), port: this.postgres?.port ?? settings.postgresPort, log });
        return this.postgres;
      },
    });
  }

  private startProgram(name: ProgramName): Promise<void> {
    const options = this.program(name, this.childEnv());
    return this.keepService({ name, say: this.say, start: (stopping) => startProgram({ ...options, readyWithin: READY_MS }, stopping) });
  }

  private async startDemo(): Promise<{ password: string; people: readonly DemoPerson[] }> {
    const password = demoPassword(this.options.settings.dataDir, this.options.settings.demoPassword);
    let people: readonly DemoPerson[] = [];
    const options: ProgramOptions = {
      ...this.program('demo', { ...this.childEnv(), CAUSEWAY_DEMO_PASSWORD: password, CAUSEWAY_DEMO_PORT: String(this.options.settings.demoPort) }),
      readyWithin: DEMO_READY_MS,
      onReady: (message) => {
        if (Array.isArray(message['people'])) people = message['people'] as DemoPerson[];
      },
    };
    this.say('loading the demonstration');
    await this.keepService({ name: 'demo', say: this.say, mayFinish: true, start: (stopping) => startProgram(options, stopping) });
    return { password, people };
  }

  private async checkHealth(): Promise<void> {
    const { host, port } = this.options.settings;
    const local = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    const url = `http://${local.includes(':') ? `[${local}]` : local}:${port}/health/ready`;
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`${url} answers ${response.status}: ${(await response.text()).slice(0, 300)}`);
  }

  /** Says what is not built before anything is started. */
  private checkPrograms(): void {
    const wanted = (Object.keys(SCRIPTS) as ProgramName[]).filter((name) => name !== 'demo' || this.options.settings.demo);
    const missing = wanted.map((name) => path.join(this.options.dist, SCRIPTS[name])).filter((script) => !fs.existsSync(script));
    if (missing.length > 0) throw new Error(`${missing.join(', ')} ${missing.length > 1 ? 'are' : 'is'} missing: build first (npm start does).`);
  }

  private program(name: ProgramName, env: NodeJS.ProcessEnv) {
    return { name, script: path.join(this.options.dist, SCRIPTS[name]), env, onLine: this.options.onLine, graceSeconds: GRACE_SECONDS };
  }

  private childEnv(): NodeJS.ProcessEnv {
    const { settings, env, dist } = this.options;
    const console = path.join(dist, 'apps/console/browser');
    // Only migrations run as the owner: no other program gets to see that it exists.
    const { CAUSEWAY_DATABASE_OWNER_URL: _, CAUSEWAY_DATABASE_OWNER_URL_FILE: __, ...rest } = env;
    return {
      NODE_ENV: 'production',
      // the demonstration's partners, and nothing else on this machine
      ...(settings.demo ? { ...demoHouse, CAUSEWAY_EGRESS_ALLOW: `127.0.0.1:${settings.demoPort}-${settings.demoPort + DEMO_PORTS - 1}` } : {}),
      ...(fs.existsSync(path.join(console, 'index.html')) ? { CAUSEWAY_CONSOLE_DIR: console } : {}),
      ...rest,
      CAUSEWAY_DATA_DIR: settings.dataDir,
      ...(this.postgres ? { CAUSEWAY_DATABASE_URL: this.postgres.appUrl } : {}),
    };
  }

  private ownerEnv(): NodeJS.ProcessEnv {
    const { CAUSEWAY_DATABASE_OWNER_URL: url, CAUSEWAY_DATABASE_OWNER_URL_FILE: file } = this.options.env;
    const owner = this.postgres ? { CAUSEWAY_DATABASE_OWNER_URL: this.postgres.ownerUrl } : { CAUSEWAY_DATABASE_OWNER_URL: url, CAUSEWAY_DATABASE_OWNER_URL_FILE: file };
    return { ...this.childEnv(), ...owner };
  }
}

/** Starts everything and resolves when it is up. Leaves nothing running when it rejects. */
export async function supervise(options: SuperviseOptions): Promise<Supervised> {
  const lock = lockFolder(options.settings.dataDir);
  const supervisor = new Supervisor(options, lock);
  try {
    return await supervisor.start();
  } catch (error) {
    await supervisor.stop();
    throw error;
  }
}
