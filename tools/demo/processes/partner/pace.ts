/** Lets one through at a time, at most so many in a second; all who wait share it. */
export class Pace {
  private next = 0;

  /** `perSecond` is asked each time; Infinity does not wait. */
  constructor(private readonly perSecond: () => number) {}

  async slot(signal: AbortSignal): Promise<void> {
    const gap = 1000 / this.perSecond();
    const now = Date.now();
    const at = Math.max(now, this.next);
    this.next = at + gap;
    if (at > now) await pause(at - now, signal);
  }
}

/** Resolves after so many milliseconds, or at once when the signal aborts. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end, { once: true });
  });
}
