import { Component, input, output } from '@angular/core';
import { countText, SiteTime, StateChip, type StateLook } from '@causeway/console-ui';
import { inject } from '@angular/core';
import type { LineView } from '@causeway/contracts';
import { kindWords, laneLook, rateText } from './transfer-words';

/** One lane per line: its breaker, what moved in the last hour, and what it carries now. A press narrows the list to it. */
@Component({
  selector: 'cw-lane-strip',
  imports: [StateChip],
  template: `
    @for (lane of lanes(); track lane.id) {
      <button type="button" class="cw-panel lane" [class.on]="chosen() === lane.id" [attr.aria-pressed]="chosen() === lane.id" (click)="picked.emit(lane.id)">
        <span class="top"><b class="name"><bdi>{{ lane.facility }}</bdi></b><cw-state-chip [look]="look(lane)" [plain]="true" /></span>
        <svg viewBox="0 0 120 22" height="22" preserveAspectRatio="none" role="img" [attr.aria-label]="spoken(lane)">
          @for (bar of bars(lane); track bar.x) {<rect [attr.x]="bar.x" [attr.y]="22 - bar.h" width="7.5" [attr.height]="bar.h" rx="1" [attr.fill]="bar.n > 0 ? 'var(--cw-viz-1)' : 'var(--cw-viz-muted)'" />}
        </svg>
        <span class="foot cw-small"><span class="cw-muted"><bdi>{{ lane.label }}</bdi> · {{ kinds[lane.kind] ?? lane.kind }}</span><b class="cw-ink" [attr.data-hue]="look(lane).hue === 'good' ? null : look(lane).hue">{{ right(lane) }}</b></span>
      </button>
    }
  `,
  styles: `
    :host { display: grid; grid-template-columns: repeat(auto-fill, minmax(176px, 1fr)); gap: 10px; padding: 10px 20px; max-height: 190px; overflow: auto; flex: none; }
    .lane { display: grid; gap: 3px; padding: 9px 12px; text-align: start; cursor: pointer; font: var(--mat-sys-body-medium); color: inherit; }
    .lane:hover { border-color: var(--mat-sys-outline); }
    .lane.on { border-color: var(--mat-sys-primary); box-shadow: inset 0 0 0 1px var(--mat-sys-primary); }
    .top, .foot { display: flex; align-items: center; gap: 6px; justify-content: space-between; min-width: 0; }
    .name, .foot span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
    .foot b { white-space: nowrap; }
    svg { width: 100%; }
    @media (max-width: 700px) { :host { padding-inline: 10px; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); max-height: 130px; } }
  `,
})
export class LaneStrip {
  readonly lanes = input.required<readonly LineView[]>();
  readonly chosen = input<string | null>(null);
  readonly picked = output<string>();
  private readonly site = inject(SiteTime);
  protected readonly look = (lane: LineView): StateLook => laneLook(lane);
  protected readonly kinds = kindWords;

  protected bars(lane: LineView): readonly { x: number; h: number; n: number }[] {
    const most = Math.max(1, ...lane.pulse);
    return lane.pulse.map((n, i) => ({ x: i * 10, n, h: n === 0 ? 1 : Math.max(3, (n / most) * 22) }));
  }

  protected right(lane: LineView): string {
    if (lane.breaker === 'open' && lane.awaySince !== null) return `since ${this.site.time(lane.awaySince)}`;
    if (lane.opensAt !== null) return `from ${this.site.time(lane.opensAt)}`;
    if (lane.running > 0) return rateText(lane.rate);
    return lane.waiting > 0 ? `${countText(lane.waiting)} wait` : 'quiet';
  }

  protected spoken(lane: LineView): string {
    return `${countText(lane.pulse.reduce((sum, n) => sum + n, 0))} images proven in the last hour`;
  }
}
