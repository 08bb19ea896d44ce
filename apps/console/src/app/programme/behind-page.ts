import { Component, computed, inject, input, resource } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, RouterLink } from '@angular/router';
import { EmptyState, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { BehindPage, BehindRow } from '@causeway/contracts';
import { measures, type MeasureId } from '@causeway/domain';
import { failureOf, valueOf } from '../core/api/loaded';
import { ExchangeApi } from '../exchange/exchange.api';
import { addressOf } from '../slices';
import { actText, amountText } from './programme-words';

const KINDS: Readonly<Record<string, string>> = { inbound: 'Exam', overread: 'Over-read', requestOut: 'Request', case: 'Review', facility: 'Partner' };

/** The single facts a figure of the programme is made of, each leading to the thing itself. */
@Component({
  selector: 'cw-behind-page',
  imports: [EmptyState, MatButton, ProblemCard, RouterLink, SkeletonRows],
  template: `
    <div class="cw-page-head"><div><nav class="cw-small" aria-label="Where you are"><a routerLink="/programme">Programme</a>&ngsp;<span aria-hidden="true">/</span> Behind a figure</nav><h1>{{ name() }}</h1></div><span class="cw-muted">{{ says() }}</span></div>
    <div class="page">
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (page(); as p) {
        <section class="cw-panel">
          <div class="cw-panel-head"><h2>{{ span() }}</h2>@if (share()) {<nav class="cw-views" aria-label="Which">@for (w of which; track w[0]) {<a routerLink="." [queryParams]="{ hit: w[0], cursor: null }" queryParamsHandling="merge" [attr.aria-current]="(asked()['hit'] ?? null) === w[0] ? 'page' : null">{{ w[1] }}</a>}</nav>}</div>
          @if (p.rows.length === 0) {<cw-empty-state kind="done" icon="monitoring" title="Nothing in this time" text="Choose another span on the page before." />} @else {
            <div class="scroll" role="region" aria-label="Facts" tabindex="0"><table>
              <thead><tr><th scope="col">When</th><th scope="col">Thing</th><th scope="col">Counts as</th><th scope="col">Partner</th><th scope="col">Line</th><th scope="col">What was done</th></tr></thead>
              <tbody>@for (r of p.rows; track $index) {
                <tr><th scope="row">{{ site.dateTime(r.at) }}</th><td>@if (address(r); as to) {<a [routerLink]="to">{{ kinds[r.kind] ?? r.kind }}</a>} @else {{{ kinds[r.kind] ?? r.kind }}}</td><td>{{ counts(r) }}</td><td><bdi>{{ r.facility ?? '' }}</bdi></td><td>{{ r.line ?? '' }}</td><td>{{ notes(r) }}</td></tr>
              }</tbody>
            </table></div>
          }
        </section>
        @if (p.next) {<p><a matButton="outlined" routerLink="." [queryParams]="{ cursor: p.next }" queryParamsHandling="merge">Older ones</a></p>}
      } @else {<section class="cw-panel"><cw-skeleton-rows [rows]="8" what="Facts" /></section>}
    </div>
  `,
  styleUrl: './programme.scss',
})
export class BehindAFigurePage {
  readonly measure = input.required<MeasureId>();
  private readonly api = inject(ExchangeApi);
  protected readonly site = inject(SiteTime);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly asked = computed(() => Object.fromEntries(['month', 'days', 'facility', 'line', 'hit', 'cursor'].flatMap((k) => (this.params().get(k) ? [[k, this.params().get(k) ?? '']] : []))) as Record<string, string>);
  protected readonly loaded = resource({ params: () => ({ asked: this.asked(), measure: this.measure() }), loader: ({ params }) => this.api.get<BehindPage>(`programme/behind/${params.measure}`, params.asked) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly page = computed(() => valueOf(this.loaded));
  private readonly row = computed(() => (this.measure() in measures ? measures[this.measure()] : null));
  protected readonly name = computed(() => this.row()?.name ?? 'Measure');
  protected readonly says = computed(() => this.row()?.says ?? '');
  protected readonly share = computed(() => this.row()?.sum === 'share');
  protected readonly span = computed(() => (this.row()?.sum === 'standing' ? 'Now' : this.asked()['month'] ? `Month ${this.asked()['month']}` : `Last ${this.asked()['days'] ?? '90'} days`));
  protected readonly which = [[null, 'All'], ['yes', 'Counted'], ['no', 'Not counted']] as const;
  protected readonly kinds = KINDS;

  protected address(r: BehindRow): string | null {
    return addressOf({ kind: r.kind, id: r.id });
  }
  protected counts(r: BehindRow): string {
    return this.share() ? (r.amount === 1 ? 'yes' : 'no') : amountText(this.row()?.unit ?? 'count', r.amount);
  }
  protected notes(r: BehindRow): string {
    return r.notes.length === 0 && this.measure() === 'straight-through' ? 'nobody touched it' : r.notes.map(actText).join(', ');
  }
}
