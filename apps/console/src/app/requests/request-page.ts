import { Component, computed, inject, input, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { type Attempt, Clock, dateText, Icon, Note, PatientBanner, type BannerFact, ProblemCard, ReasonAsker, requestOutLooks, SiteTime, SkeletonRows, StateChip, WhyLink } from '@causeway/console-ui';
import type { RequestOutDetail } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { Access } from '../core/access/access';
import { failureOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Why } from '../core/why/why';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker, instantOf, localIn } from '../exchange/fields-dialog';
import { ExchangeLedger } from '../exchange/ledger';
import { bases, fitText, formWords, stateWord } from '../exchange/words';
import { Invitation } from '../invitation/invitation';
import { QrCode } from '../account/qr-code';
import { ArchiveLook } from './archive-look';
import { ReachPanel } from './reach-panel';

const DECLINES: readonly (readonly [string, string])[] = [
  ['no-such-exam', 'They have no such exam'], ['no-such-patient', 'They do not know the patient'], ['consent-needed', 'They need a consent'], ['not-released-yet', 'Not released yet'], ['cannot-send', 'They cannot send it'], ['ask-elsewhere', 'Ask somebody else'], ['other', 'Other'],
];
const CANCELS: readonly (readonly [string, string])[] = [['no-longer-needed', 'No longer needed'], ['found-elsewhere', 'Found elsewhere'], ['duplicate', 'Asked twice'], ['wrong-patient', 'Wrong patient'], ['went-to-competitor', 'The patient went elsewhere'], ['other', 'Other']];
const CHANNELS: readonly (readonly [string, string])[] = [['phone', 'Telephone'], ['mail', 'Mail'], ['fax', 'Fax'], ['portal', 'Portal'], ['hl7', 'Their line']];
const STEPS = [['sent', 'Sent'], ['acknowledged', 'Seen'], ['promised', 'Promised'], ['partly-fulfilled', 'Arriving'], ['fulfilled', 'Answered']] as const;

