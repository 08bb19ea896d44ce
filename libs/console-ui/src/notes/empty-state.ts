import { Component, computed, input } from '@angular/core';
import { Icon, type IconName } from '../icon/icon';
import type { Hue } from '../state/hue';

export type EmptyKind = 'done' | 'filtered' | 'new';

const marks: Record<EmptyKind, { icon: IconName; hue: Hue }> = {
  done: { icon: 'task_alt', hue: 'good' },
  filtered: { icon: 'filter_alt_off', hue: 'attn' },
  new: { icon: 'add', hue: 'wait' },
};

/** Nothing to show, of three kinds: all done (with today's count), hidden by filters (with a way out), nothing yet (with the first step). */
@Component({
  selector: 'cw-empty-state',
  imports: [Icon],
  template: `
    <span class="cw-ink"><cw-icon [name]="mark().icon" size="l" /></span>
    <p class="title">{{ title() }}</p>
    @if (text()) {<p class="cw-muted">{{ text() }}</p>}
    <div class="way"><ng-content /></div>
  `,
  host: { '[attr.data-hue]': 'mark().hue' },
  styles: `
    :host { display: grid; justify-items: center; text-align: center; gap: 3px; padding: 14px 16px; }
    .title { font: var(--mat-sys-title-medium); }
    .way { display: flex; gap: 8px; margin-top: 6px; }
    .way:empty { display: none; }
  `,
})
export class EmptyState {
  readonly kind = input.required<EmptyKind>();
  readonly title = input.required<string>();
  readonly text = input<string>();
  readonly icon = input<IconName>();
  protected readonly mark = computed(() => ({ ...marks[this.kind()], ...(this.icon() ? { icon: this.icon()! } : {}) }));
}
