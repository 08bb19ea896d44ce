import { Component, computed, inject, resource } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { dateText, EmptyState, holdLooks, Note, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import { holdViews, type HoldPage } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { ExchangeApi } from '../exchange/exchange.api';
import { RetentionNav } from './retention-nav';

const WORDS = { open: 'Open', 'to-confirm': 'Waiting for somebody', ended: 'Ended' } as const;

/** Legal holds: matters that forbid deletion. */
@Component({
  selector: 'cw-holds-page',
  imports: [EmptyState, Note, ProblemCard, RetentionNav, RouterLink, SkeletonRows, StateChip],
  template: `
    <div class="cw-page-head"><h1>Holds</h1></div>
    <cw-retention-nav />
    <div class="body">
      <nav class="cw-views" aria-label="Which holds">@for (v of views; track v) {<a routerLink="." [queryParams]="v === 'open' ? {} : { view: v }" [attr.aria-current]="view() === v ? 'page' : null">{{ words[v] }}</a>}</nav>
      <cw-note hue="wait" icon="info">A hold is placed from the list of exams or from one exam, on that exam, on all of its patient or on all from where it came. It forbids deletion from the moment it is asked for, and two people release it.</cw-note>
      @if (failure(); as f) {
        <cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />
      } @else if (!loaded.hasValue()) {<cw-skeleton-rows [rows]="5" what="Holds" />}
      @else if (loaded.value().rows.length === 0) {
        <cw-empty-state kind="new" icon="lock" title="No hold here" text="When counsel names a matter, choose its exams in the calendar and hold them." />
      } @else {
        <div class="scroll" role="region" aria-label="Holds" tabindex="0">
          <table>
            <thead><tr><th scope="col">Matter</th><th scope="col">Custodian</th><th scope="col">Covers</th><th scope="col">Asked by</th><th scope="col">Planned end</th><th scope="col">State</th></tr></thead>
            <tbody>
              @for (h of loaded.value().rows; track h.id) {
                <tr>
                  <th scope="row"><a [routerLink]="['/holds', h.id]"><bdi>{{ h.matter }}</bdi></a><span class="cw-muted">Hold {{ h.number }}, {{ site.dateTime(h.madeAt) }}</span></th>
                  <td><bdi>{{ h.custodian }}</bdi></td>
                  <td>{{ h.exams }} {{ h.exams === 1 ? 'exam' : 'exams' }}@if (h.about) {<span class="cw-muted"><bdi>{{ h.about }}</bdi></span>}</td>
                  <td><bdi>{{ h.askedBy.name }}</bdi></td>
                  <td>{{ h.plannedEnd ? day(h.plannedEnd) : 'open' }}</td>
                  <td><cw-state-chip [look]="looks[h.state]" /></td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      }
    </div>
  `,
  styleUrl: './retention-page.scss',
})
export class HoldsPage {
  private readonly api = inject(ExchangeApi);
  protected readonly site = inject(SiteTime);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly views = holdViews;
  protected readonly words = WORDS;
  protected readonly looks = holdLooks;
  protected readonly day = dateText;
  protected readonly view = computed(() => holdViews.find((v) => v === this.params().get('view')) ?? 'open');
  protected readonly loaded = resource({ params: () => this.view(), loader: ({ params }) => this.api.get<HoldPage>('holds', { view: params, limit: 200 }) });
  protected readonly failure = computed(() => failureOf(this.loaded));

  constructor() {
    reloadOn(merge(signalsOf('hold'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }
}
