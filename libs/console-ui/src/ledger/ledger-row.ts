import { Component, computed, input } from '@angular/core';
import { type LedgerCounts, ledgerMarks, ledgerText, markColours } from './ledger-marks';

const STEP = 4.4;

/** Row form of a transfer by instance: 44 marks in proportion, never hiding a refused or unknown image. */
@Component({
  selector: 'cw-ledger-row',
  template: `
    <svg width="194" height="11" viewBox="0 0 194 11" role="img" [attr.aria-label]="text()">
      @for (mark of marks(); track mark.x) {<rect [attr.x]="mark.x" width="3.4" height="11" rx="1" [attr.fill]="mark.fill" />}
    </svg>
  `,
  styles: `:host { display: inline-block; line-height: 0; max-width: 100%; overflow: hidden; }`,
})
export class LedgerRow {
  readonly counts = input.required<LedgerCounts>();
  protected readonly text = computed(() => ledgerText(this.counts()));
  protected readonly marks = computed(() => ledgerMarks(this.counts()).map((mark, i) => ({ x: Math.round(i * STEP * 10) / 10, fill: markColours[mark] })));
}
