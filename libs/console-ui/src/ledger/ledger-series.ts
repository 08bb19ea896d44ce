import { Component, computed, input } from '@angular/core';
import { countText } from '../time/numbers';
import { type LedgerMark, markColours } from './ledger-marks';

export interface LedgerSeries {
  readonly number: number | null;
  readonly name: string;
  /** One mark per image, in the order of the series. */
  readonly marks: readonly LedgerMark[];
}

const PER_ROW = 72;
const STEP = { x: 9, y: 15 };
const kinds: readonly LedgerMark[] = ['verified', 'moving', 'waiting', 'unknown', 'refused'];

/** Detail of a transfer: one mark is one image, trouble outlined. One path per kind, so that ten thousand images are five elements. */
@Component({
  selector: 'cw-ledger-series',
  template: `
    <div class="head"><b class="cw-value">{{ series().number ?? '?' }}</b> {{ series().name }}</div>
    <svg [attr.viewBox]="box()" [style.max-width.px]="width()" role="img" [attr.aria-label]="text()">
      @for (path of paths(); track path.kind) {
        <path
          [attr.d]="path.d" [attr.fill]="path.colour" [attr.stroke]="path.trouble ? path.colour : null"
          [attr.stroke-width]="path.trouble ? 2 : null" [attr.paint-order]="path.trouble ? 'stroke' : null" />
      }
    </svg>
    <div class="count">{{ number(count('verified')) }} / {{ number(series().marks.length) }}</div>
  `,
  styles: `
    :host { display: grid; grid-template-columns: 136px minmax(0, 1fr) max-content; gap: 10px; align-items: start; padding: 5px 0; }
    .head { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
    svg { display: block; width: 100%; overflow: visible; }
    .count { min-width: 64px; text-align: end; white-space: nowrap; color: var(--mat-sys-on-surface-variant); font: var(--mat-sys-body-small); }
    @media (max-width: 700px) {
      :host { grid-template-columns: 1fr auto; }
      svg { grid-column: 1 / -1; grid-row: 2; }
    }
  `,
})
export class LedgerSeriesMarks {
  readonly series = input.required<LedgerSeries>();

  protected readonly number = countText;
  protected readonly width = computed(() => Math.min(PER_ROW, this.series().marks.length) * STEP.x);
  protected readonly box = computed(() => `0 0 ${Math.max(1, this.width())} ${Math.max(1, Math.ceil(this.series().marks.length / PER_ROW)) * STEP.y}`);
  protected readonly text = computed(
    () => `${this.count('verified')} verified, ${this.count('unknown')} unknown, ${this.count('refused')} refused of ${this.series().marks.length} images`,
  );
  protected readonly paths = computed(() =>
    kinds.map((kind) => ({ kind, d: this.pathOf(kind), colour: markColours[kind], trouble: kind === 'refused' || kind === 'unknown' })).filter((p) => p.d !== ''),
  );

  protected count(kind: LedgerMark): number {
    return this.series().marks.filter((m) => m === kind).length;
  }

  private pathOf(kind: LedgerMark): string {
    let d = '';
    this.series().marks.forEach((mark, i) => {
      if (mark === kind) d += `M${(i % PER_ROW) * STEP.x} ${Math.floor(i / PER_ROW) * STEP.y}h7v13h-7z`;
    });
    return d;
  }
}
