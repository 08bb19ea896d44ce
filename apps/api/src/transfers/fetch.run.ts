import { TransportFailure, type InstalledTransports, type InstanceSink, type Line, type RemoteInstance } from '@causeway/transport-kit';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { signal } from '../platform/acts/move';
import { Later, type JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import { workerSession } from '../platform/process-mark';
import type { Settings } from '../platform/settings/settings';
import type { Intake } from '../receive/intake/intake';
import type { Source } from '../receive/ledger/stored-object';
import { ReceiverAsListener } from '../receive/own-listener';
import { withIntake } from '../receive/worker-intake';
import { withArchive } from './archive-line';
import { beginAttempt, heldByAnother } from './begin-attempt';
import { concludeFetch } from './fetch.end';
import { AWAITED, type FetchColumns } from './fetch.row';
import { FetchWatch, takeStock, writeListed } from './fetch.stock';
import { hasPlace, wishServe } from './lines';
import { cancelTransfer } from './transfer.cancel';
import { moveRows, rowsIn } from './rows';
import { told } from './told';

const LANE = 'fetches';
/** A running fetch of another worker is looked at again after so many seconds. */
const LOOK_AGAIN_SECONDS = 3;
/** One attempt to bring what is still to be brought of a study. What is here already is not fetched again, so that an attempt that was cut off goes on where it ended. */
export class FetchRun {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async attempt(id: string, job: JobRun): Promise<void> {
    const t = await this.start(id, job);
    if (!t) return;
    const stopped = new AbortController();
    const epoch = Number(t.epoch);
    const watch = new FetchWatch(this.acts, { id, epoch, request_id: t.request_id }, () => stopped.abort());
    let failure: TransportFailure | null = null;
    try {
      failure = await withIntake(this.acts, this.settings, LANE, (intake) => withArchive(this.transports, this.log, { id: t.endpoint_id, kind: t.kind, settings: t.settings }, (line) => this.bring(t, line, intake, AbortSignal.any([job.signal, stopped.signal]))));
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      failure = error;
    } finally {
      await watch.close();
    }
    await this.acts.run(system('transfers'), (act) => concludeFetch(act, { id, epoch, found: watch.found, failure: job.signal.aborted ? new TransportFailure('cancelled', 'later', 'This worker was stopped.') : failure }, this.settings));
  }

  /** Asks for what the partner lists and we do not hold. Why not everything came, where there is a cause for the whole of it. */
  private async bring(t: FetchColumns, line: Line, intake: Intake, halt: AbortSignal): Promise<TransportFailure | null> {
    if (!line.fetch) throw new TransportFailure('unsupported', 'never', 'This line cannot fetch.');
    const { id, study_uid: studyInstanceUid } = t;
    const epoch = Number(t.epoch);
    const listed = await this.listed(line, studyInstanceUid, halt);
    if (listed?.length === 0) return new TransportFailure('unsupported', 'never', 'They list no images of this exam.');
    const wanted = await this.acts.run(system('transfers'), async (act) => {
      await writeListed(act, id, listed ?? []);
      await takeStock(act, id);
      const pending = await rowsIn(act, id, 'pending');
      await moveRows(act, id, 'begin', pending, epoch);
      return pending.map((r) => r.sopUid);
    });
    if (listed && wanted.length === 0) return null;
    const source: Source = {
      door: t.kind === 'dicomweb' ? 'dicomweb' : 'dimse', kind: 'person', id: t.asked_by, name: 'fetched for a request', endpointId: t.endpoint_id, facilityId: t.facility_id, calling: null, address: null, trace: `request ${t.request_id}`,
    };
    const some = listed && wanted.length < listed.length ? { sopInstanceUids: wanted } : {};
    const receipt = await line.fetch({ studyInstanceUid, ...some }, { listener: new ReceiverAsListener(this.acts, this.settings.AE_TITLE), instance: (a) => sinkOf(intake, source, a) }, halt);
    await this.acts.run(system('transfers'), async (act) => {
      // who does not list images on their own is believed at what they gave
      if (!listed) await writeListed(act, id, [...receipt.kept, ...receipt.refused, ...(receipt.missing ?? [])].map((sopInstanceUid) => ({ sopInstanceUid, seriesInstanceUid: '', sopClassUid: '' })));
      const refused = receipt.refused.map((sopUid) => ({ sopUid, comment: 'It came, and could not be taken in here: see what was set aside.', retry: 'never' }));
      await moveRows(act, id, 'begin', refused, epoch);
      await moveRows(act, id, 'refuse', refused, epoch);
    });
    return receipt.failure;
  }

  /** Instances the partner lists; null where it does not answer on that level. */
  private async listed(line: Line, studyInstanceUid: string, halt: AbortSignal): Promise<RemoteInstance[] | null> {
    if (!line.find) return null;
    try {
      const found: RemoteInstance[] = [];
      for await (const match of line.find({ level: 'instance', studyInstanceUid }, halt)) if (match.level === 'instance') found.push(match);
      return found;
    } catch (error) {
      if (error instanceof TransportFailure && error.code === 'unsupported') return null;
      throw error;
    }
  }

  private start(id: string, job: JobRun): Promise<FetchColumns | null> {
    return this.acts.run(system('transfers'), async (act) => {
      const [t] = await act.query<FetchColumns & { held: boolean; awaited: boolean; disabled: boolean }>(
        `select t.*, e.kind, e.settings, e.proof, e.facility_id, e.label, e.disabled_at is not null as disabled, exists (select 1 from request_out r where r.id = t.request_id and r.facility_id = e.facility_id and r.state = any($4)) as awaited,
           ${heldByAnother('$2', '$3')} as held
         from transfer t join endpoint e on e.id = t.endpoint_id where t.id = $1 for update of t`, [id, workerSession(''), job.id, AWAITED]);
      if (!t || t.disabled || (t.state !== 'running' && t.state !== 'waiting')) return null;
      if (t.state === 'running') {
        if (t.held) throw new Later(LOOK_AGAIN_SECONDS, 'lease-held');
        await signal(act, { machine: 'transfer', id, move: 'yield', set: { cause: 'worker-gone' }, data: told(t) });
        await moveRows(act, id, 'lose-answer', await rowsIn(act, id, 'sending'));
      }
      await takeStock(act, id);
      // what did not come is asked for again: our own ledger is the one that knows
      const open = await rowsIn(act, id, 'unknown');
      await moveRows(act, id, 'find-missing', open);
      await moveRows(act, id, 'requeue', open);
      if (!t.awaited) {
        await cancelTransfer(act, t, 'The request is over.');
        return null;
      }
      if (!(await hasPlace(act, t.endpoint_id, id, this.settings))) {
        wishServe(act, t.endpoint_id);
        return null;
      }
      return beginAttempt(act, t, job, told(t));
    });
  }
}

/** Where one fetched image goes. With a study named, it must belong to it. */
export function sinkOf(intake: Intake, source: Source, { sopClassUid, sopInstanceUid, transferSyntaxUid }: { readonly sopClassUid: string; readonly sopInstanceUid: string; readonly transferSyntaxUid: string }, studyUid?: string): InstanceSink {
  const receiving = intake.receive({ source, announced: { sopClassUid, sopInstanceUid, transferSyntaxUid }, ...(studyUid === undefined ? {} : { studyUid }) });
  return {
    write: (bytes) => receiving.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
    end: async () => ((await receiving.end()).kind === 'stored' ? 'kept' : 'refused'),
    abort: () => receiving.abort(),
  };
}
