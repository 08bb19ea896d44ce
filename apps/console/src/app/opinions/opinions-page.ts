import { Component, computed, inject, resource } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { dateText, EmptyState, PersonName, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import { opinionViews, type OpinionPage as Page, type OpinionRow, type OpinionView } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf, valueOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { ExchangeApi } from '../exchange/exchange.api';
import { declineWords, kindWords } from '../second-opinion/opinion-words';

const VIEWS: Readonly<Record<OpinionView, string>> = { waiting: 'To look at', accepted: 'Taken up', over: 'Not taken up' };

/** Second opinions patients asked for by themselves, the oldest first. */
@Component({
  selector: 'cw-opinions-page',
  imports: [EmptyState, PersonName, ProblemCard, RouterLink, SkeletonRows],
  template: `
    <div class="cw-page-head"><div><nav class="cw-small" aria-label="Where you are"><a routerLink="/cases">Cases</a>&ngsp;<span aria-hidden="true">/</span> Asked by patients</nav><h1>Asked by patients</h1></div><span class="cw-muted">second opinions patients ask for on the open page</span></div>
    <nav class="cw-views" aria-label="Views">
      @for (v of views; track v) {<a routerLink="." [queryParams]="v === 'waiting' ? {} : { view: v }" [attr.aria-current]="view() === v ? 'page' : null">{{ words[v] }}@if (page(); as p) { <span>{{ p.views[v] }}</span>}</a>}
    </nav>
    @if (failure(); as f) {
      <cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />
    } @else if (page(); as p) {
      <ul class="rows">
        @for (r of p.rows; track r.id) {
          <li class="cw-panel">
            <a class="what" [routerLink]="['/cases/opinions', r.id]"><b>@if (!r.patient) {No longer kept} @else if (namesHidden()) {Name hidden} @else {<cw-person-name [name]="r.patient.name" />}</b></a>
            <span class="cw-muted grow">{{ r.serviceLine }}, {{ kinds[r.kind][0].toLowerCase() }}@if (r.patient?.birthDate && !namesHidden()) { · born {{ day(r.patient!.birthDate!) }}}</span>
            <span class="cw-ink" [attr.data-hue]="late(r) ? 'stop' : null">{{ standing(r) }}</span>
          </li>
        } @empty {<li><cw-empty-state [kind]="view() === 'waiting' && p.views.accepted + p.views.over > 0 ? 'done' : 'new'" icon="rate_review" [title]="view() === 'waiting' ? 'Nobody waits' : 'None yet'" text="Patients ask on the open page, for the service lines a system administrator opened for it." /></li>}
      </ul>
    } @else {<div class="rows"><div class="cw-panel"><cw-skeleton-rows [rows]="4" what="Questions" /></div></div>}
  `,
  styles: `
    :host { display: block; flex: 1; min-height: 0; overflow: auto; }
    .rows { display: grid; gap: 8px; margin: 0; padding: 8px 20px 20px; list-style: none; }
    .rows li.cw-panel { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 18px; padding: 12px 14px; }
    .what { flex: 1 1 200px; } .grow { flex: 1 1 200px; }
    cw-problem-card { margin: 20px; max-width: 560px; }
    @media (max-width: 500px) { .rows { padding: 8px 12px 20px; } }
  `,
})
export class OpinionsPage {
  private readonly api = inject(ExchangeApi);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly views = opinionViews;
  protected readonly words = VIEWS;
  protected readonly kinds = kindWords;
  protected readonly day = dateText;
  protected readonly view = computed(() => opinionViews.find((v) => v === this.params().get('view')) ?? 'waiting');
  protected readonly loaded = resource({ params: () => this.view(), loader: ({ params }) => this.api.get<Page>('opinions', { view: params }) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly page = computed(() => valueOf(this.loaded) ?? null);

  constructor() {
    reloadOn(merge(signalsOf('opinion'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }

  protected late(r: OpinionRow): boolean {
    return r.state === 'waiting' && Date.parse(r.lookBy) < Date.now();
  }
  protected standing(r: OpinionRow): string {
    if (r.state === 'waiting') return `${this.late(r) ? 'should have been looked at' : 'look at it by'} ${this.site.dateTime(r.lookBy)}`;
    if (r.state === 'accepted') return `case ${r.case?.number ?? ''}, ${this.site.dateTime(r.stateSince)}`;
    return `${r.declined ? declineWords[r.declined][0] : r.state === 'withdrawn' ? 'taken back by the patient' : 'nobody answered'}, ${this.site.dateTime(r.stateSince)}`;
  }
}
