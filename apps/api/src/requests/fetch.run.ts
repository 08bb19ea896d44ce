import { backoffSeconds, lineLimits } from '@causeway/domain';
import { TransportFailure, type FetchReceipt, type InstalledTransports, type InstanceSink, type Line } from '@causeway/transport-kit';
import { writeEntry } from '../exchange/entries';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import type { JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import type { Settings } from '../platform/settings/settings';
import type { Intake } from '../receive/intake/intake';
import type { Source } from '../receive/ledger/stored-object';
import { ReceiverAsListener } from '../receive/own-listener';
import { withIntake } from '../receive/worker-intake';
import { withArchive, type ArchiveEndpoint } from '../transfers/archive-line';
import { AWAITED } from './fetch';
import { lockRequest } from './out.row';

const LANE = 'fetches';

interface Line_ extends ArchiveEndpoint { readonly label: string; readonly facility_id: string }
interface Outcome { readonly kept: number; readonly expected: number | null; readonly refused: number; readonly failure: TransportFailure | null }

/** Fetches one study for a request. What is here already is not fetched again, so that an attempt that was cut off goes on where it ended. */
export class FetchRun {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly transports: InstalledTransports, private readonly log: Logger) {}

  async run(job: JobRun): Promise<void> {
    const [id, studyUid] = [String(job.data['id']), String(job.data['studyUid'])];
    const [line] = await this.acts.read<Line_>(
      `select p.id, p.kind, p.settings, p.label, p.facility_id from request_out r join endpoint p on p.id = $2 and p.facility_id = r.facility_id where r.id = $1 and r.state = any($3) and p.disabled_at is null`, [id, job.data['endpointId'], AWAITED]);
    if (!line) return;
    await this.conclude(job, line, await this.bring(id, studyUid, line, job));
  }

  private async bring(id: string, studyUid: string, endpoint: Line_, job: JobRun): Promise<Outcome> {
    const source: Source = {
      door: endpoint.kind === 'dicomweb' ? 'dicomweb' : 'dimse', kind: 'person', id: String(job.data['by']), name: 'fetched for a request', endpointId: endpoint.id, facilityId: endpoint.facility_id, calling: null, address: null, trace: `request ${id}`,
    };
    try {
      return await withIntake(this.acts, this.settings, LANE, (intake) => withArchive(this.transports, this.log, endpoint, async (line) => {
        if (!line.fetch) throw new TransportFailure('unsupported', 'never', 'This line cannot fetch.');
        const [held, listed] = [await this.held(studyUid), await this.listed(line, studyUid, job.signal)];
        const wanted = listed?.filter((uid) => !held.has(uid)) ?? null;
        if (wanted?.length === 0) return { kept: listed!.length, expected: listed!.length, refused: 0, failure: listed!.length === 0 ? new TransportFailure('unsupported', 'never', 'They list no images of this exam.') : null };
        const partial = wanted && held.size > 0 ? { sopInstanceUids: wanted } : {};
        const receipt = await line.fetch({ studyInstanceUid: studyUid, ...partial }, { listener: new ReceiverAsListener(this.acts, this.settings.AE_TITLE), instance: (a) => sinkOf(intake, source, a) }, job.signal);
        return outcomeOf(receipt, listed, listed ? listed.length - (wanted?.length ?? 0) : 0);
      }));
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      return { kept: 0, expected: null, refused: 0, failure: error };
    }
  }

  /** Whoever sent them: the same image is not brought twice. */
  private async held(studyUid: string): Promise<Set<string>> {
    const rows = await this.acts.read<{ sop_uid: string }>('select i.sop_uid from exam e join instance i on i.exam_id = e.id where e.study_uid = $1', [studyUid]);
    return new Set(rows.map((r) => r.sop_uid));
  }

  /** Instances the partner lists; null where it does not answer on that level. */
  private async listed(line: Line, studyUid: string, signal: AbortSignal): Promise<string[] | null> {
    if (!line.find) return null;
    try {
      const uids: string[] = [];
      for await (const match of line.find({ level: 'instance', studyInstanceUid: studyUid }, signal)) if (match.level === 'instance') uids.push(match.sopInstanceUid);
      return uids;
    } catch (error) {
      if (error instanceof TransportFailure && error.code === 'unsupported') return null;
      throw error;
    }
  }

  /** The ledger of the request says what came; what may still come is tried again, later each time. */
  private conclude(job: JobRun, line: Line_, o: Outcome): Promise<void> {
    const [id, attempt] = [String(job.data['id']), Number(job.data['attempt'] ?? 0) + 1];
    const whole = o.expected !== null && o.kept >= o.expected;
    const again = !whole && o.failure?.retry !== 'never' && attempt < lineLimits.attempts;
    const what = whole ? 'fetched' : again ? 'fetch-waits' : o.kept > 0 ? 'fetched-in-part' : 'fetch-failed';
    return this.acts.run(system('requests'), async (act) => {
      if (!(await lockRequest(act, id))) return;
      await writeEntry(act, 'requestOut', id, what, { line: line.label, ...(o.expected === null && o.kept === 0 ? {} : { images: o.kept, of: o.expected }), ...(o.refused > 0 ? { refused: o.refused } : {}), ...(o.failure ? { sentence: o.failure.detail } : {}) });
      act.audit({ action: `requestOut.${what}`, object: { kind: 'requestOut', id }, outcome: whole ? 'done' : 'failed', reason: o.failure?.code ?? null, details: { study: job.data['studyUid'], kept: o.kept, expected: o.expected, refused: o.refused, attempt } });
      act.emit({ event: `requestOut.${what}`, kind: 'requestOut', id });
      if (again) act.wish({ kind: 'request.fetch', key: `request.fetch ${id} ${String(job.data['studyUid'])}`, data: { ...job.data, attempt }, inSeconds: backoffSeconds(attempt, Math.random()) / this.settings.PATIENCE_RATE });
    });
  }
}

function outcomeOf(receipt: FetchReceipt, listed: readonly string[] | null, before: number): Outcome {
  const kept = before + receipt.kept.length;
  return { kept, expected: listed?.length ?? (receipt.missing ? kept + receipt.missing.length + receipt.refused.length : receipt.failure ? null : kept), refused: receipt.refused.length, failure: receipt.failure };
}

function sinkOf(intake: Intake, source: Source, { sopClassUid, sopInstanceUid, transferSyntaxUid }: { readonly sopClassUid: string; readonly sopInstanceUid: string; readonly transferSyntaxUid: string }): InstanceSink {
  const receiving = intake.receive({ source, announced: { sopClassUid, sopInstanceUid, transferSyntaxUid } });
  return {
    write: (bytes) => receiving.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)),
    end: async () => ((await receiving.end()).kind === 'stored' ? 'kept' : 'refused'),
    abort: () => receiving.abort(),
  };
}
