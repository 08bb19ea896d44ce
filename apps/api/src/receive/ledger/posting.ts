import type { AsideObject } from '../intake/quarantine';
import { Connection } from './connection';
import { codeOf, isCollision, isDataError, isSilence } from './failures';
import { asideOf, type LedgerRow } from './row';

export interface PostingOptions {
  readonly url: string;
  readonly lane: string;
  readonly aside: (object: AsideObject) => Promise<unknown>;
  readonly onFault: (code: string) => void;
  /** Called when a posting begins; what it gives is called when all that was entered before is posted. */
  readonly begin: () => () => void;
}

/** How long entries gather, in milliseconds: nobody waits for them but the eye. */
const GATHER_MS = 100;
const RETRY_MS = 1000;
/** Entries of one statement. */
const MOST = 128;
const ATTEMPTS = 3;
const POST = { name: 'ledger-post', text: 'select last, more from ledger_post($1, $2)' };
/** A posting that is lost with the power is done again from the daybook, which is not: nobody need wait for the disk a second time. */
const FIRST = 'set enable_seqscan = off; set synchronous_commit = off';

/** How far a posting came: the last entry it was to take, and whether some are left up to it. */
interface Posted {
  readonly last: string | null;
  readonly more: boolean;
}

/** Posts what is in the daybook to the ledger: a moment after it was entered, or when somebody waits for it. One posting at a time. */
export class Posting {
  private readonly connection: Connection;
  private running: Promise<void> | null = null;
  private following: Promise<void> | null = null;
  private timer: NodeJS.Timeout | null = null;
  private faults = 0;
  private closed = false;

  constructor(private readonly options: PostingOptions) {
    this.connection = new Connection({ url: options.url, name: `causeway posting ${options.lane}`, first: FIRST, onChange: () => undefined });
  }

  /** The last posting did not go through. */
  get failing(): boolean {
    return this.faults > 0;
  }

  untilReady(ms: number): Promise<void> {
    return this.connection.untilUp(ms);
  }

  soon(): void {
    if (!this.closed) this.timer ??= this.later(this.failing ? RETRY_MS : GATHER_MS);
  }

  /** Resolves once what was entered before, by anybody, is posted. Whoever comes while a posting runs waits for the one after it: this one may have looked already. */
  all(): Promise<void> {
    if (!this.running) return this.start();
    this.following ??= this.running.catch(() => undefined).then(() => {
      this.following = null;
      return this.start();
    });
    return this.following;
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearTimeout(this.timer);
    // what cannot be posted now stays in the daybook for whoever starts next
    await this.all().catch(() => undefined);
    await this.connection.close();
  }

  private later(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      this.timer = null;
      this.all().catch(() => this.soon());
    }, ms);
  }

  private start(): Promise<void> {
    const run = this.run().finally(() => { this.running = null; });
    this.running = run;
    return run;
  }

  private async run(): Promise<void> {
    const done = this.options.begin();
    try {
      // nobody is waited for who enters something meanwhile, or this would have no end
      for (let posted = await this.post(null); posted.more; ) posted = await this.post(posted.last);
      this.faults = 0;
      done();
    } catch (error) {
      if (isSilence(error)) this.connection.drop();
      this.faults++;
      this.options.onFault(codeOf(error) || (error instanceof Error ? error.message : 'unknown'));
      throw error;
    }
  }

  private async post(upto: string | null): Promise<Posted> {
    for (let attempt = 1; ; attempt++) {
      try {
        return (await this.connection.query<Posted>({ ...POST, values: [MOST, upto] })).rows[0]!;
      } catch (error) {
        if (isDataError(error)) return { last: upto, more: (await this.postOneByOne()) > 0 };
        if (attempt === ATTEMPTS || !isCollision(error)) throw error;
      }
    }
  }

  /** Something among the oldest entries is poison: alone, each of the others gets through, and it is set aside. */
  private async postOneByOne(): Promise<number> {
    await this.connection.query(`select pg_advisory_lock(hashtextextended('daybook', 0))`);
    try {
      const { rows } = await this.connection.query<{ id: string; lane: string; objects: LedgerRow[]; at: Date }>({ text: 'select id, lane, objects, at from daybook order by id limit $1', values: [MOST] });
      for (const { id, lane, objects, at } of rows) {
        for (const object of objects) await this.postOne(lane, object, at);
        await this.connection.query({ text: 'delete from daybook where id = $1', values: [id] });
      }
      return rows.length;
    } finally {
      await this.connection.query(`select pg_advisory_unlock(hashtextextended('daybook', 0))`).catch(() => this.connection.drop());
    }
  }

  private async postOne(lane: string, object: LedgerRow, at: Date): Promise<void> {
    try {
      await this.connection.query({ text: 'select from ledger_commit($1, $2)', values: [lane, JSON.stringify([{ ...object, at }])] });
    } catch (error) {
      if (!isDataError(error)) throw error;
      await this.options.aside(asideOf(object, codeOf(error)));
    }
  }
}
