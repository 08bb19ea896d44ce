import { Component, computed, effect, inject, input, resource, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { type Attempt, Clock, dateText, Icon, Note, PatientBanner, type BannerFact, ProblemCard, ReasonAsker, requestInLooks, sendLooks, SiteTime, SkeletonRows, StateChip, WhyLink } from '@causeway/console-ui';
import type { LocalExamView, RequestInDetail } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Why } from '../core/why/why';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { ExchangeLedger } from '../exchange/ledger';
import { causeOf } from '../sends/send-words';

const REASONS: Readonly<Record<string, string>> = {
  'no-such-exam': 'We have no such exam', 'no-such-patient': 'We do not know the patient', 'identity-unclear': 'It is not clear who it is', 'consent-needed': 'A consent is needed', 'no-legal-basis': 'There is no legal basis', 'source-forbids': 'The source forbids it',
  'would-harm': 'It would harm somebody', 'not-secure': 'The way is not secure', 'cannot-segment': 'It cannot be parted from what must not go', other: 'Other',
};
const QUESTIONS: readonly (readonly [string, string])[] = [['which-patient', 'Which patient'], ['which-exam', 'Which exam'], ['legal-basis', 'On what basis'], ['consent-form', 'The consent form'], ['where-to-send', 'Where to send it'], ['other', 'Other']];

/** One request of a partner: what they want, what we hold of it, and our answer. */
@Component({
  selector: 'cw-record-page',
  imports: [Clock, ExchangeLedger, Icon, MatButton, Note, PatientBanner, ProblemCard, RouterLink, SkeletonRows, StateChip, WhyLink],
  providers: [Acting],
  templateUrl: './record-page.html',
  styleUrl: '../requests/request-page.scss',
})
export class RecordPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly router = inject(Router);
  private readonly fields = inject(FieldsAsker);
  private readonly reasons = inject(ReasonAsker);
  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly acting = inject(Acting);
  protected readonly preferences = inject(Preferences);
  private readonly answered = signal<RequestInDetail | null>(null);
  protected readonly chosen = signal<ReadonlySet<string>>(new Set());
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<RequestInDetail>(`requests-in/${params}`) });
  protected readonly r = computed(() => {
    const [own, read] = [this.answered(), this.loaded.hasValue() ? this.loaded.value() : null];
    return own && own.id === this.id() && (!read || own.version >= read.version) ? own : read;
  });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly looks = requestInLooks;
  protected readonly sendLooks = sendLooks;
  protected readonly cause = causeOf;
  protected readonly day = dateText;
  protected readonly what = computed(() => (this.r()?.wanted ?? []).map((w) => w.what).join(', '));
  protected readonly facts = computed((): readonly BannerFact[] => {
    const r = this.r();
    return r ? [{ label: 'Request', value: r.number }, { label: 'Asked by', value: r.facility?.name ?? r.requester.name }, ...(r.reference ? [{ label: 'Their number', value: r.reference, mono: true }] : [])] : [];
  });
  private proposed = '';

  constructor() {
    reloadOn(merge(signalsOf('requestIn', 'send'), resyncs()).pipe(debounceTime(500)), this.loaded);
    // what fits is chosen beforehand, once; after that the clerk's hand counts
    effect(() => {
      const r = this.r();
      if (!r || this.proposed === r.id || r.local.length === 0) return;
      this.proposed = r.id;
      untracked(() => this.chosen.set(new Set(r.local.filter((e) => e.fits || e.chosen).map((e) => e.examId))));
    });
  }

  protected may(move: string): boolean {
    return this.r()?.moves.some((m) => m.move === move) ?? false;
  }
  /** A promised exam that is not on its way may be given by hand instead. */
  protected byHand(e: LocalExamView): boolean {
    return e.chosen && e.sentAt === null && this.may('record-sent') && !['pre-flight', 'sending', 'delivered', 'accepted'].includes(e.send?.state ?? '');
  }
  protected toggle(examId: string): void {
    this.chosen.update((set) => {
      const next = new Set(set);
      if (!next.delete(examId)) next.add(examId);
      return next;
    });
  }

  protected async act(move: string, more?: string): Promise<void> {
    const r = this.r();
    if (!r) return;
    const done = await this.acting.move('requests-in', r, move, (_now, attempt) => this.bodyOf(r, attempt, move, more));
    if (done) this.answered.set(done);
    this.loaded.reload();
  }

  private async bodyOf(r: RequestInDetail, attempt: Attempt, move: string, more?: string): Promise<object | null> {
    switch (move) {
      case 'review':
      case 'approve': return {};
      case 'accept': return { examIds: [...this.chosen()], when: more ?? 'now' };
      case 'record-sent': return { examId: more, how: 'disc' };
      case 'ask-requester': return this.fields.ask({ title: 'Ask the requester', sentence: 'The clock is theirs until they answer.', verb: 'Ask', fields: [{ name: 'question', label: 'What is missing', kind: 'choice', choices: QUESTIONS }, { name: 'text', label: 'In words', kind: 'words', optional: true }] }, attempt);
      case 'decline': {
        const a = await this.fields.ask({ title: 'Decline', sentence: 'The reason and its exception go to the requester and stay in the ledger.', verb: 'Decline', danger: true, fields: [{ name: 'reason', label: 'Why', kind: 'choice', choices: r.declineReasons.map((d) => [d.code, `${REASONS[d.code] ?? d.code}${d.exception === 'none' ? '' : ` (${d.exception})`}`] as const) }, { name: 'note', label: 'In words', kind: 'words', optional: true }] }, attempt);
        return a && { ...a, exception: r.declineReasons.find((d) => d.code === a['reason'])?.exception ?? 'none' };
      }
      default: {
        const answer = await this.reasons.ask({ title: move === 'withdraw' ? 'They called it off' : 'Take it up again', sentence: 'Say why. It stays in the ledger.', reasons: [], verb: 'Go on' }, attempt);
        return answer && { reason: answer.text };
      }
    }
  }
  protected back(): void {
    void this.router.navigate(['/records']);
  }
}
