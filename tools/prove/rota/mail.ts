// A running worker, real mail servers, and notices while the server is there, away, and back.
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import pg from 'pg';
import { SMTPServer } from 'smtp-server';
import { startProgram, type Program } from '../../bench/lib/program';
import { Site } from '../../bench/lib/site';
import { NODE_FLAGS } from '../../processes/node-flags';
import { freePort } from '../../processes/ports';
import { workspaceRoot } from '../../product/workspace';

/** How much quicker waiting passes for the worker: rounds of five minutes become seconds. */
const RATE = 150;
const PEOPLE = 5;

export interface Mailed {
  readonly notices: number;
  readonly delivered: number;
  readonly twice: number;
  readonly lost: number;
  readonly failedWhileAway: number;
  readonly awaySeconds: number;
  readonly secondsToDrain: number;
  readonly leaks: number;
  readonly openTasks: number;
  readonly tasksWithoutHand: number;
}

const PLANTED = ['PLANTEDFAMILY', 'PLANTEDMRN', 'PLANTEDACCESSION'];

export async function mailFaults(perPhase: number, awaySeconds: number, say: (line: string) => void): Promise<Mailed> {
  const port = await freePort();
  const got: { readonly to: string; readonly id: string; readonly text: string }[] = [];
  let server = await listen(port, got);
  const site = await Site.start();
  const pool = new pg.Pool({ connectionString: site.postgres.superUrl, max: 4 });
  const sql = async <T extends object>(text: string, values: unknown[] = []): Promise<T[]> => (await pool.query<T & Record<string, unknown>>(text, values)).rows;
  let worker: Program | null = null;
  try {
    const [host] = await sql<{ id: string }>('select id from facility where host');
    const people = Array.from({ length: PEOPLE }, () => randomUUID());
    await sql(
      `insert into person (id, username, name, initials, title, roles, facilities, service_lines, password_hash) select p, 'rota.' || n, 'Rota Person ' || n, 'RP', 'Clinician', case when n = 1 then '{sl}'::text[] else '{cl}'::text[] end, array[$2::uuid], '{neurology}', '-' from unnest($1::uuid[]) with ordinality as x(p, n)`,
      [people, host?.id]);
    await sql(`insert into preference (person_id, name, value) select p, 'notices', jsonb_build_object('addresses', jsonb_build_object('mail', 'p' || n || '@example.org')) from unnest($1::uuid[]) with ordinality as x(p, n)`, [people]);
    worker = await startProgram({
      command: process.execPath, args: [...NODE_FLAGS, path.join(process.env['CAUSEWAY_API_DIR'] ?? path.join(workspaceRoot(), 'dist/apps/api'), 'worker.js')],
      env: { ...site.env(), CAUSEWAY_LOG_LEVEL: 'error', CAUSEWAY_SMTP_URL: `smtp://127.0.0.1:${port}`, CAUSEWAY_MAIL_FROM: 'causeway@example.org', CAUSEWAY_PATIENCE_RATE: String(RATE) },
    });
    let told = 0;
    /** Urgent exams of these people were released: each makes one notice that must be answered. */
    const tell = async (n: number): Promise<void> => {
      const exams = Array.from({ length: n }, () => randomUUID());
      await sql(`insert into exam (id, study_uid, head, door) select id, '2.25.' || (('x' || translate(right(id::text, 12), '-', ''))::bit(48)::bigint), '{"modality": "CT", "patientName": "PLANTEDFAMILY^A", "patientId": "PLANTEDMRN", "accessionNumber": "PLANTEDACCESSION"}', 'dimse' from unnest($1::uuid[]) as id`, [exams]);
      await sql(`insert into inbound (id, state, facility_ids, service_line, subspecialty, urgency, modalities, content_kind) select id, 'released', array[$2::uuid], 'neurology', 'neuro', 'high', '{CT}', 'ct' from unnest($1::uuid[]) as id`, [exams, host?.id]);
      await sql(`insert into need (exam_id, requester_id, urgency, wants_read, purpose) select e, ($2::uuid[])[1 + (n % $3::int)], 'high', true, 'treatment' from unnest($1::uuid[]) with ordinality as x(e, n)`, [exams, people, PEOPLE]);
      await sql(
        `insert into job (kind, key, data) select 'notice.decide', 'notice.decide proof ' || e, jsonb_build_object('event', 'inbound.released', 'kind', 'inbound', 'id', e, 'examId', e, 'seq', 'proof ' || e) from unnest($1::uuid[]) as e`, [exams]);
      await sql(`insert into job (kind, key, data) select 'overread.decide', 'overread.decide ' || e, jsonb_build_object('id', e) from unnest($1::uuid[]) as e`, [exams]);
      await sql('notify causeway_job');
      told += n;
    };
    const noticed = async (state: string): Promise<number> => (await sql<{ n: number }>(`select count(*)::int as n from notice where event = 'inbound.released' and because = 'urgent-exam-is-there' and state = $1`, [state]))[0]?.n ?? 0;
    const until = async (look: () => Promise<boolean>, what: string, seconds: number): Promise<void> => {
      for (const deadline = Date.now() + seconds * 1000; !(await look()); await new Promise((r) => setTimeout(r, 100))) if (Date.now() > deadline) throw new Error(`Waited ${seconds} s for ${what}.`);
    };

    await tell(perPhase);
    await until(async () => (await noticed('sent')) === perPhase, 'the first notices', 60);
    say(`${perPhase} notices went while the server was there`);
    await closed(server);
    const away = Date.now();
    await tell(perPhase);
    await until(async () => (await noticed('failed')) > 0, 'notices to fail while the server is away', 90);
    await new Promise((r) => setTimeout(r, Math.max(0, awaySeconds * 1000 - (Date.now() - away))));
    const failedWhileAway = await noticed('failed');
    say(`the server was away for ${Math.round((Date.now() - away) / 1000)} s, ${Math.round(((Date.now() - away) / 1000) * RATE / 60)} minutes of the worker's patience; ${failedWhileAway} notices are marked failed`);
    server = await listen(port, got);
    const back = Date.now();
    await tell(perPhase);
    await until(async () => (await noticed('sent')) === told, 'everything to be delivered', 120);
    const secondsToDrain = Math.round((Date.now() - back) / 100) / 10;
    // whatever would send a second time has the time to do so
    await new Promise((r) => setTimeout(r, (300_000 / RATE) * 1.5));
    const openTasks = (await sql<{ n: number }>(`select count(*)::int as n from overread where state not in ('acknowledged', 'withdrawn', 'retracted')`))[0]?.n ?? 0;
    const tasksWithoutHand = (await sql<{ n: number }>(`select count(*)::int as n from overread o where state not in ('acknowledged', 'withdrawn', 'retracted') and not exists (select 1 from ownership w where w.item_kind = 'overread' and w.item_id = o.id)`))[0]?.n ?? 0;
    const ids = got.map((m) => m.id);
    return {
      notices: told, delivered: got.length, twice: got.length - new Set(ids).size, lost: told - new Set(ids).size, failedWhileAway, awaySeconds: Math.round((back - away) / 1000), secondsToDrain,
      leaks: got.filter((m) => PLANTED.some((token) => m.text.toUpperCase().includes(token))).length, openTasks, tasksWithoutHand,
    };
  } finally {
    await worker?.stop();
    await pool.end();
    await site.stop();
    await closed(server);
  }
}

function listen(port: number, got: { to: string; id: string; text: string }[]): Promise<SMTPServer> {
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'], logger: false,
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        const text = Buffer.concat(parts).toString('utf8');
        got.push({ to: session.envelope.rcptTo.map((r) => r.address).join(), id: /^Message-ID: (\S+)/im.exec(text)?.[1] ?? '', text });
        done();
      });
    },
  });
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

const closed = (server: SMTPServer): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
