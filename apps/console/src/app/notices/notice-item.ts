import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { durationText, type Hue, Icon, noticeLooks, OwnScript, SiteTime, StateChip, Ticker, WhyLink } from '@causeway/console-ui';
import type { NoticeView } from '@causeway/contracts';
import type { NoticeState } from '@causeway/domain';
import { Preferences } from '../core/preferences/preferences';
import { Why } from '../core/why/why';
import { groupOf, isNew } from './notice-groups';
import { NoticeWays } from './notice-ways';
import { addressOfNotice, becauseWords, noticeWords, openWords } from './notice-words';

const SOON_SECONDS = 15 * 60;

/** A notice as the api sends it; the decision that caused it is named where the api says it. */
export type DecidedNotice = NoticeView & { readonly decisionId?: string | null };

/** One notice: what happened, to which exam, why this person was told, by when an answer is wanted, and the way there. */
@Component({
  selector: 'cw-notice-item',
  imports: [Icon, MatButton, NoticeWays, OwnScript, RouterLink, StateChip, WhyLink],
  template: `
    @let n = notice();
    <span class="mark cw-ink"><cw-icon [name]="words().icon" /></span>
    <div class="what">
      <p class="title">@if (fresh()) {<span class="dot" aria-hidden="true"></span><span class="cw-vh">New: </span>}{{ words().title }}</p>
      @if (label()) {<p class="label" [cwOwnScript]="label()"><bdi>{{ label() }}</bdi></p>}
      <p class="cw-muted cw-small">
        {{ because() }}
        @if (n.decisionId; as id) {<cw-why-link about="was I told" (asked)="why.open(id)" />}
      </p>
      <cw-notice-ways [notice]="n.id" [about]="words().title" />
    </div>
    <div class="when">
      @if (due(); as text) {<span class="cw-value cw-ink" [attr.data-hue]="dueHue()">{{ text }}</span>}
      <span class="cw-muted cw-small">{{ site.dateTime(n.at) }}</span>
    </div>
    <div class="ways">
      @if (ended(); as look) {<cw-state-chip [look]="look" [plain]="true" />}
      @if (n.ackNeeded) {<button matButton="outlined" class="cw-xs" type="button" [disabled]="busy()" disabledInteractive (click)="acknowledged.emit()">Acknowledge</button>}
      @else if (fresh()) {<button matButton="text" class="cw-xs" type="button" [disabled]="busy()" disabledInteractive (click)="seen.emit()">Seen</button>}
      @if (address(); as to) {<a matButton="text" class="cw-xs" [routerLink]="to" (click)="opened.emit()">{{ open() }}</a>}
    </div>
  `,
  host: { '[attr.data-hue]': 'words().hue', '[class.ended]': 'ended() !== null', '[class.urgent]': 'notice().urgent && ended() === null' },
  styles: `
    :host {
      display: grid; grid-template: 'mark what when ways' / 28px minmax(0, 1fr) auto minmax(200px, auto); gap: 4px 14px; align-items: center; padding: 10px 14px;
    }
    :host(.urgent) { box-shadow: inset 3px 0 var(--k); }
    .mark { grid-area: mark; align-self: start; padding-top: 1px; }
    .what { grid-area: what; min-width: 0; }
    .title { font: 500 13px/18px var(--cw-font); }
    .dot { display: inline-block; width: 7px; height: 7px; margin-inline-end: 6px; border-radius: 50%; background: var(--cw-copper); vertical-align: 1px; }
    .label { overflow-wrap: anywhere; }
    .when { grid-area: when; display: grid; justify-items: end; font: var(--mat-sys-body-small); white-space: nowrap; }
    .ways { grid-area: ways; display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: 8px; }
    :host(.ended) .title, :host(.ended) .label { color: var(--mat-sys-on-surface-variant); font-weight: 400; }
    @media (max-width: 760px) {
      :host { grid-template: 'mark what' 'mark when' 'mark ways' / 22px minmax(0, 1fr); }
      .when { justify-items: start; grid-auto-flow: column; justify-content: start; gap: 10px; }
      .ways { justify-content: flex-start; }
    }
  `,
})
export class NoticeItem {
  readonly notice = input.required<DecidedNotice>();
  readonly busy = input(false);
  readonly acknowledged = output<void>();
  readonly seen = output<void>();
  readonly opened = output<void>();

  protected readonly site = inject(SiteTime);
  protected readonly why = inject(Why);
  private readonly ticker = inject(Ticker);
  private readonly namesHidden = inject(Preferences).namesHidden;

  protected readonly words = computed(() => noticeWords(this.notice()));
  protected readonly because = computed(() => becauseWords(this.notice().because));
  protected readonly address = computed(() => addressOfNotice(this.notice()));
  protected readonly open = computed(() => openWords(this.notice()));
  protected readonly fresh = computed(() => isNew(this.notice()));
  protected readonly label = computed(() => (this.namesHidden() ? 'Name hidden' : this.notice().subject.label));
  protected readonly ended = computed(() => (groupOf(this.notice()) === 'done' ? noticeLooks[this.notice().state as NoticeState] : null));
  private readonly left = computed(() => {
    const { dueAt, ackNeeded } = this.notice();
    return dueAt === null || !ackNeeded ? null : (Date.parse(dueAt) - this.ticker.coarse()) / 1000;
  });
  protected readonly dueHue = computed<Hue>(() => {
    const left = this.left() ?? 0;
    return left < 0 ? 'stop' : left < SOON_SECONDS ? 'attn' : 'wait';
  });
  protected readonly due = computed(() => {
    const left = this.left();
    if (left === null) return null;
    return left < 0 ? `${durationText(-left)} late` : `answer within ${durationText(left)}`;
  });
}
