import { Component, computed, inject, input } from '@angular/core';
import { SiteTime, Ticker } from '@causeway/console-ui';

/** An instant as a person reads it: "10:11" when it was today, else "23 Nov 2026 22:30". */
@Component({ selector: 'cw-when', template: `<time [attr.datetime]="at()">{{ text() }}</time>` })
export class WhenText {
  readonly at = input.required<string>();
  private readonly site = inject(SiteTime);
  private readonly ticker = inject(Ticker);
  protected readonly text = computed(() => {
    const today = this.site.at(this.ticker.coarse()).toISODate() === this.site.at(this.at()).toISODate();
    return today ? this.site.time(this.at()) : this.site.dateTime(this.at());
  });
}
