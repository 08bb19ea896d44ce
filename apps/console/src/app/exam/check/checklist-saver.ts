import type { InboundDetail, Problem, SaveChecklist } from '@causeway/contracts';
import type { CheckAnswer } from '@causeway/domain';
import { problemFrom } from '../../core/api/api-problem';

export interface GivenAnswer {
  readonly answer: CheckAnswer | null;
  readonly note: string;
}

/** idle: all is saved; saving: on its way; waiting: the line is down, and it is tried again. */
export type SavingState = 'idle' | 'saving' | 'waiting';

export interface SaverEvents {
  readonly send: (body: SaveChecklist) => Promise<InboundDetail>;
  readonly saved: (detail: InboundDetail) => void;
  /** The exam moved on: these answers were not taken. */
  readonly refused: (problem: Problem) => void;
  readonly told: (state: SavingState) => void;
}

const AGAIN_MS = 4000;

/**
 * Saves answers of one revision as they are given, one request at a time; what comes meanwhile goes together with the next. When the line
 * is down it keeps them and tries again.
 */
export class ChecklistSaver {
  private pending = new Map<string, GivenAnswer>();
  private sent: ReadonlyMap<string, GivenAnswer> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private stopped = false;

  constructor(
    private readonly revision: number,
    private readonly events: SaverEvents,
  ) {}

  /** Answers the server does not have yet. */
  unsaved(): ReadonlyMap<string, GivenAnswer> {
    return new Map([...(this.sent ?? []), ...this.pending]);
  }

  give(item: string, given: GivenAnswer): void {
    this.pending.set(item, given);
    void this.flush();
  }

  /** Sends now what waits. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    if (this.sent !== null || this.pending.size === 0 || this.stopped) return;
    const batch = this.pending;
    this.sent = batch;
    this.pending = new Map();
    this.events.told('saving');
    try {
      const answers = Object.fromEntries([...batch].map(([item, { answer, note }]) => [item, { answer, ...(note === '' ? {} : { note }) }]));
      const detail = await this.events.send({ revision: this.revision, answers });
      this.sent = null;
      if (this.stopped) return;
      this.events.told('idle');
      this.events.saved(detail);
      void this.flush();
    } catch (error) {
      this.sent = null;
      if (!this.stopped) this.failed(problemFrom(error).problem, batch);
    }
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private failed(problem: Problem, batch: ReadonlyMap<string, GivenAnswer>): void {
    if (problem.status === 0 || problem.status === 429 || problem.status >= 500) {
      this.pending = new Map([...batch, ...this.pending]);
      this.events.told('waiting');
      this.timer = setTimeout(() => void this.flush(), AGAIN_MS);
      return;
    }
    this.pending = new Map();
    this.events.told('idle');
    this.events.refused(problem);
  }
}
