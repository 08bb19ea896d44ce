import { inject, Injectable } from '@angular/core';
import type { StreamEvent } from '@causeway/contracts';
import { Store } from '@ngrx/store';
import { SessionActions } from '../session/session.actions';
import { type EventSourceLike, OPEN_EVENT_SOURCE } from './event-source';
import { StreamActions } from './stream.actions';

const URL = '/api/v1/stream';
const CLOSED = 2;
const REOPEN_MS = [1000, 2000, 5000, 10_000, 30_000];
/** Beats come each 20 s; after this long without one the line is dead although no error was reported. */
const SILENT_MS = 50_000;

/**
 * The one connection that tells what is new. The browser reconnects by itself and sends the last id, so nothing is missed; when it gives
 * up, or after a silent death, the line is opened afresh, and a resync makes up for what no id covered.
 */
@Injectable({ providedIn: 'root' })
export class LiveStream {
  private readonly store = inject(Store);
  private readonly openSource = inject(OPEN_EVENT_SOURCE);
  private source: EventSourceLike | null = null;
  private reopenTimer: ReturnType<typeof setTimeout> | undefined;
  private silence: ReturnType<typeof setTimeout> | undefined;
  private failures = 0;

  connect(): void {
    if (this.source === null) this.open(false);
  }

  disconnect(): void {
    this.drop();
    clearTimeout(this.reopenTimer);
    this.failures = 0;
    this.store.dispatch(StreamActions.closed());
  }

  private open(afterGap: boolean): void {
    const source = this.openSource(URL);
    this.source = source;
    source.addEventListener('open', () => {
      this.failures = 0;
      this.store.dispatch(StreamActions.opened({ at: Date.now() }));
      if (afterGap) this.store.dispatch(StreamActions.resync());
      afterGap = false;
    });
    source.addEventListener('change', (message) => {
      const event = read(message.data);
      if (event) this.store.dispatch(StreamActions.signalled({ event }));
    });
    source.addEventListener('resync', () => this.store.dispatch(StreamActions.resync()));
    source.addEventListener('beat', () => this.watchSilence());
    // the session is over, or what this person may do has changed: ask at once, the browser opens the line again by itself
    source.addEventListener('over', () => this.store.dispatch(SessionActions.asked()));
    source.addEventListener('error', () => {
      this.store.dispatch(StreamActions.lost({ at: Date.now() }));
      if (source.readyState === CLOSED) this.reopenLater();
    });
  }

  /** The server refused the line: perhaps the session is over, perhaps it restarts. Ask who we are, and try again more and more slowly. */
  private reopenLater(): void {
    this.drop();
    this.store.dispatch(SessionActions.asked());
    const wait = REOPEN_MS[Math.min(this.failures, REOPEN_MS.length - 1)];
    this.failures += 1;
    clearTimeout(this.reopenTimer);
    this.reopenTimer = setTimeout(() => this.open(true), wait);
  }

  private watchSilence(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.store.dispatch(StreamActions.lost({ at: Date.now() }));
      this.reopenLater();
    }, SILENT_MS);
  }

  private drop(): void {
    clearTimeout(this.silence);
    this.source?.close();
    this.source = null;
  }
}

function read(data: string): StreamEvent | null {
  try {
    const event: unknown = JSON.parse(data);
    return typeof event === 'object' && event !== null && 'kind' in event && 'id' in event ? (event as StreamEvent) : null;
  } catch {
    return null;
  }
}
