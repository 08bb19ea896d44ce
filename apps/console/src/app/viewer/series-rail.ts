import { Component, computed, input, output } from '@angular/core';
import { Icon } from '@causeway/console-ui';
import { SeriesTile } from './series-tile';
import type { ViewerSeries } from './viewer-model';

/** The series of an exam, one below the other, and on a narrow page side by side. Keys 1 to 9 are the page's. */
@Component({
  selector: 'cw-series-rail',
  imports: [Icon, SeriesTile],
  template: `
    <ol>
      @for (s of series(); track s.seriesUid; let i = $index) {
        <li><cw-series-tile [series]="s" [examId]="examId()" [studyUid]="studyUid()" [here]="s.seriesUid === chosen()" [place]="i + 1" (choose)="choose.emit(s.seriesUid)" /></li>
      }
    </ol>
    @if (unknown() > 0) {<p class="more"><cw-icon name="downloading" size="s" />{{ unknown() }} more {{ unknown() === 1 ? 'image' : 'images' }} to come</p>}
  `,
  styles: `
    :host { position: relative; display: block; overflow: auto; padding: 10px; background: var(--mat-sys-surface); }
    ol { display: flex; flex-direction: column; gap: 9px; }
    .more { display: flex; gap: 4px; align-items: center; margin-top: 9px; color: var(--cw-active); font: var(--mat-sys-body-small); }
    @media (max-width: 900px) {
      :host { padding: 8px 10px; }
      ol { flex-direction: row; }
      li { flex: none; width: 104px; }
    }
  `,
  host: { role: 'region', 'aria-label': 'Series' },
})
export class SeriesRail {
  readonly examId = input.required<string>();
  readonly studyUid = input.required<string>();
  readonly series = input.required<readonly ViewerSeries[]>();
  readonly chosen = input<string | null>(null);
  /** Images promised and not here yet. */
  readonly missing = input(0);
  readonly choose = output<string>();
  protected readonly unknown = computed(() => Math.max(0, this.missing()));
}
