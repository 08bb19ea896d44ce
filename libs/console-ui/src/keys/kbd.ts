import { Component, computed, DOCUMENT, inject, input } from '@angular/core';
import { capsOf } from './chord';

/** The hint of a key: `<cw-kbd keys="Mod+Enter" />` reads "Ctrl Enter". `onFill` for filled buttons. */
@Component({
  selector: 'cw-kbd',
  template: `<kbd>{{ text() }}</kbd>`,
  host: { '[class.on-fill]': 'onFill()' },
  styles: `
    :host { display: inline-flex; }
    kbd {
      padding: 0 5px; border: 1px solid var(--mat-sys-outline-variant); border-bottom-width: 2px; border-radius: 4px; white-space: nowrap;
      font: 500 11px/16px var(--cw-mono); background: var(--mat-sys-surface); color: var(--mat-sys-on-surface-variant);
    }
    :host(.on-fill) kbd { background: transparent; border-color: currentColor; color: inherit; }
  `,
})
export class Kbd {
  readonly keys = input.required<string>();
  readonly onFill = input(false);
  private readonly mac = /Mac|iP(hone|ad)/.test(inject(DOCUMENT).defaultView?.navigator.platform ?? '');
  protected readonly text = computed(() => capsOf(this.keys(), this.mac).join(' '));
}
