import { Component, computed, input } from '@angular/core';
import { StateChip, type StateLook } from '../state/state-chip';

export interface ComparedStatement {
  readonly words: string;
  readonly verdict: 'agrees' | 'differs' | 'only-outside' | 'only-here';
}

const looks: Readonly<Record<ComparedStatement['verdict'], StateLook>> = {
  agrees: { hue: 'good', icon: 'check_circle', word: 'agrees' },
  differs: { hue: 'attn', icon: 'difference', word: 'differs' },
  'only-outside': { hue: 'wait', icon: 'remove', word: 'only outside' },
  'only-here': { hue: 'wait', icon: 'add', word: 'only here' },
};

/** The verdict of two impressions, statement by statement. */
@Component({
  selector: 'cw-impression-compare',
  imports: [StateChip],
  template: `
    <div class="cw-panel">
      <div class="cw-panel-head"><h3>{{ title() }}</h3><span class="cw-spacer"></span><span class="cw-muted cw-small">{{ sum() }}</span></div>
      <ul>
        @for (row of statements(); track $index) {<li><span>{{ row.words }}</span><cw-state-chip [look]="looks[row.verdict]" [plain]="true" /></li>}
      </ul>
    </div>
  `,
  styles: `
    :host { display: block; }
    li { display: flex; align-items: center; justify-content: space-between; gap: 12px; padding: 6px 14px; min-height: 35px; }
    li + li { border-top: 1px solid var(--mat-sys-outline-variant); }
  `,
})
export class ImpressionCompare {
  readonly statements = input.required<readonly ComparedStatement[]>();
  readonly title = input('Impression compared');
  protected readonly looks = looks;
  protected readonly sum = computed(() => {
    const agree = this.statements().filter((s) => s.verdict === 'agrees').length;
    return `${agree} agree, ${this.statements().length - agree} differ`;
  });
}
