import { TransportFailure, type InstalledTransports, type Line } from '@causeway/transport-kit';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import type { Logger } from '../platform/log';
import { objectsOf } from '../platform/objects/objects';
import type { Settings } from '../platform/settings/settings';
import type { Source } from '../receive/ledger/stored-object';
import { listedInstances, withArchive } from '../transfers/archive-line';
import { sinkOf } from '../transfers/fetch.run';
import { copyIntake } from './keep';

interface Wanted { id: string; study_uid: string; exam_id: string; endpoint_id: string; kind: string; settings: unknown; mrn: string | null; disabled: boolean; asked_by: string }

/**
 * Brings one study of the house's archive over the line's own connection (C-GET, WADO-RS). A C-MOVE would come in at our own door as news, to be triaged. What came in an
 * attempt that was cut off is not fetched again.
 */
export class PriorFetch {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async run(id: string, signal: AbortSignal): Promise<void> {
    const [copy] = await this.acts.read<Wanted>(
      `select c.id, c.study_uid, c.exam_id, c.endpoint_id, c.asked_by, e.kind, e.settings, e.disabled_at is not null as disabled, p.mrn from prior_copy c join endpoint e on e.id = c.endpoint_id join patient p on p.id = c.patient_id
       where c.id = $1 and c.state = 'coming'`, [id]);
    if (!copy) return;
    if (!copy.mrn || copy.disabled) return this.ended(copy, 'failed', 'The line to the archive was switched off.');
    const settings = copy.kind === 'dimse' ? { ...(copy.settings as object), retrieve: 'get' } : copy.settings;
    try {
      await withArchive(this.transports, this.log, { id: copy.endpoint_id, kind: copy.kind, settings }, (line) => this.bring(line, { ...copy, mrn: copy.mrn ?? '' }, signal));
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      // the worker stops: another goes on
      if (signal.aborted) throw error;
      return this.ended(copy, 'failed', error.code === 'unsupported' ? 'Our archive does not give exams over this connection (C-GET or WADO-RS). Open it in the archive’s own viewer.' : error.detail);
    }
  }

  private async bring(line: Line, copy: Wanted & { readonly mrn: string }, signal: AbortSignal): Promise<void> {
    if (!line.find || !line.fetch) throw new TransportFailure('unsupported', 'never', 'This line cannot fetch.');
    let theirs = false;
    for await (const m of line.find({ level: 'study', keys: { studyInstanceUid: [copy.study_uid] } }, signal)) theirs ||= m.level === 'study' && m.studyInstanceUid === copy.study_uid && m.patientId === copy.mrn;
    if (!theirs) return this.ended(copy, 'failed', 'Our archive lists no such exam of this patient.');
    const listed = [...(await listedInstances(line, copy.study_uid, signal))];
    await this.acts.read('update prior_copy set expected = $2 where id = $1', [copy.id, listed.length]);
    const here = async (): Promise<Set<string>> => new Set((await this.acts.read<{ sop_uid: string }>('select sop_uid from prior_image where copy_id = $1', [copy.id])).map((r) => r.sop_uid));
    const held = await here();
    const missing = listed.filter((uid) => !held.has(uid));
    if (missing.length === 0) return this.ended(copy, 'here', null);
    const intake = copyIntake(this.acts, objectsOf(this.settings), copy);
    const source: Source = { door: copy.kind === 'dicomweb' ? 'dicomweb' : 'dimse', kind: 'person', id: copy.asked_by, name: 'fetched to compare', endpointId: copy.endpoint_id, facilityId: null, calling: null, address: null, trace: `prior ${copy.id}` };
    const receipt = await line.fetch({ studyInstanceUid: copy.study_uid, ...(missing.length < listed.length ? { sopInstanceUids: missing } : {}) }, { instance: (a) => sinkOf(intake, source, a, copy.study_uid) }, signal);
    if (receipt.failure) throw receipt.failure;
    const now = await here();
    const left = listed.filter((uid) => !now.has(uid)).length;
    await this.ended(copy, left === 0 ? 'here' : 'failed', left === 0 ? null : `Our archive gave ${now.size} of ${listed.length} images.`);
  }

  private async ended(copy: Pick<Wanted, 'id' | 'exam_id' | 'study_uid'>, state: 'here' | 'failed', cause: string | null): Promise<void> {
    await this.acts.run(system('priors'), async (act) => {
      await act.query(`update prior_copy set state = $2, cause = $3 where id = $1 and state = 'coming'`, [copy.id, state, cause]);
      act.audit({ action: 'exam.prior-copied', object: { kind: 'exam', id: copy.exam_id }, outcome: state === 'here' ? 'done' : 'failed', details: { copy: copy.id, study: copy.study_uid } });
    });
  }
}
