import { Dialog, type DialogRef } from '@angular/cdk/dialog';
import { Component, computed, effect, inject, Injectable, Injector, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { IdleClock } from '../core/idle/idle-clock';
import { IdleWatch } from '../core/idle/idle-watch';
import { Session } from '../core/session/session';

/** "Are you still there?": the last minute before the session ends, with a way to stay (WCAG 2.2.1). */
@Component({
  selector: 'cw-idle-warning',
  imports: [MatButton],
  template: `
    <h2 id="cw-idle-title">Are you still there?</h2>
    <p id="cw-idle-text">You will be signed out in <b aria-hidden="true">{{ left() }} s</b><span class="cw-vh">less than a minute</span>. Drafts are kept.</p>
    <div class="cw-row">
      <button matButton="outlined" type="button" (click)="session.signOut()">Sign out now</button>
      <button matButton="filled" type="button" cdkFocusInitial (click)="watch.stay()">Stay signed in</button>
    </div>
  `,
  styles: `
    :host { display: grid; gap: 12px; padding: 20px 24px; border-radius: 12px; background: var(--mat-sys-surface); box-shadow: var(--mat-sys-level3); }
    h2 { font: var(--mat-sys-title-large); }
    .cw-row { justify-content: flex-end; }
  `,
})
export class IdleWarning {
  protected readonly watch = inject(IdleWatch);
  protected readonly session = inject(Session);
  private readonly clock = inject(IdleClock);
  protected readonly left = computed(() => Math.max(0, this.clock.left()));
}

/** Shows the warning above whatever is open, and takes it away when the person is back. */
@Injectable()
export class IdleWarningOpener {
  constructor() {
    const clock = inject(IdleClock);
    const dialog = inject(Dialog);
    const injector = inject(Injector);
    let shown: DialogRef<unknown, IdleWarning> | null = null;
    effect(() => {
      const warns = clock.warns();
      untracked(() => {
        if (warns === (shown !== null)) return;
        shown?.close();
        shown = warns
          ? dialog.open<unknown, unknown, IdleWarning>(IdleWarning, {
              injector, role: 'alertdialog', ariaLabelledBy: 'cw-idle-title', ariaDescribedBy: 'cw-idle-text', disableClose: true, width: 'min(420px, 92vw)',
            })
          : null;
      });
    });
  }
}
