import { Component, inject, input, output } from '@angular/core';
import { Icon, type IconName } from '../icon/icon';
import type { Hue } from '../state/hue';
import { SiteTime } from '../time/site-time';
import { WhyLink } from '../why/why-link';

export interface TimelineStep {
  /** Instant; null for what is still to come. */
  readonly at: string | null;
  readonly what: string;
  readonly who: string | null;
  readonly detail: string | null;
  readonly stands: 'done' | 'now' | 'next';
  readonly hue?: Hue;
  readonly decisionId?: string | null;
}

const icons: Record<TimelineStep['stands'], IconName> = { done: 'check_circle-fill', now: 'schedule', next: 'radio_button_unchecked' };

/** Custody from sender to reader, upright: filled is done, a ring is next. */
@Component({
  selector: 'cw-timeline',
  imports: [Icon, WhyLink],
  template: `
    <ol [attr.aria-label]="label()">
      @for (step of steps(); track $index) {
        <li [attr.data-hue]="step.hue ?? (step.stands === 'done' ? 'good' : step.stands === 'now' ? 'active' : 'wait')">
          <span class="mark"><cw-icon [name]="icons[step.stands]" /></span>
          <div class="text">
            <span class="cw-value">{{ step.what }}</span>
            @if (step.stands === 'next') {<span class="cw-vh">, still to come</span>}
            @if (step.who) {<span class="cw-muted"> · {{ step.who }}</span>}
            @if (step.detail) {<p class="cw-muted cw-small">{{ step.detail }}</p>}
            @if (step.decisionId; as id) {<cw-why-link [about]="step.what" (asked)="why.emit(id)" />}
          </div>
          @if (step.at; as at) {<time class="cw-muted cw-small" [attr.datetime]="at" [title]="site.dateTime(at)">{{ site.time(at) }}</time>}
        </li>
      }
    </ol>
  `,
  styles: `
    :host { display: block; }
    li { display: grid; grid-template-columns: 24px minmax(0, 1fr) auto; gap: 0 9px; }
    .mark { position: relative; display: flex; justify-content: center; align-items: flex-start; padding-top: 1px; color: var(--k); }
    li:not(:last-child) .mark::after {
      content: ''; position: absolute; top: 24px; bottom: 2px; left: 11px; width: 2px; background: var(--k); opacity: .45;
    }
    .text { padding-bottom: 11px; overflow-wrap: anywhere; }
    cw-why-link { margin-inline-start: 6px; }
    li:last-child .text { padding-bottom: 0; }
  `,
})
export class Timeline {
  readonly steps = input.required<readonly TimelineStep[]>();
  readonly label = input('Custody of this exam');
  /** The decision a Why was pressed for. */
  readonly why = output<string>();
  protected readonly icons = icons;
  protected readonly site = inject(SiteTime);
}
