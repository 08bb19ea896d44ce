import { Location } from '@angular/common';
import { Component, computed, DestroyRef, effect, inject, input, signal, untracked, viewChild } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import {
  type BannerFact, Clock, Crossing, CrossingGlyph, durationText, EmptyState, Icon, inboundLooks, inboundSpanOf, Kbd, Keymap, MatchChip, PatientBanner, type PatientModel,
  ProblemCard, SiteTime, SkeletonRows, StateChip, Ticker, UndoToast, WhyLink,
} from '@causeway/console-ui';
import { Access } from '../core/access/access';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { Preferences } from '../core/preferences/preferences';
import { Why } from '../core/why/why';
import { asksBecause } from '../inbound/inbound-words';
import { InboundApi } from '../inbound/inbound.api';
import { SeriesRail } from '../viewer/series-rail';
import type { ShownFrame } from '../viewer/stack';
import { Viewer } from '../viewer/viewer';
import { AskColleague } from './ask-colleague';
import { ExamActs } from './acts/exam-acts';
import { buttonsOf } from './acts/exam-buttons';
import { CheckPanel, type ItemAnswer } from './check/check-panel';
import { keepClaim } from './claim-keeper';
import { crossingOf } from './crossing-steps';
import { ExamApi } from './exam.api';
import { examKeys } from './exam-keys';
import { ExamCorrections } from './exam-corrections';
import { ExamNotes } from './exam-notes';
import { ExamStore } from './exam.store';
import { listFrom, neighboursOf } from './neighbours';
import { firstTab, type SideTab, SideTabs } from './side-tabs';
import { CustodyTab } from './tabs/custody-tab';
import { RetentionTab } from '../retention/retention-tab';
import { DeliveryTab } from './tabs/delivery-tab';
import { HistoryTab } from './tabs/history-tab';
import { IdentityTab } from './tabs/identity-tab';
import { ReportsTab } from './tabs/reports-tab';
import { SummaryTab } from './tabs/summary-tab';
import { TagsTab } from './tabs/tags-tab';

/** One outside exam: whose it is, where it stands, its images, the quality check, and what may be done with it. */
@Component({
  selector: 'cw-exam-page',
  imports: [
    AskColleague, CheckPanel, Clock, Crossing, CrossingGlyph, CustodyTab, DeliveryTab, EmptyState, ExamCorrections, ExamNotes, HistoryTab, Icon, IdentityTab, Kbd, MatButton, MatchChip, MatIconButton, MatMenu, MatMenuItem, RetentionTab,
    MatMenuTrigger, PatientBanner, ProblemCard, ReportsTab, RouterLink, SeriesRail, SideTabs, SkeletonRows, StateChip, SummaryTab, TagsTab, Viewer, WhyLink,
  ],
  templateUrl: './exam-page.html',
  styleUrl: './exam-page.scss',
})
export class ExamPage {
  readonly id = input.required<string>();

  protected readonly store = inject(ExamStore);
  private readonly access = inject(Access);
  protected readonly maySend = computed(() => this.access.can('send.create'));
  protected readonly why = inject(Why);
  protected readonly preferences = inject(Preferences);
  protected readonly site = inject(SiteTime);
  private readonly acts = inject(ExamActs);
  private readonly api = inject(ExamApi);
  private readonly inbound = inject(InboundApi);
  private readonly toast = inject(UndoToast);
  private readonly router = inject(Router);
  private readonly location = inject(Location);
  private readonly ticker = inject(Ticker);
  private readonly fragment = inject(ActivatedRoute).snapshot.fragment;
  private readonly list = listFrom(this.location.getState());
  private readonly check = viewChild(CheckPanel);

  protected readonly looks = inboundLooks;
  protected readonly asksBecause = asksBecause;
  protected readonly spanOf = inboundSpanOf;
  protected readonly chosen = signal<string | null>(null);
  protected readonly tab = signal<SideTab | null>(null);
  protected readonly image = signal<ShownFrame | null>(null);
  protected readonly unusable = signal(0);
  protected readonly busy = signal(false);
  protected readonly child = signal<string | null>(null);

