import { Component, computed, inject, input, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState, Icon, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { NetworkDetail, NetworkMember } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { Access } from '../../core/access/access';
import { failureOf, valueOf } from '../../core/api/loaded';
import { reloadOn } from '../../core/stream/reload-on';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { FacilitiesApi } from '../facilities.api';
import { agreedText, networkWords, stageLooks } from '../facility-words';

/** One sharing community: its members, how we stand with each, and what came and went in a year. */
@Component({
  selector: 'cw-network-page',
  imports: [EmptyState, Icon, MatButton, ProblemCard, RouterLink, SkeletonRows, StateChip],
  template: `
    <div class="cw-page-head"><a matButton="text" routerLink="/facilities/networks" aria-label="Back to all networks"><cw-icon name="arrow_back" /></a>
      <h1><bdi>{{ network()?.name ?? 'Network' }}</bdi></h1>@if (network(); as n) {<span class="cw-muted">{{ about(n) }}</span>}<span class="cw-spacer"></span>
      @if (mayAsk && network(); as n) {@if (n.live > 0) {<a matButton="outlined" routerLink="/requests/new" [queryParams]="{ network: n.id }"><cw-icon name="outbox" size="s" />Ask any member</a>}}</div>
    <div class="body">
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (network(); as n) {
        <section class="cw-panel" aria-labelledby="members-head">
          <div class="cw-panel-head"><h2 id="members-head">Members</h2><span class="cw-muted">{{ n.members.length }}@if (n.others > 0) {, and {{ n.others }} you do not work with}</span></div>
          @if (n.members.length > 0) {
            <div class="scroll" role="region" aria-label="Members, with what came and went in twelve months" tabindex="0"><table>
              <thead><tr><th scope="col">Member</th><th scope="col">Stage</th><th scope="col">Agreement</th><th scope="col" class="num">Exams came</th><th scope="col" class="num">Exams sent</th><th scope="col" class="num">We asked</th><th scope="col" class="num">They asked</th><th scope="col">Last exam</th></tr></thead>
              <tbody>@for (m of n.members; track m.id) {
                <tr><th scope="row"><a [routerLink]="['/facilities', m.id]"><bdi>{{ m.name }}</bdi></a>@if (m.place) {<br /><span class="cw-muted cw-small">{{ m.place }}</span>}</th><td><cw-state-chip [look]="looks[m.state]" [plain]="true" /></td><td class="cw-ink" [attr.data-hue]="agreed(m).hue">{{ agreed(m).words }}</td>
                  <td class="num">{{ m.came }}</td><td class="num">{{ m.sent }}</td><td class="num">{{ m.asked }}</td><td class="num">{{ m.askedUs }}</td><td>{{ m.lastExamAt ? site.date(m.lastExamAt) : 'never' }}</td></tr>
              }</tbody>
            </table></div>
          } @else {<cw-empty-state kind="filtered" title="No member you work with" text="Facilities of this network are worked with by others." />}
        </section>
      } @else {<cw-skeleton-rows [rows]="6" what="Network" />}
    </div>
  `,
  styleUrl: '../tabs/tab.scss',
  styles: `
    :host { overflow: auto; align-content: start; flex: 1; } .body { display: grid; grid-template-columns: minmax(0, 1fr); gap: 12px; padding: 0 20px 24px; }
    .scroll { overflow-x: auto; position: relative; } table { border-collapse: collapse; width: 100%; } th, td { padding: 6px 14px; text-align: start; vertical-align: top; white-space: nowrap; border-top: 1px solid var(--mat-sys-outline-variant); } thead th { border-top: 0; font-weight: 500; } .num { text-align: end; }
    tbody th { font-weight: 400; white-space: normal; min-width: 160px; }
  `,
})
export class NetworkPage {
  readonly id = input.required<string>();

  private readonly api = inject(FacilitiesApi);
  protected readonly site = inject(SiteTime);
  protected readonly mayAsk = inject(Access).can('requestOut.create');
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.network(params) });
  protected readonly network = computed(() => valueOf(this.loaded));
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly looks = stageLooks;

  constructor() {
    reloadOn(merge(signalsOf('facility'), resyncs()).pipe(debounceTime(1000)), this.loaded);
  }

  protected about(n: NetworkDetail): string {
    return [networkWords[n.kind] ?? n.kind, n.oid].filter(Boolean).join(' · ');
  }
  protected agreed(m: NetworkMember): ReturnType<typeof agreedText> {
    return agreedText(m.agreedUntil, this.site.day(Date.now()));
  }
}
