import type { InstalledTransports } from '@causeway/transport-kit';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { system } from '../platform/acts/actor';
import { jobKind, Later, type JobHandler, type JobRun, type Reaction } from '../platform/jobs/job';
import type { Sealer } from '../platform/sealing';
import type { Doctor } from './doctor';
import { callsOut, type EndpointColumns } from './endpoint.row';
import type { KeptRung } from './ladder';
import { endRun, keepRun, type RunColumns } from './runs';
import { settleLadder } from './standing';

export const endpointJobKinds = {
  'endpoint.watch': jobKind('slow', 20, 30, 600),
  'endpoint.probe': jobKind('fast', 5, 10, 300),
  'endpoint.examine': jobKind('transfer', 3, 2, 30),
} as const;

const WATCH_SECONDS = 15;
const AT_A_TIME = 200;
/** Writing each step of a ladder as it happens would be more than anybody reads. */
const TELL_MS = 150;

/** Whatever closes or opens a line for transfers, or changes it, has it looked at anew. */
export const endpointReactions: readonly Reaction[] = ['line.closed', 'endpoint.changed', 'endpoint.enabled', 'endpoint.made'].map((on): Reaction => ({
  on, wish: (e) => ({ kind: 'endpoint.probe', key: `endpoint.probe ${e.id}`, data: { id: e.id } }),
}));

/** Told at each start of a worker. */
export const wishEndpointWatch = (act: Act): void => act.wish({ kind: 'endpoint.watch', key: 'endpoint.watch', data: {}, inSeconds: WATCH_SECONDS });

/** Tests of lines: by the clock, and those somebody watches. */
export class EndpointJobs implements JobHandler {
  readonly kinds = Object.keys(endpointJobKinds);

  constructor(private readonly acts: Acts, private readonly doctor: Doctor, private readonly transports: InstalledTransports, private readonly sealer: Sealer) {}

  async run(job: JobRun): Promise<void> {
    const id = String(job.data['id']);
    if (job.kind === 'endpoint.probe') return this.probe(id, job.signal);
    if (job.kind === 'endpoint.examine') return this.examine(id, job.signal);
    await this.acts.run(system('endpoints'), (act) => this.watch(act));
    throw new Later(WATCH_SECONDS, 'next-round');
  }

  /** Asks for the tests that are due. A line transfers found away is asked by its own probe, at most once in thirty seconds. */
  private async watch(act: Act): Promise<void> {
    await this.sealPlain(act);
    const due = await act.query<{ id: string }>(
      `select e.id from endpoint e left join line l on l.endpoint_id = e.id
       where e.state in ('untested', 'passing', 'degraded', 'failing') and e.disabled_at is null and e.direction <> 'in' and e.next_probe_at <= clock_timestamp() and coalesce(l.breaker, 'closed') = 'closed' order by e.next_probe_at limit ${AT_A_TIME}`);
    for (const { id } of due) act.wish({ kind: 'endpoint.probe', key: `endpoint.probe ${id}`, data: { id } });
  }

  /** Secrets written before there was a seal, or by a load of the demonstration. */
  private async sealPlain(act: Act): Promise<void> {
    for (const kind of this.transports.kinds) {
      const { form } = this.transports.get(kind).settings;
      const paths = form.filter((field) => field.secret).map((field) => `{${field.path.replace('.', ',')}}`);
      if (paths.length === 0) continue;
      const rows = await act.query<Pick<EndpointColumns, 'id' | 'settings'>>(`select id, settings from endpoint where kind = $1 and exists (select 1 from unnest($2::text[]) p where jsonb_typeof(settings #> p::text[]) = 'string') limit ${AT_A_TIME} for update`, [kind, paths]);
      for (const row of rows) {
        await act.query('update endpoint set settings = $2 where id = $1', [row.id, JSON.stringify(this.sealer.seal(form, row.settings))]);
        act.audit({ action: 'endpoint.sealed', object: { kind: 'endpoint', id: row.id } });
      }
    }
  }

  private async probe(id: string, signal: AbortSignal): Promise<void> {
    const [row] = await this.acts.read<EndpointColumns & { busy: boolean }>(
      `select e.*, coalesce(l.breaker, 'closed') <> 'closed' as busy from endpoint e left join line l on l.endpoint_id = e.id where e.id = $1 and e.disabled_at is null and e.state not in ('disabled', 'removed')`, [id]);
    if (!row || row.busy || !callsOut(row)) return;
    const rungs = await this.doctor.examine(row, 'line', signal);
    await this.acts.run(system('endpoints'), async (act) => {
      await keepRun(act, row, { kind: 'clock', name: 'the clock' }, rungs);
      await settleLadder(act, id, row.version, rungs);
    });
  }

  /** A test somebody watches: its rungs are written while it is climbed. */
  private async examine(id: string, signal: AbortSignal): Promise<void> {
    const [run] = await this.acts.read<RunColumns>('select * from endpoint_run where id = $1 and ended_at is null', [id]);
    const [row] = run ? await this.acts.read<EndpointColumns>('select * from endpoint where id = $1', [run.endpoint_id]) : [];
    if (!run || !row) return;
    const teller = new Teller((rungs) => this.acts.read('update endpoint_run set rungs = $2 where id = $1 and ended_at is null', [id, JSON.stringify(rungs)]));
    const rungs = await this.doctor.examine(row, run.depth, signal, (now) => teller.tell(now));
    await teller.settled();
    await this.acts.run(system('endpoints'), async (act) => {
      await endRun(act, id, rungs);
      await settleLadder(act, row.id, row.version, rungs);
      act.emit({ event: 'endpoint.tested', kind: 'endpoint', id: row.id, data: { run: id } });
    });
  }
}

/** Writes the newest state of a ladder, one writing at a time, and no more often than it can be read. */
class Teller {
  private newest: readonly KeptRung[] | null = null;
  private writing: Promise<unknown> | null = null;

  constructor(private readonly write: (rungs: readonly KeptRung[]) => Promise<unknown>) {}

  tell(rungs: readonly KeptRung[]): void {
    this.newest = rungs.map((rung) => ({ ...rung }));
    this.writing ??= this.go().finally(() => (this.writing = null));
  }

  async settled(): Promise<void> {
    await this.writing;
  }

  private async go(): Promise<void> {
    while (this.newest) {
      const now = this.newest;
      this.newest = null;
      // a lost writing costs a picture of the climb, not its end
      await this.write(now).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, TELL_MS));
    }
  }
}
