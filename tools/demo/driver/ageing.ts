// A world that began a minute ago has exams of last night: those that are where they were meant to be are moved back to when they are said to have come.
import { runCommand } from '../load/command';
import { type Remembered } from '../memory';
import { pause } from '../processes/partner/pace';
import { type Book, type Entry } from './book';

export interface AgeingOptions {
  readonly book: Book;
  readonly remembered: Remembered;
  readonly cli: string;
  readonly pace: number;
  readonly log: (line: string) => void;
}

/** Exams moved with one command, unless nothing more comes for a while. */
const BATCH = 12;
const WAIT_MS = 25_000;
const LOOK_MS = 3000;
/** Time for the over-read of a released exam to get where it is meant to be. */
const READ_MS = 20_000;

export class Ageing {
  private readonly ready = new Map<string, number>();

  constructor(private readonly options: AgeingOptions) {}

  /** Ends when every exam the world began with was moved, or told to stop. */
  async run(signal: AbortSignal): Promise<void> {
    const { book, pace, log } = this.options;
    const all = book.entries.filter((e) => e.plan.minutesAgo !== null);
    let last = Date.now();
    while (!signal.aborted) {
      const left = all.filter((e) => !this.options.remembered.exam(e.key).aged);
      if (left.length === 0) return;
      const due = left.filter((e) => this.isDue(e));
      if (due.length >= BATCH || (due.length > 0 && Date.now() - last > WAIT_MS / pace)) {
        try {
          await this.age(due);
          last = Date.now();
        } catch (error) {
          log(`exams keep the time they really came: ${error instanceof Error ? error.message : String(error)}`);
          await pause(WAIT_MS, signal);
        }
      }
      await pause(LOOK_MS / pace, signal);
    }
  }

  private isDue({ key, plan }: Entry): boolean {
    const memory = this.options.remembered.exam(key);
    if (!memory.id || !(memory.done || memory.handsOff)) return false;
    const since = this.ready.get(key) ?? Date.now();
    this.ready.set(key, since);
    return !plan.need.wantsRead || memory.readDone === true || memory.handsOff === true || Date.now() - since > READ_MS / this.options.pace;
  }

  private async age(entries: readonly Entry[]): Promise<void> {
    const now = Date.now();
    const exams = entries.map(({ exam, plan }) => ({ studyUid: exam.studyUid, receivedAt: new Date(now - (plan.minutesAgo ?? 0) * 60_000).toISOString() }));
    await runCommand(this.options.cli, ['demo', 'age'], { exams });
    for (const { key } of entries) this.options.remembered.exam(key).aged = true;
    this.options.remembered.save();
  }
}
