import { createPostgresBackend, createRedisBackend, Queue, Worker, type Job } from 'bullmq';
import { QUEUE_SCHEMA } from '../database/migrate';
import type { Settings } from '../settings/settings';
import type { JobLane } from './job';

export interface Offer {
  readonly id: string;
  readonly kind: string;
  readonly lane: JobLane;
  /** Makes the name of this offer: the same offer twice is one job of the queue. */
  readonly offer: string;
}

const PREFIX = 'causeway';
const lanes: readonly JobLane[] = ['fast', 'transfer', 'slow'];
const CONCURRENCY: Readonly<Record<JobLane, number>> = { fast: 8, transfer: 12, slow: 1 };

/** BullMQ as a bell: its jobs hold the id of a row and nothing else. On PostgreSQL by default, on Redis or Valkey when a URL is given. */
export class WorkQueue {
  private readonly queues = new Map<JobLane, Queue>();
  private readonly workers: Worker[] = [];
  private readonly connection: Record<string, unknown>;
  private readonly backend: unknown;

  constructor(settings: Pick<Settings, 'REDIS_URL' | 'DATABASE_URL'>, private readonly onError: (error: Error) => void) {
    this.backend = settings.REDIS_URL ? createRedisBackend : createPostgresBackend;
    this.connection = settings.REDIS_URL
      ? { url: settings.REDIS_URL, maxRetriesPerRequest: null }
      : { connectionString: settings.DATABASE_URL, schema: QUEUE_SCHEMA, migrate: false, max: 4 };
    for (const lane of lanes) this.queues.set(lane, this.opened(new Queue(lane, this.options(), this.backend as never)));
  }

  async offer(offers: readonly Offer[]): Promise<void> {
    for (const lane of lanes) {
      const mine = offers.filter((o) => o.lane === lane).map((o) => ({ name: o.kind, data: { id: o.id }, opts: { jobId: o.offer, removeOnComplete: true, removeOnFail: true, attempts: 1 } }));
      const [only] = mine;
      if (!only) continue;
      // on PostgreSQL many at once go through temporary tables, which cost several times what one costs by itself
      if (mine.length === 1) await this.queues.get(lane)?.add(only.name, only.data, only.opts);
      else await this.queues.get(lane)?.addBulk(mine);
    }
  }

  /** Starts serving; `run` must not throw for a job that failed, only for a fault of the queue itself. */
  serve(run: (id: string) => Promise<void>): void {
    for (const lane of lanes) {
      const work = async (job: Job<{ id: string }>): Promise<void> => run(job.data.id);
      this.workers.push(this.opened(new Worker(lane, work, { ...this.options(), concurrency: CONCURRENCY[lane] }, this.backend as never)));
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((w) => w.close()));
    await Promise.all([...this.queues.values()].map((q) => q.close()));
  }

  private options(): { connection: never; prefix: string } {
    return { connection: this.connection as never, prefix: PREFIX };
  }

  private opened<T extends Queue | Worker>(thing: T): T {
    (thing as { on(event: 'error', listener: (error: Error) => void): unknown }).on('error', this.onError);
    return thing;
  }
}
