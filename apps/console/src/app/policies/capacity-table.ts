import { Component, computed, input } from '@angular/core';
import { Icon } from '@causeway/console-ui';
import type { ReplayResult } from '@causeway/contracts';
import { spoken } from '../core/why/decision-words';

type Rows = NonNullable<ReplayResult['capacity']>['rows'];
const FROM: Readonly<Record<Rows[number]['from'], string>> = { rotations: 'by rotation', readers: 'by readers', entered: 'entered' };

/** Reader minutes there are a day beside what both versions ask for. Whether an exam is in the archive does not hang on it. */
@Component({
  selector: 'cw-capacity-table',
  imports: [Icon],
  template: `
    <h3>Readers: what there is, and what is asked for</h3>
    <p class="quiet cw-small"><cw-icon name="info" size="s" /> Exams go into the archive and can be seen whether or not anybody reads them here: days over capacity make reads wait, never images.</p>
    <div class="scroll" role="region" aria-label="Reader capacity" tabindex="0">
      <table>
        <thead><tr><th scope="col">Subspecialty</th><th scope="col">Minutes a day</th><th scope="col">Version {{ base() }} asks, mean (most)</th><th scope="col">Version {{ draft() }} asks, mean (most)</th><th scope="col">Days over, of {{ days() }}</th></tr></thead>
        <tbody>
          @for (r of rows(); track r.name) {
            <tr><th scope="row">{{ r.name === '' ? 'not known' : word(r.name) }}</th><td>{{ n(r.minutes) }}&ngsp;<span class="cw-muted cw-small">{{ from[r.from] }}</span></td><td>{{ n(r.base.mean) }} ({{ n(r.base.peak) }})</td><td>{{ n(r.draft.mean) }} ({{ n(r.draft.peak) }})</td>
              <td><span class="cw-ink" [attr.data-hue]="r.draft.daysOver > r.base.daysOver ? 'attn' : 'good'">{{ n(r.draft.daysOver) }}</span>&ngsp;<span class="cw-muted cw-small">now {{ n(r.base.daysOver) }}</span></td></tr>
          }
        </tbody>
      </table>
    </div>
    <p class="quiet cw-small">{{ sum() }}</p>
  `,
  styles: `
    h3 { margin: 0; padding: 8px 14px 2px; font: var(--mat-sys-title-small); }
    .quiet { margin: 0; padding: 2px 14px 8px; color: var(--mat-sys-on-surface-variant); }
    .scroll { overflow-x: auto; padding: 0 14px; }
    table { width: 100%; border-collapse: collapse; }
    th, td { padding: 4px 8px 4px 0; text-align: start; vertical-align: baseline; font: var(--mat-sys-body-medium); }
    thead th { font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    tbody tr { border-top: 1px solid var(--mat-sys-outline-variant); }
  `,
})
export class CapacityTable {
  readonly rows = input.required<Rows>();
  readonly days = input.required<number>();
  readonly draft = input.required<number>();
  readonly base = input.required<number>();
  protected readonly from = FROM;
  protected readonly sum = computed(() => {
    const worse = this.rows().filter((r) => r.draft.daysOver > r.base.daysOver);
    return worse.length === 0 ? 'No subspecialty has more days over its capacity than today.' : `More days over capacity than today: ${worse.map((r) => `${r.name === '' ? 'not known' : spoken(r.name)} ${r.draft.daysOver} of ${this.days()}`).join(', ')}.`;
  });
  protected word(name: string): string {
    return spoken(name);
  }
  protected n(n: number): string {
    return Math.round(n).toLocaleString('en');
  }
}
