import { Component, computed, input } from '@angular/core';

const widths = [62, 48, 70, 56, 66];

/** Rows of the right height while a list is on its way. They appear after 150 ms, so that a fast answer does not flicker. */
@Component({
  selector: 'cw-skeleton-rows',
  template: `
    <span class="cw-vh" role="status">Loading {{ what() }}</span>
    @for (row of list(); track $index) {
      <div aria-hidden="true"><i></i><i [style.width.%]="row"></i><i></i></div>
    }
  `,
  styles: `
    :host { display: block; animation: cw-appear 1ms linear 150ms both; }
    div { display: grid; grid-template-columns: 80px 1fr 60px; gap: 14px; align-items: center; height: var(--cw-row); padding: 0 14px; }
    div + div { border-top: 1px solid var(--mat-sys-outline-variant); }
    i { display: block; height: 10px; border-radius: 3px; background: var(--mat-sys-surface-container-highest); }
    i:first-child { width: 70px; }
    @keyframes cw-appear { from { visibility: hidden; } to { visibility: visible; } }
  `,
})
export class SkeletonRows {
  readonly rows = input(3);
  /** What is loading, for those who do not see it: "exams". */
  readonly what = input('');
  protected readonly list = computed(() => Array.from({ length: this.rows() }, (_, i) => widths[i % widths.length]!));
}
