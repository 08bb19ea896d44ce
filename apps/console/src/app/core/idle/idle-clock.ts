import { computed, Injectable, signal } from '@angular/core';

/** The person is warned this long before the session ends. */
export const WARN_SECONDS = 60;

/**
 * How long the person has done nothing. It counts acts of the person, not requests: a list that keeps itself fresh must not keep a
 * session alive that nobody sits at. The server's own idle end stays as the backstop.
 */
@Injectable({ providedIn: 'root' })
export class IdleClock {
  private readonly limit = signal(Number.POSITIVE_INFINITY);
  private readonly acted = signal(Date.now());
  private readonly second = signal(Date.now());
  private heard = Date.now();

  /** Whole seconds until the session ends. */
  readonly left = computed(() => Math.ceil(this.limit() - (this.second() - this.acted()) / 1000));
  readonly warns = computed(() => this.left() <= WARN_SECONDS);

  start(idleSeconds: number): void {
    if (this.limit() === Number.POSITIVE_INFINITY) this.act();
    this.limit.set(idleSeconds);
    this.requestAnswered();
  }

  stop(): void {
    this.limit.set(Number.POSITIVE_INFINITY);
  }

  /** The person did something, here or in another window of theirs. */
  act(at = Date.now()): void {
    if (at > this.acted()) this.acted.set(at);
    this.tick();
  }

  requestAnswered(): void {
    this.heard = Date.now();
  }

  tick(): void {
    this.second.set(Date.now());
  }

  /** The person works, but nothing told the server for `seconds`: time to let it know. */
  serverShouldHear(seconds: number): boolean {
    return this.acted() > this.heard && Date.now() - this.heard > seconds * 1000;
  }
}
