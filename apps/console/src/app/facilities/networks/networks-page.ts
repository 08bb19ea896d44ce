import { Component, computed, inject, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState, Icon, ProblemCard, SkeletonRows } from '@causeway/console-ui';
import { failureOf } from '../../core/api/loaded';
import { FacilitiesApi } from '../facilities.api';
import { networkWords } from '../facility-words';

/** Networks and affinity domains the directory names. */
@Component({
  selector: 'cw-networks-page',
  imports: [EmptyState, Icon, MatButton, ProblemCard, RouterLink, SkeletonRows],
  template: `
    <div class="cw-page-head"><a matButton="text" routerLink="/facilities" aria-label="Back to all facilities"><cw-icon name="arrow_back" /></a><h1>Networks</h1></div>
    <div class="body">
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (!loaded.hasValue()) {<cw-skeleton-rows [rows]="4" what="Networks" />}
      @else {
        <section class="cw-panel" aria-labelledby="networks-head">
          <div class="cw-panel-head"><h2 id="networks-head">Sharing communities</h2></div>
          <ul class="rows">@for (n of loaded.value(); track n.id) {
            <li class="line"><a class="grow" [routerLink]="['/facilities/networks', n.id]"><b><bdi>{{ n.name }}</bdi></b></a><span class="cw-muted cw-small">{{ kinds[n.kind] ?? n.kind }}@if (n.oid) {, <span class="cw-mono">{{ n.oid }}</span>}</span><span>{{ n.live }} of {{ n.members }} live</span></li>
          }</ul>
          @if (loaded.value().length === 0) {<cw-empty-state kind="new" icon="domain" title="No network yet" text="Say on a partner's page, under Change, to which networks and affinity domains it belongs; mCSD bundles bring them along." />}
        </section>
      }
    </div>
  `,
  styleUrl: '../tabs/tab.scss',
  styles: `:host { overflow: auto; align-content: start; flex: 1; } .body { display: grid; gap: 12px; padding: 0 20px 24px; max-width: 900px; }`,
})
export class NetworksPage {
  private readonly api = inject(FacilitiesApi);
  protected readonly loaded = resource({ loader: () => this.api.networks() });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly kinds = networkWords;
}
