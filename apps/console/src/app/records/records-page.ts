import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { Clock, EmptyState, Icon, PersonName, ProblemCard, requestInLooks, Worklist, WorklistCell, type WorklistColumn } from '@causeway/console-ui';
import { type RequestInRow, type RequestInView, requestInViews } from '@causeway/contracts';
import { Access } from '../core/access/access';
import { Preferences } from '../core/preferences/preferences';
import { RequestsInStore } from './records.store';

const VIEW_WORDS: Readonly<Record<RequestInView, string>> = { open: 'Open', emergency: 'Emergency', 'to-approve': 'To approve', promised: 'Promised', done: 'Done' };
const COLUMNS: readonly WorklistColumn[] = [
  { id: 'clock', head: 'Answer', width: '150px' }, { id: 'from', head: 'Asked by', width: 'minmax(140px, 1fr)' }, { id: 'patient', head: 'Patient', width: 'minmax(130px, 1fr)' }, { id: 'what', head: 'What', width: 'minmax(150px, 1.3fr)', from: 620 },
  { id: 'count', head: 'Sent', width: '84px', from: 760 }, { id: 'state', head: 'State', width: '132px', from: 400 },
];

/** What partners ask us for, by when they must have an answer. */
@Component({
  selector: 'cw-records-page',
  imports: [Clock, EmptyState, Icon, MatButton, PersonName, ProblemCard, RouterLink, Worklist, WorklistCell],
  template: `
    <div class="cw-page-head"><h1>Asked of us</h1><span class="cw-spacer"></span>@if (mayAsk()) {<a matButton="filled" routerLink="/records/new">Ask for exams</a>}</div>
    <nav class="cw-views" aria-label="Views">
      @for (entry of views; track entry.view) {<a routerLink="." [queryParams]="entry.view === 'open' ? {} : { view: entry.view }" [attr.aria-current]="view() === entry.view ? 'page' : null">{{ entry.words }}@if (store.views(); as counts) { <span>{{ counts[entry.view] }}</span>}</a>}
    </nav>
    <section class="list" aria-label="Requests of partners">
      @if (store.status() === 'failed' && store.failure(); as words) {
        <cw-problem-card [title]="words.title" [text]="words.text" [icon]="words.icon" [hue]="words.hue" [traceId]="words.traceId" [canRetry]="true" (retry)="store.load(view())" />
      } @else {
        <cw-worklist
          label="Requests of partners, soonest answer first" [rows]="store.rows()" [columns]="columns" [keyOf]="keyOf" [nameOf]="nameOf" [selectable]="false" [flashing]="store.flashing()" [total]="store.total()"
          [state]="store.status() === 'loading' ? 'loading' : 'ready'" [arrived]="store.waiting().arrived" [changed]="store.waiting().changed" [asOf]="store.asOf()" [(active)]="active" (opened)="open($event)" (applied)="store.load()" (nearEnd)="store.more()">
          <ng-template cwCell="clock" [cwCellOf]="store.rows()" let-row><cw-clock [clock]="row.clock" /></ng-template>
          <ng-template cwCell="from" [cwCellOf]="store.rows()" let-row><span class="cw-l1">@if (row.emergency) {<span class="cw-ink" data-hue="stop"><cw-icon name="bolt-fill" size="s" /><span class="cw-vh">emergency, </span></span>}<bdi>{{ row.facility?.name ?? row.requester.name }}</bdi></span><span class="cw-l2">{{ row.number }} · {{ row.requester.name }}</span></ng-template>
          <ng-template cwCell="patient" [cwCellOf]="store.rows()" let-row><span class="cw-l1">@if (namesHidden()) {Name hidden} @else {<cw-person-name [name]="row.patient.name" />}</span></ng-template>
          <ng-template cwCell="what" [cwCellOf]="store.rows()" let-row><span class="cw-l1"><bdi>{{ what(row) }}</bdi></span></ng-template>
          <ng-template cwCell="count" [cwCellOf]="store.rows()" let-row><span class="cw-l1">{{ row.accepted > 0 ? row.sent + ' of ' + row.accepted : '' }}</span></ng-template>
          <ng-template cwCell="state" [cwCellOf]="store.rows()" let-row><span class="cw-l1 cw-ink" [attr.data-hue]="looks[row.state].hue"><cw-icon [name]="looks[row.state].icon" size="s" /> {{ looks[row.state].word }}</span></ng-template>
          <ng-container cwEmpty><cw-empty-state [kind]="(store.views()?.['done'] ?? 0) > 0 ? 'done' : 'new'" title="Nobody waits for exams of ours" text="What partners ask for over their line or as partner users stands here." /></ng-container>
        </cw-worklist>
      }
    </section>
  `,
  styleUrl: '../exchange/list.scss',
})
export class RecordsPage {
  protected readonly store = inject(RequestsInStore);
  private readonly router = inject(Router);
  private readonly access = inject(Access);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly mayAsk = computed(() => this.access.can('requestIn.create'));
  protected readonly views = requestInViews.map((view) => ({ view, words: VIEW_WORDS[view] }));
  protected readonly view = computed(() => (requestInViews.find((v) => v === this.params().get('view')) ?? 'open'));
  protected readonly columns = COLUMNS;
  protected readonly looks = requestInLooks;
  protected readonly active = signal<string | null>(null);
  protected readonly keyOf = (row: RequestInRow): string => row.id;
  protected readonly nameOf = (row: RequestInRow): string => row.number;
  protected readonly what = (row: RequestInRow): string => row.wanted.map((w) => w.what).join(', ');

  constructor() {
    effect(() => {
      const view = this.view();
      untracked(() => void this.store.load(view));
    });
  }
  protected open(row: RequestInRow): void {
    void this.router.navigate(['/records', row.id]);
  }
}
