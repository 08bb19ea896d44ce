import { Component, input } from '@angular/core';
import { Icon, type IconName } from '../icon/icon';
import type { Hue } from './hue';

/** How a state is shown: hue, icon and word. Remove the hue and nothing is lost. */
export interface StateLook {
  readonly hue: Hue;
  readonly icon: IconName;
  readonly word: string;
}

/** Icon and word on the wash of a state hue; `plain` without the wash for dense rows. Not a control. */
@Component({
  selector: 'cw-state-chip',
  imports: [Icon],
  template: `<cw-icon [name]="look().icon" size="s" />{{ look().word }}<ng-content />`,
  host: { '[attr.data-hue]': 'look().hue', '[class.plain]': 'plain()' },
  styles: `
    :host {
      display: inline-flex; align-items: center; gap: 4px; height: 22px; padding: 0 8px 0 6px; border-radius: 5px;
      font: 500 12px/16px var(--cw-font); white-space: nowrap; color: var(--k); background: var(--kw);
    }
    :host(.plain) { background: none; padding: 0; }
  `,
})
export class StateChip {
  readonly look = input.required<StateLook>();
  readonly plain = input(false);
}
