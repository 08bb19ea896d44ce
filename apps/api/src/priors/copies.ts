import type { ArchivePriors, PriorCopyView } from '@causeway/contracts';
import { TransportFailure, type InstalledTransports, type RemoteStudy } from '@causeway/transport-kit';
import { isoDate } from '../inbound/facts';
import type { Instances } from '../dicomweb/retrieve/instances';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { notFound, Refusal } from '../platform/acts/refusal';
import type { Caller } from '../platform/http/caller';
import { newId } from '../platform/ids';
import type { Logger } from '../platform/log';
import { withArchive, type ArchiveEndpoint } from '../transfers/archive-line';
import { seriesOfCopy } from './images';

/** How long a copy is held after it was last asked for. */
export const HELD_HOURS = 24;
/** An archive that does not answer within this is said to be silent. */
const PATIENCE_MS = 20_000;
const MOST_STUDIES = 100;

export interface CopyRow { id: string; patient_id: string; study_uid: string; exam_id: string; endpoint_id: string; state: 'coming' | 'here' | 'failed' | 'ending'; expected: number | null; cause: string | null; ends_at: Date }
interface Person { readonly id: string; readonly mrn: string }

/** The house's archive, where it can be asked and gives what it has over the same connection. */
export async function ownArchive(db: Pick<Act, 'query'>): Promise<ArchiveEndpoint | null> {
  const [endpoint] = await db.query<ArchiveEndpoint>(
    `select id, kind, settings from endpoint where direction in ('out', 'both') and purpose = 'pacs' and disabled_at is null and kind in ('dimse', 'dicomweb') order by made_at limit 1`);
  return endpoint ?? null;
}

