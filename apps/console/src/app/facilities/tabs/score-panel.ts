import { Component, computed, inject, input } from '@angular/core';
import { SiteTime } from '@causeway/console-ui';
import type { FacilityDetail } from '@causeway/contracts';
import { lackingWords } from '@causeway/domain';
import { howWords, partWords, wayWords } from '../facility-words';

/** How ready a partner is to go live, part by part, and what is still missing whatever the points are. */
@Component({
  selector: 'cw-score-panel',
  template: `
    <section class="cw-panel" aria-labelledby="score-head">
      <div class="cw-panel-head"><h2 id="score-head">Go-live score</h2><span class="cw-spacer"></span><b class="points">{{ score().points }}</b><span class="cw-muted">of {{ score().needed }} needed</span></div>
      <ul class="pad parts">
        @for (p of score().parts; track p.part) {
          <li><span>{{ words[p.part] }}</span><span class="meter" aria-hidden="true" [attr.data-hue]="hue(p.points, p.of)"><i [style.width.%]="(p.points / p.of) * 100"></i></span><span class="cw-muted n">{{ p.points }} / {{ p.of }}</span></li>
        }
      </ul>
      @if (score().lacking.length > 0) {<p class="pad cw-small missing">Still missing: {{ missing() }}.</p>}
      @if (facility().proofs.length > 0) {<ul class="pad cw-small cw-muted">@for (p of facility().proofs; track p.way) {<li>{{ ways[p.way] ?? p.way }}: {{ site.dateTime(p.at) }}, {{ how[p.how] ?? p.how }}</li>}</ul>}
    </section>
  `,
  styleUrl: './tab.scss',
  styles: `
    .points { font: var(--mat-sys-title-large); }
    .parts { display: grid; gap: 7px; }
    .parts li { display: grid; grid-template-columns: 158px 1fr 52px; gap: 10px; align-items: center; }
    .meter { height: 6px; border-radius: 3px; background: var(--mat-sys-surface-container-highest); overflow: hidden; }
    .meter i { display: block; height: 100%; background: var(--k); }
    .n { text-align: end; }
    .missing { padding-top: 0; }
  `,
})
export class ScorePanel {
  readonly facility = input.required<FacilityDetail>();
  protected readonly site = inject(SiteTime);
  protected readonly score = computed(() => this.facility().goLive);
  protected readonly missing = computed(() => this.score().lacking.map((code) => lackingWords[code]).join('; '));
  protected readonly words = partWords;
  protected readonly ways = wayWords;
  protected readonly how = howWords;

  protected hue(points: number, of: number): string {
    return points >= of ? 'good' : points * 2 >= of ? 'attn' : 'stop';
  }
}