  protected readonly exam = computed(() => this.store.detail());
  protected readonly failure = computed(() => {
    const problem = this.store.problem();
    return problem === null ? null : wordsOf(problem);
  });
  protected readonly absent = computed(() => [403, 404].includes(this.store.problem()?.status ?? 0));
  protected readonly neighbours = computed(() => neighboursOf(this.id(), this.list));
  protected readonly handedOn = { from: this.list };
  protected readonly patient = computed<PatientModel | null>(() => {
    const exam = this.exam();
    return exam === null ? null : { ...exam.patient, mrn: exam.patient.local?.mrn ?? null };
  });
  protected readonly facts = computed<readonly BannerFact[]>(() => {
    const exam = this.exam();
    return exam === null ? [] : [{ label: 'Exam', value: exam.exam.description }, { label: 'From', value: exam.source.name }];
  });
  protected readonly crossed = computed(() => {
    const exam = this.exam();
    return exam === null ? null : crossingOf(exam, this.ticker.coarse(), this.site);
  });
  protected readonly target = computed(() => {
    const clock = this.exam()?.clock;
    return clock?.startedAt && clock.dueAt ? durationText((Date.parse(clock.dueAt) - Date.parse(clock.startedAt)) / 1000) : undefined;
  });
  protected readonly matchDecision = computed(() => this.exam()?.decisions.find((d) => d.kind === 'match')?.id ?? null);
  protected readonly triageDecision = computed(() => this.exam()?.decisions.find((d) => d.kind === 'triage')?.id ?? null);
  protected readonly series = computed(() => {
    const all = this.exam()?.series ?? [];
    return all.find((s) => s.seriesUid === this.chosen()) ?? all.find((s) => s.thumbnail !== null) ?? all[0] ?? null;
  });
  protected readonly missing = computed(() => {
    const exam = this.exam();
    return exam?.state === 'receiving' && exam.images.expected !== null ? exam.images.expected - exam.images.received : 0;
  });
  protected readonly at = computed(() => this.tab() ?? firstTab(this.exam(), this.fragment));
  protected readonly buttons = computed(() => {
    const exam = this.exam();
    return exam === null ? null : buttonsOf(exam, this.store.verdict()?.issues.length ?? 0);
  });
  /** Answers may be given while the exam is checked, unless somebody else works on it. */
  protected readonly open = computed(() => this.exam()?.state === 'checking' && this.mayCheck() && (this.exam()?.lease?.mine ?? true));
  private readonly mayCheck = computed(() => this.exam()?.moves.some((m) => m.move === 'pass-check') ?? false);
  protected readonly faults = computed(() => new Map((this.store.refusal()?.errors ?? []).filter((e) => e.pointer.startsWith('/answers/')).map((e) => [e.pointer.slice('/answers/'.length), e.detail])));

  constructor() {
    const until = inject(DestroyRef);
    effect(() => {
      const id = this.id();
      untracked(() => this.begin(id));
    });
    keepClaim(computed(() => this.exam()?.lease ?? null), { renew: () => void this.renew(), over: () => void this.store.load() });
    const keymap = inject(Keymap);
    keymap.register(examKeys({
      series: (place) => this.chooseAt(place),
      step: (by) => this.toNeighbour(by),
      back: () => this.back(),
      release: () => void this.act('release'),
      mayRelease: () => this.buttons()?.first !== null,
    }), until);
  }

  protected answer({ item, answer, note }: ItemAnswer): void {
    this.store.answer(item, answer, note);
  }

  protected async act(move: string): Promise<void> {
    const exam = this.exam();
    if (exam === null || this.busy() || (move === 'release' && !this.readyToRelease())) return;
    this.busy.set(true);
    const done = await this.acts.act(exam, move);
    this.busy.set(false);
    if (done === null) return;
    if ('problem' in done) return this.store.refused(done.problem);
    this.child.set(done.child ?? null);
    this.store.taken(done.row);
  }

  protected async retry(transferId: string): Promise<void> {
    try {
      await this.api.retryTransfer(transferId);
      this.toast.show({ text: 'What is missing is sent again' });
      await this.store.load();
    } catch (error) {
      this.store.refused(problemFrom(error).problem);
    }
  }

  protected toNeighbour(by: 1 | -1): void {
    const to = by === 1 ? this.neighbours()?.next : this.neighbours()?.previous;
    if (to) void this.router.navigate(['/inbound', to], { replaceUrl: true, state: this.handedOn });
  }

  /** Back to the list as it was; straight there for who came another way. */
  protected back(): void {
    if (this.list.length > 0) this.location.back();
    else void this.router.navigate(['/inbound']);
  }

  /** Claiming what is ours renews it. */
  private async renew(): Promise<void> {
    try {
      this.store.taken(await this.inbound.command(this.id(), 'claim', {}));
    } catch {
      await this.store.load();
    }
  }

  private begin(id: string): void {
    this.chosen.set(null);
    this.image.set(null);
    this.child.set(null);
    void this.store.open(id);
  }

  private chooseAt(place: number): void {
    const series = this.exam()?.series[place - 1];
    if (series) this.chosen.set(series.seriesUid);
  }

  /** An open or blocking item is shown instead of sending what would be refused. */
  private readyToRelease(): boolean {
    const verdict = this.store.verdict();
    if (this.exam()?.state !== 'checking' || verdict === null || (verdict.unanswered.length === 0 && verdict.blocking.length === 0)) return true;
    this.tab.set('check');
    setTimeout(() => this.check()?.toOpenItem());
    return false;
  }
}
