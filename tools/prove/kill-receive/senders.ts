// Partners that send until every object of theirs is acknowledged: after any failure they associate again and send the same object again.
import { Refused, Sender } from '../../bench/lib/dimse-sender';
import { CT_CLASS, EXPLICIT_LE, type MadeObject } from '../../bench/lib/made-exams';
import { digest } from '../lib/read-back';
import { wait } from '../lib/house';

/** What came instead of a success and may be tried again: out of resources (PS3.4 table B.2-1). */
const AGAIN = 0xa700;
const PAUSE_MS = 50;

export class Senders {
  /** Digest of the data set of every object that was answered with success, under its SOP Instance UID. */
  readonly acknowledged = new Map<string, { readonly sha256: string; readonly study: string }>();
  /** Answers that are neither success nor "send again": none is expected. */
  readonly odd = new Map<string, number>();
  /** Times an object had to be sent again. */
  repeats = 0;
  stopped = false;
  /** Nobody begins another object while so many are acknowledged: so a blow finds them at work. */
  limit = Infinity;
  /** Objects sent and not yet answered. */
  underWay = 0;

  constructor(private readonly port: number) {}

  /** Sends these objects in order over one association at a time; resolves when all are acknowledged. `exempt` knows no limit. */
  async send(calling: string, objects: readonly MadeObject[], exempt = false): Promise<void> {
    let sender: Sender | null = null;
    try {
      for (const object of objects) {
        while (!exempt && this.acknowledged.size >= this.limit) await wait(2);
        while (!this.stopped) {
          try {
            sender ??= await Sender.open({ port: this.port, calling, patience: 5000 }, [[CT_CLASS, EXPLICIT_LE]]);
            const status = await this.store(sender, object);
            if (status === 0) break;
            if (status !== AGAIN) this.note(`status ${status.toString(16)}`);
          } catch (error) {
            if (error instanceof Refused && error.result !== 2) this.note(error.message);
            sender?.destroy();
            sender = null;
          }
          this.repeats++;
          await wait(PAUSE_MS);
        }
        if (this.stopped) return;
        this.acknowledged.set(object.sopInstanceUid, { sha256: digest(object.dataSet), study: object.studyInstanceUid });
      }
    } finally {
      sender?.destroy();
    }
  }

  private async store(sender: Sender, object: MadeObject): Promise<number> {
    this.underWay++;
    try {
      return await sender.store(object);
    } finally {
      this.underWay--;
    }
  }

  private note(what: string): void {
    this.odd.set(what, (this.odd.get(what) ?? 0) + 1);
  }
}
