import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Icon, policyLooks, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { PolicyBulletinItem } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { Access } from '../core/access/access';
import { failureOf, valueOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { kindWords, scopeWords } from '../core/why/decision-words';
import { PoliciesApi } from './policies.api';
import { type AnyRule, changesOf, orderedOutcome, sentenceOf } from './rule-model';
import { outcomeLine } from './rule-words';

const MARKS = { new: 'New', changed: 'Changed', moved: 'Moved', gone: 'Gone', default: 'Otherwise' } as const;

/** What changed in the rules of the house and what is to come, in sentences, to be read or printed by everybody it concerns. */
@Component({
  selector: 'cw-bulletin-page',
  imports: [Icon, MatButton, ProblemCard, RouterLink, SkeletonRows, StateChip],
  templateUrl: './bulletin-page.html',
  styleUrl: './bulletin-page.scss',
})
export class BulletinPage {
  private readonly api = inject(PoliciesApi);
  private readonly access = inject(Access);
  /** Others read here what their own work follows, and no more of policies. */
  protected readonly mayRead = computed(() => this.access.can('policy.read'));
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ loader: () => this.api.bulletin() });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly items = computed(() => valueOf(this.loaded)?.items.map((item) => ({ ...item, lines: linesOf(item) })));
  protected readonly looks = policyLooks;
  protected readonly kinds = kindWords;
  protected readonly scopes = scopeWords;

  constructor() {
    reloadOn(merge(signalsOf('policy', 'ballot'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }

  protected when(item: PolicyBulletinItem): string {
    if (item.inForceAt) return `in force since ${this.site.dateTime(item.inForceAt)}${item.endedAt ? ` until ${this.site.dateTime(item.endedAt)}` : ''}`;
    return item.effectiveAt ? `takes force ${this.site.dateTime(item.effectiveAt)}` : 'adopted, its date is not set yet';
  }
  protected votes(item: PolicyBulletinItem): string {
    const { ballot } = item;
    if (!ballot) return '';
    const counted = `${ballot.count.for} for, ${ballot.count.against} against, ${ballot.count.abstain} abstained`;
    if (!ballot.ratifies) return `${ballot.committee}: ${counted}.`;
    return { ratified: `Adopted urgently by two officers, ratified since: ${counted}.`, 'not-ratified': `Adopted urgently by two officers and not ratified: ${counted}. The earlier version is to be brought back.` }[item.reason ?? '']
      ?? `Adopted urgently by two officers; ${ballot.committee} still votes on it.`;
  }
  protected print(): void {
    print();
  }
}

interface Line { readonly mark: string; readonly words: string }

/** What changed against the text it replaced. Without one, everything is new. */
function linesOf({ kind, text, base }: PolicyBulletinItem): readonly Line[] {
  const changes = changesOf(text, base);
  const sentence = (rule: AnyRule): string => sentenceOf(rule, outcomeLine(orderedOutcome(kind, rule.then)));
  return [
    ...(text.rules as readonly AnyRule[]).flatMap((rule): Line[] => {
      const change = base ? changes.byRule.get(rule.id) : 'new';
      return change && change !== 'same' ? [{ mark: MARKS[change], words: sentence(rule) }] : [];
    }),
    ...changes.gone.map((rule) => ({ mark: MARKS.gone, words: sentence(rule) })),
    ...(changes.otherwise ? [{ mark: MARKS.default, words: `${outcomeLine(orderedOutcome(kind, text.default.then))}.` }] : []),
  ];
}
