import { Component, computed, inject, input } from '@angular/core';
import { durationText, Icon, SiteTime, Ticker } from '@causeway/console-ui';
import { strokeWindows, type StrokeWindow } from '@causeway/domain';

const WORDS: Readonly<Record<StrokeWindow['id'], string>> = { thrombolysis: 'Thrombolysis, up to 4.5 h', thrombectomy: 'Thrombectomy, up to 6 h', 'late-thrombectomy': 'Thrombectomy of selected patients, up to 24 h' };

/** When a stroke was last known well, minute by minute, and how long each window of treatment is still open. The windows are those of the AHA/ASA guideline of 2019; the physician decides. */
@Component({
  selector: 'cw-case-stroke',
  imports: [Icon],
  template: `
    <section class="cw-panel" aria-labelledby="stroke-head">
      <div class="cw-panel-head"><h2 id="stroke-head">Last known well</h2><span class="cw-spacer"></span>@if (at(); as t) {<b>{{ site.dateTime(t) }}, {{ since() }} ago</b>} @else {<b class="cw-ink" data-hue="attn">not known yet</b>}</div>
      @if (at()) {
        <ul>@for (w of windows(); track w.id) {<li><cw-icon [name]="w.left > 0 ? 'schedule' : 'block'" size="s" /><span class="grow">{{ words[w.id] }}</span><b class="cw-ink" [attr.data-hue]="w.left <= 0 ? 'stop' : w.left <= 60 ? 'attn' : 'good'">{{ w.left > 0 ? span(w.left) + ' left' : 'over' }}</b></li>}</ul>
      }
    </section>
  `,
  styles: `ul { display: grid; gap: 8px; margin: 0; padding: 12px 16px; list-style: none; } li { display: flex; gap: 8px; align-items: center; } .grow { flex: 1; }`,
})
export class CaseStroke {
  readonly at = input.required<string | null>();
  protected readonly site = inject(SiteTime);
  private readonly ticker = inject(Ticker);
  protected readonly words = WORDS;
  protected readonly span = (minutes: number): string => durationText(minutes * 60);
  protected readonly since = computed(() => durationText((this.ticker.coarse() - Date.parse(this.at() ?? '')) / 1000));
  protected readonly windows = computed(() => strokeWindows(Date.parse(this.at() ?? ''), this.ticker.coarse()));
}
