import { Component, input, output } from '@angular/core';

/** The one way to ask why the console did something: a dotted underline, everywhere the same. */
@Component({
  selector: 'cw-why-link',
  template: `<button type="button" aria-haspopup="dialog" (click)="asked.emit()"><ng-content>Why?</ng-content>@if (about()) {<span class="cw-vh"> {{ about() }}</span>}</button>`,
  styles: `
    :host { display: inline-flex; }
    button {
      display: inline-flex; align-items: center; gap: 3px; min-height: 24px; padding: 4px 2px; border: 0; background: none; cursor: pointer;
      font: 500 12px/16px var(--cw-font); color: var(--mat-sys-primary); text-decoration: underline dotted; text-underline-offset: 3px;
    }
  `,
})
export class WhyLink {
  /** What is asked about, for those who hear only "Why?": "is this an exact match". */
  readonly about = input<string>();
  readonly asked = output<void>();
}
