import { DOCUMENT, DestroyRef, Injectable, inject, signal } from '@angular/core';

const FINE_MS = 1000;
const COARSE_MS = 15_000;

/** The one timer of the console. Clocks read `coarse`, and `fine` only while a second matters, so a quiet page renders nothing. */
@Injectable({ providedIn: 'root' })
export class Ticker {
  private offset = 0;
  private readonly fineNow = signal(Date.now());
  private readonly coarseNow = signal(Date.now());

  /** Server time in milliseconds, renewed each second. */
  readonly fine = this.fineNow.asReadonly();
  /** Server time in milliseconds, renewed each 15 seconds. */
  readonly coarse = this.coarseNow.asReadonly();

  constructor() {
    const document = inject(DOCUMENT);
    const timer = setInterval(() => this.tick(), FINE_MS);
    const onVisible = () => {
      if (!document.hidden) this.tick(true);
    };
    document.addEventListener('visibilitychange', onVisible);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', onVisible);
    });
  }

  /** Server time now, without making the reader depend on the ticks. */
  now(): number {
    return Date.now() + this.offset;
  }

  /** Takes the server's clock as the truth: deadlines are its, and a reading room's PC may be minutes off. */
  sync(serverNow: string): void {
    const then = Date.parse(serverNow);
    if (Number.isNaN(then)) return;
    this.offset = then - Date.now();
    this.tick(true);
  }

  private tick(force = false): void {
    const now = this.now();
    this.fineNow.set(now);
    if (force || Math.abs(now - this.coarseNow()) >= COARSE_MS) this.coarseNow.set(now);
  }
}
