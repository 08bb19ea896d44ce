import { computed, signal } from '@angular/core';
import type { SeriesView } from '@causeway/contracts';
import type { PriorChoice, ViewerSeries } from './viewer-model';
import type { ViewerApi } from './viewer.api';

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

/** The earlier exam shown beside: which one, which of its series. Read when it is first wanted. */
export class PriorReader {
  readonly choice = signal<PriorChoice | null>(null);
  readonly series = signal<readonly SeriesView[]>([]);
  readonly failed = signal(false);
  private readonly chosen = signal<string | null>(null);
  readonly current = computed(() => this.series().find((s) => s.seriesUid === this.chosen()) ?? null);

  constructor(private readonly api: Pick<ViewerApi, 'seriesOf'>) {}

  async open(choice: PriorChoice, like: ViewerSeries | null): Promise<void> {
    if (choice.examId === null) return;
    this.choice.set(choice);
    this.series.set([]);
    this.failed.set(false);
    try {
      const series = await this.api.seriesOf(choice.examId);
      if (this.choice() !== choice) return;
      this.series.set(series.filter((s) => s.thumbnail !== null));
      this.chosen.set(likeliest(series, like)?.seriesUid ?? null);
    } catch {
      if (this.choice() === choice) this.failed.set(true);
    }
  }

  chooseSeries(seriesUid: string): void {
    this.chosen.set(seriesUid);
  }

  close(): void {
    this.choice.set(null);
    this.series.set([]);
    this.chosen.set(null);
  }
}
