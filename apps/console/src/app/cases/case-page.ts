import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { caseLooks, Clock, ClockBar, dateText, Icon, Note, PatientBanner, type BannerFact, ProblemCard, requestOutLooks, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { CaseDetail, CaseExam } from '@causeway/contracts';
import { debounceTime, filter, merge } from 'rxjs';
import { Access } from '../core/access/access';
import { failureOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { payerWords } from '../core/why/payer-words';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { ExchangeLedger } from '../exchange/ledger';
import { lineDetail, stateWord } from '../exchange/words';
import { Invitation } from '../invitation/invitation';
import { outcomeWords } from '../use-cases/use-case-words';
import { CaseActs } from './case-acts';
import { CaseHandover } from './case-handover';
import { CaseLinkList } from './case-link-list';
import { CaseRouteList } from './case-route-list';
import { CaseStroke } from './case-stroke';

/** One case: its clock, its exams on their way, the question, and what should happen. Works at the width of a telephone. */
@Component({
  selector: 'cw-case-page',
  imports: [CaseHandover, CaseLinkList, CaseRouteList, CaseStroke, Clock, ClockBar, ExchangeLedger, Icon, Invitation, MatButton, Note, PatientBanner, ProblemCard, RouterLink, SkeletonRows, StateChip],
  providers: [Acting, CaseActs],
  templateUrl: './case-page.html',
  styleUrl: './case-page.scss',
})
export class CasePage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly access = inject(Access);
  private readonly router = inject(Router);
  protected readonly site = inject(SiteTime);
  protected readonly acting = inject(Acting);
  protected readonly acts = inject(CaseActs);
  protected readonly preferences = inject(Preferences);
  private readonly answered = signal<CaseDetail | null>(null);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<CaseDetail>(`cases/${params}`) });
  /** The answer of a command is newer than what was read before it. */
  protected readonly c = computed(() => {
    const [own, read] = [this.answered(), this.loaded.hasValue() ? this.loaded.value() : null];
    return own && own.id === this.id() && (!read || own.version >= read.version) ? own : read;
  });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly looks = caseLooks;
  protected readonly day = dateText;
  protected readonly requestLooks = requestOutLooks as Readonly<Record<string, (typeof requestOutLooks)['sent']>>;
  protected readonly facts = computed((): readonly BannerFact[] => {
    const c = this.c();
    return c ? [{ label: 'Case', value: `${c.useCase.name} ${c.number}` }, { label: 'From', value: c.facility?.name ?? 'our house' }, ...(c.visitAt ? [{ label: 'Visit', value: this.site.dateTime(c.visitAt) }] : [])] : [];
  });
  /** What the sending side said last with its link. */
  protected readonly said = computed(() => this.c()?.entries.findLast((e) => e.what === 'sender-said') ?? null);
  protected readonly detailOf = lineDetail;
  protected readonly missing = computed(() => (this.c()?.missing ?? []).map((m) => outcomeWords[m]));
  protected readonly dispositions = computed(() => (this.may('decide') ? (this.c()?.dispositions ?? []) : []));
  protected readonly seen = computed(() => [...(this.c()?.careExams ?? []), ...(this.c()?.suggested ?? [])]);
  /** Images come from patients for what is not urgent; in an emergency the panel would stand in the way. */
  protected readonly mayInvite = computed(() => this.access.can('link.issue') && this.c()?.urgency !== 'high' && !['closed', 'cancelled'].includes(this.c()?.state ?? ''));
  protected readonly shown = computed(() => this.seen().find((e) => e.mayView && e.received > 0) ?? null);

  constructor() {
    reloadOn(merge(signalsOf('case', 'requestOut', 'overread').pipe(filter((e) => e.kind !== 'case' || e.id === this.id())), signalsOf('inbound').pipe(filter((e) => this.seen().some((x) => x.examId === e.id) || this.c()?.state === 'open')), resyncs())
      .pipe(debounceTime(500)), this.loaded);
  }

  protected readonly payerWords = payerWords;

  protected may(move: string): boolean {
    return this.c()?.moves.some((m) => m.move === move) ?? false;
  }

  protected async act(move: string, more?: string): Promise<void> {
    const c = this.c();
    if (!c) return;
    const done = await this.acts.act(c, move, more);
    if (done) this.answered.set(done);
    this.loaded.reload();
  }

  protected line(e: CaseExam): string {
    return [stateWord[e.state] ?? e.state, e.studyDate ? dateText(e.studyDate) : '', e.source].filter(Boolean).join(' · ');
  }
  protected count(e: CaseExam): string {
    return e.expected ? `${e.received} of ${e.expected}` : `${e.received} images`;
  }
  protected share(e: CaseExam): number {
    return e.expected ? Math.min(100, Math.round((e.received / e.expected) * 100)) : e.state === 'receiving' ? 50 : 100;
  }
  protected nameOf(c: CaseDetail, code: string): string {
    return c.dispositions.find((d) => d.code === code)?.name ?? code;
  }
  protected back(): void {
    void this.router.navigate(['/cases']);
  }
}
