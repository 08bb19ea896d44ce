import { Component, input, model } from '@angular/core';
import { Icon } from '../icon/icon';

export interface Segment {
  readonly value: string;
  readonly word: string;
  /** A verdict wears its hue when chosen; other answers the colour of selection. */
  readonly hue?: 'good' | 'stop' | 'attn';
}

/** The three answers of a checklist. */
export const checkSegments: readonly Segment[] = [
  { value: 'pass', word: 'Pass', hue: 'good' },
  { value: 'fail', word: 'Fail', hue: 'stop' },
  { value: 'na', word: 'n/a' },
];

let groups = 0;

/** Answers to a small closed question: radio buttons that look like one control. Delete takes an answer back where `clearable`. */
@Component({
  selector: 'cw-segments',
  imports: [Icon],
  template: `
    <fieldset [disabled]="disabled()">
      <legend class="cw-vh">{{ label() }}</legend>
      @for (segment of segments(); track segment.value) {
        <label [class.on]="value() === segment.value" [class.verdict]="segment.hue" [attr.data-hue]="segment.hue">
          <input
            type="radio" class="cw-vh" [name]="name" [value]="segment.value" [checked]="value() === segment.value"
            (change)="value.set(segment.value)" (keydown.delete)="clear()" (keydown.backspace)="clear()" />
          @if (value() === segment.value && ticked()) {<cw-icon name="check" size="s" />}
          {{ segment.word }}
        </label>
      }
    </fieldset>
  `,
  host: { '[class.small]': 'small()', '[class.wide]': 'wide()' },
  styles: `
    :host { display: inline-flex; }
    :host(.wide) { display: flex; }
    fieldset { display: inline-flex; flex: 1; position: relative; border: 1px solid var(--mat-sys-outline); border-radius: 6px; background: var(--mat-sys-surface); }
    label {
      display: inline-flex; align-items: center; justify-content: center; gap: 5px; height: 30px; padding: 0 11px; cursor: pointer; white-space: nowrap;
      font: var(--mat-sys-label-large); border-inline-end: 1px solid var(--mat-sys-outline-variant);
    }
    :host(.wide) label { flex: 1; }
    :host(.small) label { height: 26px; padding: 0 9px; font: var(--mat-sys-label-medium); }
    label:first-of-type { border-start-start-radius: 5px; border-end-start-radius: 5px; }
    label:last-of-type { border-inline-end: 0; border-start-end-radius: 5px; border-end-end-radius: 5px; }
    label:hover { background: var(--mat-sys-surface-container); }
    label.on { background: var(--mat-sys-primary-container); color: var(--mat-sys-on-primary-container); font-weight: 600; }
    label.on.verdict { background: var(--kw); color: var(--k); }
    label:has(:focus-visible) { outline: 2px solid var(--cw-focus); outline-offset: 2px; z-index: 1; }
    fieldset:disabled label { cursor: default; color: var(--mat-sys-on-surface-variant); }
  `,
})
export class Segments {
  readonly label = input.required<string>();
  readonly segments = input.required<readonly Segment[]>();
  readonly value = model<string | null>(null);
  readonly disabled = input(false);
  readonly small = input(false);
  readonly wide = input(false);
  readonly ticked = input(false);
  readonly clearable = input(false);
  protected readonly name = `cw-segments-${++groups}`;

  protected clear(): void {
    if (this.clearable()) this.value.set(null);
  }
}
