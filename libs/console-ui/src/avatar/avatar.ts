import { Component, input } from '@angular/core';

/** Initials of a person. `label` when it stands alone ("Claimed by J. Okoro"); without it the name must stand beside it. */
@Component({
  selector: 'cw-avatar',
  template: `{{ initials() }}`,
  host: {
    '[class.small]': 'small()',
    '[attr.role]': "label() ? 'img' : null",
    '[attr.aria-label]': 'label() ?? null',
    '[attr.title]': 'label() ?? null',
    '[attr.aria-hidden]': 'label() ? null : true',
  },
  styles: `
    :host {
      display: grid; place-items: center; flex: none; width: 28px; height: 28px; border-radius: 50%; font: 600 11px/1 var(--cw-font);
      background: var(--mat-sys-primary-container); color: var(--mat-sys-on-primary-container);
    }
    :host(.small) { width: 20px; height: 20px; font-size: 9px; }
  `,
})
export class Avatar {
  readonly initials = input.required<string>();
  readonly label = input<string>();
  readonly small = input(false);
}
