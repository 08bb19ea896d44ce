import { Component, computed, input } from '@angular/core';
import type { Hue } from '../state/hue';
import { inboundSpans } from './spans';

/** Row form of the crossing: six spans in 62 x 13, deck solid to here, a bead where the exam stands. Null stands nowhere. */
@Component({
  selector: 'cw-crossing-glyph',
  template: `
    <svg [attr.width]="width()" height="13" [attr.viewBox]="'0 0 ' + width() + ' 13'" role="img" [attr.aria-label]="label()">
      @for (span of spans(); track span.x) {
        <path [attr.d]="'M' + (span.x + 1) + ' 4h9'" [attr.stroke]="span.stroke" [attr.stroke-width]="span.walked ? 2.4 : 1.4" />
        <path
          [attr.d]="'M' + (span.x + 1.7) + ' 12v-1.6a3.8 3.8 0 0 1 7.6 0V12'" fill="none" [attr.stroke]="span.stroke" stroke-width="1.2"
          [attr.opacity]="span.walked ? 1 : .8" />
      }
      @if (bead() !== null) {
        <circle [attr.cx]="bead()! * 10 + 5.5" cy="4" r="3.1" [attr.fill]="ink()" stroke="var(--mat-sys-surface)" stroke-width="1" />
      }
    </svg>
  `,
  styles: `:host { display: inline-block; line-height: 0; }`,
})
export class CrossingGlyph {
  readonly at = input.required<number | null>();
  readonly hue = input<Hue>('active');
  readonly names = input<readonly string[]>(inboundSpans);

  protected readonly bead = computed(() => this.at());
  protected readonly ink = computed(() => `var(--cw-${this.hue()})`);
  protected readonly width = computed(() => this.names().length * 10 + 2);
  protected readonly label = computed(() => {
    const at = this.at();
    return at === null ? 'Not on the way' : `Step ${at + 1} of ${this.names().length}: ${this.names()[at] ?? ''}`;
  });

  protected readonly spans = computed(() => {
    const at = this.at() ?? -1;
    return this.names().map((_, i) => ({
      x: i * 10,
      walked: i <= at,
      stroke: i < at ? 'var(--mat-sys-on-surface-variant)' : i === at ? this.ink() : 'var(--cw-viz-muted)',
    }));
  });
}
