import { Component, computed, effect, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Icon, Note, policyLooks, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { PolicyDetail, PolicyInForce } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { kindWords, scopeWords } from '../core/why/decision-words';
import { Acting } from '../exchange/acting';
import { RailCounts } from '../shell/rail-counts';
import { PoliciesApi } from './policies.api';
import { RuleTable } from './rule-table';

const sentences: Readonly<Record<PolicyInForce['kind'], string>> = {
  match: 'Whose exam is it?',
  triage: 'Who checks it, and how closely?',
  release: 'Where does it go, who sees it, which order is made?',
  overread: 'Is it read again, by whom and how soon?',
  retention: 'Until when must it be kept here?',
  redisclosure: 'May it be sent on?',
  responsibility: 'Who holds it when nobody is named?',
  notification: 'Who is told what?',
};

/** The policies in force, rule by rule, and the versions people are working on. */
@Component({
  selector: 'cw-policies-page',
  imports: [Icon, MatButton, Note, ProblemCard, RouterLink, RuleTable, SkeletonRows, StateChip],
  providers: [Acting],
  templateUrl: './policies-page.html',
  styleUrl: './policies-page.scss',
})
export class PoliciesPage {
  private readonly api = inject(PoliciesApi);
  private readonly router = inject(Router);
  private readonly counts = inject(RailCounts);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly inForce = resource({ loader: () => this.api.inForce() });
  protected readonly board = resource({ loader: () => this.api.board() });
  protected readonly chosenId = signal<string | null>(null);
  protected readonly chosen = computed(() => {
    const all = this.inForce.hasValue() ? this.inForce.value() : [];
    return all.find((p) => p.id === this.chosenId()) ?? all[0] ?? null;
  });
  protected readonly failure = computed(() => failureOf(this.inForce));
  protected readonly open = computed(() => (this.board.hasValue() ? this.board.value().open : []));
  protected readonly waiting = computed(() => new Set(this.board.hasValue() ? this.board.value().waiting : []));
  protected readonly templates = computed(() => (this.board.hasValue() ? this.board.value().templates : []).filter((t) => t.kind === this.chosen()?.kind));
  protected readonly looks = policyLooks;
  protected readonly kinds = kindWords;
  protected readonly scopes = scopeWords;
  protected readonly sentences = sentences;

  constructor() {
    effect(() => {
      if (this.board.hasValue()) this.counts.set('policies', { count: this.waiting().size, hot: this.waiting().size > 0 });
    });
    reloadOn(merge(signalsOf('policy', 'ballot'), resyncs()).pipe(debounceTime(500)), this.inForce, this.board);
  }

  protected overdue(day: string): boolean {
    return day < new Date().toISOString();
  }
  protected mayDraft(): boolean {
    return this.board.hasValue() && this.board.value().mayDraft;
  }
  protected readonly templateId = signal('');
  /** For whom the template is that stands in the list. */
  protected readonly about = computed(() => (this.templates().find((t) => t.id === this.templateId()) ?? this.templates()[0])?.about ?? '');

  /** A draft from what is in force, or from a template; then its page. */
  protected async draft(template = ''): Promise<void> {
    const policy = this.chosen();
    if (!policy) return;
    const made = await this.acting.send<PolicyDetail>('policies', { kind: policy.kind, scope: policy.scope, ...(template === '' ? { title: `${kindWords[policy.kind]}: a change` } : { from: { template } }) });
    if (made) void this.router.navigate(['/policies', made.id]);
  }
}
