import { Component, computed, DestroyRef, DOCUMENT, inject, signal } from '@angular/core';
import { durationText, Note, SiteTime, Ticker } from '@causeway/console-ui';
import { Store } from '@ngrx/store';
import { streamFeature } from '../core/stream/stream.reducer';

/** Short breaks heal by themselves and would only alarm. */
const PATIENCE_MS = 10_000;

/** Says that what is on screen grows old: no network, or no live updates, and since when. */
@Component({
  selector: 'cw-connection-banner',
  imports: [Note],
  template: `
    <div role="status">
      @if (offline()) {
        <cw-note hue="attn" icon="wifi_off">No connection. You can read what is on the screen; nothing can be saved until it is back.</cw-note>
      } @else if (staleFor(); as age) {
        <cw-note hue="attn" icon="wifi_off">No live updates for {{ age }}. You see {{ seen() }}; acting still works and is checked.</cw-note>
      }
    </div>
  `,
  styles: `cw-note { border-radius: 0; padding-inline: 20px; }`,
})
export class ConnectionBanner {
  private readonly stream = inject(Store).selectSignal(streamFeature.selectStreamState);
  private readonly ticker = inject(Ticker);
  private readonly site = inject(SiteTime);
  protected readonly offline = signal(false);

  protected readonly staleFor = computed(() => {
    const { state, since } = this.stream();
    if (state !== 'lost') return null;
    this.ticker.fine();
    const age = Date.now() - since;
    return age < PATIENCE_MS ? null : durationText(age / 1000);
  });
  protected readonly seen = computed(() => this.site.timeWithSeconds(this.stream().since));

  constructor() {
    const view = inject(DOCUMENT).defaultView;
    if (!view) return;
    const look = () => this.offline.set(!view.navigator.onLine);
    look();
    view.addEventListener('online', look);
    view.addEventListener('offline', look);
    inject(DestroyRef).onDestroy(() => {
      view.removeEventListener('online', look);
      view.removeEventListener('offline', look);
    });
  }
}
