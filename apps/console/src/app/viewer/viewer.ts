import { Component, computed, DestroyRef, effect, ElementRef, inject, input, output, signal, untracked, viewChild } from '@angular/core';
import { Keymap, ProblemCard } from '@causeway/console-ui';
import { wordsOf } from '../core/api/problem-words';
import { ArchiveShelf } from './archive-shelf';
import { DocumentPane } from './document-pane';
import { PriorReader } from './prior-reader';
import { SeriesReader } from './series-reader';
import type { ShownFrame } from './stack';
import { StackPane } from './stack-pane';
import { SURFACES, type ViewerTool } from './surface';
import { viewerKeys } from './viewer-keys';
import type { PriorChoice, ViewerSeries } from './viewer-model';
import { ViewerToolbar } from './viewer-toolbar';
import { ViewerApi } from './viewer.api';
import { ViewerBar } from './viewer-bar';

/**
 * Shows one series of an exam: as a stack of pixels drawn here, as pictures of the server where the browser cannot, as a document where
 * there are no pixels; beside it, when wanted, an earlier exam. Fills its host. Loads Cornerstone when it is first drawn, so import it
 * only below a lazy route.
 */
@Component({
  selector: 'cw-viewer',
  imports: [DocumentPane, ProblemCard, StackPane, ViewerBar, ViewerToolbar],
  templateUrl: './viewer.html',
  styleUrl: './viewer.scss',
})
export class Viewer {
  readonly examId = input.required<string>();
  readonly studyUid = input.required<string>();
  /** The series to look at; null while none is chosen. When its number of instances grows, its list is read again. */
  readonly series = input.required<ViewerSeries | null>();
  /** Earlier exams of the same person; those whose pixels are not here are left out. */
  readonly priors = input<readonly PriorChoice[]>([]);
  /** The picture on the screen and what its header says; null while nothing is drawn. */
  readonly shown = output<ShownFrame | null>();
  /** How many pictures of the series could not be shown so far. */
  readonly unusable = output<number>();

  private readonly api = inject(ViewerApi);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  private readonly ownPane = viewChild<StackPane>('own');
  private readonly priorPane = viewChild<StackPane>('beside');

  protected readonly tool = signal<ViewerTool>('window');
  protected readonly active = signal<'own' | 'prior'>('own');
  protected readonly pictures = signal(!inject(SURFACES).canDraw());
  protected readonly wordsOf = wordsOf;

  protected readonly reader = new SeriesReader(this.api);
  protected readonly priorSeries = new SeriesReader(this.api);
  protected readonly prior = new PriorReader(this.api);
  protected readonly archive = new ArchiveShelf(this.api);
  /** What can be opened beside: first what came through here. */
  protected readonly here = computed(() => [...this.priors().filter((p) => p.examId !== null), ...this.archive.priors()]);
  protected readonly twoUp = computed(() => this.prior.choice() !== null);
  protected readonly pane = computed(() => (this.active() === 'prior' ? this.priorPane() : undefined) ?? this.ownPane());
  protected readonly modality = computed(() => (this.active() === 'prior' ? this.prior.current()?.modality : undefined) ?? this.series()?.modality ?? '');
  protected readonly label = computed(() => this.series()?.description || this.series()?.modality || 'series');
  protected readonly asDocument = computed(() => this.reader.status() === 'ready' && this.reader.content().frames.length === 0);

  constructor() {
    effect(() => {
      const series = this.series();
      const place = series === null ? null : { examId: this.examId(), studyUid: this.studyUid(), seriesUid: series.seriesUid };
      untracked(() => this.reader.open(place, series?.instances ?? 0));
    });
    effect(() => {
      const place = this.prior.place();
      const count = this.prior.current()?.instances ?? 0;
      untracked(() => this.priorSeries.open(place, count));
    });
    effect(() => {
      const examId = this.examId();
      untracked(() => {
        this.closePrior();
        void this.archive.look(examId);
      });
    });
    const until = inject(DestroyRef);
    for (const scope of viewerKeys(this, this.host.nativeElement)) inject(Keymap).register(scope, until);
    until.onDestroy(() => {
      this.reader.stop();
      this.priorSeries.stop();
      this.prior.close();
    });
  }

  useTool(tool: ViewerTool): void {
    if (this.pane()?.tools().includes(tool)) this.tool.set(tool);
  }

  step(by: number): void {
    this.pane()?.step(by);
  }

  go(index: number): void {
    this.pane()?.go(index);
  }

  fit(): void {
    this.pane()?.fit();
  }

  invert(): void {
    this.pane()?.invert();
  }

  play(): void {
    this.pane()?.cine.playing.update((playing) => !playing);
  }

  /** Opens the nearest earlier exam beside this one, or closes it. */
  togglePrior(): void {
    const [first] = this.here();
    if (this.twoUp()) this.closePrior();
    else if (first) void this.prior.open(first, this.series(), this.examId());
  }

  protected choosePrior(studyUid: string): void {
    const choice = this.here().find((p) => p.studyUid === studyUid);
    if (choice) void this.prior.open(choice, this.series(), this.examId());
  }

  protected toggleFullScreen(): void {
    const { nativeElement } = this.host;
    void (nativeElement.ownerDocument.fullscreenElement ? nativeElement.ownerDocument.exitFullscreen() : nativeElement.requestFullscreen());
  }

  private closePrior(): void {
    this.prior.close();
    this.active.set('own');
  }
}
