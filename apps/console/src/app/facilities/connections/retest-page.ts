import { Component, computed, DestroyRef, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { BrandMark, Icon, Note, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { RetestView } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { failureOf, valueOf } from '../../core/api/loaded';
import { wordsOf } from '../../core/api/problem-words';
import { ConnectionsApi } from './connections.api';
import { FixCardView } from './fix-card';
import { Ladder } from './ladder';
import { kindWords, lineLooks } from './line-words';
import { RunWatch } from './run-watch';

/** For somebody at a partner, without an account: the test of one connection, and starting it again after something was changed. */
@Component({
  selector: 'cw-retest-page',
  imports: [BrandMark, FixCardView, Icon, Ladder, MatButton, Note, ProblemCard, SkeletonRows, StateChip],
  providers: [RunWatch],
  template: `
    <main>
      <header><cw-brand-mark /><span>{{ view()?.house }}</span></header>
      @if (failure(); as words) {
        <cw-problem-card [title]="words.title" [text]="words.text" [icon]="words.icon" [hue]="words.hue" [traceId]="words.traceId" [canRetry]="words.canRetry" (retry)="loaded.reload()" />
      } @else if (view(); as v) {
        <div class="title"><h1>Connection to <bdi>{{ v.facility }}</bdi></h1><cw-state-chip [look]="looks[v.state]" /></div>
        <p class="cw-muted"><bdi>{{ v.label }}</bdi> · {{ kinds[v.kind] ?? v.kind }}@if (v.called) { · <bdi>{{ v.called }}</bdi>}</p>
        <p>Change what the card says, then test again: you see each step as it happens. Nothing of a patient is asked for or sent.</p>
        @if (refused(); as words) {<cw-note hue="attn" icon="info" role="alert">{{ words }}</cw-note>}
        <button matButton="filled" type="button" [disabled]="running() || wait() > 0" disabledInteractive (click)="again()"><cw-icon [name]="running() ? 'sync' : 'play_arrow'" size="s" />{{ running() ? 'Testing…' : wait() > 0 ? 'Test again in ' + wait() + ' s' : 'Test again' }}</button>
        <div class="grid">
          @if (run(); as r) {<section class="cw-panel" aria-label="Test"><cw-ladder [run]="r" /><p class="at cw-muted cw-small">@if (r.endedAt) {Tested {{ site.dateTime(r.at) }} by <bdi>{{ r.by }}</bdi>} @else {Running now}</p></section>}
          @if (run()?.card; as card) {<cw-fix-card [card]="card" [house]="v.house" [own]="true" />}
          @else if (run()?.ok) {<cw-note hue="good" icon="check_circle"><b>The connection works.</b> Nothing more is needed from you. {{ v.house }} sees the same.</cw-note>}
        </div>
        <p class="cw-muted cw-small">This page opens until {{ site.dateTime(v.endsAt) }}.</p>
      } @else {
        <section class="cw-panel"><cw-skeleton-rows [rows]="8" what="The connection" /></section>
      }
    </main>
  `,
  styles: `
    :host { display: block; height: 100%; overflow: auto; background: var(--mat-sys-surface-container-low); }
    main { max-width: 1040px; margin: 0 auto; padding: 20px 16px 32px; display: flex; flex-direction: column; gap: 10px; align-items: flex-start; }
    header { display: flex; gap: 10px; align-items: center; font: var(--mat-sys-title-small); }
    .title { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; }
    .grid { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 14px; width: 100%; align-items: start; }
    .at { padding: 8px 14px; }
    section, cw-problem-card { width: 100%; }
    @media (max-width: 820px) { .grid { grid-template-columns: minmax(0, 1fr); } }
  `,
})
export class RetestPage {
  private readonly api = inject(ConnectionsApi);
  private readonly watch = inject(RunWatch);
  protected readonly site = inject(SiteTime);
  /** What stands behind # in the address: it never travels in an address of a request. */
  private readonly token = location.hash.slice(1);
  protected readonly loaded = resource({ loader: () => this.api.look(this.token).then((v) => this.took(v)) });
  private readonly newest = signal<RetestView | null>(null);
  protected readonly view = computed(() => this.newest() ?? valueOf(this.loaded) ?? null);
  protected readonly failure = computed(() => (this.newest() ? null : failureOf(this.loaded)));
  protected readonly run = this.watch.run;
  protected readonly running = computed(() => this.run()?.endedAt === null);
  protected readonly refused = signal<string | null>(null);
  protected readonly wait = signal(0);
  protected readonly looks = lineLooks;
  protected readonly kinds = kindWords;

  constructor() {
    const second = setInterval(() => this.wait.update((left) => Math.max(0, left - 1)), 1000);
    inject(DestroyRef).onDestroy(() => clearInterval(second));
  }

  protected async again(): Promise<void> {
    this.refused.set(null);
    try {
      this.took(await this.api.again(this.token));
    } catch (error) {
      const { problem } = problemFrom(error);
      this.refused.set(wordsOf(problem).text);
      // somebody tests it already: what they see is what was asked for
      if (problem.code === 'test-running') await this.api.look(this.token).then((view) => this.took(view), () => undefined);
    }
  }

  private took(view: RetestView): RetestView {
    this.newest.set(view);
    this.wait.set(view.again);
    const look = async (): Promise<RetestView['run']> => {
      const now = await this.api.look(this.token);
      this.newest.set(now);
      return now.run;
    };
    this.watch.follow(view.run, look, () => this.refused.set(null));
    return view;
  }
}
