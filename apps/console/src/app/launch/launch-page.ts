import { Component, computed, inject, input, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { dateText, EmptyState, Icon, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { Launched } from '@causeway/contracts';
import { Access } from '../core/access/access';
import { failureOf } from '../core/api/loaded';
import { ExchangeApi } from '../exchange/exchange.api';
import { HandedPatient } from '../exchange/handed-patient';
import { HistoryList } from '../exam/tabs/history-list';
import { historyLine } from '../exam/history-words';

/** Opened from a patient's record: what the house has of that patient, the way to ask a partner for more, and the way to send on what is here. The code in the address opens it once. */
@Component({
  selector: 'cw-launch-page',
  imports: [EmptyState, HistoryList, Icon, MatButton, ProblemCard, RouterLink, SkeletonRows],
  template: `
    <div class="cw-page-head"><h1>{{ name() }}</h1>@if (facts(); as f) {<span class="cw-muted">{{ f }}</span>}<span class="cw-spacer"></span>
      @if (maySend() && sendable().length > 0) {<a matButton="outlined" routerLink="/sends/new" [queryParams]="{ exams: sendable().join(',') }"><cw-icon name="send" size="s" />Send {{ sendable().length === 1 ? 'the exam' : 'exams' }} to a partner</a>}
      @if (opened.hasValue() && mayAsk()) {<button matButton="filled" type="button" (click)="ask()"><cw-icon name="outbox" size="s" />Ask a partner for exams</button>}
    </div>
    @if (failure(); as words) {
      <cw-problem-card class="middle" title="This way in is over" text="It was used already, or more than two minutes went by. Go back to the record and open it again." icon="schedule" hue="attn" [traceId]="words.traceId" />
    } @else if (opened.hasValue()) {
      <section class="cw-panel" aria-labelledby="has"><div class="cw-panel-head"><h2 id="has">What is here</h2></div>
        @if (lines().length > 0) {<cw-history-list [lines]="lines()" />}
        @else if (opened.value().known) {<cw-empty-state kind="new" icon="history" title="Nothing you may see" text="No exam, report, case, request or visit of this patient is open to you." />}
        @else {<cw-empty-state kind="new" icon="person_search" title="Not known here yet" text="No patient of this house has that number. You can ask a partner for exams all the same." />}
      </section>
      <p class="cw-muted cw-small">Not the right patient? Go back to the record. <a routerLink="/inbound">To the inbox</a></p>
    } @else {<cw-skeleton-rows [rows]="5" what="What is here" />}
  `,
  styles: `section, p { margin: 8px 20px; max-width: 900px; } cw-history-list { display: block; padding: 0 14px 10px; }`,
})
export class LaunchPage {
  readonly code = input<string>();
  private readonly api = inject(ExchangeApi);
  private readonly access = inject(Access);
  private readonly router = inject(Router);
  private readonly site = inject(SiteTime);
  private readonly handed = inject(HandedPatient);
  protected readonly opened = resource({ params: () => ({ code: this.code() ?? '' }), loader: ({ params }) => this.api.post<Launched>('launches/open', { code: params.code }) });
  protected readonly failure = computed(() => failureOf(this.opened));
  protected readonly mayAsk = computed(() => this.access.can('requestOut.create'));
  protected readonly maySend = computed(() => this.access.can('send.create'));
  /** What is released of this patient: the send begins with all of it, and leaves out what is taken out there. */
  protected readonly sendable = computed(() => (this.opened.hasValue() ? this.opened.value().history : []).filter((row) => row.kind === 'exam' && row.state === 'released').map((row) => row.id));
  protected readonly lines = computed(() => (this.opened.hasValue() ? this.opened.value().history : []).map((row) => historyLine(row, this.site)));
  protected readonly name = computed(() => {
    if (!this.opened.hasValue()) return 'From the record';
    const { family, given } = this.opened.value().patient;
    return [family, given].filter((part) => part !== '').join(', ');
  });
  protected readonly facts = computed(() => {
    if (!this.opened.hasValue()) return '';
    const { birthDate, sex, identifier } = this.opened.value().patient;
    return [sex, birthDate === null ? null : dateText(birthDate), identifier === null ? null : `${identifier.value}@${identifier.issuer}`].filter((part) => part !== null).join(' · ');
  });

  protected ask(): void {
    const { family, given, birthDate, sex, identifier } = this.opened.value()!.patient;
    this.handed.give({ family, given, birthDate: birthDate ?? '', sex: sex ?? '', number: identifier?.value ?? '', issuer: identifier?.issuer ?? '' });
    void this.router.navigate(['/requests/new']);
  }
}
