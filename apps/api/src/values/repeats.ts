import { costAvoided, exposureAvoided, repeatAvoided, subspecialtyOf, unreimbursedAvoided, type LocalExam, type ReleasedExam } from '@causeway/domain';
import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import { queryable } from '../exchange/queryable';
import { reverseValues, writeValue } from '../exchange/values';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { dayIn } from '../platform/clocks';
import { jobKind, Later, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import type { Settings } from '../platform/settings/settings';
import { withArchive, type ArchiveEndpoint } from '../transfers/archive-line';
import { ratesNow } from './rates';

const DAYS = 30;
const PATIENCE_MS = 30_000;
/** An archive that is away is asked again; after this long the exam stays without a row rather than with a guess. */
const AGAIN_SECONDS = 6 * 3600;

export const repeatJobKinds = { 'value.repeat': jobKind('slow', 20, 60, 3600), 'value.recalled': jobKind('fast', 20, 1, 60) } as const;
export const repeatReactions: readonly Reaction[] = [
  { on: 'inbound.released', wish: (e) => ({ kind: 'value.repeat', key: `value.repeat ${e.id}`, data: { examId: e.id }, inSeconds: DAYS * 86_400 + 3600, restart: true }) },
  { on: 'inbound.recalled', wish: (e) => ({ kind: 'value.recalled', key: `value.recalled ${e.id}`, data: { examId: e.id } }) },
];

interface Released { id: string; state: string; state_since: Date; modalities: string[]; head: Record<string, string | undefined>; source: string | null; service_line: string; mrn: string | null }

/**
 * Thirty days after an exam was released: whether the same kind of exam was made here all the same. The house's archive is asked for what it has of the patient;
 * what came from outside is left out. Where the archive cannot be asked nothing is written, because nobody knows (V1, and V2, V9 and V17 that follow from it).
 */
export class RepeatJobs implements JobHandler {
  readonly kinds = Object.keys(repeatJobKinds);

  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['examId']);
    if (job.kind === 'value.recalled') return this.acts.run(system('values'), (act) => reverseValues(act, { examId: id, values: ['V1', 'V2', 'V9', 'V17'] }, 'exam-called-back'));
    const [x] = await this.acts.read<Released>(
      `select x.id, x.state, x.state_since, x.modalities, e.head, e.source_facility_id as source, x.service_line, p.mrn
       from inbound x join exam e on e.id = x.id left join match m on m.exam_id = x.id and m.state in ('matched', 'overridden') left join patient p on p.id = m.patient_id where x.id = $1`, [id]);
    if (x?.state !== 'released' || x.mrn === null) return;
    const exam: ReleasedExam = { id, modalities: x.modalities, bodyPart: regionOf(x.modalities, x.head['bodyPartExamined'] ?? null, x.head['studyDescription'] ?? null), releasedOn: dayIn(x.state_since, this.settings.SITE_ZONE) };
    const local = await this.local(x.mrn, exam.releasedOn);
    if (local) await this.write(x, exam, local);
  }

  private async write(x: Released, exam: ReleasedExam, local: readonly LocalExam[]): Promise<void> {
    await this.acts.run(system('values'), async (act) => {
      const v1 = repeatAvoided(exam, local, dayIn(act.now, this.settings.SITE_ZONE));
      if (!v1) return;
      const of = { examId: x.id, facilityId: x.source, serviceLine: x.service_line, key: `exam ${x.id} ${exam.releasedOn}` };
      await writeValue(act, v1, of);
      await writeValue(act, exposureAvoided(v1, exam), of);
      const rates = await ratesNow(act);
      if (rates) await writeValue(act, costAvoided(v1, exam, { version: rates.version, cents: rates.exams }), of);
      for (const c of await act.query<{ id: string; disposition: string | null }>(`select c.id, c.disposition from case_exam e join exchange_case c on c.id = e.case_id where e.exam_id = $1 and c.use_case in ('U9', 'U10', 'U27')`, [x.id])) {
        await writeValue(act, unreimbursedAvoided(v1, c.id, c.disposition), { ...of, caseId: c.id, key: `${of.key} case ${c.id}` });
      }
    });
  }

  /** What the archive lists of the patient since that day, without what came from outside; null where no line of it can be asked. */
  private async local(mrn: string, since: string): Promise<LocalExam[] | null> {
    const [archive] = await this.acts.read<ArchiveEndpoint>(
      `select id, kind, settings from endpoint where direction in ('out', 'both') and purpose = 'pacs' and disabled_at is null and kind in ('dimse', 'dicomweb') order by made_at limit 1`);
    if (!archive) return null;
    const found: { uid: string; exam: LocalExam }[] = [];
    try {
      await withArchive(this.transports, this.log, archive, async (line) => {
        if (!line.find) return;
        for await (const m of line.find({ level: 'study', keys: { patientId: mrn, studyDate: { from: since.replaceAll('-', '') } } }, AbortSignal.timeout(PATIENCE_MS))) {
          if (m.level !== 'study' || !/^\d{8}$/.test(m.studyDate)) continue;
          const day = m.studyDate.replace(/(....)(..)(..)/, '$1-$2-$3');
          for (const modality of m.modalitiesInStudy) found.push({ uid: m.studyInstanceUid, exam: { id: m.studyInstanceUid, modality, bodyPart: regionOf([modality], null, m.studyDescription), day } });
        }
      });
    } catch (error) {
      if (error instanceof TransportFailure) throw new Later(AGAIN_SECONDS, error.code);
      throw error;
    }
    const outside = await queryable(this.acts).query<{ study_uid: string }>('select study_uid from exam where study_uid = any($1)', [found.map((f) => f.uid)]);
    const foreign = new Set(outside.map((o) => o.study_uid));
    return found.filter((f) => !foreign.has(f.uid)).map((f) => f.exam);
  }
}

/** Both sides by the same coarse region, because partners and scanners name body parts differently. */
const regionOf = (modalities: readonly string[], bodyPart: string | null, description: string | null): string | null => subspecialtyOf({ modalities: [...modalities], bodyPart, description, ageYears: null });
