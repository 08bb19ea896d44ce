import type { Connection } from './connection';
import { Connections } from './connections';
import { codeOf, isCollision, isDataError, isSilence } from './failures';
import { rowOf } from './row';
import { Unacceptable, type Book, type Outcome, type Posted, type StoredObject } from './stored-object';

export interface LedgerOptions {
  readonly url: string;
  /** Lane of the audit this process writes to: processes with a lane of their own do not wait for each other's commits. */
  readonly lane: string;
  /** Groups that may be committed at once. */
  readonly connections?: number;
}

const ATTEMPTS = 3;
const STAGE = { name: 'ledger-commit', text: 'select n, outcome, exam from ledger_commit($1, $2)' } as const;

/**
 * Puts groups of received objects on the ledger: rows, receipts, audit, outbox and the wish to look at the exam, in one commit.
 * Connections of its own, made again when the database comes back.
 */
export class Ledger implements Book {
  private readonly connections: Connections;

  constructor(private readonly options: LedgerOptions) {
    this.connections = new Connections({ url: options.url, name: `causeway ledger ${options.lane}`, count: options.connections ?? 2 });
  }

  /** Whether the database answers: nothing should be taken in while it does not. */
  get ready(): boolean {
    return this.connections.ready;
  }

  untilReady(ms: number): Promise<void> {
    return this.connections.untilReady(ms);
  }

  /**
   * Writes the rows while the disk still writes the bytes, and commits them once those are durable: a row never names bytes that can vanish. Beginning
   * and rows go to the database together, so that this costs one way more than a statement alone, which the disk's time more than pays for. Resolves, in
   * the order given, with where each object is now; `Unacceptable` in the place of an object the database cannot take. Rejects when nothing was
   * committed, or when it is not known: senders then send again, and a repeat is a duplicate.
   */
  async commit(objects: readonly StoredObject[], durable: Promise<void>): Promise<(Posted | Unacceptable)[]> {
    // looked at once the rows are written, and it may fail before
    durable.catch(() => undefined);
    return this.connections.with(async (connection) => {
      try {
        return await this.commitOn(connection, objects, durable);
      } catch (error) {
        if (!isDataError(error)) throw error;
        await durable;
        if (objects.length === 1) return [new Unacceptable(codeOf(error))];
        return await this.oneByOne(connection, objects, durable);
      }
    });
  }

  close(): Promise<void> {
    return this.connections.close();
  }

  /** One object of a group is poison: alone, each of the others gets through. */
  private async oneByOne(connection: Connection, objects: readonly StoredObject[], durable: Promise<void>): Promise<(Posted | Unacceptable)[]> {
    const placed: (Posted | Unacceptable)[] = [];
    for (const object of objects) {
      try {
        placed.push(...(await this.commitOn(connection, [object], durable)));
      } catch (error) {
        if (!isDataError(error)) throw error;
        placed.push(new Unacceptable(codeOf(error)));
      }
    }
    return placed;
  }

  private async commitOn(connection: Connection, objects: readonly StoredObject[], durable: Promise<void>): Promise<Posted[]> {
    const values = [this.options.lane, JSON.stringify(objects.map(rowOf))];
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(connection, values, durable);
      } catch (error) {
        if (attempt === ATTEMPTS || !isCollision(error)) throw error;
      }
    }
  }

  private async once(connection: Connection, values: string[], durable: Promise<void>): Promise<Posted[]> {
    try {
      const [, { rows }] = await Promise.all([connection.query('begin'), connection.query<{ n: number; outcome: Outcome; exam: string }>({ ...STAGE, values })]);
      await durable;
      await connection.query('commit');
      return rows.map((r) => ({ outcome: r.outcome, examId: r.exam }));
    } catch (error) {
      if (isSilence(error)) connection.drop();
      else await connection.query('rollback').catch(() => connection.drop());
      throw error;
    }
  }
}
