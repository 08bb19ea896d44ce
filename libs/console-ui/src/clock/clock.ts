import { Component, computed, inject, input } from '@angular/core';
import { SiteTime } from '../time/site-time';
import { Ticker } from '../time/ticker';
import { type ClockModel, readClock, targetText, WATCHED_SECONDS } from './clock-reading';

/** The reading of a clock model as a signal that moves as seldom as it can. */
export function clockReading(model: () => ClockModel) {
  const ticker = inject(Ticker);
  const site = inject(SiteTime);
  return computed(() => {
    const clock = model();
    const coarse = ticker.coarse();
    const due = clock.dueAt === null ? Number.POSITIVE_INFINITY : Date.parse(clock.dueAt);
    const watched = clock.state === 'running' && !clock.endedAt && Math.abs(due - coarse) < WATCHED_SECONDS * 1000 + 15_000;
    const now = watched ? ticker.fine() : coarse;
    return readClock(clock, now, (instant) => site.due(instant, now));
  });
}

/** The ball-holder clock: a bar in the hue, the time, and who holds it. `of` adds the target. */
@Component({
  selector: 'cw-clock',
  template: `
    <i></i>
    <span class="text">{{ reading().text }}{{ target() }}</span>
    <span class="holds">{{ reading().holds }}</span>
  `,
  host: { '[attr.data-hue]': 'reading().hue' },
  styles: `
    :host { display: grid; grid-template-columns: 3px minmax(0, 1fr); gap: 0 8px; }
    i { grid-row: span 2; border-radius: 2px; background: var(--k); }
    .text { font: 600 13px/17px var(--cw-font); color: var(--k); white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    .holds {
      font: 400 12px/16px var(--cw-font); color: var(--mat-sys-on-surface-variant); white-space: nowrap; overflow: hidden; text-overflow: ellipsis;
    }
  `,
})
export class Clock {
  readonly clock = input.required<ClockModel>();
  readonly of = input<string>();
  protected readonly reading = clockReading(this.clock);
  protected readonly target = computed(() => targetText(this.reading(), this.of()));
}
