import type { Objects } from '../platform/objects/objects';
import type { ObjectWriter } from '../platform/objects/object-store';
import type { Book, Placed, StoredObject, Unacceptable } from './ledger/stored-object';

interface Entry {
  readonly writer: ObjectWriter;
  readonly object: StoredObject;
  readonly done: (placed: Placed | Unacceptable) => void;
  readonly fail: (error: unknown) => void;
}

const MOST = 64;
/** With so many waiting, a second group begins while the first is still under way. Fewer do better to share the next commit: it costs more than they do. */
const ENOUGH_FOR_SECOND = 8;
/** Longest wait for those who were just answered. A sender alone never waits. */
const JOIN_MS = 1;

/**
 * Natural batching: while one group is made durable the next one gathers; the busier the receiver, the larger the groups. Senders wait for each answer,
 * so those of the last group come back together a moment later: the next group begins when as many are there as lately were, or after a moment.
 * Without that, four senders fall into step two by two, and each commit serves half of them.
 */
export class GroupCommit {
  private readonly queue: Entry[] = [];
  private running = 0;
  private expected = 1;
  private joining: NodeJS.Timeout | null = null;
  private turn: NodeJS.Immediate | null = null;

  constructor(private readonly objects: Pick<Objects, 'sync'>, private readonly book: Book) {}

  /** Resolves once the bytes of the sealed writer are durable and the object is on the ledger. */
  add(writer: ObjectWriter, object: StoredObject): Promise<Placed | Unacceptable> {
    return new Promise((done, fail) => {
      this.queue.push({ writer, object, done, fail });
      // neighbours that end in the same turn of the loop join this group
      this.turn ??= setImmediate(() => {
        this.turn = null;
        this.consider();
      });
    });
  }

  private consider(): void {
    const { length } = this.queue;
    if (length === 0) return;
    if (this.running === 0 && length >= this.expected) this.begin();
    else if (this.running === 0) this.joining ??= setTimeout(() => this.begin(), JOIN_MS);
    else if (this.running === 1 && length >= ENOUGH_FOR_SECOND) this.begin();
  }

  private begin(): void {
    if (this.joining) clearTimeout(this.joining);
    this.joining = null;
    const group = this.queue.splice(0, MOST);
    if (group.length === 0) return;
    this.running++;
    void this.run(group).finally(() => {
      this.running--;
      this.expected = Math.min(group.length + this.queue.length, ENOUGH_FOR_SECOND);
      this.consider();
    });
  }

  private async run(group: readonly Entry[]): Promise<void> {
    try {
      const placed = await this.book.commit(group.map((e) => e.object), this.objects.sync(group.map((e) => e.writer)));
      group.forEach((entry, i) => entry.done(placed[i]!));
    } catch (error) {
      for (const entry of group) entry.fail(error);
    }
  }
}
