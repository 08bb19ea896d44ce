import { DestroyRef, inject, Injectable, signal } from '@angular/core';
import type { EndpointRun } from '@causeway/contracts';

const LOOK_MS = 600;
/** Looks without an answer in a row after which the watch is given up. */
const MOST_LOST = 10;

/** Follows a test while it runs. Provided where one is shown. */
@Injectable()
export class RunWatch {
  readonly run = signal<EndpointRun | null>(null);
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.timer));
  }

  /** Shows `begun` and looks again until it has ended; then `ended` is told. What was read before the test on show began (ids go by time) is late, and changes nothing. */
  follow(begun: EndpointRun | null, look: (run: EndpointRun) => Promise<EndpointRun | null>, ended: () => void): void {
    const shown = this.run();
    if (begun && shown && shown.endpointId === begun.endpointId && begun.id < shown.id) return;
    clearTimeout(this.timer);
    this.run.set(begun);
    if (!begun || begun.endedAt !== null) return;
    let lost = 0;
    const again = async (): Promise<void> => {
      const now = await look(begun).catch(() => null);
      if (this.run()?.id !== begun.id) return;
      lost = now ? 0 : lost + 1;
      if (now) this.run.set(now);
      if (now?.endedAt) return ended();
      if (lost < MOST_LOST) this.timer = setTimeout(() => void again(), LOOK_MS);
    };
    this.timer = setTimeout(() => void again(), LOOK_MS);
  }
}
