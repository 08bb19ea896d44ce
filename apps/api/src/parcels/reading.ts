import { createHash } from 'node:crypto';
import { createWriteStream, promises as fs } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ToldPatient } from '@causeway/contracts';
import { Budget, MEDIA_LIMITS, openMedia, readDisc, type DiscPorts, type DiscReport, type ObjectOutcome } from '@causeway/transport-media';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { newId } from '../platform/ids';
import { Later, type JobRun } from '../platform/jobs/job';
import type { Settings } from '../platform/settings/settings';
import { recordComing } from '../requests/brought';
import type { Arrival, Intake } from '../receive/intake/intake';
import { withIntake } from '../receive/worker-intake';
import { examOf } from '../receive/ledger/stored-object';
import { OfLink, sourceOf } from './of-link';
import type { ParcelColumns } from './parcel.row';
import { set } from './parcels';
import { Photographs } from './photographs';
import { documentDir, documentFile, spoolDir, uploadFile } from './places';
import { putAside, watchedFile } from './watched';

/** Audit lane of what comes in this way: commits of receivers do not wait for it. */
const LANE = 'discs';
const PROGRESS_MS = 1000;
/** Starts after which reading is given up and the person is told. */
const MOST_STARTS = 5;
const NOT_NOW_SECONDS = 30;

/** Reads a parcel into the same intake every door uses. Reading it again after a crash takes nothing twice: what is there already is recognised. */
export class ParcelReading {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async run(id: string, job: JobRun): Promise<void> {
    const row = await this.begin(id);
    if (!row) return;
    const file = row.found_as === null ? uploadFile(this.settings, id) : watchedFile(this.settings, row.found_as);
    try {
      await this.read(row, file, job);
    } catch (error) {
      if (error instanceof Later || job.signal.aborted || job.start < MOST_STARTS) throw error;
      await this.fail(row, 'gave-up');
    }
    await this.tidy(row);
  }

  /** The person did not finish uploading in time. */
  async expire(id: string): Promise<void> {
    await this.acts.run(system('parcels'), async (act) => {
      const [row] = await act.query<ParcelColumns>('select * from parcel where id = $1 for update', [id]);
      if (row?.state === 'uploading') await set(act, row, 'expired');
    });
    await fs.rm(uploadFile(this.settings, id), { force: true });
    await fs.rm(`${uploadFile(this.settings, id)}.json`, { force: true });
  }

  private begin(id: string): Promise<ParcelColumns | null> {
    return this.acts.run(system('parcels'), async (act) => {
      const [row] = await act.query<ParcelColumns>('select * from parcel where id = $1 for update', [id]);
      if (!row || !['waiting', 'reading'].includes(row.state)) return null;
      if (row.state === 'waiting') await set(act, row, 'reading');
      await act.query('delete from parcel_document where parcel_id = $1 and attached_to is null', [id]);
      return row;
    });
  }

  private async read(row: ParcelColumns, file: string, job: JobRun): Promise<void> {
    const budget = new Budget(MEDIA_LIMITS);
    const photographs = new Photographs(this.settings, row, await this.claimed(row));
    const opened = await openMedia(file, budget, row.form === 'watched' ? (row.found_as ?? '') : 'upload').catch((error: { code?: string }) => {
      if (error.code === 'ENOENT') return { kind: 'failure' as const, reason: 'gone' as const };
      throw error;
    });
    if (opened.kind === 'failure') return this.fail(row, opened.reason);
    try {
      const report = await withIntake(this.acts, this.settings, LANE, (intake) => readDisc(opened.source, this.ports(row, intake, photographs), { budget, signal: job.signal }));
      await this.done(row, photographs.counted(report));
    } finally {
      photographs.close();
      await opened.source.close();
    }
  }

  /** Whom the link of photographs is for; nobody for everything else, which says itself whose it is. */
  private async claimed(row: ParcelColumns): Promise<ToldPatient | null> {
    const [link] = row.form === 'photographs' && row.link_id ? await this.acts.read<{ subject: ToldPatient }>('select subject from upload_link where id = $1', [row.link_id]) : [];
    return link?.subject ?? null;
  }

