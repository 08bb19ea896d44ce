import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, Note, ProblemCard, ReasonAsker, SiteTime, SkeletonRows, WhyLink } from '@causeway/console-ui';
import type { DisclosureRefusal } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf, valueOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { reasonWords, spoken } from '../core/why/decision-words';
import { Why } from '../core/why/why';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';

/** What was not given on, the exception it rests on, and until when whoever asked is to be told in writing. */
@Component({
  selector: 'cw-refusals-page',
  imports: [EmptyState, MatButton, Note, ProblemCard, RouterLink, SkeletonRows, WhyLink],
  providers: [Acting],
  templateUrl: './refusals-page.html',
  styleUrls: ['../exchange/table.scss', './refusals-page.scss'],
})
export class RefusalsPage {
  private readonly api = inject(ExchangeApi);
  private readonly reasons = inject(ReasonAsker);
  protected readonly acting = inject(Acting);
  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ loader: () => this.api.get<readonly DisclosureRefusal[]>('sends/refusals', {}) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly rows = computed(() => valueOf(this.loaded));
  protected readonly reason = reasonWords;
  protected readonly spoken = spoken;
  protected readonly day = dateText;

  constructor() {
    reloadOn(merge(signalsOf('send', 'requestIn'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }

  protected late(row: DisclosureRefusal): boolean {
    return row.answeredAt === null && row.answerBy < new Date().toISOString();
  }

  protected async told(row: DisclosureRefusal): Promise<void> {
    const done = await this.acting.make(`sends/refusals/${row.id}/answered`, async (attempt) => {
      const answer = await this.reasons.ask({ title: 'Whoever asked was told', sentence: 'Say how: by letter, by mail, by telephone and whom.', reasons: [], verb: 'Note it' }, attempt);
      return answer && { note: answer.text };
    });
    if (done !== null || this.acting.refused() === null) this.loaded.reload();
  }
}
