/** How long a partner has to answer C-CANCEL before the association is aborted. */
const GRACE_MS = 800;

/**
 * Two signals out of one: `asked` aborts with the caller, for a C-CANCEL, and `cut` a little later, for the association. A partner that is
 * only cut off may go on sending to our receiver for a long time.
 */
export class PoliteCancel {
  readonly asked: AbortSignal;
  readonly #cut = new AbortController();
  readonly #onAbort: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** Nothing was asked yet: there is nothing to cancel in good order. */
  #graceMs = 0;

  constructor(caller: AbortSignal) {
    this.asked = caller;
    this.#onAbort = () => {
      this.#timer = setTimeout(() => this.#cut.abort(caller.reason), this.#graceMs);
    };
    if (caller.aborted) {
      this.#cut.abort(caller.reason);
    }
    caller.addEventListener('abort', this.#onAbort, { once: true });
  }

  get cut(): AbortSignal {
    return this.#cut.signal;
  }

  /** From here on a request is under way. */
  requestBegun(): void {
    this.#graceMs = GRACE_MS;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.asked.removeEventListener('abort', this.#onAbort);
  }
}
