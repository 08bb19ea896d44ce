import type { RequestSink } from './service';

/** Gathers a small data set up to a bound; `end` gets it whole, or null when it was longer. */
export abstract class GatheringSink implements RequestSink {
  readonly #most: number;
  #parts: Buffer[] = [];
  #bytes = 0;
  protected gone = false;

  constructor(most: number) {
    this.#most = most;
  }

  write(bytes: Buffer): void {
    this.#bytes += bytes.length;
    if (this.#bytes <= this.#most) {
      this.#parts.push(bytes);
    } else {
      this.#parts = [];
    }
  }

  async end(): Promise<void> {
    const whole = this.#bytes <= this.#most ? Buffer.concat(this.#parts) : null;
    this.#parts = [];
    await this.complete(whole);
  }

  abort(): void {
    this.gone = true;
  }

  /** Answers the request. Must not reject. */
  protected abstract complete(dataSet: Buffer | null): Promise<void>;
}
