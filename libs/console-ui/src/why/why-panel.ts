import { Component, computed, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { Icon, type IconName } from '../icon/icon';
import { SiteTime } from '../time/site-time';
import type { Hue } from '../state/hue';
import type { WhyFact, WhyModel, WhyRule } from './why-model';

const factMarks: Record<WhyFact['answer'], { icon: IconName; hue: Hue; word: string }> = {
  yes: { icon: 'check', hue: 'good', word: 'holds' },
  no: { icon: 'close', hue: 'stop', word: 'does not hold' },
  used: { icon: 'check', hue: 'wait', word: 'looked at' },
  unknown: { icon: 'help', hue: 'held', word: 'not known' },
  'not-asked': { icon: 'remove', hue: 'wait', word: 'not asked' },
};
const ruleWords: Record<WhyRule['answer'], string> = {
  fits: 'fits',
  'does-not-fit': 'does not fit',
  unknown: 'a fact was not known',
  'quota-full': 'its places were taken',
};

/** What the Why drawer holds: the sentence, facts with stored values, rules not reached, the policy and the decision's name. */
@Component({
  selector: 'cw-why-panel',
  imports: [Icon, MatIconButton],
  templateUrl: './why-panel.html',
  styleUrl: './why-panel.scss',
})
export class WhyPanel {
  readonly why = input.required<WhyModel>();
  readonly titleId = input('cw-why-title');
  readonly closed = output<void>();

  private readonly site = inject(SiteTime);
  protected readonly marks = factMarks;
  protected readonly ruleWords = ruleWords;
  protected readonly storedAt = computed(() => this.site.timeWithSeconds(this.why().storedAt));
  protected readonly since = computed(() => {
    const since = this.why().inForceSince;
    return since === null ? null : this.site.date(since);
  });
  protected readonly notReached = computed(() => this.why().notReached.join(' · '));
  protected readonly digest = computed(() => {
    const { sha256 } = this.why();
    return sha256 === undefined ? '' : ` · sha256 ${sha256.slice(0, 4)}…${sha256.slice(-2)}`;
  });
}
