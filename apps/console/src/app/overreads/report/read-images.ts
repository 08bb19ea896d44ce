import { Component, computed, input, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Icon } from '@causeway/console-ui';
import type { OverreadDetail } from '@causeway/contracts';
import { SeriesRail } from '../../viewer/series-rail';
import { Viewer } from '../../viewer/viewer';
import { addressOf } from '../../slices';

/** The exam's images beside the report. Loads the viewer only when somebody looks. */
@Component({
  selector: 'cw-read-images',
  imports: [Icon, RouterLink, SeriesRail, Viewer],
  template: `
    @let r = read();
    <div class="rail">
      <cw-series-rail [examId]="r.examId" [studyUid]="r.exam.studyUid" [series]="r.series" [chosen]="chosen()?.seriesUid ?? null" (choose)="wanted.set($event)" />
      @if (examAddress(); as address) {<a [routerLink]="address" target="_blank"><cw-icon name="open_in_new" size="s" /> Whole exam</a>}
    </div>
    @defer {
      <cw-viewer [examId]="r.examId" [studyUid]="r.exam.studyUid" [series]="chosen()" [priors]="r.localPriors" />
    } @placeholder {
      <div class="dark"></div>
    }
  `,
  styles: `
    :host { display: grid; grid-template-columns: 132px minmax(0, 1fr); height: 100%; min-height: 0; }
    .rail { display: flex; flex-direction: column; min-height: 0; }
    cw-series-rail { flex: 1; min-height: 0; }
    a { display: flex; align-items: center; gap: 5px; padding: 8px 10px; background: var(--mat-sys-surface); font: var(--mat-sys-body-small); }
    .dark { background: #05080A; }
    @media (max-width: 900px) { :host { grid-template: auto 62vh / minmax(0, 1fr); } }
  `,
})
export class ReadImages {
  readonly read = input.required<OverreadDetail>();
  /** The series somebody chose; begins with the first. */
  protected readonly wanted = linkedSignal<string, string | null>({ source: () => this.read().id, computation: () => null });
  protected readonly chosen = computed(() => this.read().series.find((s) => s.seriesUid === this.wanted()) ?? this.read().series[0] ?? null);
  protected readonly examAddress = computed(() => addressOf({ kind: 'exam', id: this.read().examId }));
}
