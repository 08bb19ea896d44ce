import { Component, computed, inject, resource } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { EmptyState, Field, FieldInput, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import type { ValueAmount, ValueLine, ValueReport } from '@causeway/contracts';
import { failureOf, valueOf } from '../core/api/loaded';
import { ExchangeApi } from '../exchange/exchange.api';
import { amountText, howWord, meaning, monthWord } from './value-words';

/** What exchanging is worth, by value, month and partner. Each number leads to the rows it is made of. */
@Component({
  selector: 'cw-values-page',
  imports: [EmptyState, Field, FieldInput, MatButton, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './values-page.html',
  styleUrls: ['../exchange/table.scss', './values-page.scss'],
})
export class ValuesPage {
  private readonly api = inject(ExchangeApi);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly params = toSignal(this.route.queryParamMap, { requireSync: true });
  protected readonly asked = computed(() => Object.fromEntries(['from', 'to', 'facility', 'line'].flatMap((k) => (this.params().get(k) ? [[k, this.params().get(k) ?? '']] : []))) as Record<string, string>);
  protected readonly loaded = resource({ params: () => this.asked(), loader: ({ params }) => this.api.get<ValueReport>('values', params) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly report = computed(() => valueOf(this.loaded));
  protected readonly lines = computed(() => (this.report()?.lines ?? []).filter((l) => l.few || (l.n ?? 0) > 0));
  protected readonly empty = computed(() => (this.report()?.lines ?? []).filter((l) => !l.few && l.n === 0));
  protected readonly csv = computed(() => `/api/v1/values.csv?${new URLSearchParams(this.asked()).toString()}`);
  protected readonly how = howWord;
  protected readonly meaning = meaning;
  protected readonly month = monthWord;
  protected readonly text = (line: ValueLine, a: ValueAmount): string => amountText(line, a);

  protected set(name: string, event: Event): void {
    const value = (event.target as HTMLInputElement).value;
    void this.router.navigate([], { relativeTo: this.route, queryParams: { [name]: value || null }, queryParamsHandling: 'merge' });
  }
  /** Height of a month's bar against the highest, in percent. */
  protected height(line: ValueLine, a: ValueAmount): number {
    const most = Math.max(1, ...line.months.map((m) => m.amount ?? (m.few ? 1 : 0)));
    return Math.round((100 * (a.amount ?? (a.few ? 1 : 0))) / most);
  }
  protected spoken(line: ValueLine): string {
    return line.months.filter((m) => m.few || m.amount !== null).map((m) => `${monthWord(m.month)} ${amountText(line, m)}`).join(', ');
  }
  protected percent(permille: number): string {
    return `${Math.round(permille / 10)} %`;
  }
}
