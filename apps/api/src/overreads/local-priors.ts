import { subspecialtyOf } from '@causeway/domain';
import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { jobKind, Later, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import { withArchive, type ArchiveEndpoint } from '../transfers/archive-line';

const PATIENCE_MS = 20_000;
const AGAIN_SECONDS = 600;

export const localPriorJobKinds = { 'overread.local-priors': jobKind('slow', 6, 60, 3600) } as const;
export const localPriorReactions: readonly Reaction[] = [
  { on: 'inbound.identified', wish: (e) => ({ kind: 'overread.local-priors', key: `overread.local-priors ${e.id}`, data: { id: e.id } }) },
];

interface Asked { patient_id: string; mrn: string | null; modalities: string[]; head: Record<string, string | undefined> }

/**
 * An exam has its patient: how many exams of the same region does the house's own archive hold to compare it with? Asked once by C-FIND or QIDO and kept for the over-read
 * policy; an archive that does not answer leaves it unknown, and is asked again for a while.
 */
export class LocalPriorJobs implements JobHandler {
  readonly kinds = Object.keys(localPriorJobKinds);

  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    const [x] = await this.acts.read<Asked>(
      `select m.patient_id, p.mrn, x.modalities, e.head from inbound x join exam e on e.id = x.id join match m on m.exam_id = x.id and m.state in ('matched', 'overridden') join patient p on p.id = m.patient_id where x.id = $1`, [id]);
    if (!x?.mrn) return;
    const n = await this.count(x.mrn, regionOf(x.modalities, x.head['bodyPartExamined'] ?? null, x.head['studyDescription'] ?? null));
    if (n === null) return;
    await this.acts.run(system('over-reads'), async (act) => {
      await act.query('insert into local_prior (exam_id, patient_id, n) values ($1, $2, $3) on conflict (exam_id) do update set patient_id = excluded.patient_id, n = excluded.n, asked_at = clock_timestamp()', [id, x.patient_id, n]);
      act.audit({ action: 'exam.priors-counted', object: { kind: 'exam', id }, details: { n } });
    });
  }

  /** Studies of the patient in the archive that are of this region and did not come from outside; null where no line of it can be asked. */
  private async count(mrn: string, region: string | null): Promise<number | null> {
    const [archive] = await this.acts.read<ArchiveEndpoint>(
      `select id, kind, settings from endpoint where direction in ('out', 'both') and purpose = 'pacs' and disabled_at is null and kind in ('dimse', 'dicomweb') order by made_at limit 1`);
    if (!archive) return null;
    const found: string[] = [];
    let asked = false;
    try {
      await withArchive(this.transports, this.log, archive, async (line) => {
        if (!line.find) return;
        asked = true;
        for await (const m of line.find({ level: 'study', keys: { patientId: mrn } }, AbortSignal.timeout(PATIENCE_MS))) {
          if (m.level === 'study' && regionOf(m.modalitiesInStudy, null, m.studyDescription) === region) found.push(m.studyInstanceUid);
        }
      });
    } catch (error) {
      if (error instanceof TransportFailure) throw new Later(AGAIN_SECONDS, error.code);
      throw error;
    }
    if (!asked) return null;
    const outside = await this.acts.read<{ study_uid: string }>('select study_uid from exam where study_uid = any($1)', [found]);
    const foreign = new Set(outside.map((o) => o.study_uid));
    return found.filter((uid) => !foreign.has(uid)).length;
  }
}

/** Both sides by the same coarse region, because partners and scanners name body parts differently. */
const regionOf = (modalities: readonly string[], bodyPart: string | null, description: string | null): string | null => subspecialtyOf({ modalities: [...modalities], bodyPart, description, ageYears: null });
