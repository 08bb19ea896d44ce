import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { countText, EmptyState, Icon, PersonName, ProblemCard, sendLooks, SiteTime, StateChip, Worklist, WorklistCell, type WorklistColumn } from '@causeway/console-ui';
import { type SendRow, sendViews } from '@causeway/contracts';
import { Access } from '../core/access/access';
import { wordsOf } from '../core/api/problem-words';
import { Preferences } from '../core/preferences/preferences';
import { causeOf, purposeWords, recipientLine, viewWords } from './send-words';
import { SendsStore } from './sends.store';

/** What we send on: to whom, for what, and where it stands. */
@Component({
  selector: 'cw-sends-page',
  imports: [EmptyState, Icon, MatButton, PersonName, ProblemCard, RouterLink, StateChip, Worklist, WorklistCell],
  template: `
    <div class="cw-page-head">
      <h1>Sends</h1>
      @if (store.views(); as views) {<span class="cw-muted">{{ views.open }} open, {{ views['to-approve'] }} to approve, {{ views.trouble }} in trouble</span>}
      <span class="cw-spacer"></span>
      <a matButton="outlined" routerLink="/sends/refusals"><cw-icon name="block" size="s" />Not given on</a>
      @if (maySend()) {<a matButton="filled" routerLink="/sends/new"><cw-icon name="send" size="s" />Send exams</a>}
    </div>
    <nav class="cw-views" aria-label="Views">
      @for (entry of views; track entry.view) {
        <a routerLink="/sends" [queryParams]="{ view: entry.view === 'open' ? null : entry.view }" [attr.aria-current]="store.view() === entry.view ? 'page' : null">{{ entry.words }}@if (store.views(); as counts) { <span>{{ counts[entry.view] }}</span>}</a>
      }
    </nav>
    <section class="list" aria-label="Sends">
      @if (store.status() === 'failed' && failure(); as words) {
        <cw-problem-card [title]="words.title" [text]="words.text" [icon]="words.icon" [hue]="words.hue" [traceId]="words.traceId" [canRetry]="true" (retry)="store.load()" />
      } @else {
        <cw-worklist
          label="Sends, the newest first" [rows]="store.rows()" [columns]="columns" [keyOf]="keyOf" [nameOf]="nameOf" [flashing]="store.flashing()" [total]="store.total()" [selectable]="false"
          [state]="store.status() === 'loading' ? 'loading' : 'ready'" [arrived]="store.waiting().arrived" [changed]="store.waiting().changed" [asOf]="asOf()" [(active)]="active"
          (opened)="open($event)" (previewed)="open($event)" (applied)="store.load()" (nearEnd)="store.more()">
          <ng-template cwCell="state" [cwCellOf]="store.rows()" let-row><cw-state-chip [look]="looks[row.state]" /></ng-template>
          <ng-template cwCell="patient" [cwCellOf]="store.rows()" let-row>
            <span class="cw-l1">@if (namesHidden()) {Name hidden} @else {<cw-person-name [name]="row.patient" />}</span>
            <span class="cw-l2"><bdi>{{ exams(row) }}</bdi></span>
          </ng-template>
          <ng-template cwCell="to" [cwCellOf]="store.rows()" let-row><span class="cw-l1"><bdi>{{ row.recipient.facility }}</bdi></span><span class="cw-l2"><bdi>{{ row.recipient.link ? 'by link' : (row.recipient.person ?? 'nobody named') }}</bdi></span></ng-template>
          <ng-template cwCell="purpose" [cwCellOf]="store.rows()" let-row><span class="cw-l1">{{ purposes[row.purpose] ?? row.purpose }}</span><span class="cw-l2">{{ when(row) }}</span></ng-template>
          <ng-template cwCell="images" [cwCellOf]="store.rows()" let-row>@if (row.total > 0) {<span class="cw-l1">{{ number(row.verified) }}<span class="cw-muted"> / {{ number(row.total) }}</span></span>}</ng-template>
          <ng-template cwCell="route" [cwCellOf]="store.rows()" let-row><span class="cw-l1"><bdi>{{ row.route?.label ?? '' }}</bdi></span></ng-template>
          <ng-template cwCell="owner" [cwCellOf]="store.rows()" let-row><span class="cw-l1"><bdi>{{ row.owner.name }}</bdi></span><span class="cw-l2">{{ site.dateTime(row.madeAt) }}</span></ng-template>
          <ng-template cwCell="what" [cwCellOf]="store.rows()" let-row><span class="cw-l2">{{ cause(row.reason) }}</span></ng-template>
          <ng-container cwEmpty>
            @if ((store.views()?.all ?? 0) > 0) {<cw-empty-state kind="done" title="Nothing waits here" text="Other views hold what was sent." />}
            @else {<cw-empty-state kind="new" icon="outbox" title="Nothing was sent yet" text="Open an exam and choose Send to, or begin here." />}
          </ng-container>
        </cw-worklist>
      }
    </section>
  `,
  styles: `
    :host { display: flex; flex-direction: column; flex: 1; min-height: 0; }
    .list { display: flex; flex-direction: column; flex: 1; min-height: 0; }
    cw-worklist { flex: 1; }
    cw-problem-card { margin: 20px; max-width: 560px; }
  `,
})
export class SendsPage {
  protected readonly store = inject(SendsStore);
  private readonly router = inject(Router);
  private readonly access = inject(Access);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly active = signal<string | null>(null);
  protected readonly views = sendViews.map((view) => ({ view, words: viewWords[view] }));
  protected readonly maySend = computed(() => this.access.can('send.create'));
  protected readonly looks = sendLooks;
  protected readonly purposes = purposeWords;
  protected readonly number = countText;
  protected readonly cause = causeOf;
  protected readonly columns: readonly WorklistColumn[] = [
    { id: 'state', head: 'State', width: '136px' },
    { id: 'patient', head: 'Patient and exams', width: 'minmax(160px, 1.3fr)' },
    { id: 'to', head: 'To', width: 'minmax(140px, 1fr)', from: 480 },
    { id: 'purpose', head: 'For', width: '150px', from: 760 },
    { id: 'images', head: 'Images', width: '92px', align: 'end', from: 620 },
    { id: 'route', head: 'Route', width: 'minmax(100px, 0.7fr)', from: 980 },
    { id: 'owner', head: 'By', width: '150px', from: 880 },
    { id: 'what', head: 'What happened', width: 'minmax(120px, 1fr)', from: 1080 },
  ];
  protected readonly keyOf = (row: SendRow): string => row.id;
  protected readonly nameOf = (row: SendRow): string => `Send to ${recipientLine(row)}`;
  protected readonly failure = computed(() => {
    const problem = this.store.problem();
    return problem === null ? null : wordsOf(problem);
  });
  protected readonly asOf = computed(() => {
    const at = this.store.asOf();
    return at === null ? '' : `As of ${this.site.timeWithSeconds(at)}, live`;
  });

  constructor() {
    effect(() => {
      const view = sendViews.find((v) => v === this.params().get('view')) ?? 'open';
      untracked(() => void this.store.load(view));
    });
  }

  protected exams(row: SendRow): string {
    const [first] = row.exams;
    return row.exams.length === 1 ? (first?.description ?? '') : `${row.exams.length} exams: ${row.exams.map((x) => x.description).join(', ')}`;
  }

  protected when(row: SendRow): string {
    if (row.when.kind === 'at' && row.when.at) return `at ${this.site.dateTime(row.when.at)}`;
    return row.when.kind === 'report-final' ? 'when the report is final' : 'at once';
  }

  protected open(row: SendRow): void {
    void this.router.navigate(['/sends', row.id]);
  }
}
