import pg from 'pg';
import type { Logger } from '../log';
import { processMark, workerSession } from '../process-mark';
import type { JobKindRow } from './job';
import type { JobTable } from './job-table';
import type { WorkQueue } from './queue';

const LONGEST_WAIT_MS = 1000;

/** Rings the queue for every due job of a kind this program knows: others wait for a newer program. Woken by the database's bell, and each second in case a bell was missed. */
export class JobRelay {
  private client: pg.Client | null = null;
  private wake: (() => void) | null = null;
  private rung = false;
  private stopped = false;
  private turning: Promise<void> = Promise.resolve();

  constructor(
    private readonly table: JobTable,
    private readonly queue: WorkQueue,
    private readonly kinds: Readonly<Record<string, JobKindRow>>,
    private readonly url: string,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.turning = this.turn();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.ring();
    await this.turning;
    await this.client?.end().catch(() => undefined);
  }

  private ring(): void {
    this.rung = true;
    this.wake?.();
  }

  private async turn(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.listen();
        this.rung = false;
        const offered = await this.table.offer(Object.keys(this.kinds));
        try {
          await this.queue.offer(offered.map((o) => ({ id: o.id, kind: o.kind, lane: this.kinds[o.kind]?.lane ?? 'fast', offer: `${o.id}-${o.starts}-${o.offers}` })));
        } catch (error) {
          await this.table.unoffer(offered.map((o) => o.id));
          throw error;
        }
        if (offered.length > 0) continue;
        await this.pause(await this.table.nextDue(Object.keys(this.kinds)));
      } catch (error) {
        this.log.warn({ error }, 'job relay stumbles; going on');
        await this.pause(1);
      }
    }
  }

  private pause(nextDueSeconds: number | null): Promise<void> {
    if (this.rung || this.stopped) return Promise.resolve();
    const ms = Math.min(LONGEST_WAIT_MS, nextDueSeconds === null ? LONGEST_WAIT_MS : Math.max(20, nextDueSeconds * 1000));
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  private async listen(): Promise<void> {
    if (this.client) return;
    const client = new pg.Client({ connectionString: this.url, application_name: workerSession(processMark), keepAlive: true });
    client.on('error', () => { this.client = null; });
    client.on('end', () => { this.client = null; });
    client.on('notification', () => this.ring());
    await client.connect();
    await client.query('listen causeway_job');
    this.client = client;
  }
}
