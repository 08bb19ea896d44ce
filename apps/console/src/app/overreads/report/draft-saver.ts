import { signal } from '@angular/core';
import type { Problem } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { newCommandKey } from '../../core/api/command';

export type SaveState =
  /** Nothing is unsaved. */
  | { readonly kind: 'clean' }
  /** Something was typed, and typing has not paused yet. */
  | { readonly kind: 'typing' }
  | { readonly kind: 'saving' }
  /** The server could not be asked; it is asked again at `at` (ms, server time). */
  | { readonly kind: 'retrying'; readonly at: number; readonly problem: Problem }
  /** The server does not take this text; another text may do. */
  | { readonly kind: 'refused'; readonly problem: Problem }
  /** The claim is not ours any more: nothing is sent until it is claimed again. */
  | { readonly kind: 'stopped' };

export interface SaverPorts<T> {
  /** Stores the text. The same key is used again for the same text, never for another. */
  send(text: T, key: string, leaving: boolean): Promise<void>;
  /** Everything typed so far is stored. */
  saved(): void;
  /** The claim was lost. The text is still here. */
  lost(problem: Problem): void;
  now(): number;
}

export const QUIET_MS = 3000;
const RETRY_MS = [2000, 5000, 10_000, 30_000];

/**
 * Saves a text by itself: three seconds after the last key, or at once when told. One request at a time; what was typed meanwhile goes next.
 * A text that could not be sent is never given up: it is tried again and again, more slowly each time.
 */
export class DraftSaver<T extends object> {
  private readonly now = signal<SaveState>({ kind: 'clean' });
  readonly state = this.now.asReadonly();

  private unsaved: { readonly text: T; readonly key: string } | null = null;
  private running: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  constructor(private readonly ports: SaverPorts<T>) {}

  change(text: T): void {
    this.unsaved = { text, key: newCommandKey() };
    const { kind } = this.now();
    if (kind === 'stopped' || kind === 'retrying') return;
    if (kind !== 'saving') this.now.set({ kind: 'typing' });
    this.later(QUIET_MS);
  }

  /** Saves what is unsaved now. True when nothing is unsaved afterwards. */
  async flush(leaving = false): Promise<boolean> {
    clearTimeout(this.timer);
    while (this.unsaved !== null && this.now().kind !== 'stopped') {
      await (this.running ??= this.send(leaving).finally(() => (this.running = null)));
      const { kind } = this.now();
      if (kind === 'retrying' || kind === 'refused') break;
    }
    return this.unsaved === null;
  }

  /** The claim is gone. What is unsaved stays unsaved. */
  stop(): void {
    clearTimeout(this.timer);
    this.now.set({ kind: 'stopped' });
  }

  /** Forgets everything: another text begins. */
  reset(): void {
    clearTimeout(this.timer);
    this.unsaved = null;
    this.failures = 0;
    this.now.set({ kind: 'clean' });
  }

  private later(ms: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), ms);
  }

  private async send(leaving: boolean): Promise<void> {
    const sending = this.unsaved;
    if (sending === null) return;
    this.now.set({ kind: 'saving' });
    try {
      await this.ports.send(sending.text, sending.key, leaving);
    } catch (error) {
      // a reset or a stop meanwhile has the last word
      if (this.now().kind === 'saving') this.failed(problemFrom(error).problem);
      return;
    }
    this.failures = 0;
    if (this.unsaved === sending) this.unsaved = null;
    if (this.now().kind !== 'saving') return;
    this.now.set({ kind: this.unsaved === null ? 'clean' : 'typing' });
    if (this.unsaved === null) this.ports.saved();
    else this.later(QUIET_MS);
  }

  private failed(problem: Problem): void {
    if (mayComeRight(problem)) {
      const wait = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? QUIET_MS;
      this.failures += 1;
      this.now.set({ kind: 'retrying', at: this.ports.now() + wait, problem });
      this.later(wait);
    } else if (problem.status === 409 || problem.status === 412 || problem.status === 404) {
      this.stop();
      this.ports.lost(problem);
    } else {
      this.now.set({ kind: 'refused', problem });
    }
  }
}

/** No answer, a server in trouble, too many at once, or the same request still on its way: asking again is all it takes. */
const mayComeRight = ({ status, code }: Problem): boolean => status === 0 || status >= 500 || status === 429 || code === 'still-running';
