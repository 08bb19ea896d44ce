import { Component, input, output } from '@angular/core';
import { Icon } from '../icon/icon';

/** One condition of a list: field, value, and a way to throw it away. Without `removable` it only tells. */
@Component({
  selector: 'cw-filter-chip',
  imports: [Icon],
  template: `
    {{ field() }} <b>{{ value() }}</b>
    @if (removable()) {
      <button type="button" [attr.aria-label]="'Remove filter ' + field() + ' ' + value()" (click)="removed.emit()"><cw-icon name="close" size="s" /></button>
    }
  `,
  styles: `
    :host {
      display: inline-flex; align-items: center; gap: 5px; height: 26px; padding: 0 9px; border-radius: 13px; white-space: nowrap;
      border: 1px solid var(--mat-sys-outline-variant); background: var(--mat-sys-surface); font: var(--mat-sys-label-medium);
    }
    b { font-weight: 600; }
    button {
      display: grid; place-items: center; width: 24px; height: 24px; margin-inline-end: -8px; padding: 0; border: 0; border-radius: 50%;
      background: none; cursor: pointer;
    }
    button:hover { background: var(--mat-sys-surface-container-high); }
    button:focus-visible { outline-offset: -2px; }
  `,
})
export class FilterChip {
  readonly field = input.required<string>();
  readonly value = input.required<string>();
  readonly removable = input(true);
  readonly removed = output<void>();
}
