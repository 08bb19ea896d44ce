import { Component, computed, inject, input, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, Icon, Note, ReasonAsker, SiteTime, SkeletonRows, StateChip, verdictLooks, WhyLink } from '@causeway/console-ui';
import type { HoldDetail, RetentionPanel } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { reasonWords } from '../core/why/decision-words';
import { Why } from '../core/why/why';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { HoldAsker } from './hold-asker';
import { againText, becauseText, leftText, untilText } from './retention-words';

/** Until when this exam is kept, which rule says so, and what forbids its deletion. */
@Component({
  selector: 'cw-retention-tab',
  imports: [EmptyState, Icon, MatButton, Note, RouterLink, SkeletonRows, StateChip, WhyLink],
  providers: [Acting],
  template: `
    @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
    @if (loaded.hasValue()) {
      @if (loaded.value().tombstone; as t) {
        <section>
          <div class="cw-row cw-wrap"><h2>Purged</h2><cw-state-chip [look]="looks.disposed" /></div>
          <dl class="cw-kv"><dt>On</dt><dd>{{ site.dateTime(t.at) }}</dd><dt>Was kept until</dt><dd>{{ day(t.until) }}: {{ because(t.because) }}</dd><dt>Had</dt><dd>{{ t.images }} images in {{ t.series }} series</dd><dt>Decided in</dt><dd><a [routerLink]="['/dispositions', t.disposition.id]">batch {{ t.disposition.number }}</a></dd></dl>
        </section>
      } @else if (loaded.value().row; as r) {
        <section>
          <div class="cw-row cw-wrap"><h2>Kept until {{ until(r.until) }}</h2><cw-state-chip [look]="looks[r.state]" /></div>
          <p class="cw-muted">{{ left(r) }}</p>
          <dl class="cw-kv">
            <dt>Because</dt><dd>{{ words(r) }}@if (r.decisionId; as d) { <cw-why-link about="how long it is kept" (asked)="why.open(d)" />}@if (r.cite) {<span class="cw-muted cite">{{ r.cite }}</span>}</dd>
            <dt>Used in a decision</dt><dd>{{ r.usedInDecision ? 'yes' : 'no' }}</dd><dt>Images made from it</dt><dd>{{ r.derivedSeries ? 'yes' : 'none known' }}</dd><dt>Last looked at</dt><dd>{{ r.lastViewedAt ? day(r.lastViewedAt) : 'never here' }}</dd>
            <dt>From its source again</dt><dd>{{ again(r.retrievable) }}</dd>@if (r.adopted !== null) {<dt>Treated as our own</dt><dd>{{ r.adopted }}</dd>}
          </dl>
        </section>
        <section>
        @for (h of r.holds; track h.id) {<cw-note hue="held" icon="lock"><a [routerLink]="['/holds', h.id]"><b>Hold {{ h.number }}: <bdi>{{ h.matter }}</bdi></b></a>. Nothing of it is deleted.</cw-note>}
        @if (r.disposition; as d) {<cw-note hue="attn" icon="gavel">To end in <a [routerLink]="['/dispositions', d.id]">batch {{ d.number }}</a>.</cw-note>}
        <div class="acts">
          @if (may('extend')) {<button matButton="outlined" class="cw-xs" type="button" (click)="extend()">Keep longer</button>}
          @if (may('adopt')) {<button matButton="outlined" class="cw-xs" type="button" (click)="reason('adopt')">Treat as our own</button>}
          @if (may('mark') && !r.usedInDecision) {<button matButton="outlined" class="cw-xs" type="button" (click)="reason('used')">It was used</button>}
          @if (may('mark') && !r.derivedSeries) {<button matButton="outlined" class="cw-xs" type="button" (click)="reason('derived')">Images were made from it</button>}
          @if (may('hold') || may('ask-hold')) {<button matButton="outlined" class="cw-xs" type="button" (click)="hold()"><cw-icon name="lock" size="s" />{{ may('hold') ? 'Hold' : 'Ask for a hold' }}</button>}
        </div>
        </section>
      } @else {<cw-empty-state kind="new" icon="schedule" title="Not decided yet" text="How long it is kept is decided when it has come to rest: released, returned, rejected or known as our own." />}
    } @else if (loaded.error()) {<cw-note hue="stop" icon="error">This cannot be read now. <button type="button" class="link" (click)="loaded.reload()">Try again</button></cw-note>}
    @else {<cw-skeleton-rows [rows]="4" what="Retention" />}
  `,
  styles: `h2 { margin: 0; font: var(--mat-sys-title-small); } cw-why-link { margin-inline-start: 4px; } .acts { display: flex; flex-wrap: wrap; gap: 6px; } .cite { display: block; } .link { min-height: 24px; border: 0; background: none; color: inherit; text-decoration: underline; font: inherit; cursor: pointer; }`,
  styleUrl: '../exam/tabs/tab.scss',
})
export class RetentionTab {
  readonly examId = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly fields = inject(FieldsAsker);
  private readonly reasons = inject(ReasonAsker);
  private readonly holds = inject(HoldAsker);
  protected readonly acting = inject(Acting);
  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ params: () => this.examId(), loader: ({ params }) => this.api.get<RetentionPanel>(`retention/exams/${params}`) });
  private readonly row = computed(() => (this.loaded.hasValue() ? this.loaded.value().row : null));
  protected readonly looks = verdictLooks;
  protected readonly until = untilText;
  protected readonly left = leftText;
  protected readonly words = becauseText;
  protected readonly again = againText;
  protected readonly because = reasonWords;
  protected readonly day = dateText;

  constructor() {
    reloadOn(merge(signalsOf('verdict', 'hold'), resyncs()).pipe(debounceTime(700)), this.loaded);
  }
  protected may(move: string): boolean {
    return this.row()?.moves.some((m) => m.move === move) ?? false;
  }

  protected extend(): Promise<void> {
    return this.make('extend', async (version, attempt) => {
      const a = await this.fields.ask({ title: 'Keep it longer', verb: 'Keep it', sentence: 'Longer only: no later decision makes it shorter.', fields: [{ name: 'until', label: 'Until', kind: 'date' }, { name: 'reason', label: 'Why', kind: 'words' }] }, attempt);
      return a && { version, until: a['until'], reason: a['reason'] };
    });
  }
  protected reason(act: 'adopt' | 'used' | 'derived'): Promise<void> {
    const title = { adopt: 'Treat it as our own', used: 'It was used in a decision', derived: 'Images were made from it' }[act];
    return this.make(act === 'adopt' ? 'adopt' : 'mark', async (version, attempt) => {
      const answer = await this.reasons.ask({ title, sentence: 'It is kept as the policy says for such exams. Say how you know.', reasons: [], verb: 'Write down' }, attempt);
      return answer && { version, reason: answer.text, ...(act === 'adopt' ? {} : { mark: act }) };
    });
  }
  protected async hold(): Promise<void> {
    await this.acting.make<HoldDetail>('holds', (attempt) => this.holds.ask([this.examId()], this.may('hold'), attempt));
    this.loaded.reload();
  }

  private async make(path: string, bodyOf: (version: number, attempt: Parameters<Parameters<Acting['make']>[1]>[0]) => Promise<object | null>): Promise<void> {
    const row = this.row();
    if (!row) return;
    const done = await this.acting.make<RetentionPanel>(`retention/exams/${row.examId}/${path}`, (attempt) => bodyOf(row.version, attempt));
    if (done) this.loaded.set(done);
    else this.loaded.reload();
  }
}