  private ports(row: ParcelColumns, intake: Intake, photographs: Photographs): DiscPorts {
    const source = sourceOf(row);
    const own = row.link_id === null ? null : new OfLink(this.acts, row.id, row.link_id);
    const take = async (bytes: AsyncIterable<Buffer>): Promise<ObjectOutcome> => {
      const outcome = await takeIn(intake, { source, ...(own ? { stands: (object) => own.stands(object) } : {}) }, bytes);
      if ('examId' in outcome) await own?.took(outcome.examId);
      return outcome;
    };
    let documents = 0;
    let told = 0;
    return {
      object: (_, bytes) => take(bytes),
      document: async (at, type, bytes) => {
        const n = ++documents;
        await fs.mkdir(documentDir(this.settings, row.id), { recursive: true });
        await fs.writeFile(documentFile(this.settings, row.id, n), bytes);
        await this.acts.read(
          `insert into parcel_document (parcel_id, n, path, type, bytes, sha256) values ($1, $2, $3, $4, $5, $6)
           on conflict (parcel_id, n) do update set path = excluded.path, type = excluded.type, bytes = excluded.bytes, sha256 = excluded.sha256 where parcel_document.attached_to is null`,
          [row.id, n, at.slice(0, 1000), type, bytes.length, createHash('sha256').update(bytes).digest()]);
        await photographs.take(at, type, bytes, n, take);
        return String(n);
      },
      spool: async () => {
        await fs.mkdir(spoolDir(this.settings), { recursive: true });
        const file = path.join(spoolDir(this.settings), newId());
        return { file, write: (bytes) => pipeline(bytes, createWriteStream(file, { flags: 'wx' })), done: () => fs.rm(file, { force: true }) };
      },
      progress: (soFar) => {
        if (Date.now() - told < PROGRESS_MS) return;
        told = Date.now();
        void this.progress(row.id, soFar);
      },
    };
  }

  /** Only shown: that it could not be written stops nothing. */
  private async progress(id: string, soFar: object): Promise<void> {
    await this.acts.run(system('parcels'), async (act) => {
      await act.query(`update parcel set progress = $2 where id = $1 and state = 'reading'`, [id, soFar]);
      act.emit({ event: 'parcel.progressed', kind: 'parcel', id });
    }).catch(() => undefined);
  }

  /**
   * The report, the exams and how many people there are commit together. Exams are locked as counting them locks them, so that the number of people
   * reaches an exam whichever comes first.
   */
  private done(row: ParcelColumns, report: DiscReport): Promise<void> {
    return this.acts.run(system('parcels'), async (act) => {
      const ids = report.exams.map((e) => e.examId).sort();
      await act.query('select id from exam where id = any($1) order by id for no key update', [ids]);
      for (const { examId, instances } of report.exams) {
        await act.query('insert into parcel_exam (parcel_id, exam_id, instances) values ($1, $2, $3) on conflict (parcel_id, exam_id) do update set instances = excluded.instances', [row.id, examId, instances]);
      }
      const [people] = await act.query<{ n: number }>(
        `select count(distinct (coalesce(head->>'patientId', ''), coalesce(head->>'patientBirthDate', '')))::int as n from instance where exam_id = any($1)`, [ids]);
      const patients = people?.n ?? 0;
      await act.query('update inbound set parcel_patients = greatest(parcel_patients, $2) where id = any($1)', [ids, patients]);
      await set(act, { id: row.id, state: 'reading' }, 'read', { report: JSON.stringify(report), patients, progress: null });
      // exams that settled while the rest was read did not know yet what they were brought for
      for (const { id } of await act.query<{ id: string }>(`select id from inbound where id = any($1) and state <> 'receiving' order by id`, [ids])) await recordComing(act, id);
    });
  }

  private fail(row: ParcelColumns, failure: string): Promise<void> {
    return this.acts.run(system('parcels'), (act) => set(act, { id: row.id, state: 'reading' }, 'failed', { failure, progress: null }));
  }

  private async tidy(row: ParcelColumns): Promise<void> {
    if (row.found_as !== null) return putAside(this.settings, row.found_as, row.id);
    await fs.rm(uploadFile(this.settings, row.id), { force: true });
    await fs.rm(`${uploadFile(this.settings, row.id)}.json`, { force: true });
  }
}

/** Hands one file over and says what became of it. When nothing can be taken in now, the whole parcel waits. */
async function takeIn(intake: Intake, arrival: Arrival, bytes: AsyncIterable<Buffer>): Promise<ObjectOutcome> {
  const receiving = intake.receive(arrival);
  try {
    for await (const chunk of bytes) await receiving.write(chunk);
  } catch (error) {
    receiving.abort();
    throw error;
  }
  const answer = await receiving.end();
  const sopInstanceUid = answer.identity?.sopInstanceUid ?? null;
  switch (answer.kind) {
    case 'stored': {
      const kind = answer.placed.outcome === 'new' ? 'taken' : answer.placed.outcome === 'duplicate' ? 'already' : 'conflict';
      return { kind, examId: examOf(answer.placed), sopInstanceUid: answer.identity.sopInstanceUid };
    }
    case 'aside': return { kind: 'aside', reason: answer.reason, sopInstanceUid };
    case 'refused': return { kind: 'refused', reason: answer.reason, sopInstanceUid };
    case 'mismatch': return { kind: 'refused', reason: 'meta-identity', sopInstanceUid };
    case 'failed': throw new Later(NOT_NOW_SECONDS, answer.cause);
  }
}
