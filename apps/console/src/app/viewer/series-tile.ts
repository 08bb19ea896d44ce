import { Component, computed, input, linkedSignal, output } from '@angular/core';
import { countText, Icon, OwnScript } from '@causeway/console-ui';
import { thumbnailUrl } from './addresses';
import type { ViewerSeries } from './viewer-model';
import { findingWords, isGrave, syntaxWords } from './viewer-words';

const SYNTAXES = 2;

/** One series: its picture, number, words, count, how it is encoded, and what was found wrong with it. */
@Component({
  selector: 'cw-series-tile',
  imports: [Icon, OwnScript],
  template: `
    <button type="button" [class.here]="here()" [attr.aria-current]="here() ? 'true' : null" [title]="tip()" (click)="choose.emit()">
      <span class="picture">
        @if (picture(); as src) {<img [src]="src" alt="" loading="lazy" (error)="broken.set(true)" />} @else {<cw-icon [name]="series().thumbnail ? 'broken_image' : 'description'" size="l" />}
        <span class="number"><span class="cw-vh">Series </span>{{ series().number ?? place() }}</span>
      </span>
      <span class="words" [cwOwnScript]="series().description">{{ series().description || series().modality }}</span>
      <span class="second">{{ count() }} · {{ series().modality }}</span>
      @for (syntax of syntaxes(); track syntax) {<span class="second syntax">{{ syntax }}</span>}
      @for (finding of grave(); track finding) {<span class="finding"><cw-icon name="warning" size="s" />{{ words(finding) }}</span>}
      @if (slight() > 0) {<span class="second">{{ slight() }} {{ slight() === 1 ? 'note' : 'notes' }} on its files</span>}
    </button>
  `,
  styleUrl: './series-tile.scss',
})
export class SeriesTile {
  readonly series = input.required<ViewerSeries>();
  readonly examId = input.required<string>();
  readonly studyUid = input.required<string>();
  readonly here = input(false);
  /** Place in the rail, where the series has no number. */
  readonly place = input(1);
  readonly choose = output<void>();

  /** The picture could not be had; a series that grew is asked again. */
  protected readonly broken = linkedSignal({ source: () => this.series().instances, computation: () => false });
  protected readonly words = findingWords;
  protected readonly count = computed(() => countText(this.series().instances));
  protected readonly syntaxes = computed(() => {
    const all = (this.series().transferSyntaxes ?? []).map(syntaxWords);
    return all.length <= SYNTAXES ? all : [...all.slice(0, SYNTAXES - 1), `and ${all.length - SYNTAXES + 1} more`];
  });
  protected readonly grave = computed(() => (this.series().findings ?? []).filter(isGrave));
  protected readonly slight = computed(() => (this.series().findings ?? []).length - this.grave().length);
  protected readonly tip = computed(() => (this.series().findings ?? []).map(findingWords).join('; '));
  protected readonly picture = computed(() => {
    const { thumbnail, seriesUid } = this.series();
    return !thumbnail || this.broken() ? null : thumbnailUrl({ examId: this.examId(), studyUid: this.studyUid(), seriesUid });
  });
}
