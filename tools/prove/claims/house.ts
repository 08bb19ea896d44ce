// A hospital for this proof: one database, several api processes, a worker, radiologists with sessions, and over-read tasks the worker made.
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import argon2 from 'argon2';
import pg from 'pg';
import { Site } from '../../bench/lib/site';
import { startProgram, type Program } from '../../bench/lib/program';
import { freePort } from '../../processes/ports';
import { NODE_FLAGS } from '../../processes/node-flags';
import { workspaceRoot } from '../../product/workspace';
import { Door, Reader } from './reader';

export const PASSWORD = 'four words for claimers';
const LINE = 'neurology';
/** Sign-ins at once: more would look like an attack from one address. */
const AT_THE_DOOR = 8;

interface Api {
  readonly door: Door;
  program: Program;
}

export class House {
  readonly readers: Reader[] = [];
  readonly tasks: string[] = [];
  private readonly apis: Api[] = [];
  private readonly others: Program[] = [];
  private hostId = '';

  private readonly pool: pg.Pool;

  private constructor(readonly site: Site) {
    this.pool = new pg.Pool({ connectionString: site.postgres.superUrl, max: 6 });
  }

  static async open(apis: number): Promise<House> {
    const house = new House(await Site.start());
    try {
      const [host] = await house.sql<{ id: string }>('select id from facility where host');
      house.hostId = host!.id;
      const starting = Array.from({ length: apis }, async () => {
        const door = new Door(await freePort());
        house.apis.push({ door, program: await house.start('main.js', { CAUSEWAY_PORT: String(door.port) }) });
      });
      await Promise.all([...starting, house.start('worker.js').then((worker) => house.others.push(worker))]);
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  get doors(): readonly Door[] {
    return this.apis.map((api) => api.door);
  }

  async sql<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T & Record<string, unknown>>(text, values)).rows;
  }

  /** kill -9, and later the same process again on the same port. */
  async killApi(index: number): Promise<void> {
    await this.apis[index]!.program.kill();
  }

  async startApi(index: number): Promise<void> {
    const api = this.apis[index]!;
    api.program = await this.start('main.js', { CAUSEWAY_PORT: String(api.door.port) });
  }

  /** Radiologists of one section, each signed in over HTTP. */
  async addReaders(count: number): Promise<void> {
    const hash = await argon2.hash(PASSWORD, { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const added = Array.from({ length: count }, (_, i) => new Reader(randomUUID(), `claimer.${i}`, `Claimer Number ${i}`, this.doors));
    await this.sql(
      `insert into person (id, username, name, initials, title, roles, facilities, service_lines, password_hash)
       select r.id, r.username, r.name, 'CN', 'Radiologist', '{rd}', array[$2::uuid], array[$3], $4 from jsonb_to_recordset($1::jsonb) as r(id uuid, username text, name text)`,
      [JSON.stringify(added.map(({ id, username, name }) => ({ id, username, name }))), this.hostId, LINE, hash]);
    await inTurns(added, AT_THE_DOOR, (reader) => reader.signIn(PASSWORD));
    this.readers.push(...added);
  }

  /** Released exams whose read somebody asked for at once; the worker's policy makes a task of each. */
  async addTasks(count: number): Promise<string[]> {
    const exams = Array.from({ length: count }, () => randomUUID());
    await this.sql(`insert into exam (id, study_uid, head, door) select id, '2.25.' || (('x' || translate(right(id::text, 12), '-', ''))::bit(48)::bigint), '{"modality": "CT"}', 'dimse' from unnest($1::uuid[]) as id`, [exams]);
    await this.sql(
      `insert into inbound (id, state, facility_ids, service_line, subspecialty, urgency, modalities, content_kind) select id, 'released', array[$2::uuid], $3, 'neuro', 'high', '{CT}', 'ct' from unnest($1::uuid[]) as id`,
      [exams, this.hostId, LINE]);
    await this.sql(`insert into need (exam_id, urgency, wants_read, purpose) select id, 'high', true, 'treatment' from unnest($1::uuid[]) as id`, [exams]);
    await this.sql(`insert into job (kind, key, data) select 'overread.decide', 'overread.decide ' || id, jsonb_build_object('id', id) from unnest($1::uuid[]) as id`, [exams]);
    const made = await this.until(async () => {
      const rows = await this.sql<{ id: string }>(`select id from overread where exam_id = any($1::uuid[]) and state = 'open' order by id`, [exams]);
      return rows.length === count ? rows : null;
    }, 'the worker to make the tasks');
    this.tasks.push(...made.map((row) => row.id));
    return made.map((row) => row.id);
  }

  /** Lets the lease of this task be over now: the worker's clock rings at once. */
  async passLease(task: string): Promise<void> {
    await this.sql(`update overread set until = clock_timestamp() - interval '1 second' where id = $1`, [task]);
    await this.sql(`update job set due_at = clock_timestamp(), offered_at = null where key = $1 and state = 'waiting'`, [`overread.lease ${task}`]);
    await this.sql('notify causeway_job');
  }

  async until<T>(look: () => Promise<T | null>, what: string, seconds = 60): Promise<T> {
    for (const deadline = Date.now() + seconds * 1000; ; ) {
      const seen = await look();
      if (seen !== null) return seen;
      if (Date.now() > deadline) throw new Error(`Waited ${seconds} s for ${what}.`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** What the operator's command says about the audit chain. */
  auditVerdict(): { readonly whole: boolean; readonly rows: number } {
    const { stdout } = spawnSync(process.execPath, [path.join(apiDir(), 'cli.js'), 'audit', 'verify'], { env: { ...process.env, ...this.site.env() }, encoding: 'utf8' });
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null') as { whole: boolean; rows: number };
  }

  async close(): Promise<void> {
    for (const door of this.doors) door.close();
    await Promise.all([...this.apis.map((api) => api.program), ...this.others].map((program) => program.stop()));
    await this.pool.end();
    await this.site.stop();
  }

  private start(script: string, env: Readonly<Record<string, string>> = {}): Promise<Program> {
    return startProgram({ command: process.execPath, args: [...NODE_FLAGS, path.join(apiDir(), script)], env: { ...this.site.env(), CAUSEWAY_LOG_LEVEL: 'error', ...env } });
  }
}

/** Does `work` for every item, at most `width` at a time. */
export async function inTurns<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  await Promise.all(Array.from({ length: width }, async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  }));
}

const apiDir = (): string => process.env['CAUSEWAY_API_DIR'] ?? path.join(workspaceRoot(), 'dist/apps/api');
