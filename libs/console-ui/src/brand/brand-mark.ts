import { Component, input } from '@angular/core';

/** The mark: a deck in copper, two arches, a broken water line. Readable from 16 px. */
@Component({
  selector: 'cw-brand-mark',
  template: `
    <svg [attr.width]="size()" [attr.height]="size()" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect x="1" y="8" width="30" height="3" rx="1" fill="#E39A63" />
      <path fill="currentColor" d="M3 12.5h26V25h-2.5v-3a4.25 4.25 0 0 0-8.5 0v3h-4v-3a4.25 4.25 0 0 0-8.5 0v3H3z" />
      <path d="M2 28.2h7m3 0h8m3 0h7" fill="none" stroke="currentColor" stroke-width="1.3" stroke-linecap="round" opacity=".55" />
    </svg>
  `,
  styles: `:host { display: inline-flex; }`,
})
export class BrandMark {
  readonly size = input(32);
}
