import { createHash } from 'node:crypto';
import { promises as fs } from 'node:fs';
import type { ParcelDocument } from '@causeway/contracts';
import { Later } from '../platform/jobs/job';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Acts } from '../platform/acts/acts';
import { sha256 } from '../platform/acts/acts';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import { objectsOf } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
import { sectionsOf } from '../exams/report-intake';
import { guardedOf, type InboundColumns } from '../inbound/inbound.row';
import { GroupCommit } from '../receive/group-commit';
import { Intake } from '../receive/intake/intake';
import { Quarantine } from '../receive/intake/quarantine';
import { Ledger } from '../receive/ledger/ledger';
import { examOf } from '../receive/ledger/stored-object';
import { encapsulated } from './encapsulate';
import { documentFile } from './places';

export interface DocumentRow { parcel_id: string; n: number; path: string; type: string; bytes: string; attached_to: string | null }

const ATTACHABLE: ReadonlySet<string> = new Set(['application/pdf', 'text/plain', 'image/jpeg', 'image/png']);

export const documentView = (row: DocumentRow): ParcelDocument => ({ n: row.n, path: row.path, type: row.type, bytes: Number(row.bytes), attachedTo: row.attached_to, attachable: ATTACHABLE.has(row.type) && !row.attached_to });

/** Documents that came on a disc: shown, and made reports of an exam by somebody who looked at them. */
export class Documents {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  async of(parcelId: string): Promise<ParcelDocument[]> {
    return (await this.acts.read<DocumentRow>('select * from parcel_document where parcel_id = $1 order by n', [parcelId])).map(documentView);
  }

  /** The bytes of one, as they came. Who opened it is written down first. */
  async open(parcelId: string, n: number, caller: Caller): Promise<{ readonly type: string; readonly bytes: Buffer }> {
    const row = await this.row(parcelId, n);
    await this.acts.run(caller.actor, async (act) => act.audit({ action: 'parcel.document-opened', object: { kind: 'parcel', id: parcelId }, details: { n } }));
    return { type: row.type, bytes: await this.bytes(row) };
  }

  /** Text becomes a report; a PDF or picture becomes an Encapsulated PDF of the study, through the same intake as everything, and a report that names it. */
  async attach(parcelId: string, n: number, examId: string, caller: Caller): Promise<void> {
    const row = await this.row(parcelId, n);
    if (!ATTACHABLE.has(row.type)) throw new Refusal(422, 'not-attachable', 'Only PDF, text, JPEG and PNG can become a report. Open it and file it by hand.');
    if (row.attached_to && row.attached_to !== examId) throw new Refusal(409, 'attached', 'This document is with another exam already.');
    const [exam] = await this.acts.read<Pick<InboundColumns, 'facility_ids' | 'service_line' | 'care_team'> & { head: Record<string, string | undefined>; study_uid: string; source: string | null }>(
      `select x.facility_ids, x.service_line, x.care_team, e.head, e.study_uid, f.name as source from parcel_exam p join exam e on e.id = p.exam_id join inbound x on x.id = e.id
       left join facility f on f.id = e.source_facility_id where p.parcel_id = $1 and p.exam_id = $2`, [parcelId, examId]);
    if (!exam) throw notFound('exam of this disc');
    caller.require('inbound.check', guardedOf(exam));
    const bytes = await this.bytes(row);
    const text = row.type === 'text/plain' ? textOf(bytes) : null;
    const sopUid = text === null ? await this.store(await encapsulated(bytes, row.type, exam.head, exam.study_uid), examId) : null;
    await this.acts.run(caller.actor, async (act) => {
      const [claimed] = await act.query('update parcel_document set attached_to = $3 where parcel_id = $1 and n = $2 and (attached_to is null or attached_to = $3) returning n', [parcelId, n, examId]);
      if (!claimed) throw new Refusal(409, 'attached', 'This document is with another exam already.');
      await act.query(
        `insert into report (id, exam_id, kind, source_key, source, status, title, sections, document_sop, study_uid, sha256) values ($1, $2, 'outside', $3, $4, 'P', $5, $6, $7, $8, $9) on conflict (source_key) do nothing`,
        [newId(act.now.getTime()), examId, `parcel ${parcelId} ${n}`, exam.source ?? 'Disc', 'Document from the disc', JSON.stringify(text === null ? [] : sectionsOf(text)), sopUid, exam.study_uid, sha256(bytes)]);
      act.audit({ action: 'report.attached', object: { kind: 'inbound', id: examId }, details: { parcel: parcelId, n } });
      act.emit({ event: 'report.received', kind: 'inbound', id: examId });
      act.emit({ event: 'parcel.document-attached', kind: 'parcel', id: parcelId });
    });
  }

  private async row(parcelId: string, n: number): Promise<DocumentRow> {
    const [row] = await this.acts.read<DocumentRow>('select * from parcel_document where parcel_id = $1 and n = $2', [parcelId, n]);
    if (!row) throw notFound('document');
    return row;
  }

  private bytes(row: DocumentRow): Promise<Buffer> {
    return fs.readFile(documentFile(this.settings, row.parcel_id, row.n)).catch(() => { throw new Refusal(410, 'document-gone', 'The document is not kept any more. Import the disc again.'); });
  }

  private async store(made: { readonly file: Buffer; readonly sopInstanceUid: string }, examId: string): Promise<string> {
    const ledger = new Ledger({ url: this.settings.DATABASE_URL, lane: 'discs' });
    try {
      await ledger.untilReady(5000);
      const objects = objectsOf(this.settings);
      const intake = new Intake({ objects, group: new GroupCommit(objects, ledger), quarantine: new Quarantine(async () => this.acts) });
      const trace = `document ${createHash('sha256').update(made.sopInstanceUid).digest('hex').slice(0, 12)}`;
      const receiving = intake.receive({ source: { door: 'disc', kind: 'person', id: 'document', name: 'document from a disc', endpointId: null, facilityId: null, calling: null, address: null, trace } });
      await receiving.write(made.file);
      const answer = await receiving.end();
      if (answer.kind === 'failed') throw new Later(5, answer.cause);
      if (answer.kind !== 'stored' || examOf(answer.placed) !== examId) throw new Refusal(409, 'not-stored', 'The document could not be stored with this exam. Open it and file it by hand.');
      return made.sopInstanceUid;
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal(503, 'not-now', 'The document could not be stored now. Try again in a moment.');
    } finally {
      await ledger.close();
    }
  }
}

/** Text of unknown encoding: UTF-8 where it is that, else Windows-1252. */
function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
