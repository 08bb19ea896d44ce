import { Component, computed, inject, resource } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { dispositionLooks, EmptyState, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import { dispositionViews, type DispositionPage, type DispositionRow } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { ExchangeApi } from '../exchange/exchange.api';
import { RetentionNav } from './retention-nav';
import { sizeText } from './retention-words';

const WORDS = { open: 'Open', 'to-approve': 'For the second person', ended: 'Ended' } as const;

/** Batches of exams whose keeping is to end. */
@Component({
  selector: 'cw-dispositions-page',
  imports: [EmptyState, ProblemCard, RetentionNav, RouterLink, SkeletonRows, StateChip],
  template: `
    <div class="cw-page-head"><h1>Dispositions</h1></div>
    <cw-retention-nav />
    <div class="body">
      <nav class="cw-views" aria-label="Which batches">@for (v of views; track v) {<a routerLink="." [queryParams]="v === 'open' ? {} : { view: v }" [attr.aria-current]="view() === v ? 'page' : null">{{ words[v] }}</a>}</nav>
      @if (failure(); as f) {
        <cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />
      } @else if (!loaded.hasValue()) {<cw-skeleton-rows [rows]="5" what="Batches" />}
      @else if (loaded.value().rows.length === 0) {
        <cw-empty-state kind="done" icon="gavel" title="No batch here" text="Choose exams that may end in the calendar, and propose to end keeping them." />
      } @else {
        <div class="scroll" role="region" aria-label="Batches" tabindex="0">
          <table>
            <thead><tr><th scope="col">Batch</th><th scope="col">Exams</th><th scope="col">Proposed by</th><th scope="col">Reviewer</th><th scope="col">Second person</th><th scope="col">State</th></tr></thead>
            <tbody>
              @for (d of loaded.value().rows; track d.id) {
                <tr>
                  <th scope="row"><a [routerLink]="['/dispositions', d.id]"><bdi>{{ d.title }}</bdi></a><span class="cw-muted">Batch {{ d.number }}, {{ site.dateTime(d.madeAt) }}</span></th>
                  <td>{{ d.exams }}<span class="cw-muted">{{ counts(d) }}</span></td><td><bdi>{{ d.proposedBy?.name ?? '' }}</bdi></td><td><bdi>{{ d.reviewer?.name ?? '' }}</bdi></td><td><bdi>{{ d.approver?.name ?? '' }}</bdi></td>
                  <td><cw-state-chip [look]="looks[d.state]" /></td>
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
export class DispositionsPage {
  private readonly api = inject(ExchangeApi);
  protected readonly site = inject(SiteTime);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly views = dispositionViews;
  protected readonly words = WORDS;
  protected readonly looks = dispositionLooks;
  protected readonly view = computed(() => dispositionViews.find((v) => v === this.params().get('view')) ?? 'open');
  protected readonly loaded = resource({ params: () => this.view(), loader: ({ params }) => this.api.get<DispositionPage>('dispositions', { view: params, limit: 200 }) });
  protected readonly counts = (d: DispositionRow): string =>
    (d.purged + d.refused > 0 ? `${d.purged} purged, ${d.refused} kept` : [sizeText(d.megabytes), ...(d.out > 0 ? [`${d.out} taken out`] : [])].join(', '));
  protected readonly failure = computed(() => failureOf(this.loaded));

  constructor() {
    reloadOn(merge(signalsOf('disposition', 'purge'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }
}
