import { Component, computed, input, model } from '@angular/core';
import { Icon } from '@causeway/console-ui';
import type { RankedChannel } from '@causeway/domain';
import { kindWords } from '../transfers/transfer-words';
import { channelWords } from './send-words';

/** The ranked channels with the reason of each place. The first that can be used is taken, the others are the fallback; another one may be chosen. */
@Component({
  selector: 'cw-route-list',
  imports: [Icon],
  template: `
    @for (c of channels(); track c.endpointId; let i = $index) {
      <li [class.off]="!c.usable">
        @if (choosable()) {
          <label><input type="radio" class="cw-radio" name="route" [value]="c.endpointId" [disabled]="!c.usable" [checked]="chosen() === c.endpointId" (change)="picked.set(c.endpointId)" /><span class="l"><span class="name"><b><bdi>{{ c.label }}</bdi></b><span class="cw-muted">{{ kinds[c.kind] ?? c.kind }}</span></span><span class="cw-l2">{{ words(c) }}</span></span></label>
        } @else {
          <span class="l"><span class="name"><cw-icon [name]="c.usable ? 'check_circle' : 'block'" size="s" /><b><bdi>{{ c.label }}</bdi></b><span class="cw-muted">{{ kinds[c.kind] ?? c.kind }}</span></span><span class="cw-l2">{{ words(c) }}</span></span>
        }
        <span class="cw-muted cw-small place">{{ !c.usable ? 'not usable' : c.endpointId === chosen() ? 'is taken' : 'fallback' }}</span>
      </li>
    } @empty {<li class="cw-muted">No line leads there.</li>}
  `,
  host: { role: 'list' },
  styles: `
    :host { display: grid; gap: 2px; }
    li { display: flex; align-items: start; gap: 8px; padding: 6px 0; list-style: none; border-top: 1px solid var(--mat-sys-outline-variant); }
    li:first-child { border-top: 0; }
    label { display: flex; gap: 8px; align-items: start; cursor: pointer; flex: 1; min-width: 0; }
    input { width: 16px; height: 16px; margin: 3px 0 0; accent-color: var(--mat-sys-primary); }
    .l { display: grid; flex: 1; min-width: 0; }
    .name { display: flex; flex-wrap: wrap; align-items: center; gap: 0 6px; }
    .cw-l2 { white-space: normal; }
    .off { color: var(--mat-sys-on-surface-variant); }
    .place { white-space: nowrap; }
  `,
})
export class RouteList {
  readonly channels = input.required<readonly RankedChannel[]>();
  readonly choosable = input(false);
  /** What the person chose; null for the best. */
  readonly picked = model<string | null>(null);
  protected readonly kinds: Readonly<Record<string, string>> = { ...kindWords, link: '' };
  protected readonly words = channelWords;
  protected readonly chosen = computed(() => this.channels().find((c) => c.usable && c.endpointId === this.picked())?.endpointId ?? this.channels().find((c) => c.usable)?.endpointId ?? null);
}
