import { afterNextRender, Component, computed, DestroyRef, DOCUMENT, effect, inject, Injector, input, signal, untracked, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import {
  type BannerFact, Clock, ConflictNote, dateText, durationText, Icon, Kbd, Keymap, Note, overreadLooks, PatientBanner, type PatientModel, ProblemCard, Segments, SiteTime,
  SkeletonRows, StateChip,
} from '@causeway/console-ui';
import { Access } from '../../core/access/access';
import { wordsOf } from '../../core/api/problem-words';
import { Preferences } from '../../core/preferences/preferences';
import { Session } from '../../core/session/session';
import { requesterLine } from '../list/overread-lines';
import { OverreadActs } from '../overread-acts';
import { kindWords, moveWords, primaryLook } from '../overread-words';
import { offersOf } from '../offers';
import { AddendumForm, type AddendumText } from './addendum-form';
import { LeaseKeeper } from './lease-keeper';
import { LeaveAsker } from './leave-dialog';
import { LeaseLine } from './lease-line';
import { OutsideReport } from './outside-report';
import { OverreadStore } from './overread.store';
import { PickForm } from './pick-form';
import { ReadContext } from './read-context';
import { ReadImages } from './read-images';
import { ReadNotes } from './read-notes';
import { ReadingOrder } from './reading-order';
import { ReportActs } from './report-acts';
import { ReportDraft } from './report-draft';
import { ReportForm } from './report-form';
import { reportKeys } from './report-keys';
import { emptyText } from './report-text';
import { SignedReport } from './signed-report';
import type { HoldsText } from './store-text-first';

/** What the middle of the page is for this person now. */
type Mode = 'write' | 'lost' | 'signed' | 'wait';

/** Moves that stand in the bar under the report; the others stand on top, behind the dots. */
const FOOT: Readonly<Record<Mode, readonly string[]>> = { write: ['submit', 'return', 'send-back'], lost: ['claim', 'take-over'], signed: [], wait: ['claim', 'take-over', 'resume'] };

/** The one thing to do where it is offered. */
const LEADS: ReadonlySet<string> = new Set(['claim', 'submit']);

/** One read: the outside report or the images beside the own report, from the first word to the acknowledgement. */
@Component({
  selector: 'cw-overread-page',
  imports: [
    AddendumForm, Clock, ConflictNote, Icon, Kbd, LeaseLine, MatButton, Note, OutsideReport, PatientBanner, PickForm, ProblemCard, ReadContext, ReadImages, ReadNotes,
    ReportForm, Segments, SignedReport, SkeletonRows, StateChip,
  ],
  providers: [OverreadStore, ReportDraft, LeaseKeeper, ReportActs],
  templateUrl: './overread-page.html',
  styleUrl: './overread-page.scss',
})
export class OverreadPage implements HoldsText {
  readonly id = input.required<string>();

  protected readonly store = inject(OverreadStore);
  protected readonly draft = inject(ReportDraft);
  protected readonly acts = inject(ReportActs);
  protected readonly order = inject(ReadingOrder);
  private readonly reads = inject(OverreadActs);
  private readonly session = inject(Session);
  private readonly leaving = inject(LeaveAsker);
  private readonly access = inject(Access);
  private readonly router = inject(Router);
  private readonly injector = inject(Injector);
  private readonly site = inject(SiteTime);
  private readonly document = inject(DOCUMENT);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  private readonly form = viewChild(ReportForm);
  private readonly addendum = viewChild(AddendumForm);

  protected readonly looks = overreadLooks;
  protected readonly leads = LEADS;
  protected readonly kinds = kindWords;
  protected readonly primary = primaryLook;
  protected readonly moveWords = moveWords;
  protected readonly chosenBeside = signal<'report' | 'images' | null>(null);
  /** An over-read stands beside the outside report; a primary read beside its images, and reports that came are earlier information. */
  protected readonly beside = computed(() => this.chosenBeside() ?? (this.read()?.kind === 'primary' ? 'images' : 'report'));
  protected readonly besides = computed(() => {
    const read = this.read();
    if (read?.kind !== 'primary') return [{ value: 'report', word: 'Outside report' }, { value: 'images', word: 'Images' }];
    return [{ value: 'images', word: 'Images' }, ...(read.outsideReports.length > 0 ? [{ value: 'report', word: 'Earlier report' }] : [])];
  });
  protected readonly adding = signal(false);

  protected readonly read = this.store.detail;
  protected readonly failure = computed(() => {
    const problem = this.store.problem();
    return problem === null ? null : wordsOf(problem);
  });
  protected readonly patient = computed<PatientModel | null>(() => {
    const read = this.read();
    return read === null ? null : { ...read.patient, outsideId: null };
  });
  protected readonly facts = computed<readonly BannerFact[]>(() => {
    const exam = this.read()?.exam;
    if (!exam) return [];
    const day = exam.studyDate === null ? '' : ` · ${dateText(exam.studyDate)}`;
    return [{ label: 'Exam', value: `${exam.description}${day}` }, ...(exam.source === '' ? [] : [{ label: 'From', value: exam.source }])];
  });
  protected readonly target = computed(() => {
    const clock = this.read()?.clock;
    return clock?.startedAt && clock.dueAt && clock.state === 'running' ? durationText((Date.parse(clock.dueAt) - Date.parse(clock.startedAt)) / 1000) : undefined;
  });
  protected readonly mode = computed<Mode>(() => {
    if (this.draft.lost() !== null) return 'lost';
    if (this.draft.writing()) return 'write';
    return (this.read()?.signed.length ?? 0) > 0 ? 'signed' : 'wait';
  });
  protected readonly text = computed(() => (this.mode() === 'wait' ? (this.read()?.draft ?? emptyText) : this.draft.text()));
  protected readonly compared = computed(() => (this.mode() === 'signed' ? (this.read()?.signed[0]?.text ?? emptyText) : this.text()));
  protected readonly priors = computed(() => (this.read()?.localPriors ?? []).map((p) => [p.description, p.studyDate === null ? '' : dateText(p.studyDate)].filter(Boolean).join(' ')));
  protected readonly offers = computed<ReadonlySet<string>>(() => {
    const read = this.read();
    return read === null ? new Set() : offersOf(read);
  });
  /** Who may sign rarely hands it on: that then stands behind the dots. */
  protected readonly foot = computed(() => FOOT[this.mode()].filter((move) => this.offers().has(move) && !(move === 'submit' && this.offers().has('sign'))));
  /** A text the server refused is marked where it says so. */
  protected readonly faults = computed(() => {
    const state = this.draft.saver.state();
    const refused = state.kind === 'refused' ? Object.fromEntries((state.problem.errors ?? []).map((e) => [e.pointer, e.detail])) : {};
    return { ...refused, ...this.acts.faults() };
  });
  protected readonly footHint = computed(() => {
    if (this.mode() !== 'write' || this.offers().has('sign')) return '';
    if (this.offers().has('submit')) return 'The attending signs it.';
    return this.read()?.draft === null ? 'Signing opens with the first words.' : 'Save the draft as yours to sign it.';
  });
  protected readonly asked = computed(() => {
    const read = this.read();
    return read === null ? '' : requesterLine(read);
  });
  protected readonly mayRead = computed(() => this.access.can('overread.claim'));
  private readonly siblings = ((this.document.defaultView?.history.state as { from?: readonly string[] } | null)?.from ?? []).filter((id) => typeof id === 'string');

  constructor() {
    effect(() => {
      const id = this.id();
      untracked(() => this.begin(id));
    });
    effect(() => {
      const detail = this.store.detail();
      if (detail !== null) untracked(() => this.draft.follow(detail));
    });
    inject(Keymap).register(reportKeys({
      sign: () => void this.sign(),
      save: () => void this.save(),
      section: (number) => this.form()?.toSection(number),
      next: (event, step) => this.form()?.next(event, step),
      go: (step) => this.go(step),
      claimNext: () => void this.claimNext(),
      writing: () => this.draft.writing(),
      mayRead: () => this.mayRead(),
    }), inject(DestroyRef));
    const asks = (event: BeforeUnloadEvent): void => {
      if (this.addendum()?.text()) event.preventDefault();
    };
    this.document.defaultView?.addEventListener('beforeunload', asks);
    inject(DestroyRef).onDestroy(() => this.document.defaultView?.removeEventListener('beforeunload', asks));
  }

  /** A session that ended is left at once: the text waits in this window for the same person. */
  async mayLeave(): Promise<boolean> {
    if (this.draft.writing()) await this.draft.saver.flush(true);
    return !this.draft.hasUnsaved() || this.session.status() !== 'open' || this.leaving.leave();
  }

  protected async save(): Promise<void> {
    if (!this.draft.cosigning()) await this.draft.save();
  }

  protected async sign(): Promise<void> {
    if (!(await this.acts.sign())) return void afterNextRender(() => this.form()?.toFault(), { injector: this.injector });
    if (this.order.nextAfterSign()) await this.claimNext();
  }

  protected async claimNext(): Promise<void> {
    const done = await this.reads.claimNext();
    if (done === null) return;
    if ('problem' in done) return this.acts.said.set(this.reads.sentence(done.problem));
    void this.router.navigate(['/overreads', done.read.id]);
  }

  protected async addend(addendum: AddendumText): Promise<void> {
    if (await this.acts.addend(addendum)) this.adding.set(false);
  }

  protected back(): void {
    void this.router.navigate(['/overreads']);
  }

  protected time(at: string): string {
    return this.site.time(at);
  }

  private begin(id: string): void {
    this.acts.clear();
    this.adding.set(false);
    void this.store.load(id);
  }

  private go(step: number): void {
    const next = this.siblings[this.siblings.indexOf(this.id()) + step];
    if (this.siblings.includes(this.id()) && next !== undefined) void this.router.navigate(['/overreads', next], { state: { from: this.siblings } });
  }
}