/** One request with its status ledger: sent, seen, promised, received n of m, reminders and calls. */
@Component({
  selector: 'cw-request-page',
  imports: [ArchiveLook, Clock, ExchangeLedger, Icon, Invitation, MatButton, Note, PatientBanner, ProblemCard, QrCode, ReachPanel, RouterLink, SkeletonRows, StateChip, WhyLink],
  providers: [Acting],
  templateUrl: './request-page.html',
  styleUrl: './request-page.scss',
})
export class RequestPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  private readonly access = inject(Access);
  private readonly router = inject(Router);
  private readonly fields = inject(FieldsAsker);
  private readonly reasons = inject(ReasonAsker);
  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly acting = inject(Acting);
  protected readonly preferences = inject(Preferences);
  private readonly answered = signal<RequestOutDetail | null>(null);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<RequestOutDetail>(`requests/${params}`) });
  protected readonly r = computed(() => {
    const [own, read] = [this.answered(), this.loaded.hasValue() ? this.loaded.value() : null];
    return own && own.id === this.id() && (!read || own.version >= read.version) ? own : read;
  });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly looks = requestOutLooks;
  protected readonly facts = computed((): readonly BannerFact[] => {
    const r = this.r();
    return r ? [{ label: 'Request', value: r.number }, { label: 'From', value: r.facility.name }, { label: 'For', value: r.forPerson?.name ?? r.forPool ?? r.requester?.name ?? '' }] : [];
  });
  protected readonly what = computed(() => (this.r()?.wanted ?? []).map((w) => w.what).join(', '));
  protected readonly basis = computed(() => bases.find((b) => b[0] === this.r()?.legalBasis)?.[1] ?? '');
  protected readonly authorised = computed(() => {
    const a = this.r()?.authorisation;
    return a ? `${a.by === 'patient' ? 'by the patient' : 'by the patient’s representative'} on ${dateText(a.signedOn)}, ${formWords[a.form]}; written down by ${a.recordedBy}` : null;
  });
  protected readonly steps = computed(() => {
    const r = this.r();
    const at = STEPS.findIndex(([state]) => state === r?.state);
    return STEPS.map(([state, word], i) => ({ word, state: i < at || r?.state === 'fulfilled' ? 'done' : i === at ? 'now' : 'next', key: state }));
  });
  protected readonly fit = fitText;
  protected readonly stateWord = (state: string): string => stateWord[state] ?? state;
  protected readonly day = dateText;

  constructor() {
    reloadOn(merge(signalsOf('requestOut', 'inbound'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }

  protected changed(now: RequestOutDetail): void {
    this.answered.set(now);
    this.loaded.reload();
  }

  protected readonly mayInvite = computed(() => this.access.can('link.issue') && !['draft', 'awaiting-approval'].includes(this.r()?.state ?? 'draft'));

  protected may(move: string): boolean {
    return this.r()?.moves.some((m) => m.move === move) ?? false;
  }

  protected async act(move: string, more?: string): Promise<void> {
    const r = this.r();
    if (!r) return;
    const done = await this.acting.move('requests', r, move, (_now, attempt) => this.bodyOf(r, attempt, move, more));
    if (done) this.answered.set(done);
    this.loaded.reload();
  }

  private async bodyOf(r: RequestOutDetail, attempt: Attempt, move: string, more?: string): Promise<object | null> {
    const by = { name: 'by', label: 'With whom', kind: 'text', optional: true } as const;
    const channel = { name: 'channel', label: 'How', kind: 'choice', value: 'phone', choices: CHANNELS } as const;
    switch (move) {
      case 'send':
      case 'approve': return {};
      case 'record-arrival': return { examId: more };
      case 'acknowledge': return this.fields.ask({ title: 'They have seen it', verb: 'Write down', fields: [by, channel, { name: 'note', label: 'Note', kind: 'words', optional: true }] }, attempt);
      case 'remind': return this.fields.ask({ title: 'Ask again', sentence: r.channel === 'hl7' ? 'Choose “their line” to send it again; else write down the call.' : 'Write down the call.', verb: 'Write down', fields: [by, { ...channel, value: r.channel }, { name: 'note', label: 'What was said', kind: 'words', optional: true }] }, attempt);
      case 'promise': {
        const a = await this.fields.ask({ title: 'They promise it', verb: 'Write down', fields: [{ name: 'byWhen', label: 'By when', kind: 'instant', value: localIn(10) }, { name: 'exams', label: 'How many exams', kind: 'number', value: String(r.expected) }, by, channel] }, attempt);
        return a && { byWhen: instantOf(a['byWhen'] ?? ''), exams: Number(a['exams']), by: a['by'], channel: a['channel'] };
      }
      case 'decline': return this.fields.ask({ title: 'They do not give it', verb: 'Write down', fields: [{ name: 'reason', label: 'Why', kind: 'choice', choices: DECLINES }, by, { name: 'note', label: 'Note', kind: 'words', optional: true }] }, attempt);
      case 'cancel': return this.fields.ask({ title: 'Call the request off', verb: 'Call it off', danger: true, fields: [{ name: 'reason', label: 'Why', kind: 'choice', choices: CANCELS }, { name: 'note', label: 'Note', kind: 'words', optional: true }] }, attempt);
      case 'fulfil': return this.fields.ask({ title: 'Enough has come', verb: 'Close the request', fields: [{ name: 'why', label: 'Why', kind: 'words' }] }, attempt);
      default: {
        const answer = await this.reasons.ask({ title: move === 'reroute' ? 'Another way' : 'Send it back', sentence: 'Say why. It stays in the ledger.', reasons: [], verb: 'Go on' }, attempt);
        return answer && { reason: answer.text };
      }
    }
  }

  protected back(): void {
    void this.router.navigate(['/requests']);
  }
  protected print(): void {
    window.print();
  }
}
