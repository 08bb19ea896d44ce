import { Component, computed, inject, resource } from '@angular/core';
import { Icon, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import { debounceTime, merge, timer } from 'rxjs';
import { RouterLink } from '@angular/router';
import { failureOf, valueOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs } from '../core/stream/signals';
import { causeWords, channelWords } from './channel-words';
import { PreferencesApi } from './preferences.api';

const AGAIN_MS = 15_000;

/** For system administrators: whether mail and paging work, what waits for them, and who is told how much. No text of a notice is shown. */
@Component({
  selector: 'cw-notice-channels-page',
  imports: [Icon, Note, ProblemCard, RouterLink, SkeletonRows],
  template: `
    <div class="cw-page-head"><div><nav class="cw-small" aria-label="Where you are"><a routerLink="/notices">Notices</a></nav><h1>Ways out</h1></div></div>
    <div class="page">
      @if (failure(); as f) {
        <cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />
      } @else if (page(); as p) {
        @for (c of failing(); track c.name) {<cw-note hue="stop" icon="error"><b>{{ words[c.name] }} does not work</b> since {{ site.dateTime(c.since ?? '') }}: {{ cause(c.cause) }}. {{ c.waiting }} {{ c.waiting === 1 ? 'notice waits' : 'notices wait' }}; nothing is lost, all of them go when it is back.</cw-note>}
        <section class="cw-panel scroll" aria-labelledby="cw-ways" tabindex="0" role="region"><div class="cw-panel-head"><h2 id="cw-ways">Ways out of the house</h2></div>
          <table><thead><tr><th scope="col">Way</th><th scope="col">State</th><th scope="col">Last taken</th><th scope="col" class="cw-end">Taken</th><th scope="col" class="cw-end">Failures</th><th scope="col" class="cw-end">Waiting</th><th scope="col" class="cw-end">Refused addresses</th></tr></thead>
            <tbody>@for (c of p.rows; track c.name) {
              <tr [attr.data-hue]="c.state === 'failing' ? 'stop' : c.state === 'healthy' ? 'good' : 'wait'"><th scope="row">{{ words[c.name] }}</th>
                <td><span class="cw-row cw-tight"><cw-icon class="cw-ink" [name]="c.state === 'failing' ? 'error' : c.state === 'healthy' ? 'check_circle' : 'radio_button_unchecked'" size="s" />{{ c.set ? (c.state === 'failing' ? 'fails' : c.state === 'healthy' ? 'works' : 'not used yet') : 'not set up' }}</span></td>
                <td>{{ c.sentAt ? site.dateTime(c.sentAt) : '' }}</td><td class="cw-end">{{ c.sent }}</td><td class="cw-end">{{ c.failures }}</td><td class="cw-end">{{ c.waiting }}</td><td class="cw-end">{{ c.undeliverable }}</td></tr>
            }</tbody></table></section>
        <section class="cw-panel scroll" aria-labelledby="cw-load" tabindex="0" role="region"><div class="cw-panel-head"><h2 id="cw-load">Notices of the last 12 hours</h2></div>
          <table><thead><tr><th scope="col">Person</th><th scope="col" class="cw-end">Notices</th><th scope="col" class="cw-end">Urgent</th></tr></thead>
            <tbody>@for (l of p.load; track l.person) {<tr><th scope="row">{{ l.person }}</th><td class="cw-end">{{ l.notices }}</td><td class="cw-end">{{ l.urgent }}</td></tr>} @empty {<tr><td colspan="3" class="cw-muted">Nobody was told anything.</td></tr>}</tbody></table></section>
      } @else {<section class="cw-panel"><cw-skeleton-rows [rows]="5" what="Ways out" /></section>}
    </div>
  `,
  styles: `
    :host { display: block; flex: 1; min-height: 0; overflow: auto; }
    .page { display: grid; gap: 12px; max-width: 1000px; padding: 4px 20px 24px; }
    .scroll { overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; }
    th, td { padding: 7px 14px; text-align: start; border-bottom: 1px solid var(--mat-sys-outline-variant); font: var(--mat-sys-body-medium); }
    thead th { font: var(--mat-sys-label-medium); color: var(--mat-sys-on-surface-variant); }
    .cw-end { text-align: end; }
  `,
})
export class ChannelsPage {
  private readonly api = inject(PreferencesApi);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ loader: () => this.api.channels() });
  protected readonly page = computed(() => valueOf(this.loaded) ?? null);
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly failing = computed(() => (this.page()?.rows ?? []).filter((c) => c.state === 'failing'));
  protected readonly words = channelWords;
  protected readonly cause = causeWords;

  constructor() {
    reloadOn(merge(resyncs(), timer(AGAIN_MS, AGAIN_MS)).pipe(debounceTime(300)), this.loaded);
  }
}
