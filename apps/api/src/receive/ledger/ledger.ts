import { newId } from '../../platform/ids';
import { locationText } from '../../platform/objects/location';
import { Connection } from './connection';
import { Unacceptable, type Outcome, type Placed, type StoredObject } from './stored-object';

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
export class Ledger {
  private readonly connections: Connection[];
  private readonly idle: Connection[] = [];
  private readonly waiting: ((connection: Connection) => void)[] = [];

  constructor(private readonly options: LedgerOptions) {
    this.connections = Array.from({ length: options.connections ?? 2 }, (_, i) =>
      new Connection({ url: options.url, name: `causeway ledger ${options.lane} ${i + 1}`, onChange: () => undefined }));
    this.idle.push(...this.connections);
  }

  /** Whether the database answers: nothing should be taken in while it does not. */
  get ready(): boolean {
    return this.connections.some((c) => c.up);
  }

  async untilReady(ms: number): Promise<void> {
    for (const end = Date.now() + ms; !this.ready; await new Promise((r) => setTimeout(r, 20))) {
      if (Date.now() > end) throw new Error('The database does not answer.');
    }
  }

  /**
   * Writes the rows while the disk still writes the bytes, and commits them once those are durable: a row never names bytes that can vanish. Beginning
   * and rows go to the database together, so that this costs one way more than a statement alone, which the disk's time more than pays for. Resolves, in
   * the order given, with where each object is now; `Unacceptable` in the place of an object the database cannot take. Rejects when nothing was
   * committed, or when it is not known: senders then send again, and a repeat is a duplicate.
   */
  async commit(objects: readonly StoredObject[], durable: Promise<void>): Promise<(Placed | Unacceptable)[]> {
    // looked at once the rows are written, and it may fail before
    durable.catch(() => undefined);
    const connection = await this.take();
    try {
      return await this.commitOn(connection, objects, durable);
    } catch (error) {
      if (!isDataError(error)) throw error;
      await durable;
      if (objects.length === 1) return [new Unacceptable(codeOf(error))];
      return await this.oneByOne(connection, objects, durable);
    } finally {
      this.giveBack(connection);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.connections.map((c) => c.close()));
  }

  /** One object of a group is poison: alone, each of the others gets through. */
  private async oneByOne(connection: Connection, objects: readonly StoredObject[], durable: Promise<void>): Promise<(Placed | Unacceptable)[]> {
    const placed: (Placed | Unacceptable)[] = [];
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

  private async commitOn(connection: Connection, objects: readonly StoredObject[], durable: Promise<void>): Promise<Placed[]> {
    const values = [this.options.lane, JSON.stringify(objects.map(rowOf))];
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(connection, values, durable);
      } catch (error) {
        if (attempt === ATTEMPTS || !isCollision(error)) throw error;
      }
    }
  }

  private async once(connection: Connection, values: string[], durable: Promise<void>): Promise<Placed[]> {
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

  private take(): Promise<Connection> {
    const up = this.idle.findIndex((c) => c.up);
    // one that works and is busy is worth waiting for; one that is away is not worth trying
    const busy = up < 0 && this.ready;
    const [connection] = busy ? [] : this.idle.splice(Math.max(0, up), 1);
    return connection ? Promise.resolve(connection) : new Promise((resolve) => this.waiting.push(resolve));
  }

  private giveBack(connection: Connection): void {
    const next = this.waiting.shift();
    if (next) next(connection);
    else this.idle.unshift(connection);
  }
}

function rowOf(o: StoredObject, n: number): Record<string, unknown> {
  const { source } = o;
  return {
    n, exam: newId(), study: o.studyUid, series: o.seriesUid, sop: o.sopUid, class: o.sopClassUid, syntax: o.transferSyntaxUid, sha256: o.sha256, bytes: o.bytes,
    location: locationText(o.location), data_at: o.dataAt, head: o.head, findings: o.findings, modality: textIn(o.head, 'modality'), number: intIn(o.head, 'seriesNumber'),
    door: source.door, facility: source.facilityId, endpoint: source.endpointId, calling: source.calling, address: source.address,
    kind: source.kind, who: source.id, name: source.name, trace: source.trace,
  };
}

const textIn = (head: StoredObject['head'], name: string): string => (typeof head[name] === 'string' ? head[name] : '');

/** Series Number (IS); devices write all kinds of things into it. */
function intIn(head: StoredObject['head'], name: string): number | null {
  const text = textIn(head, name).trim();
  return /^[+-]?\d{1,9}$/.test(text) ? Number(text) : null;
}

/** The driver waited long enough: what the server does with the statement is not known. */
const isSilence = (error: unknown): boolean => error instanceof Error && error.message === 'Query read timeout';
const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? '');
/** Data exception, constraint violation, program limit: the values are at fault, not the moment. */
const isDataError = (error: unknown): boolean => /^(22|23|54)...$/.test(codeOf(error));
/** Serialization failure, deadlock. */
const isCollision = (error: unknown): boolean => /^40(001|P01)$/.test(codeOf(error));
