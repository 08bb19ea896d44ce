import { Component, computed, input } from '@angular/core';
import { Icon } from '../icon/icon';
import type { Hue } from '../state/hue';

export interface CrossingStep {
  readonly name: string;
  /** Time spent, who did it, or what comes: "9 m · 312 images". */
  readonly note: string;
  readonly stands: 'done' | 'now' | 'next';
}

const ink = (step: CrossingStep, hue: Hue): string => (step.stands === 'now' ? `var(--cw-${hue})` : 'var(--mat-sys-on-surface-variant)');

/** Page form of the crossing: wide arches with step, time spent and hand. On a narrow page the steps stand below each other. */
@Component({
  selector: 'cw-crossing',
  imports: [Icon],
  template: `
    <div [class.many]="steps().length > 5">
      <svg viewBox="0 0 1000 31" preserveAspectRatio="none" aria-hidden="true">
        @for (arch of arches(); track $index) {
          <path
            [attr.d]="arch.deck" [attr.stroke]="arch.stroke" [attr.stroke-width]="arch.next ? 2 : 4"
            [attr.stroke-dasharray]="arch.next ? '5 4' : null" vector-effect="non-scaling-stroke" />
          <path
            [attr.d]="arch.bow" fill="none" [attr.stroke]="arch.stroke" stroke-width="1.3" [attr.opacity]="arch.next ? .7 : .75"
            vector-effect="non-scaling-stroke" />
        }
      </svg>
      <ol [style.--steps]="steps().length" [attr.aria-label]="label()">
        @for (step of steps(); track $index) {
          <li [style.--k]="inkOf(step)" [attr.aria-current]="step.stands === 'now' ? 'step' : null">
            <cw-icon [name]="step.stands === 'done' ? 'check_circle-fill' : step.stands === 'now' ? 'schedule' : 'radio_button_unchecked'" size="s" />
            <span class="name">{{ step.name }}<span class="cw-vh">, {{ words[step.stands] }}</span></span>
            <span class="note">{{ step.note }}</span>
          </li>
        }
      </ol>
    </div>
  `,
  styles: `
    :host { display: block; container-type: inline-size; }
    svg { display: block; width: 100%; height: 26px; }
    ol { display: grid; grid-template-columns: repeat(var(--steps), minmax(0, 1fr)); margin-top: 1px; }
    li { display: grid; grid-template-columns: 16px minmax(0, 1fr); column-gap: 5px; padding: 0 6px 0 8px; }
    cw-icon { grid-row: span 2; color: var(--k); align-self: center; }
    .name { font: 600 12px/16px var(--cw-font); color: var(--k); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    .note { font: 400 12px/15px var(--cw-font); color: var(--mat-sys-on-surface-variant); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    @container (max-width: 400px) {
      svg { display: none; }
      ol { grid-template-columns: 1fr; gap: 4px; }
    }
    @container (max-width: 700px) {
      .many svg { display: none; }
      .many ol { grid-template-columns: 1fr; gap: 4px; }
    }
  `,
})
export class Crossing {
  readonly steps = input.required<readonly CrossingStep[]>();
  /** Hue of the step it stands on. */
  readonly hue = input<Hue>('active');
  readonly label = input('Custody of this exam');

  protected readonly words = { done: 'done', now: 'now', next: 'still to come' } as const;
  protected readonly inkOf = (step: CrossingStep): string => ink(step, this.hue());

  protected readonly arches = computed(() => {
    const width = 1000 / this.steps().length;
    return this.steps().map((step, i) => {
      const left = i * width;
      const half = width / 2 - 4;
      const shoulder = Math.min(36, half * 0.4);
      return {
        deck: `M${left + 3} 9h${width - 6}`,
        bow: `M${left + 4} 30v-4c0-9 ${shoulder} -12 ${half} -12s${half} 3 ${half} 12v4`,
        stroke: step.stands === 'next' ? 'var(--cw-viz-muted)' : ink(step, this.hue()),
        next: step.stands === 'next',
      };
    });
  });
}
