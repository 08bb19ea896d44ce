import { DestroyRef, DOCUMENT, effect, inject, Injectable, untracked } from '@angular/core';
import { Ticker } from '@causeway/console-ui';
import { Store } from '@ngrx/store';
import { firstValueFrom } from 'rxjs';
import { SessionActions } from '../session/session.actions';
import { SessionApi } from '../session/session.api';
import { IdleClock } from './idle-clock';

const ACTS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
const TELL_OTHERS_MS = 5000;
const PING_SECONDS = 60;

/** Watches whether somebody is there, in all windows of this browser, and ends the session when nobody is. Lives as long as the frame. */
@Injectable()
export class IdleWatch {
  private readonly clock = inject(IdleClock);
  private readonly store = inject(Store);
  private readonly api = inject(SessionApi);
  private readonly others = new BroadcastChannel('causeway.activity');
  private told = 0;
  private ending = false;

  constructor() {
    const document = inject(DOCUMENT);
    const ticker = inject(Ticker);
    const onAct = () => this.onAct();
    for (const act of ACTS) document.addEventListener(act, onAct, { passive: true, capture: true });
    this.others.onmessage = ({ data }: MessageEvent<number>) => this.clock.act(data);
    effect(() => {
      ticker.fine();
      untracked(() => this.second());
    });
    inject(DestroyRef).onDestroy(() => {
      for (const act of ACTS) document.removeEventListener(act, onAct, { capture: true });
      this.others.close();
    });
  }

  /** The answer to the warning. */
  stay(): void {
    this.clock.act();
    this.others.postMessage(Date.now());
    this.store.dispatch(SessionActions.asked());
  }

  /** While the warning stands, only its button counts: a bumped mouse is nobody. */
  private onAct(): void {
    if (this.clock.warns()) return;
    this.clock.act();
    if (Date.now() - this.told < TELL_OTHERS_MS) return;
    this.told = Date.now();
    this.others.postMessage(this.told);
  }

  private second(): void {
    this.clock.tick();
    if (this.clock.left() <= 0) void this.end();
    else if (this.clock.serverShouldHear(PING_SECONDS)) this.store.dispatch(SessionActions.asked());
  }

  private async end(): Promise<void> {
    if (this.ending) return;
    this.ending = true;
    await firstValueFrom(this.api.signOut()).catch(() => undefined);
    this.store.dispatch(SessionActions.ended({ because: 'idle' }));
  }
}
