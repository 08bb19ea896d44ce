import { Component, computed, inject } from '@angular/core';
import { Store } from '@ngrx/store';
import { streamFeature } from '../core/stream/stream.reducer';

const words = { live: 'Live', lost: 'Reconnecting', off: 'Connecting' } as const;

/** The state of the live stream: a dot and its word. */
@Component({
  selector: 'cw-live-dot',
  template: `<i [class]="state()"></i><span>{{ word() }}</span>`,
  styles: `
    :host { display: inline-flex; align-items: center; gap: 6px; font: var(--mat-sys-body-small); color: var(--mat-sys-on-surface-variant); white-space: nowrap; }
    i { width: 8px; height: 8px; border-radius: 50%; background: var(--mat-sys-outline); flex: none; }
    .live { background: var(--cw-good); }
    .lost { background: var(--cw-attn); }
  `,
})
export class LiveDot {
  protected readonly state = inject(Store).selectSignal(streamFeature.selectState);
  protected readonly word = computed(() => words[this.state()]);
}
