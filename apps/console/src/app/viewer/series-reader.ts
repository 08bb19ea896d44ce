import { signal } from '@angular/core';
import type { Problem } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { contentOf, type SeriesContent } from './stack-order';
import type { SeriesPlace } from './viewer-model';
import type { ViewerApi } from './viewer.api';

const NOTHING: SeriesContent = { frames: [], documents: [] };
/** A series that still arrives is read again at most this often. */
const PAUSE_MS = 2000;

/** The list of one series, read anew when another is wanted or this one grows. While the same series is read again the old list stays. */
export class SeriesReader {
  readonly content = signal<SeriesContent>(NOTHING);
  readonly status = signal<'idle' | 'loading' | 'ready' | 'failed'>('idle');
  readonly problem = signal<Problem | null>(null);

  private place: SeriesPlace | null = null;
  private count = -1;
  private wanted = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readAt = 0;

  constructor(private readonly api: Pick<ViewerApi, 'instances'>) {}

  /** `count` is how many instances the series is said to have: another number reads it again. */
  open(place: SeriesPlace | null, count: number): void {
    const same = place !== null && this.place?.seriesUid === place.seriesUid && this.place.examId === place.examId;
    if (same && count === this.count) return;
    this.count = count;
    clearTimeout(this.timer);
    if (same && this.status() !== 'failed') {
      this.timer = setTimeout(() => void this.read(), Math.max(0, this.readAt + PAUSE_MS - Date.now()));
      return;
    }
    this.place = place;
    this.content.set(NOTHING);
    this.problem.set(null);
    this.status.set(place === null ? 'idle' : 'loading');
    void this.read();
  }

  retry(): void {
    this.problem.set(null);
    this.status.set('loading');
    void this.read();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.wanted += 1;
  }

  private async read(): Promise<void> {
    const { place } = this;
    const turn = ++this.wanted;
    this.readAt = Date.now();
    if (place === null) return;
    try {
      const instances = await this.api.instances(place);
      if (turn !== this.wanted) return;
      this.content.set(contentOf(place, instances));
      this.status.set('ready');
    } catch (error) {
      if (turn !== this.wanted || this.status() === 'ready') return;
      this.problem.set(problemFrom(error).problem);
      this.status.set('failed');
    }
  }
}
