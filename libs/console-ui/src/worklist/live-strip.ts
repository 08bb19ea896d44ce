import { Component, computed, input, output } from '@angular/core';
import { Icon } from '../icon/icon';
import { Kbd } from '../keys/kbd';

/** Says what is new while the rows stay where they are. The line is always there, so that its coming moves nothing. */
@Component({
  selector: 'cw-live-strip',
  imports: [Icon, Kbd],
  template: `
    <span role="status">
      @if (waits()) {<cw-icon name="sync" size="s" /> {{ words() }}. Rows stay where they are until you press <cw-kbd keys="." />}
    </span>
    @if (!waits()) {<span class="quiet">{{ asOf() }}</span>}
    @if (waits()) {<button type="button" (click)="apply.emit()">Show now</button>}
  `,
  host: { '[class.waits]': 'waits()' },
  styles: `
    :host { display: flex; align-items: center; gap: 10px; min-height: 33px; padding: 4px 20px; font: 500 12.5px/18px var(--cw-font); color: var(--cw-active); flex: none; }
    :host(.waits) { background: var(--cw-active-wash); }
    .quiet { font: var(--mat-sys-body-small); color: var(--mat-sys-on-surface-variant); }
    cw-icon { margin-inline-end: 6px; }
    cw-kbd { margin-inline-start: 4px; vertical-align: middle; }
    button {
      margin-inline-start: auto; min-height: 24px; padding: 0 2px; border: 0; background: none; cursor: pointer; white-space: nowrap;
      font: 500 12px/16px var(--cw-font); color: var(--mat-sys-primary); text-decoration: underline dotted; text-underline-offset: 3px;
    }
  `,
})
export class LiveStrip {
  readonly arrived = input(0);
  readonly changed = input(0);
  /** "As of 10:42:07, live" */
  readonly asOf = input('');
  readonly apply = output<void>();
  protected readonly waits = computed(() => this.arrived() + this.changed() > 0);
  protected readonly words = computed(() =>
    [this.arrived() > 0 ? `${this.arrived()} new` : '', this.changed() > 0 ? `${this.changed()} changed` : ''].filter(Boolean).join(', '),
  );
}
