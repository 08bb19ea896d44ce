import { Component, computed, input, output } from '@angular/core';
import { countText, dateText } from '@causeway/console-ui';
import type { RetentionCalendar } from '@causeway/contracts';
import { sizeText } from './retention-words';

interface Cell { readonly day: string; readonly n: number; readonly heat: 0 | 1 | 2 | 3 | 4; readonly label: string; readonly today: boolean }
interface MonthView { readonly month: string; readonly name: string; readonly sum: number; readonly blanks: number; readonly cells: readonly Cell[] }
const WEEKDAYS = ['M', 'T', 'W', 'T', 'F', 'S', 'S'];

/** Which day ends the keeping of how many exams: a heat map by month. A month or a day narrows the list. */
@Component({
  selector: 'cw-retention-calendar',
  template: `
    @for (m of months(); track m.month) {
      <section class="month" [class.on]="chosen() === m.month">
        <h2><button type="button" [attr.aria-pressed]="chosen() === m.month" (click)="choose.emit(m.month)">{{ m.name }}<span class="cw-muted">{{ count(m.sum) }}</span></button></h2>
        <div class="grid" role="group" [attr.aria-label]="m.name">
          @for (w of weekdays; track $index) {<span class="wd" aria-hidden="true">{{ w }}</span>}
          @for (b of [].constructor(m.blanks); track $index) {<span></span>}
          @for (c of m.cells; track c.day) {
            @if (c.n > 0) {
              <button type="button" class="day" [attr.data-heat]="c.heat" [class.today]="c.today" [attr.aria-label]="c.label" [attr.aria-pressed]="chosen() === c.day" [title]="c.label" (click)="choose.emit(c.day)">{{ c.n > 99 ? '99' : c.n }}</button>
            } @else {<span class="day none" [class.today]="c.today" aria-hidden="true"></span>}
          }
        </div>
      </section>
    }
  `,
  styles: `
    :host { display: grid; grid-template-columns: repeat(auto-fill, minmax(172px, 1fr)); gap: 14px 18px; padding: 12px 20px; }
    h2 { margin: 0 0 4px; font: var(--mat-sys-label-large); }
    h2 button { display: flex; gap: 8px; justify-content: space-between; width: 100%; min-height: 24px; padding: 0 2px; border: 0; background: none; color: inherit; font: inherit; cursor: pointer; }
    h2 button[aria-pressed=true] { text-decoration: underline; text-decoration-color: var(--cw-copper); text-decoration-thickness: 2px; text-underline-offset: 4px; }
    .grid { display: grid; grid-template-columns: repeat(7, 1fr); gap: 2px; }
    .wd { font: var(--mat-sys-label-small); color: var(--mat-sys-on-surface-variant); text-align: center; }
    .day { display: grid; place-items: center; min-height: 24px; padding: 0; border: 1px solid transparent; border-radius: 4px; font: var(--mat-sys-label-small); }
    .none { background: var(--mat-sys-surface-container-low); }
    button.day { cursor: pointer; color: var(--mat-sys-on-surface); background: color-mix(in srgb, var(--cw-active) var(--heat), var(--mat-sys-surface)); }
    [data-heat='1'] { --heat: 12%; } [data-heat='2'] { --heat: 20%; } [data-heat='3'] { --heat: 28%; } [data-heat='4'] { --heat: 36%; }
    button.day[aria-pressed=true] { border-color: var(--cw-copper); box-shadow: 0 0 0 1px var(--cw-copper); }
    .today { border-color: var(--mat-sys-outline); }
    @media (max-width: 700px) { :host { grid-template-columns: minmax(0, 1fr); padding-inline: 10px; } .month:nth-child(n + 2) { display: none; } }
  `,
})
export class Calendar {
  readonly calendar = input.required<RetentionCalendar>();
  readonly chosen = input<string | null>(null);
  readonly choose = output<string>();
  protected readonly weekdays = WEEKDAYS;
  protected readonly count = countText;
  protected readonly months = computed((): readonly MonthView[] => {
    const { from, days, today } = this.calendar();
    const most = Math.max(6, ...days.map((d) => d.exams));
    const on = new Map(days.map((d) => [d.day, d]));
    return Array.from({ length: 6 }, (_, i) => {
      const first = new Date(`${from}-01T00:00:00Z`);
      first.setUTCMonth(first.getUTCMonth() + i);
      const month = first.toISOString().slice(0, 7);
      const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
      const cells = Array.from({ length: last }, (_d, d): Cell => {
        const day = `${month}-${String(d + 1).padStart(2, '0')}`;
        const found = on.get(day);
        const n = found?.exams ?? 0;
        return { day, n, heat: (n === 0 ? 0 : Math.min(4, Math.ceil((n / most) * 4))) as Cell['heat'], today: day === today, label: `${dateText(day)}: ${n} ${n === 1 ? 'exam' : 'exams'}, ${sizeText(found?.megabytes ?? 0)}` };
      });
      return { month, name: first.toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }), sum: cells.reduce((sum, c) => sum + c.n, 0), blanks: (first.getUTCDay() + 6) % 7, cells };
    });
  });
}
