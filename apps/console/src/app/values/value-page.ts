import { Component, computed, inject, input, resource } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { EmptyState, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { ValueRowPage } from '@causeway/contracts';
import { valueNames, type ValueId } from '@causeway/domain';
import { failureOf, valueOf } from '../core/api/loaded';
import { ExchangeApi } from '../exchange/exchange.api';
import { addressOf } from '../slices';
import { evidenceWord, meaning, rowAmount } from './value-words';

/** The rows behind one number: when, how much, and what it was computed from. */
@Component({
  selector: 'cw-value-page',
  imports: [EmptyState, MatButton, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './value-page.html',
  styleUrls: ['../exchange/table.scss', './value-page.scss'],
})
export class ValuePage {
  readonly value = input.required<string>();
  private readonly api = inject(ExchangeApi);
  protected readonly site = inject(SiteTime);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly asked = computed(() => Object.fromEntries(['from', 'to', 'facility', 'line', 'cursor'].flatMap((k) => (this.params().get(k) ? [[k, this.params().get(k) ?? '']] : []))) as Record<string, string>);
  protected readonly loaded = resource({ params: () => ({ ...this.asked(), value: this.value() }), loader: ({ params }) => this.api.get<ValueRowPage>('values/rows', params) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly page = computed(() => valueOf(this.loaded));
  protected readonly name = computed(() => valueNames[this.value() as ValueId] ?? 'Value');
  protected readonly meaning = meaning;
  protected readonly amount = rowAmount;
  protected readonly of = evidenceWord;
  protected readonly address = (thing: { readonly kind: string; readonly id: string }): string | null => addressOf(thing);
  protected readonly text = (text: string): string => (/^\d{4}-\d\d-\d\dT/.test(text) ? this.site.dateTime(text) : text === 'true' ? 'yes' : text === 'false' ? 'no' : text === '[]' ? 'none' : text);
  protected readonly back = computed(() => {
    const { cursor: _, ...rest } = this.asked();
    return rest;
  });
}
