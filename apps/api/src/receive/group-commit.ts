import type { Objects } from '../platform/objects/objects';
import type { ObjectWriter } from '../platform/objects/object-store';
import type { Ledger } from './ledger/ledger';
import type { Placed, StoredObject, Unacceptable } from './ledger/stored-object';

interface Entry {
  readonly writer: ObjectWriter;
  readonly object: StoredObject;
  readonly done: (placed: Placed | Unacceptable) => void;
  readonly fail: (error: unknown) => void;
}

const MOST = 64;
const IN_FLIGHT = 2;

/**
 * Natural batching: while one group is made durable the next one gathers. Nobody waits for a timer; the busier the receiver, the larger the groups.
 */
export class GroupCommit {
  private readonly queue: Entry[] = [];
  private running = 0;

  constructor(private readonly objects: Pick<Objects, 'sync'>, private readonly ledger: Pick<Ledger, 'commit'>) {}

  /** Resolves once the bytes of the sealed writer are durable and the object is on the ledger. */
  add(writer: ObjectWriter, object: StoredObject): Promise<Placed | Unacceptable> {
    return new Promise((done, fail) => {
      this.queue.push({ writer, object, done, fail });
      // neighbours that end in the same turn of the loop join this group
      if (this.queue.length === 1) setImmediate(() => this.next());
    });
  }

  private next(): void {
    while (this.queue.length > 0 && this.running < IN_FLIGHT) {
      const group = this.queue.splice(0, MOST);
      this.running++;
      void this.run(group).finally(() => {
        this.running--;
        this.next();
      });
    }
  }

  private async run(group: readonly Entry[]): Promise<void> {
    try {
      const placed = await this.ledger.commit(group.map((e) => e.object), this.objects.sync(group.map((e) => e.writer)));
      group.forEach((entry, i) => entry.done(placed[i]!));
    } catch (error) {
      for (const entry of group) entry.fail(error);
    }
  }
}
