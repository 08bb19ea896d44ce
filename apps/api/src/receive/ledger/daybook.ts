import type { AsideObject } from '../intake/quarantine';
import { Connections } from './connections';
import { codeOf, isDataError, isSilence } from './failures';
import type { Ledger } from './ledger';
import { Posting } from './posting';
import { rowOf } from './row';
import { Unacceptable, type Book, type Outcome, type Placed, type StoredObject } from './stored-object';

export interface DaybookOptions {
  readonly url: string;
  /** Lane of the audit what is entered here is posted to. */
  readonly lane: string;
  /** Takes what is not usual, at once. */
  readonly ledger: Pick<Ledger, 'commit'>;
  /** Sets aside what the ledger does not take; its sender has been answered. */
  readonly aside: (object: AsideObject) => Promise<unknown>;
  /** Posting failed and is tried again; a code. */
  readonly onFault: (code: string) => void;
}

/** Objects that may wait to be posted. More senders wait with them. */
const MOST_WAITING = 4096;
/** Values as long as these fit every index of the ledger: nothing else about an object that was read can be too much for it. */
const USUAL_CHARACTERS = 500;
const ENTER = {
  name: 'daybook-enter',
  text: `with entered as (insert into daybook (lane, objects) values ($1, $2))
         select sop_uid as sop, encode(sha256, 'hex') as sha256 from instance where sop_uid = any($3) and conflict_of is null`,
} as const;

/**
 * Enters groups of received objects in the daybook: one row, one commit, and the sender has its answer. A moment later they are posted to the ledger, with all
 * others that came meanwhile, which is an eighth of the work. What was entered is never lost: whoever starts next posts it.
 */
export class Daybook implements Book {
  private readonly connections: Connections;
  private readonly posting: Posting;
  /** Digest of each object that is entered, or is just being entered, and not posted: the database does not know of it yet. */
  private readonly waiting = new Map<string, string>();
  private entered: string[] = [];
  private last = 0;

  constructor(private readonly options: DaybookOptions) {
    const { url, lane, aside, onFault } = options;
    this.connections = new Connections({ url, name: `causeway daybook ${lane}`, count: 2, first: 'set enable_seqscan = off' });
    this.posting = new Posting({ url, lane, aside, onFault, begin: () => this.beginPosting() });
  }

  /** Nothing should be taken in while this is false: the database is away, or does not get on with posting. */
  get ready(): boolean {
    return this.connections.ready && !(this.posting.failing && this.waiting.size >= MOST_WAITING);
  }

  async untilReady(ms: number): Promise<void> {
    await Promise.all([this.connections.untilReady(ms), this.posting.untilReady(ms)]);
  }

  /** Resolves in the order given; `Unacceptable` in the place of an object the database cannot take. Rejects when nothing was entered, or when it is not known. */
  async commit(objects: readonly StoredObject[], durable: Promise<void>): Promise<(Placed | Unacceptable)[]> {
    // looked at once the rows are written down, and it may fail before
    durable.catch(() => undefined);
    if (!objects.every(isUsual)) {
      await this.posted();
      return this.options.ledger.commit(objects, durable);
    }
    if (this.waiting.size >= MOST_WAITING) await this.posting.all();
    const rows = objects.map((object) => JSON.stringify(rowOf(object, this.next())));
    await durable;
    try {
      return await this.enter(objects, rows);
    } catch (error) {
      if (!isDataError(error)) throw error;
      return await this.oneByOne(objects, rows);
    }
  }

  /** Resolves once everything that was entered before, by anybody, is on the ledger. Rejects when it could not be posted now. */
  posted(): Promise<void> {
    return this.posting.all();
  }

  async close(): Promise<void> {
    await this.posting.close();
    await this.connections.close();
  }

  /** One object of a group is poison: alone, each of the others gets through. */
  private async oneByOne(objects: readonly StoredObject[], rows: readonly string[]): Promise<(Placed | Unacceptable)[]> {
    const placed: (Placed | Unacceptable)[] = [];
    for (const [i, object] of objects.entries()) {
      try {
        placed.push(...(await this.enter([object], [rows[i]!])));
      } catch (error) {
        if (!isDataError(error)) throw error;
        placed.push(new Unacceptable(codeOf(error)));
      }
    }
    return placed;
  }

  private async enter(objects: readonly StoredObject[], rows: readonly string[]): Promise<Placed[]> {
    // what waits is looked at before we ask: what is posted in between, the database tells us
    const first = objects.map((object) => this.firstOf(object));
    const mine = objects.filter((object, i) => first[i] === null).map((object) => object.sopUid);
    const values = [this.options.lane, `[${rows.join(',')}]`, objects.map((object) => object.sopUid)];
    try {
      const known = await this.connections.with(async (connection) => {
        try {
          return (await connection.query<{ sop: string; sha256: string }>({ ...ENTER, values })).rows;
        } catch (error) {
          if (isSilence(error)) connection.drop();
          throw error;
        }
      });
      this.entered.push(...mine);
      return objects.map((object, i) => ({ outcome: outcomeOf(object, known.find((row) => row.sop === object.sopUid)?.sha256 ?? first[i]!) }));
    } catch (error) {
      for (const sop of mine) this.waiting.delete(sop);
      throw error;
    } finally {
      this.posting.soon();
    }
  }

  /** Digest of the object that waits under this UID; null when there was none, and now it is this. */
  private firstOf({ sopUid, sha256 }: StoredObject): string | null {
    const there = this.waiting.get(sopUid);
    if (there !== undefined) return there;
    this.waiting.set(sopUid, sha256);
    return null;
  }

  private beginPosting(): () => void {
    const { length } = this.entered;
    return () => { for (const sop of this.entered.splice(0, length)) this.waiting.delete(sop); };
  }

  private next(): number {
    this.last = (this.last + 1) % 2 ** 31;
    return this.last;
  }
}

const outcomeOf = (object: StoredObject, first: string | null): Outcome => (first === null ? 'new' : first === object.sha256 ? 'duplicate' : 'conflict');

const isUsual = ({ head }: StoredObject): boolean => Object.values(head).every((value) => typeof value !== 'string' || value.length <= USUAL_CHARACTERS);
