import { Component, computed, inject, input } from '@angular/core';
import { durationText } from '../time/durations';
import { Ticker } from '../time/ticker';
import { clockReading } from './clock';
import type { ClockModel } from './clock-reading';
import { holderColour, holderWord } from './holders';

interface Part {
  readonly holder: string;
  readonly word: string;
  readonly seconds: number;
  readonly share: number;
  readonly colour: string;
  readonly now: boolean;
}

/** The full clock: one bar cut by who held the ball, with its words. The last part grows while the clock runs. */
@Component({
  selector: 'cw-clock-bar',
  template: `
    <div class="head">
      <ng-content />
      <b class="cw-ink">{{ used() }}</b>
    </div>
    <div class="bar" aria-hidden="true">
      @for (part of parts(); track $index) {
        <i [style.width.%]="part.share" [style.background]="part.colour"></i>
      }
    </div>
    <ul>
      @for (part of parts(); track $index) {
        <li [class.now]="part.now">{{ part.word }} {{ length(part.seconds) }}@if (part.now) {, holds it}</li>
      }
    </ul>
  `,
  host: { '[attr.data-hue]': 'reading().hue' },
  styles: `
    :host { display: block; }
    .head { display: flex; align-items: center; justify-content: space-between; gap: 8px; margin-bottom: 8px; }
    .bar { display: flex; height: 8px; border-radius: 4px; overflow: hidden; gap: 2px; background: var(--mat-sys-surface-container-highest); }
    .bar i { display: block; min-width: 2px; }
    ul { display: flex; flex-wrap: wrap; gap: 0 12px; margin-top: 5px; font: var(--mat-sys-body-small); color: var(--mat-sys-on-surface-variant); }
    .now { margin-inline-start: auto; color: var(--k); font-weight: 500; }
  `,
})
export class ClockBar {
  readonly clock = input.required<ClockModel>();
  protected readonly reading = clockReading(this.clock);
  protected readonly length = durationText;
  private readonly ticker = inject(Ticker);

  private readonly running = computed(() => this.clock().state === 'running' && !this.clock().endedAt);

  protected readonly parts = computed<Part[]>(() => {
    const { segments } = this.clock();
    const known = segments.reduce((sum, s) => sum + s.seconds, 0);
    const total = Math.max(known, this.elapsed());
    return segments.map((segment, i) => {
      const now = this.running() && i === segments.length - 1;
      const seconds = now ? segment.seconds + Math.max(0, total - known) : segment.seconds;
      return {
        holder: segment.holder,
        word: holderWord(segment.holder),
        seconds,
        share: total === 0 ? 0 : (seconds / total) * 100,
        colour: now ? 'var(--k)' : holderColour(segment.holder),
        now,
      };
    });
  });

  protected readonly used = computed(() => {
    const { startedAt, dueAt } = this.clock();
    const used = this.parts().reduce((sum, p) => sum + p.seconds, 0);
    if (startedAt === null || dueAt === null) return `${durationText(used)} used`;
    return `${durationText(used)} used of ${durationText((Date.parse(dueAt) - Date.parse(startedAt)) / 1000)}`;
  });

  private elapsed(): number {
    const { startedAt } = this.clock();
    return startedAt === null || !this.running() ? 0 : (this.ticker.coarse() - Date.parse(startedAt)) / 1000;
  }
}
