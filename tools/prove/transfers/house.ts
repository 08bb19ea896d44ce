// A house with stored exams and partners, for proofs about transfers: the built worker moves what the database says.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { makeObject } from '@causeway/dicom/testing';
import { newUid } from '@causeway/dicom';
import { Site } from '../../bench/lib/site';
import { startProgram, type Program } from '../../bench/lib/program';
import { NODE_FLAGS } from '../../processes/node-flags';
import { workspaceRoot } from '../../product/workspace';
import { PartnerArchive } from './archive';

export interface Partner {
  readonly archive: PartnerArchive;
  readonly endpointId: string;
}

export interface Exam {
  readonly id: string;
  readonly sopUids: readonly string[];
}

export class TransferHouse {
  private readonly workers: Program[] = [];
  private hostId = '';

  private constructor(readonly site: Site, private readonly random: () => number) {}

  static async open(random: () => number, patienceRate: number): Promise<TransferHouse> {
    const house = new TransferHouse(await Site.start({ env: { CAUSEWAY_PATIENCE_RATE: String(patienceRate), CAUSEWAY_LOG_LEVEL: 'error' } }), random);
    const [host] = await house.site.sql<{ id: string }>('select id from facility where host');
    house.hostId = host!.id;
    return house;
  }

  async partner(name: string): Promise<Partner> {
    const archive = new PartnerArchive(name, this.random);
    await archive.open();
    const [facilityId, endpointId] = [randomUUID(), randomUUID()];
    await this.site.sql(`insert into facility (id, name, kind, state) values ($1, $2, 'hospital', 'live')`, [facilityId, name]);
    await this.site.sql(`insert into endpoint (id, facility_id, kind, direction, purpose, label, settings) values ($1, $2, 'dimse', 'out', 'images', 'Images', $3)`,
      [endpointId, facilityId, { host: '127.0.0.1', port: archive.port, calledAeTitle: name, callingAeTitle: 'CAUSEWAY', connectSeconds: 5, associateSeconds: 10, responseSeconds: 20 }]);
    return { archive, endpointId };
  }

  /** Exams as the receiver leaves them: real small objects in a segment of the store, and their rows. */
  async exams(count: number, images: number): Promise<Exam[]> {
    const dir = path.join(this.site.dataDir, 'objects');
    fs.mkdirSync(dir, { recursive: true });
    const key = randomUUID();
    const fd = fs.openSync(path.join(dir, `${key}.seg`), 'w');
    let at = 0;
    const exams: Exam[] = [];
    const rows: { exam: string; study: string; series: string; sop: string; class: string; syntax: string; bytes: number; location: string; at: number; n: number }[] = [];
    for (let e = 0; e < count; e++) {
      const [id, study, series] = [randomUUID(), newUid(), newUid()];
      const sopUids: string[] = [];
      for (let n = 1; n <= images; n++) {
        const object = makeObject({ edge: 8, studyInstanceUid: study, seriesInstanceUid: series, attributes: { InstanceNumber: String(n) } });
        fs.writeSync(fd, object.file);
        rows.push({ exam: id, study, series, sop: object.sopInstanceUid, class: object.sopClassUid, syntax: object.transferSyntaxUid, bytes: object.bytes.length, location: `segment:${key}:${at}:${object.file.length}`, at: object.file.length - object.bytes.length, n });
        at += object.file.length;
        sopUids.push(object.sopInstanceUid);
      }
      exams.push({ id, sopUids });
    }
    fs.closeSync(fd);
    for (let i = 0; i < rows.length; i += 2000) {
      const some = JSON.stringify(rows.slice(i, i + 2000));
      const of = `jsonb_to_recordset($1::jsonb) as x(exam uuid, study text, series text, sop text, class text, syntax text, bytes bigint, location text, at int, n int)`;
      await this.site.sql(`insert into exam (id, study_uid, head, door) select distinct on (exam) exam, study, '{"modality": "CT"}'::jsonb, 'dimse' from ${of} on conflict do nothing`, [some]);
      await this.site.sql(`insert into inbound (id, state, facility_ids, modalities) select distinct exam, 'released', array[$2::uuid], '{CT}'::text[] from ${of} on conflict do nothing`, [some, this.hostId]);
      await this.site.sql(
        `insert into instance (sop_uid, exam_id, series_uid, sop_class, syntax, sha256, bytes, location, data_at, head) select sop, exam, series, class, syntax, sha256(sop::bytea), bytes, location, at, jsonb_build_object('instanceNumber', n::text) from ${of}`, [some]);
      await this.site.sql('delete from uncounted_instance');
    }
    return exams;
  }

  /** A transfer of each exam over the partner's line, as a send makes it, and the wish to serve the line. */
  async transfers(exams: readonly Exam[], partner: Partner): Promise<void> {
    await this.site.sql(
      `with made as (insert into transfer (id, exam_id, revision, direction, purpose, destination, endpoint_id, state, next_due_at, copies, bytes)
         select gen_random_uuid(), id, 1, 'out', 'send', 'partner', $2, 'waiting', clock_timestamp(), 'as-received', (select sum(bytes) from instance i where i.exam_id = e.id) from unnest($1::uuid[]) as e(id) returning id, exam_id)
       insert into transfer_row (transfer_id, instance_id, sop_uid, state) select made.id, i.id, i.sop_uid, 'pending' from made join instance i on i.exam_id = made.exam_id`, [exams.map((e) => e.id), partner.endpointId]);
    await this.site.sql(`insert into job (kind, key, data) values ('line.serve', $1, $2) on conflict (key) where state = 'waiting' do nothing`, [`line.serve ${partner.endpointId}`, { id: partner.endpointId }]);
    await this.site.sql('notify causeway_job');
  }

  async startWorkers(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, async () => void this.workers.push(await this.worker())));
  }

  /** kill -9 of one worker, and another in its place. */
  async killWorker(index: number): Promise<void> {
    await this.workers[index]!.kill();
    this.workers[index] = await this.worker();
  }

  get workerCount(): number {
    return this.workers.length;
  }

  /** What the queue holds is thrown away; the rows of the jobs stay. */
  async emptyQueue(): Promise<void> {
    const tables = await this.site.sql<{ name: string }>(`select quote_ident(tablename) as name from pg_tables where schemaname = 'bullmq' and tablename like '%job%'`);
    await this.site.sql(`truncate ${tables.map((t) => `bullmq.${t.name}`).join(', ')} cascade`);
  }

  async count(where: string): Promise<number> {
    const [row] = await this.site.sql<{ n: number }>(`select count(*)::int as n from transfer where ${where}`);
    return row!.n;
  }

  async until(what: string, seconds: number, look: () => Promise<boolean>): Promise<void> {
    for (const end = Date.now() + seconds * 1000; !(await look());) {
      if (Date.now() > end) {
        const states = await this.site.sql<{ state: string; cause: string | null; n: number }>('select state, cause, count(*)::int as n from transfer group by 1, 2');
        throw new Error(`Waited ${seconds} s for ${what}: ${JSON.stringify(states)}`);
      }
      await new Promise((r) => setTimeout(r, 100));
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((w) => w.stop(3000)));
    await this.site.stop();
  }

  private worker(): Promise<Program> {
    const dir = process.env['CAUSEWAY_API_DIR'] ?? path.join(workspaceRoot(), 'dist/apps/api');
    return startProgram({ command: process.execPath, args: [...NODE_FLAGS, path.join(dir, 'worker.js')], env: { ...this.site.env() } });
  }
}
