import { TransportFailure, cancelled } from './failure';

/**
 * The life of one line: every call runs with a signal that ends when its caller gives up or the line is closed, and whatever the work
 * throws because of that becomes `cancelled` or `closed`. Other errors go through `translate`, which names them as the protocol does.
 */
export class LineScope {
  readonly #closing = new AbortController();
  readonly #translate: (error: unknown) => TransportFailure;

  constructor(translate: (error: unknown) => TransportFailure) {
    this.#translate = translate;
  }

  close(): void {
    this.#closing.abort();
  }

  async run<T>(caller: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#check(caller);
    try {
      return await work(this.#either(caller));
    } catch (error) {
      throw this.#name(error, caller);
    }
  }

  async *iterate<T>(caller: AbortSignal, work: (signal: AbortSignal) => AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    this.#check(caller);
    try {
      yield* work(this.#either(caller));
    } catch (error) {
      throw this.#name(error, caller);
    }
  }

  /** The failure to tell in a receipt for an error met half-way. */
  failure(error: unknown, caller: AbortSignal): TransportFailure {
    return this.#name(error, caller);
  }

  #either(caller: AbortSignal): AbortSignal {
    return AbortSignal.any([caller, this.#closing.signal]);
  }

  #check(caller: AbortSignal): void {
    if (this.#closing.signal.aborted) {
      throw closed();
    }
    if (caller.aborted) {
      throw cancelled(caller);
    }
  }

  #name(error: unknown, caller: AbortSignal): TransportFailure {
    if (this.#closing.signal.aborted) {
      return closed(error);
    }
    if (caller.aborted) {
      return cancelled(caller);
    }
    return error instanceof TransportFailure ? error : this.#translate(error);
  }
}

function closed(cause?: unknown): TransportFailure {
  return new TransportFailure('closed', 'later', 'The line was closed; open it again.', { cause });
}
