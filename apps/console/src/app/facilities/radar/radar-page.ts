import { Component, computed, inject, linkedSignal, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, Icon, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { EndingCertificate, GatewayAway } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf, valueOf } from '../../core/api/loaded';
import { reloadOn } from '../../core/stream/reload-on';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { Acting } from '../../exchange/acting';
import { FacilitiesApi } from '../facilities.api';
import { awayWords } from '../connections/line-words';
import { RadarAlarm } from './radar-alarm';

const OF: Readonly<Record<EndingCertificate['of'], string>> = { line: 'shown on the line', partner: 'they prove themselves with it', house: 'ours: renew it, and tell all partners' };

/** Partners that are unlike themselves, and certificates that end soon. */
@Component({
  selector: 'cw-radar-page',
  imports: [EmptyState, Icon, MatButton, Note, ProblemCard, RadarAlarm, RouterLink, SkeletonRows],
  providers: [Acting],
  template: `
    <div class="cw-page-head"><a matButton="text" routerLink="/facilities" aria-label="Back to all facilities"><cw-icon name="arrow_back" /></a><h1>Radar</h1>@if (view(); as v) {<span class="cw-muted">{{ summary(v) }}</span>}</div>
    <div class="body">
      @if (acting.refused(); as words) {<cw-note hue="attn" icon="info" role="alert">{{ words }}</cw-note>}
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (view(); as v) {
        @if (v.gateways.length > 0) {
          <section class="cw-panel" aria-labelledby="gateways-head">
            <div class="cw-panel-head"><h2 id="gateways-head">Gateways that are away</h2></div>
            <ul class="rows">@for (g of v.gateways; track g.id) {
              <li><div class="line"><a class="grow" [routerLink]="['/facilities', g.facilityId]" [queryParams]="{ tab: 'connections' }"><b><bdi>{{ g.facility }}</bdi></b></a><span class="cw-muted cw-small">last seen {{ g.lastSeenAt ? site.dateTime(g.lastSeenAt) : 'never' }}</span></div>
                <p class="cw-ink" data-hue="stop">{{ away(g) }}</p><p class="cw-muted cw-small">Behind it: {{ g.connections.join(', ') }}.@if (g.keeper) { Looked after by <bdi>{{ g.keeper }}</bdi>.}</p></li>
            }</ul>
          </section>
        }
        <section class="cw-panel" aria-labelledby="alarms-head">
          <div class="cw-panel-head"><h2 id="alarms-head">Unlike themselves</h2></div>
          <ul class="rows">@for (a of v.alarms; track a.id) {<li><cw-radar-alarm [alarm]="a" (changed)="view.set($event)" /></li>}</ul>
          @if (v.alarms.length === 0) {<cw-empty-state kind="done" title="Everybody is as usual" text="A partner appears here when far less comes than is usual by its own rhythm, when discs take the place of the wire, or when many movements fail." />}
        </section>
        <section class="cw-panel" aria-labelledby="ends-head">
          <div class="cw-panel-head"><h2 id="ends-head">Certificates that end within sixty days</h2></div>
          <ul class="rows">@for (c of v.certificates; track $index) {
            <li class="line"><span class="grow">@if (c.facilityId) {<a [routerLink]="['/facilities', c.facilityId]" [queryParams]="{ tab: 'connections' }"><bdi>{{ c.facility }}</bdi></a>} @else {<b>This house</b>}&ngsp;<bdi>{{ c.what }}</bdi>&ngsp;<span class="cw-muted cw-small">{{ of[c.of] }}</span></span><span class="cw-ink" [attr.data-hue]="hue(c)">{{ ends(c) }}</span></li>
          } @empty {<li class="cw-muted">None.</li>}</ul>
        </section>
      } @else {<cw-skeleton-rows [rows]="6" what="Radar" />}
    </div>
  `,
  styleUrl: '../tabs/tab.scss',
  styles: `p { margin: 0; } :host { overflow: auto; align-content: start; flex: 1; } .body { display: grid; gap: 12px; padding: 0 20px 24px; max-width: 960px; }`,
})
export class RadarPage {
  private readonly api = inject(FacilitiesApi);
  protected readonly acting = inject(Acting);
  protected readonly loaded = resource({ loader: () => this.api.radar() });
  protected readonly view = linkedSignal(() => valueOf(this.loaded));
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly of = OF;
  protected readonly site = inject(SiteTime);

  constructor() {
    reloadOn(merge(signalsOf('facility'), resyncs()).pipe(debounceTime(1000)), this.loaded);
  }

  protected summary(v: { readonly watched: number; readonly learning: number }): string {
    return `${v.watched} live ${v.watched === 1 ? 'partner' : 'partners'} watched${v.learning > 0 ? `, the rhythm of ${v.learning} still being learned` : ''}`;
  }
  protected away(g: GatewayAway): string {
    return awayWords(g.gateway, g.site, g.connections.length, this.site.dateTime(g.since));
  }
  protected ends(c: EndingCertificate): string {
    return Date.parse(c.endsAt) < Date.now() ? `ended ${dateText(c.endsAt.slice(0, 10))}` : `ends ${dateText(c.endsAt.slice(0, 10))}`;
  }
  protected hue(c: EndingCertificate): string {
    return Date.parse(c.endsAt) - Date.now() < 14 * 86_400_000 ? 'stop' : 'attn';
  }
}
