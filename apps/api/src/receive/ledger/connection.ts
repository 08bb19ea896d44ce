import pg from 'pg';

export interface ConnectionOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly name: string;
  /** Said to the server before anything else. */
  readonly first?: string;
  /** Called when the connection came or went. */
  readonly onChange: () => void;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2000;
/** The server ends a statement that hangs, and a transaction nobody goes on with; the client gives up on a server that does not answer at all. */
const STATEMENT_MS = 20_000;
const SILENCE_MS = 30_000;

/** One database connection that is made again for as long as it is wanted. */
export class Connection {
  private client: pg.Client | null = null;
  private ended: Promise<void> = Promise.resolve();
  private wanted = true;
  private wake: () => void = () => undefined;
  private readonly staying: Promise<void>;

  constructor(private readonly options: ConnectionOptions) {
    this.staying = this.stay();
  }

  get up(): boolean {
    return this.client !== null;
  }

  async untilUp(ms: number): Promise<void> {
    for (const end = Date.now() + ms; !this.up; await new Promise((r) => setTimeout(r, 20))) {
      if (Date.now() > end) throw new Error('The database does not answer.');
    }
  }

  /** What is asked in one turn goes out together, and is answered in order. Rejects at once while the connection is away: whoever waits for us tries again. */
  async query<R extends pg.QueryResultRow>(query: string | pg.QueryConfig): Promise<pg.QueryResult<R>> {
    if (!this.client) throw new Error('The database is away.');
    return this.client.query<R>(query);
  }

  /** Ends a connection whose state is not known any more; a new one is made. */
  drop(): void {
    const { client } = this;
    this.lost(client);
    client?.end().catch(() => undefined);
  }

  async close(): Promise<void> {
    this.wanted = false;
    this.wake();
    await this.client?.end().catch(() => undefined);
    await this.staying;
  }

  private async stay(): Promise<void> {
    let pause = FIRST_PAUSE_MS;
    while (this.wanted) {
      if (await this.connect()) {
        await this.ended;
        pause = FIRST_PAUSE_MS;
      }
      if (this.wanted) await this.sleep(pause);
      pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
    }
  }

  private async connect(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.options.url, application_name: this.options.name, keepAlive: true, connectionTimeoutMillis: 5000,
      statement_timeout: STATEMENT_MS, query_timeout: SILENCE_MS, idle_in_transaction_session_timeout: SILENCE_MS, pipeline: true,
    });
    this.ended = new Promise((resolve) => client.once('end', () => resolve()));
    client.on('error', () => this.lost(client));
    client.on('end', () => this.lost(client));
    try {
      await client.connect();
      if (this.options.first) await client.query(this.options.first);
    } catch {
      client.end().catch(() => undefined);
      return false;
    }
    // closed while it was being made: nobody else would end it, and whoever closes waits for that
    if (!this.wanted) {
      await client.end().catch(() => undefined);
      return false;
    }
    this.client = client;
    this.options.onChange();
    return true;
  }

  private lost(client: pg.Client | null): void {
    if (client === null || this.client !== client) return;
    this.client = null;
    this.options.onChange();
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = (): void => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
