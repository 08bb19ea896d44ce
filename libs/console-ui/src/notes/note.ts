import { Component, input } from '@angular/core';
import { Icon, type IconName } from '../icon/icon';
import type { Hue } from '../state/hue';

/** A strip that says one thing in its hue. Its text is the content; `b` inside takes the hue. */
@Component({
  selector: 'cw-note',
  imports: [Icon],
  template: `<cw-icon [name]="icon()" /><div><ng-content /></div>`,
  host: { '[attr.data-hue]': 'hue()' },
  styles: `
    :host { display: flex; gap: 8px; padding: 8px 10px; border-radius: 6px; background: var(--kw); color: var(--mat-sys-on-surface); font: var(--mat-sys-body-medium); }
    cw-icon { color: var(--k); align-self: flex-start; }
    div { min-width: 0; }
  `,
})
export class Note {
  readonly hue = input<Hue>('wait');
  readonly icon = input<IconName>('info');
}
