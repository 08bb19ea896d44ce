import { Dialog } from '@angular/cdk/dialog';
import { DestroyRef, effect, inject, Injectable, untracked } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { SiteTime, Ticker } from '@causeway/console-ui';
import { Store } from '@ngrx/store';
import { sessionFeature } from './session.reducer';

/** What the pages take from the session: the site's zone and the server's time. Lives as long as the frame; nothing of a session outlives it. */
@Injectable()
export class SessionTaken {
  constructor() {
    const me = inject(Store).selectSignal(sessionFeature.selectMe);
    const site = inject(SiteTime);
    const ticker = inject(Ticker);
    const dialogs = [inject(Dialog), inject(MatDialog)];
    effect(() => {
      const now = me();
      if (now === null) return;
      untracked(() => {
        site.zone.set(now.site.zone);
        ticker.sync(now.now);
      });
    });
    inject(DestroyRef).onDestroy(() => dialogs.forEach((dialog) => dialog.closeAll()));
  }
}
