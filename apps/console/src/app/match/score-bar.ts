import { Component, computed, input } from '@angular/core';
import { percent } from './match-words';

/** Where a candidate's score stands between "no match" and "automatic", and the other candidates beside it. */
@Component({
  selector: 'cw-score-bar',
  template: `
    <p class="title">Score {{ words() }}</p>
    <div class="bar" role="img" [attr.aria-label]="says()">
      <i class="no" [style.width.%]="lines().review / 10"></i>
      <i class="ask" [style.width.%]="(lines().accept - lines().review) / 10"></i>
      <i class="yes" [style.width.%]="100 - lines().accept / 10"></i>
      @for (other of others(); track $index) {<b class="other" [style.inset-inline-start.%]="other / 10"></b>}
      <b [style.inset-inline-start.%]="score() / 10"></b>
    </div>
    <div class="legend cw-small cw-muted" aria-hidden="true"><span>no match under {{ percent(lines().review) }}</span><span>a person decides</span><span>automatic from {{ percent(lines().accept) }}</span></div>
  `,
  styles: `
    :host { display: block; }
    .title { font: var(--mat-sys-title-small); }
    .bar { position: relative; display: flex; height: 8px; margin: 10px 0 6px; }
    i { display: block; height: 100%; }
    .no { border-radius: 4px 0 0 4px; background: var(--cw-stop-wash); }
    .ask { background: var(--cw-attn-wash); }
    .yes { border-radius: 0 4px 4px 0; background: var(--cw-good-wash); }
    b { position: absolute; top: -5px; width: 3px; height: 18px; margin-inline-start: -1px; border-radius: 2px; background: var(--mat-sys-on-surface); }
    b.other { top: -2px; height: 12px; background: var(--mat-sys-outline); }
    .legend { display: flex; justify-content: space-between; gap: 8px; }
  `,
})
export class ScoreBar {
  readonly score = input.required<number>();
  readonly others = input<readonly number[]>([]);
  readonly lines = input.required<{ readonly review: number; readonly accept: number }>();
  protected readonly percent = percent;
  protected readonly words = computed(() => percent(this.score()));
  protected readonly says = computed(() => {
    const { review, accept } = this.lines();
    const stands = this.score() < review ? 'too little to be the same person' : this.score() < accept ? 'a person decides' : 'enough to match automatically';
    return `Score ${this.words()}: ${stands}`;
  });
}
