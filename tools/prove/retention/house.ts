// A hospital for the proofs of retention: one database, api processes, a worker, records managers and administrators with sessions, and exams that came long ago.
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import argon2 from 'argon2';
import pg from 'pg';
import { startProgram, type Program } from '../../bench/lib/program';
import { Site } from '../../bench/lib/site';
import { freePort } from '../../processes/ports';
import { workspaceRoot } from '../../product/workspace';
import { Door, Reader } from '../claims/reader';

export const PASSWORD = 'four words for records';
export const BYTES = 512;

export interface Exam {
  readonly id: string;
  /** Facility whose law it is under. */
  readonly site: string;
  readonly received: string;
  readonly study: string | null;
  readonly modality: string;
  readonly own: 'no' | 'all-instances';
  readonly state: string;
  /** Its local patient; null when nobody knows whose it is. */
  readonly patient: string | null;
  readonly source?: string | null;
}

export interface StoredBytes { readonly file: string; readonly offset: number; readonly sha256: string }

export class RecordsHouse {
  readonly doors: Door[] = [];
  private readonly programs: Program[] = [];
  private readonly pool: pg.Pool;
  host = '';
  first!: Reader;
  second!: Reader;
  pacs!: Reader;

  private constructor(readonly site: Site) {
    this.pool = new pg.Pool({ connectionString: site.postgres.superUrl, max: 8 });
  }

