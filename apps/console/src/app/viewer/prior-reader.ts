import { computed, signal } from '@angular/core';
import type { PriorCopyView, SeriesView } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import type { PriorChoice, SeriesPlace, ViewerSeries } from './viewer-model';
import type { ViewerApi } from './viewer.api';

/** Between two looks at a copy that is still coming. */
const LOOK_MS = 1000;

/** The series of a prior most like the one looked at: same modality first, then the same words, then the most images. Null when none has images. */
export function likeliest(series: readonly SeriesView[], like: ViewerSeries | null): SeriesView | null {
  const words = (text: string): Set<string> => new Set(text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean));
  const own = words(like?.description ?? '');
  const score = (s: SeriesView): number => {
    const shared = [...words(s.description)].filter((w) => own.has(w)).length;
    return (s.modality === like?.modality ? 10_000 : 0) + shared * 100 + Math.min(99, s.instances);
  };
  return series.filter((s) => s.thumbnail !== null).reduce<SeriesView | null>((best, s) => (best === null || score(s) > score(best) ? s : best), null);
}

/** The earlier exam shown beside: which one, which of its series. Read when it is first wanted; from the house's archive it is copied then, and shown as it comes. */
export class PriorReader {
  readonly choice = signal<PriorChoice | null>(null);
  readonly series = signal<readonly SeriesView[]>([]);
  /** Why it cannot be shown, in a sentence. */
  readonly failed = signal<string | null>(null);
  /** The copy from the archive, where it is one. */
  readonly copy = signal<PriorCopyView | null>(null);
  private readonly chosen = signal<string | null>(null);
  private beside: { readonly examId: string; readonly like: ViewerSeries | null } = { examId: '', like: null };
  private timer: ReturnType<typeof setTimeout> | undefined;
  readonly current = computed(() => this.series().find((s) => s.seriesUid === this.chosen()) ?? null);
  readonly place = computed<SeriesPlace | null>(() => {
    const [choice, current, copy] = [this.choice(), this.current(), this.copy()];
    if (choice === null || current === null) return null;
    const what = { studyUid: choice.studyUid, seriesUid: current.seriesUid };
    if (copy !== null) return { examId: this.beside.examId, copyId: copy.id, ...what };
    return choice.examId === null ? null : { examId: choice.examId, ...what };
  });

  constructor(private readonly api: Pick<ViewerApi, 'seriesOf' | 'askPrior' | 'priorCopy'>) {}

  /** `examId`: the exam it is to stand beside. */
  async open(choice: PriorChoice, like: ViewerSeries | null, examId: string): Promise<void> {
    this.close();
    this.choice.set(choice);
    this.beside = { examId, like };
    await this.read(choice, async () => {
      if (choice.inArchive) return this.take(choice, await this.api.askPrior(examId, choice.studyUid));
      if (choice.examId !== null) this.show(choice, await this.api.seriesOf(choice.examId));
    });
  }

  /** Asks the archive again for what did not come. */
  again(): void {
    const choice = this.choice();
    if (choice !== null) void this.open(choice, this.beside.like, this.beside.examId);
  }

  chooseSeries(seriesUid: string): void {
    this.chosen.set(seriesUid);
  }

  close(): void {
    clearTimeout(this.timer);
    this.choice.set(null);
    this.series.set([]);
    this.copy.set(null);
    this.failed.set(null);
    this.chosen.set(null);
  }

  private async read(choice: PriorChoice, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (this.choice() !== choice) return;
      const { problem } = problemFrom(error);
      this.failed.set(problem.detail ?? wordsOf(problem).text);
    }
  }

  private take(choice: PriorChoice, copy: PriorCopyView): void {
    if (this.choice() !== choice) return;
    this.copy.set(copy);
    this.show(choice, copy.series);
    if (copy.state === 'failed') this.failed.set(copy.cause ?? 'It did not come from our archive.');
    if (copy.state === 'coming') this.timer = setTimeout(() => void this.read(choice, async () => this.take(choice, await this.api.priorCopy(this.beside.examId, copy.id))), LOOK_MS);
  }

  private show(choice: PriorChoice, series: readonly SeriesView[]): void {
    if (this.choice() !== choice) return;
    this.series.set(series.filter((s) => s.thumbnail !== null));
    if (this.current() === null) this.chosen.set(likeliest(series, this.beside.like)?.seriesUid ?? null);
  }
}
