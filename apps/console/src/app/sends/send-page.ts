import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { countText, Icon, LedgerRow, Note, PersonName, ProblemCard, ReasonAsker, sendLooks, SiteTime, SkeletonRows, StateChip, transferLooks, WhyLink } from '@causeway/console-ui';
import type { GivenLink, Problem, SendDetail, SendLinkView } from '@causeway/contracts';
import type { TransferState } from '@causeway/domain';
import { bufferTime, filter } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { Preferences } from '../core/preferences/preferences';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Why } from '../core/why/why';
import { causeWords, kindWords } from '../transfers/transfer-words';
import { Findings } from './findings';
import { RouteList } from './route-list';
import { SendActs } from './send-acts';
import { causeOf, examLine, linkWords, moveWords, purposeWords, refusalText } from './send-words';
import { SendsApi } from './sends.api';
import { SourceTermsList } from './source-terms';

/** One send: what, to whom, why it may go, how it goes, and what became of it. */
@Component({
  selector: 'cw-send-page',
  imports: [Findings, Icon, LedgerRow, MatButton, Note, PersonName, ProblemCard, RouteList, RouterLink, SkeletonRows, SourceTermsList, StateChip, WhyLink],
  templateUrl: './send-page.html',
  styleUrl: './send-page.scss',
})
export class SendPage {
  private readonly api = inject(SendsApi);
  private readonly acts = inject(SendActs);
  private readonly router = inject(Router);
  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  private readonly id = toSignal(inject(ActivatedRoute).paramMap, { requireSync: true });
  protected readonly send = signal<SendDetail | null>(null);
  protected readonly problem = signal<Problem | null>(null);
  protected readonly said = signal<string | null>(null);
  protected readonly given = signal<GivenLink | null>(null);
  protected readonly copied = signal<string | null>(null);
  private readonly confirm = inject(ReasonAsker);
  protected readonly failure = computed(() => {
    const problem = this.problem();
    return problem === null ? null : wordsOf(problem);
  });
  protected readonly buttons = computed(() => (this.send()?.moves ?? []).map(({ move }) => ({ move, words: moveWords[move] ?? move, first: ['submit', 'approve', 'retry', 'extend'].includes(move) || (move === 'give-link' && this.send()?.link === null), danger: ['cancel', 'revoke'].includes(move) })));
  protected readonly looks = sendLooks;
  protected readonly purposes = purposeWords;
  protected readonly kinds = kindWords;
  protected readonly number = countText;
  protected readonly examLine = examLine;
  protected readonly cause = causeOf;
  protected readonly refusal = refusalText;
  protected readonly transferCause = causeWords;
  protected readonly transferLook = (state: string) => transferLooks[state as TransferState];
  /** Documents that go along and are no terms; null when there are none. */
  protected readonly reports = computed(() => (this.send()?.documents ?? []).filter((d) => !d.terms).length || null);
  protected readonly when = computed(() => {
    const s = this.send();
    if (s?.when.kind === 'at' && s.when.at) return this.site.dateTime(s.when.at);
    return s?.when.kind === 'report-final' ? 'When the report is final' : 'At once';
  });

  constructor() {
    effect(() => {
      const id = this.id().get('id') ?? '';
      untracked(() => void this.load(id));
    });
    const mine = (about: string | null, id: string): boolean => id === this.send()?.id || (this.send()?.exams.some((x) => x.examId === about) ?? false);
    signalsOf('send', 'transfer').pipe(bufferTime(500), filter((events) => events.some((e) => mine(e.about, e.id))), takeUntilDestroyed()).subscribe(() => void this.load(this.id().get('id') ?? ''));
    resyncs().pipe(takeUntilDestroyed()).subscribe(() => void this.load(this.id().get('id') ?? ''));
  }

  protected readonly linkStates: Readonly<Record<SendLinkView['state'], string>> = { open: 'open', locked: 'locked: a wrong code was tried too often', over: 'over', revoked: 'opens nothing any more' };
  protected readonly useWords: Readonly<Record<SendLinkView['uses'][number]['what'], string>> = { opened: 'opened', downloaded: 'taken', answered: 'two questions answered' };
  protected readonly linkKinds = linkWords;
  protected readonly disc = (id: string, format: 'iso' | 'zip'): string => this.api.discAddress(id, format);

  protected again(): void {
    void this.load(this.id().get('id') ?? '');
  }

  protected async load(id: string): Promise<void> {
    try {
      this.send.set(await this.api.detail(id));
      this.problem.set(null);
    } catch (error) {
      this.problem.set(problemFrom(error).problem);
    }
  }

  /** Shows address and code once. A new one makes the old one useless, so that it is asked first. */
  private async giveLink(send: SendDetail): Promise<void> {
    this.said.set(null);
    if (send.link && !(await this.confirm.ask({ title: 'Make a new link', sentence: 'The link that was given out opens nothing any more.', verb: 'Make a new one', reasons: [] }))) return;
    try {
      this.given.set(await this.api.giveLink(send.id, send.version));
    } catch (error) {
      this.said.set(wordsOf(problemFrom(error).problem).text);
    }
    await this.load(send.id);
  }
  protected async copy(text: string): Promise<void> {
    await navigator.clipboard.writeText(text);
    this.copied.set(text);
  }

  protected async act(move: string): Promise<void> {
    const send = this.send();
    if (send === null) return;
    if (move === 'give-link') return this.giveLink(send);
    if (move === 'edit') return void this.router.navigate(['/sends', send.id, 'edit']);
    const done = await this.acts.act(send, move);
    if (done === null) return;
    if ('detail' in done) {
      this.said.set(null);
      return this.send.set(done.detail);
    }
    this.said.set(wordsOf(done.problem).text);
    await this.load(send.id);
  }
}