  static async open(apis: number): Promise<RecordsHouse> {
    const house = new RecordsHouse(await Site.start({ env: { CAUSEWAY_LOG_LEVEL: 'error' } }));
    try {
      const [host] = await house.sql<{ id: string }>('select id from facility where host');
      house.host = host!.id;
      for (let i = 0; i < apis; i++) {
        const door = new Door(await freePort());
        house.doors.push(door);
        house.programs.push(await house.start('main.js', { CAUSEWAY_PORT: String(door.port) }));
      }
      house.programs.push(await house.start('worker.js'));
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  async sql<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    return (await this.pool.query<T & Record<string, unknown>>(text, values)).rows;
  }

  /** Two records managers and a PACS administrator who see these facilities. */
  async addPeople(facilities: readonly string[]): Promise<void> {
    const hash = await argon2.hash(PASSWORD, { type: argon2.argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 });
    const add = async (role: string, username: string): Promise<Reader> => {
      const reader = new Reader(randomUUID(), username, username, this.doors);
      await this.sql(`insert into person (id, username, name, initials, title, roles, facilities, service_lines, password_hash) values ($1, $2, $2, 'RM', 'Records', array[$3], $4, '{general}', $5)`, [reader.id, username, role, facilities, hash]);
      await reader.signIn(PASSWORD);
      return reader;
    };
    [this.first, this.second, this.pacs] = [await add('rm', 'records.one'), await add('rm', 'records.two'), await add('pa', 'pacs.one')];
  }

  async addSite(name: string, jurisdiction: string | null): Promise<string> {
    const id = randomUUID();
    await this.sql(`insert into facility (id, name, kind, state, tier, jurisdiction) values ($1, $2, 'hospital', 'live', 'regular', $3)`, [id, name, jurisdiction]);
    return id;
  }

  async addPatients(rows: readonly { readonly id: string; readonly birth: string | null; readonly lastVisit: string | null }[]): Promise<void> {
    await this.sql(`insert into patient (id, mrn, birth_date, sex, last_visit) select p.id, left(p.id::text, 13), p.birth, 'F', p."lastVisit" from jsonb_to_recordset($1::jsonb) as p(id uuid, birth text, "lastVisit" date)`, [JSON.stringify(rows)]);
  }

  /** Exams as they stand long after their release, each with one image whose bytes lie in a segment beside those of the others. */
  async addExams(exams: readonly Exam[]): Promise<ReadonlyMap<string, StoredBytes>> {
    const dir = path.join(this.site.dataDir, 'objects');
    fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
    const key = randomUUID();
    const bytes = randomBytes(exams.length * BYTES);
    fs.writeFileSync(path.join(dir, `${key}.seg`), bytes, { mode: 0o600 });
    const stored = new Map(exams.map((x, i) => [x.id, { file: path.join(dir, `${key}.seg`), offset: i * BYTES, sha256: createHash('sha256').update(bytes.subarray(i * BYTES, (i + 1) * BYTES)).digest('hex') }]));
    const rows = exams.map((x, i) => ({ ...x, source: x.source ?? null, uid: uidOf(x.id), sha: stored.get(x.id)?.sha256, location: `segment:${key}:${i * BYTES}:${BYTES}`, date: x.study?.replaceAll('-', '') ?? '' }));
    const set = `jsonb_to_recordset($1::jsonb) as x(id uuid, site uuid, source uuid, received date, date text, modality text, own text, state text, patient uuid, uid text, sha text, location text)`;
    const all = [JSON.stringify(rows)];
    await this.sql(`insert into exam (id, study_uid, head, door, first_at, source_facility_id) select id, uid, jsonb_build_object('patientName', 'Proof^Person', 'studyDate', date, 'modality', modality), 'dimse', received + interval '12 hours', source from ${set}`, all);
    await this.sql(`insert into inbound (id, state, site_id, facility_ids, service_line, modalities, content_kind, is_own) select id, state, site, array[site, $2::uuid], 'general', array[modality], 'radiology', own from ${set}`, [...all, this.host]);
    await this.sql(`insert into series (exam_id, series_uid, modality, number, head) select id, uid || '.1', modality, 1, '{}' from ${set}`, all);
    await this.sql(
      `insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head)
       select uid || '.1.1', id, uid || '.1', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1', decode(sha, 'hex'), ${BYTES}, location, 0, '{}' from ${set}`, all);
    await this.sql('delete from uncounted_instance');
    await this.sql(`insert into match (id, exam_id, attempt, revision, state, patient_id) select gen_random_uuid(), id, 1, 1, 'matched', patient from ${set} where patient is not null`, all);
    await this.sql(`insert into job (kind, key, data) select 'verdict.decide', 'verdict.decide ' || id, jsonb_build_object('id', id) from ${set} on conflict (key) where state = 'waiting' do nothing`, all);
    await this.sql('notify causeway_job');
    await this.until(async () => {
      const [left] = await this.sql<{ n: number }>(`select count(*)::int as n from jsonb_to_recordset($1::jsonb) as x(id uuid) left join verdict v on v.id = x.id where v.state is null or v.state = 'evaluating'`, all);
      return left?.n === 0 ? true : null;
    }, 'the verdicts', 300);
    return stored;
  }

  /** The bytes of an exam as the disk has them now. */
  bytesOf(at: StoredBytes): 'whole' | 'gone' | 'torn' {
    const seen = Buffer.alloc(BYTES);
    const fd = fs.openSync(at.file, 'r');
    fs.readSync(fd, seen, 0, BYTES, at.offset);
    fs.closeSync(fd);
    if (seen.every((b) => b === 0)) return 'gone';
    return createHash('sha256').update(seen).digest('hex') === at.sha256 ? 'whole' : 'torn';
  }

  /** Two people end keeping a batch; the purges begin at once. Answers its id. */
  async dispose(exams: readonly string[]): Promise<string> {
    const id = await this.endorsed(exams);
    await this.approve(id);
    return id;
  }

  async endorsed(exams: readonly string[]): Promise<string> {
    const made = await this.must<{ id: string; version: number }>(this.first, 'POST', '/api/v1/dispositions', { title: 'A batch of the proof', examIds: exams });
    await this.must(this.first, 'POST', `/api/v1/dispositions/${made.id}/review`, { version: made.version });
    await this.must(this.first, 'POST', `/api/v1/dispositions/${made.id}/endorse`, { version: made.version + 1, action: 'purge' });
    return made.id;
  }

  async approve(id: string): Promise<void> {
    await this.second.typePassword(PASSWORD);
    const [row] = await this.sql<{ version: number }>('select version from disposition where id = $1', [id]);
    await this.must(this.second, 'POST', `/api/v1/dispositions/${id}/approve`, { version: row!.version });
  }

  async ended(dispositions: readonly string[], seconds = 300): Promise<void> {
    await this.until(async () => {
      const [left] = await this.sql<{ n: number }>(`select count(*)::int as n from disposition where id = any($1::uuid[]) and state = 'approved'`, [dispositions]);
      return left?.n === 0 ? true : null;
    }, 'the purges', seconds);
  }

  async must<T>(who: Reader, method: string, route: string, body?: unknown): Promise<T> {
    const answer = await who.ask<T & { detail?: string }>(method, route, body);
    if (answer.status >= 300) throw new Error(`${method} ${route.replaceAll(/[0-9a-f-]{36}/g, '…')} answered ${answer.status}: ${answer.body?.detail ?? ''}`);
    return answer.body;
  }

  async until<T>(look: () => Promise<T | null>, what: string, seconds = 60): Promise<T> {
    for (const deadline = Date.now() + seconds * 1000; ; ) {
      const seen = await look();
      if (seen !== null) return seen;
      if (Date.now() > deadline) throw new Error(`Waited ${seconds} s for ${what}.`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  async close(): Promise<void> {
    for (const door of this.doors) door.close();
    await Promise.all(this.programs.map((program) => program.stop()));
    await this.pool.end();
    await this.site.stop();
  }

  private start(script: string, env: Readonly<Record<string, string>> = {}): Promise<Program> {
    const dir = process.env['CAUSEWAY_API_DIR'] ?? path.join(workspaceRoot(), 'dist/apps/api');
    return startProgram({ command: process.execPath, args: ['--enable-source-maps', path.join(dir, script)], env: { ...this.site.env(), ...env } });
  }
}

const uidOf = (id: string): string => `2.25.${BigInt(`0x${id.replaceAll('-', '')}`)}`;
