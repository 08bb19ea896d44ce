import { Component, inject, signal, type Signal } from '@angular/core';
import { DIALOG_DATA, DialogRef } from '@angular/cdk/dialog';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Icon } from '../icon/icon';
import { SkeletonRows } from '../loading/skeleton-rows';
import { WhyPanel } from './why-panel';
import type { WhyAction, WhyState } from './why-drawer';

/** What stands in the drawer while a decision is fetched, when that fails, and when it came. */
@Component({
  selector: 'cw-why-drawer-body',
  imports: [Icon, MatButton, MatIconButton, SkeletonRows, WhyPanel],
  template: `
    @let now = state();
    @if (now.state === 'ready') {
      <cw-why-panel [why]="now.why" (closed)="ref.close()">
        @for (action of now.actions ?? []; track action.words) {
          <button matButton="outlined" class="cw-xs" type="button" [disabled]="busy()" disabledInteractive (click)="act(action)">{{ action.words }}</button>
        }
        <span class="said" role="status">{{ said() }}</span>
      </cw-why-panel>
    } @else {
      <header class="cw-panel-head">
        <h2 id="cw-why-title">Why?</h2>
        <span class="cw-spacer"></span>
        <button matIconButton type="button" aria-label="Close" (click)="ref.close()"><cw-icon name="close" /></button>
      </header>
      @if (now.state === 'loading') {
        <cw-skeleton-rows [rows]="5" what="the decision" />
      } @else {
        <p>{{ now.words }}</p>
      }
    }
  `,
  styles: `
    :host {
      display: flex; flex-direction: column; height: 100%; background: var(--mat-sys-surface); border-inline-start: 1px solid var(--mat-sys-outline-variant);
      box-shadow: var(--mat-sys-level3); animation: cw-slide var(--cw-move) var(--cw-ease);
    }
    cw-why-panel { flex: 1; }
    p { padding: 12px 14px; }
    .said { color: var(--mat-sys-on-surface-variant); }
    .said:empty { display: none; }
    @keyframes cw-slide { from { transform: translateX(24px); opacity: 0; } }
  `,
})
export class WhyDrawerBody {
  protected readonly state = inject<Signal<WhyState>>(DIALOG_DATA);
  protected readonly ref = inject(DialogRef);
  protected readonly busy = signal(false);
  protected readonly said = signal('');

  protected async act(action: WhyAction): Promise<void> {
    this.busy.set(true);
    this.said.set(await action.run());
    this.busy.set(false);
  }
}
