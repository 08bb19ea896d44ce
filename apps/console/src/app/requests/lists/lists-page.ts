import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { RequestTemplateView, StandingListRow } from '@causeway/contracts';
import { HttpClient } from '@angular/common/http';
import { debounceTime, firstValueFrom, merge } from 'rxjs';
import { failureOf, valueOf } from '../../core/api/loaded';
import { reloadOn } from '../../core/stream/reload-on';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { Acting } from '../../exchange/acting';
import { ExchangeApi } from '../../exchange/exchange.api';
import { roundText, weekdayWord } from './list-words';

/** What is asked for again and again: lists that are worked through each week, and templates that fill the form. */
@Component({
  selector: 'cw-lists-page',
  imports: [EmptyState, MatButton, Note, ProblemCard, RouterLink, SkeletonRows],
  providers: [Acting],
  templateUrl: './lists-page.html',
  styleUrls: ['../../exchange/table.scss', './lists-page.scss'],
})
export class ListsPage {
  private readonly api = inject(ExchangeApi);
  private readonly http = inject(HttpClient);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly lists = resource({ loader: () => this.api.get<readonly StandingListRow[]>('standing-lists') });
  protected readonly templates = resource({ loader: () => this.api.get<readonly RequestTemplateView[]>('request-templates') });
  protected readonly failure = computed(() => failureOf(this.lists, this.templates));
  protected readonly rows = computed(() => valueOf(this.lists));
  protected readonly kept = computed(() => valueOf(this.templates));
  protected readonly weekday = weekdayWord;
  protected readonly round = roundText;

  constructor() {
    reloadOn(merge(signalsOf('standingList'), resyncs()).pipe(debounceTime(500)), this.lists);
  }
  protected what(t: RequestTemplateView): string {
    return t.body.wanted.map((w) => w.what).join(', ');
  }
  protected async remove(t: RequestTemplateView): Promise<void> {
    await firstValueFrom(this.http.delete(`/api/v1/request-templates/${t.id}`));
    this.templates.reload();
  }
}
