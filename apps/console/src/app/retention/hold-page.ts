import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, holdLooks, Note, ProblemCard, ReasonAsker, SiteTime, SkeletonRows, StateChip, type Attempt } from '@causeway/console-ui';
import type { HoldDetail } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { stateWord } from '../exchange/words';
import { RetentionNav } from './retention-nav';
import { untilText } from './retention-words';

const ACTS = [['activate', 'Place it'], ['confirm-release', 'Confirm the release'], ['ask-release', 'Ask for its release'], ['refuse-release', 'It stays'], ['decline', 'Decline']] as const;
const ASKS: Readonly<Record<string, readonly [title: string, sentence: string, verb: string]>> = {
  'ask-release': ['Ask for the release', 'A second person confirms it. Until then, and when nobody does in seven days, the hold stays.', 'Ask'],
  'refuse-release': ['The hold stays', 'Say why.', 'It stays'],
  decline: ['Decline the hold', 'Nothing forbids deletion any more. Say why.', 'Decline'],
};

/** One hold: its matter, who answers for it, and every exam it covers. */
@Component({
  selector: 'cw-hold-page',
  imports: [MatButton, Note, ProblemCard, RetentionNav, RouterLink, SkeletonRows, StateChip],
  providers: [Acting],
  template: `
    @if (h(); as h) {
      <div class="cw-page-head"><h1><bdi>{{ h.matter }}</bdi></h1><cw-state-chip [look]="looks[h.state]" /></div>
      <cw-retention-nav />
      <div class="body">
        @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
        @if (h.state === 'requested') {<cw-note hue="attn" icon="gavel">It blocks already. A records manager places it or declines it.</cw-note>}
        @if (h.state === 'release-asked') {<cw-note hue="attn" icon="how_to_reg"><b>{{ h.releaseAskedBy?.name }} asks for its release:</b> {{ h.releaseReason }}. Somebody else confirms it.</cw-note>}
        <div class="acts">@for (a of acts; track a[0]) {@if (may(a[0])) {<button [matButton]="$first ? 'filled' : 'outlined'" type="button" [disabled]="acting.busy()" disabledInteractive (click)="act(a[0])">{{ a[1] }}</button>}}</div>
        <section class="cw-panel facts"><div class="cw-panel-body"><dl class="cw-kv">
          <dt>Hold</dt><dd>{{ h.number }}</dd><dt>Custodian</dt><dd><bdi>{{ h.custodian }}</bdi></dd><dt>Why</dt><dd>{{ h.reason }}</dd><dt>Asked by</dt><dd>{{ h.askedBy.name }}, {{ site.dateTime(h.madeAt) }}</dd>
          @if (h.placedBy) {<dt>Placed by</dt><dd>{{ h.placedBy.name }}</dd>}
          @if (h.about) {<dt>Covers</dt><dd>everything of <bdi>{{ h.about }}</bdi>, also what comes later</dd>}
          <dt>Planned end</dt><dd>{{ h.plannedEnd ? day(h.plannedEnd) + ', by hand' : 'none' }}</dd>
          @if (h.releasedBy) {<dt>Released by</dt><dd>{{ h.releaseAskedBy?.name }} and {{ h.releasedBy.name }}: {{ h.releaseReason }}</dd>}
        </dl></div></section>
        <div class="scroll" role="region" aria-label="Exams under this hold" tabindex="0">
          <table>
            <thead><tr><th scope="col">Exam</th><th scope="col">From</th><th scope="col">Else kept until</th><th scope="col">State</th></tr></thead>
            <tbody>
              @for (x of h.examList; track x.examId) {
                <tr><th scope="row"><a [routerLink]="['/inbound', x.examId]" fragment="retention"><bdi>{{ namesHidden() ? 'Name hidden' : x.patient }}</bdi></a><span class="cw-muted"><bdi>{{ x.description }}</bdi>{{ x.studyDate ? ' · ' + day(x.studyDate) : '' }}</span></th><td><bdi>{{ x.source ?? '' }}</bdi></td><td>{{ until(x.until) }}</td><td>{{ word(x.state) }}</td></tr>
              } @empty {<tr><td colspan="4" class="cw-muted">None of its exams is yours to see, or none has come yet.</td></tr>}
            </tbody>
          </table>
        </div>
      </div>
    } @else if (failure(); as f) {
      <cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />
    } @else {<cw-skeleton-rows [rows]="6" what="The hold" />}
  `,
  styleUrls: ['./retention-page.scss', './detail.scss'],
})
export class HoldPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly reasons = inject(ReasonAsker);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  private readonly answered = signal<HoldDetail | null>(null);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<HoldDetail>(`holds/${params}`) });
  protected readonly h = computed(() => {
    const [own, read] = [this.answered(), this.loaded.hasValue() ? this.loaded.value() : null];
    return own && own.id === this.id() && (!read || own.version >= read.version) ? own : read;
  });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly looks = holdLooks;
  protected readonly day = dateText;
  protected readonly until = untilText;
  protected readonly acts = ACTS;
  protected readonly word = (state: string): string => stateWord[state] ?? state;

  constructor() {
    reloadOn(merge(signalsOf('hold'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }
  protected may(move: string): boolean {
    return this.h()?.moves.some((m) => m.move === move) ?? false;
  }
  protected async act(move: string): Promise<void> {
    const h = this.h();
    if (!h) return;
    const done = await this.acting.move('holds', h, move, async (_now, attempt: Attempt) => {
      const ask = ASKS[move];
      if (!ask) return {};
      const answer = await this.reasons.ask({ title: ask[0], sentence: ask[1], reasons: [], verb: ask[2], danger: move === 'decline' }, attempt);
      return answer && { reason: answer.text };
    });
    if (done) this.answered.set(done);
    this.loaded.reload();
  }
}
