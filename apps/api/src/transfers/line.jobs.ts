import { TransportFailure, type InstalledTransports } from '@causeway/transport-kit';
import { system } from '../platform/acts/actor';
import type { Acts } from '../platform/acts/acts';
import { Later, type JobRun } from '../platform/jobs/job';
import type { Logger } from '../platform/log';
import { probePause } from '@causeway/domain';
import { withArchive } from './archive-line';
import { lineAnswered, lockLine, probeWait, realSeconds, serveLine, wishServe, type LinePace } from './lines';

/** A partner that accepts the connection and says nothing is away as well. */
const PATIENCE_MS = 10_000;

/** The work of a line: starting what waits, and asking a partner that is away whether it is back. */
export class LineJobs {
  constructor(private readonly acts: Acts, private readonly transports: InstalledTransports, private readonly pace: LinePace, private readonly log: Logger) {}

  serve(id: string): Promise<void> {
    return this.acts.run(system('transfers'), (act) => serveLine(act, id, this.pace));
  }

  /** A back-off is over: the transfer takes its place in the order of its line. */
  due(id: string, endpointId: string): Promise<void> {
    return this.acts.run(system('transfers'), async (act) => {
      await act.query(`update transfer set next_due_at = clock_timestamp() where id = $1 and state = 'waiting'`, [id]);
      wishServe(act, endpointId);
    });
  }

  /** At most one probe in the time the line's rules allow, also when this job is told twice or was interrupted: the instant is kept before the partner is asked. */
  async probe(id: string, job: JobRun): Promise<void> {
    const due = await this.acts.run(system('transfers'), async (act) => {
      const line = await lockLine(act, id, this.pace);
      if (line.breaker !== 'open') return null;
      const wait = probeWait(line.probedAt, act.now, this.pace);
      if (wait > 0) throw new Later(wait, 'probed-just-now');
      await act.query('update line set probed_at = $2 where endpoint_id = $1', [id, act.now]);
      const [endpoint] = await act.query<{ id: string; kind: string; settings: unknown }>('select id, kind, settings from endpoint where id = $1 and disabled_at is null', [id]);
      return endpoint ?? null;
    });
    if (!due) return;
    const sentence = await this.ask(due, job.signal);
    await this.acts.run(system('transfers'), async (act) => {
      await act.query(`update endpoint set last_probe_at = clock_timestamp(), sentence = $2 where id = $1 and state <> 'disabled'`, [id, sentence]);
      if (!sentence) return lineAnswered(act, id, this.pace);
      act.wish({ kind: 'line.probe', key: `line.probe ${id}`, data: { id }, inSeconds: realSeconds(probePause(Math.random()), this.pace) });
    });
  }

  /** The sentence of the rung that failed, or null when all passed. */
  private async ask(endpoint: { readonly id: string; readonly kind: string; readonly settings: unknown }, signal: AbortSignal): Promise<string | null> {
    try {
      const probe = await withArchive(this.transports, this.log, endpoint, (line) => line.probe(AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])));
      const red = probe.rungs.find((rung) => !rung.ok);
      return red ? `${red.rung}: ${red.actual}` : null;
    } catch (error) {
      if (error instanceof TransportFailure) return error.detail;
      throw error;
    }
  }
}