/** What the house's archive holds of the patient of an outside exam, and copies of it to look at beside. Who may open the exam may look at these. */
export class PriorCopies {
  constructor(private readonly acts: Acts, private readonly instances: Pick<Instances, 'mayOpen'>, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  /** Asked anew each time: the archive is the one that knows. Nobody has looked at images by it, so it keeps nothing longer. What came through here is left out, for it is shown, or hidden, as the exam it is. */
  async list(caller: Caller, examId: string): Promise<ArchivePriors> {
    await this.instances.mayOpen(examId, caller);
    const [person, archive] = [await this.personOf(examId), await ownArchive({ query: (sql, p) => this.acts.read(sql, p) })];
    if (!person || !archive) return { asked: false, priors: [], trouble: null };
    try {
      const found = await this.studies(archive, person);
      const through = new Set((await this.acts.read<{ study_uid: string }>('select study_uid from exam where study_uid = any($1)', [found.map((s) => s.studyInstanceUid)])).map((r) => r.study_uid));
      const priors = found.filter((s) => !through.has(s.studyInstanceUid)).map((s) => ({
        studyUid: s.studyInstanceUid, description: s.studyDescription || s.modalitiesInStudy.join('/') || 'Exam', studyDate: isoDate(s.studyDate), modality: s.modalitiesInStudy[0] ?? '', images: s.instanceCount,
      })).sort((a, b) => (b.studyDate ?? '').localeCompare(a.studyDate ?? ''));
      return { asked: true, priors, trouble: null };
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      return { asked: true, priors: [], trouble: error.detail };
    }
  }

  /** Has a study copied by a worker. One that is here or on its way is not fetched a second time; it is held longer. */
  async ask(caller: Caller, examId: string, studyUid: string): Promise<PriorCopyView> {
    await this.instances.mayOpen(examId, caller);
    const person = await this.personOf(examId);
    if (!person) throw new Refusal(409, 'not-identified', 'Nobody has confirmed whose exam this is, so there is nothing to compare it with.');
    const id = await this.acts.run(caller.actor, async (act) => {
      const archive = await ownArchive(act);
      if (!archive) throw new Refusal(409, 'no-archive', 'No line leads to an archive that can be asked. Ask a system administrator to add one.');
      const [through] = await act.query('select 1 as there from exam where study_uid = $1', [studyUid]);
      if (through) throw new Refusal(409, 'came-through-here', 'This study came through here: open it as the exam it is.');
      const [row] = await act.query<{ id: string; state: string; ends_at: Date }>(
        `insert into prior_copy (id, patient_id, study_uid, exam_id, endpoint_id, asked_by, ends_at) values ($1, $2, $3, $4, $5, $6, clock_timestamp() + make_interval(hours => $7))
         on conflict (patient_id, study_uid) do update set state = case prior_copy.state when 'failed' then 'coming' else prior_copy.state end, cause = case prior_copy.state when 'failed' then null else prior_copy.cause end,
           endpoint_id = excluded.endpoint_id, ends_at = case prior_copy.state when 'ending' then prior_copy.ends_at else excluded.ends_at end
         returning id, state, ends_at`, [newId(act.now.getTime()), person.id, studyUid, examId, archive.id, caller.id, HELD_HOURS]);
      if (!row || row.state === 'ending') throw new Refusal(409, 'being-removed', 'The copy that was here is being taken away just now. Try again in a minute.');
      if (row.state === 'coming') act.wish({ kind: 'prior.fetch', key: `prior.fetch ${row.id}`, data: { id: row.id } });
      act.wish({ kind: 'prior.end', key: `prior.end ${row.id}`, data: { id: row.id }, dueAt: row.ends_at, restart: true });
      act.audit({ action: 'exam.prior-asked', object: { kind: 'exam', id: examId }, details: { copy: row.id, study: studyUid } });
      return row.id;
    });
    return this.view(caller, examId, id);
  }

  async view(caller: Caller, examId: string, copyId: string): Promise<PriorCopyView> {
    const row = await this.copy(caller, examId, copyId);
    const series = await seriesOfCopy(this.acts, copyId);
    return {
      id: row.id, state: row.state === 'ending' ? 'failed' : row.state, images: series.reduce((n, s) => n + s.instances, 0), expected: row.expected, cause: row.cause, endsAt: row.ends_at.toISOString(), series,
    };
  }

  /** The copy, for who may open an exam that is confirmed to be of the same patient now. An association that was taken back shows nothing any more. */
  async copy(caller: Caller, examId: string, copyId: string): Promise<CopyRow> {
    await this.instances.mayOpen(examId, caller);
    const [row] = await this.acts.read<CopyRow>(
      `select c.* from prior_copy c join match m on m.patient_id = c.patient_id and m.exam_id = $1 and m.state in ('matched', 'overridden') where c.id = $2 and c.state <> 'ending'`, [examId, copyId]);
    if (!row) throw notFound('copy of an earlier exam');
    return row;
  }

  private async personOf(examId: string): Promise<Person | null> {
    const [person] = await this.acts.read<{ id: string; mrn: string | null }>(`select p.id, p.mrn from match m join patient p on p.id = m.patient_id where m.exam_id = $1 and m.state in ('matched', 'overridden')`, [examId]);
    return person?.mrn ? { id: person.id, mrn: person.mrn } : null;
  }

  /** Studies filed under the patient's own number. An archive that answers with others than asked for shows nobody else's. */
  private studies(archive: ArchiveEndpoint, person: Person): Promise<RemoteStudy[]> {
    return withArchive(this.transports, this.log, archive, async (line) => {
      if (!line.find || !line.fetch) throw new TransportFailure('unsupported', 'never', 'This connection cannot be asked what the archive holds.');
      const found: RemoteStudy[] = [];
      for await (const match of line.find({ level: 'study', keys: { patientId: person.mrn } }, AbortSignal.timeout(PATIENCE_MS))) {
        if (match.level === 'study' && match.patientId === person.mrn) found.push(match);
        if (found.length >= MOST_STUDIES) break;
      }
      return found;
    });
  }
}
