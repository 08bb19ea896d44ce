import { Component, computed, input } from '@angular/core';
import type { Figure } from '@causeway/contracts';
import type { MeasureUnit } from '@causeway/domain';
import { monthWord } from '../values/value-words';
import { figureText, heightOf } from './programme-words';

/** Figures of months as bars; said in words for who does not see them. */
@Component({
  selector: 'cw-month-bars',
  template: `
    <span class="bars" role="img" [attr.aria-label]="spoken()">@for (m of months(); track m.month) {<i [style.height.%]="height(m)" [class.none]="!m.few && m.value === null" [title]="month(m.month) + ': ' + text(m)"></i>}</span>
    @if (months().length > 0) {<span class="cw-muted cw-small ends"><span>{{ month(months()[0]!.month) }}</span><span>{{ month(months()[months().length - 1]!.month) }}</span></span>}
  `,
  styles: `
    :host { display: block; min-width: 130px; max-width: 190px; }
    .bars { display: flex; align-items: end; gap: 2px; height: 34px; border-bottom: 1px solid var(--mat-sys-outline-variant); }
    .bars i { flex: 1; min-height: 2px; background: var(--cw-viz-1); border-radius: 2px 2px 0 0; }
    .bars i.none { background: none; }
    .ends { display: flex; justify-content: space-between; gap: 8px; }
  `,
})
export class MonthBars {
  readonly months = input.required<readonly (Figure & { readonly month: string })[]>();
  readonly unit = input.required<MeasureUnit>();
  protected readonly month = monthWord;
  protected readonly spoken = computed(() => this.months().filter((m) => m.few || m.value !== null).map((m) => `${monthWord(m.month)} ${this.text(m)}`).join(', ') || 'none');
  protected text(m: Figure): string {
    return figureText(this.unit(), m);
  }
  protected height(m: Figure): number {
    return heightOf(this.months(), m);
  }
}
