import { Component, computed, inject, input } from '@angular/core';
import { SiteTime } from '@causeway/console-ui';
import type { FacilityDetail } from '@causeway/contracts';

/** Whether the partner gives an exam again that it gave before: what policies about keeping look at. */
@Component({
  selector: 'cw-retrievable-panel',
  template: `
    <section class="cw-panel" aria-labelledby="retrievable-head">
      <div class="cw-panel-head"><h2 id="retrievable-head">Gives exams again</h2><span class="cw-spacer"></span><b class="cw-ink" [attr.data-hue]="hue()">{{ share() }}</b></div>
      <p class="pad cw-small">{{ words() }}@if (facility().retrievable.last; as last) { Last asked {{ site.dateTime(last.at) }}: {{ last.sentence }}}</p>
    </section>
  `,
  styleUrl: './tab.scss',
})
export class RetrievablePanel {
  readonly facility = input.required<FacilityDetail>();
  protected readonly site = inject(SiteTime);
  protected readonly share = computed(() => {
    const { permille } = this.facility().retrievable;
    return permille === null ? 'not known yet' : `${permille / 10} %`;
  });
  protected readonly hue = computed(() => {
    const { permille } = this.facility().retrievable;
    return permille === null ? 'wait' : permille >= 980 ? 'good' : 'attn';
  });
  protected readonly words = computed(() => {
    const { permille, probes, needed } = this.facility().retrievable;
    return permille === null
      ? `A live partner is asked once a day for one image it gave before. ${needed} answers are needed; there ${probes === 1 ? 'is one' : `are ${probes}`}.`
      : `Of ${probes} times in 90 days it was asked for one image it gave before. Policies about keeping read this.`;
  });
}
