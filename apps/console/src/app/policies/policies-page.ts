import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, resource, signal } from '@angular/core';
import { ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { PolicyInForce } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { kindWords } from '../core/why/decision-words';
import { conditionWords, outcomeWords, reasonWords } from './rule-words';

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

/** The policies in force, rule by rule, as sentences. */
@Component({
  selector: 'cw-policies-page',
  imports: [ProblemCard, SkeletonRows],
  templateUrl: './policies-page.html',
  styleUrl: './policies-page.scss',
})
export class PoliciesPage {
  private readonly http = inject(HttpClient);
  protected readonly site = inject(SiteTime);
  protected readonly inForce = resource({ loader: () => firstValueFrom(this.http.get<readonly PolicyInForce[]>('/api/v1/policies')) });
  protected readonly chosenId = signal<string | null>(null);
  protected readonly chosen = computed(() => {
    const all = this.inForce.hasValue() ? this.inForce.value() : [];
    return all.find((p) => p.id === this.chosenId()) ?? all[0] ?? null;
  });
  protected readonly failure = computed(() => {
    const error = this.inForce.error();
    return error === undefined ? null : wordsOf(problemFrom(error.cause ?? error).problem);
  });
  protected readonly rules = computed(() => {
    const text = this.chosen()?.text;
    if (!text) return [];
    const rows = text.rules.map((rule) => ({ id: rule.id, when: conditionWords(rule.when), then: outcomeWords(rule.then), because: reasonWords(rule.because) }));
    return [...rows, { id: 'otherwise', when: 'Otherwise', then: outcomeWords(text.default.then), because: reasonWords(text.default.because) }];
  });
  protected readonly kinds = kindWords;
  protected readonly sentences = sentences;
}
