import { Component, computed, DestroyRef, DOCUMENT, inject, signal } from '@angular/core';
import { Store } from '@ngrx/store';
import { streamFeature } from '../core/stream/stream.reducer';

const words = { live: 'Live', lost: 'Reconnecting', off: 'Connecting', offline: 'No connection' } as const;

/** The state of the live stream: a dot and its word. */
@Component({
  selector: 'cw-live-dot',
  template: `<i [class]="state()"></i><span>{{ word() }}</span>`,
  styles: `
    :host { display: inline-flex; align-items: center; gap: 6px; font: var(--mat-sys-body-small); color: var(--mat-sys-on-surface-variant); white-space: nowrap; }
    i { width: 8px; height: 8px; border-radius: 50%; background: var(--mat-sys-outline); flex: none; }
    .live { background: var(--cw-good); }
    .lost, .offline { background: var(--cw-attn); }
  `,
})
export class LiveDot {
  private readonly stream = inject(Store).selectSignal(streamFeature.selectState);
  private readonly view = inject(DOCUMENT).defaultView;
  private readonly online = signal(this.view?.navigator.onLine ?? true);
  /** A browser without network may keep a stream open for a while: it is not live for that. */
  protected readonly state = computed(() => (this.online() ? this.stream() : 'offline'));
  protected readonly word = computed(() => words[this.state()]);

  constructor() {
    const look = (): void => this.online.set(this.view?.navigator.onLine ?? true);
    for (const name of ['online', 'offline']) this.view?.addEventListener(name, look);
    inject(DestroyRef).onDestroy(() => {
      for (const name of ['online', 'offline']) this.view?.removeEventListener(name, look);
    });
  }
}
