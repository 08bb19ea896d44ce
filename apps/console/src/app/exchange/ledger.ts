import { Component, computed, inject, input, output } from '@angular/core';
import { SiteTime, Timeline, type TimelineStep } from '@causeway/console-ui';
import type { EntryView } from '@causeway/contracts';
import { lineDetail, lineWord } from './words';

/** The ledger of a case or request, newest last: what happened, by whom, and what was said. */
@Component({
  selector: 'cw-exchange-ledger',
  imports: [Timeline],
  template: `<cw-timeline [steps]="steps()" [label]="label()" (why)="why.emit($event)" />`,
})
export class ExchangeLedger {
  readonly entries = input.required<readonly EntryView[]>();
  readonly label = input('Ledger');
  readonly why = output<string>();
  private readonly site = inject(SiteTime);
  protected readonly steps = computed(() => this.entries().map((e): TimelineStep => ({
    at: e.at, what: lineWord(e.what), who: e.by || null, detail: lineDetail(e, (instant) => this.site.dateTime(instant)), stands: 'done', decisionId: e.decisionId,
    ...(['decline', 'expire', 'line-refused', 'plan-refused', 'report-refused', 'report-taken-back', 'cancel', 'fetch-failed', 'discs-late'].includes(e.what) ? { hue: 'stop' as const } : ['remind', 'plan-to-read', 'report-to-read', 'pause-clock', 'ask-more', 'fetch-waits', 'fetched-in-part'].includes(e.what) ? { hue: 'attn' as const } : {}),
  })));
}
