import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { holderWord, Icon, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import type { TemplateView } from '@causeway/contracts';
import { Access } from '../core/access/access';
import { failureOf, valueOf } from '../core/api/loaded';
import { ExchangeApi } from '../exchange/exchange.api';
import { PeopleNav } from '../people/people-nav';
import { contentWord, outcomeWords, profileWords, targetWords } from './use-case-words';

/** The 27 use cases as this house has them: how urgent each is, what it takes, who acts, and what it ends with. */
@Component({
  selector: 'cw-use-cases-page',
  imports: [Icon, MatButton, PeopleNav, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './use-cases-page.html',
  styleUrls: ['../exchange/table.scss', './use-cases-page.scss'],
})
export class UseCasesPage {
  private readonly api = inject(ExchangeApi);
  private readonly access = inject(Access);
  protected readonly loaded = resource({ loader: () => this.api.get<readonly TemplateView[]>('case-templates') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly groups = computed(() => {
    const all = valueOf(this.loaded);
    return all && [...new Set(all.map((t) => t.group))].map((name) => ({ name, rows: all.filter((t) => t.group === name) }));
  });
  protected readonly changed = computed(() => (valueOf(this.loaded) ?? []).filter((t) => t.version > 0).length);
  protected readonly ofPeople = computed(() => this.access.can('people.manage'));
  protected readonly mayOpen = computed(() => this.access.can('case.work'));
  protected readonly mayChange = computed(() => this.access.can('settings.change'));
  protected readonly holder = holderWord;
  protected readonly images = (t: TemplateView): string => t.content.map(contentWord).join(', ');
  protected readonly record = (t: TemplateView): string => t.mustRecord.map((f) => outcomeWords[f]).join('; ');
  protected readonly clock = (t: TemplateView): string => targetWords(t.decided) ?? (profileWords[t.profile] ?? t.profile).replace(/^.*decided in /, '').replace(', day and night', '');
}
