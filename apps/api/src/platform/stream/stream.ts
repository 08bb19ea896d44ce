import pg from 'pg';
import type { StreamEvent } from '@causeway/contracts';
import type { Acts } from '../acts/acts';
import type { Logger } from '../log';
import { processMark } from '../process-mark';

export type Listener = (event: StreamEvent) => void;
interface Position { tx: string; seq: string }

/** Name of an api process's one lasting session on the database: as long as it is there, the process lives. */
export const streamSession = (mark: string): string => `causeway stream ${mark}`;

const POLL_MS = 1000;
const KEEP = 2000;

/**
 * Follows the outbox and hands each event to the open streams of this process, in commit order.
 * Only rows of transactions older than every running one are read, so that none is ever skipped.
 */
export class EventStream {
  private readonly listeners = new Set<Listener>();
  private readonly recent: StreamEvent[] = [];
  private at: Position = { tx: '0', seq: '0' };
  private client: pg.Client | null = null;
  private wake: (() => void) | null = null;
  private stopped = false;
  private turning: Promise<void> = Promise.resolve();

  constructor(private readonly acts: Acts, private readonly url: string, private readonly log: Logger) {}

  async start(): Promise<void> {
    const [last] = await this.acts.read<Position>(
      `select tx::text as tx, seq::text as seq from outbox where tx < pg_snapshot_xmin(pg_current_snapshot()) order by outbox.tx desc, outbox.seq desc limit 1`);
    if (last) this.at = last;
    this.turning = this.follow();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake?.();
    await this.turning;
    await this.client?.end().catch(() => undefined);
  }

  /** Position to go on from; a page that was read now has seen everything up to it. */
  get position(): string {
    return `${this.at.tx}.${this.at.seq}`;
  }

  /** Events after `since`, or null when they are no longer at hand and the caller must read its lists again. */
  missed(since: string): StreamEvent[] | null {
    if (since === this.position) return [];
    const index = this.recent.findIndex((e) => e.seq === since);
    return index < 0 ? null : this.recent.slice(index + 1);
  }

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async follow(): Promise<void> {
    while (!this.stopped) {
      try {
        await this.connect();
        if ((await this.step()) > 0) continue;
      } catch (error) {
        this.log.warn({ error }, 'event stream stumbles; going on');
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        this.wake = (): void => { clearTimeout(timer); resolve(); };
      });
    }
  }

  private async step(): Promise<number> {
    const rows = await this.acts.read<Position & { event: string; kind: string; subject_id: string; about: string | null; at: Date }>(
      `select tx::text as tx, seq::text as seq, event, kind, subject_id, coalesce(data->>'examId', data->>'itemId') as about, at from outbox
       where (outbox.tx, outbox.seq) > ($1::xid8, $2::bigint) and outbox.tx < pg_snapshot_xmin(pg_current_snapshot()) order by outbox.tx, outbox.seq limit 500`, [this.at.tx, this.at.seq]);
    for (const row of rows) {
      this.at = { tx: row.tx, seq: row.seq };
      const event: StreamEvent = { seq: `${row.tx}.${row.seq}`, event: row.event, kind: row.kind, id: row.subject_id, about: row.about, at: row.at.toISOString() };
      this.recent.push(event);
      for (const listener of this.listeners) listener(event);
    }
    this.recent.splice(0, Math.max(0, this.recent.length - KEEP));
    return rows.length;
  }

  private async connect(): Promise<void> {
    if (this.client) return;
    const client = new pg.Client({ connectionString: this.url, application_name: streamSession(processMark), keepAlive: true });
    client.on('error', () => { this.client = null; });
    client.on('end', () => { this.client = null; });
    client.on('notification', () => this.wake?.());
    await client.connect();
    await client.query('listen causeway_outbox');
    this.client = client;
  }
}
