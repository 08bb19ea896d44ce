import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { Field, FieldInput, Icon, Note, Segments, type Segment, SkeletonRows } from '@causeway/console-ui';
import { linkRecipients, sendPurposes, type LinkRecipient, type SendDetail, type SendDraft, type SendPlanView, type SendRecipient, type SendSuggestion } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { newCommandKey } from '../../core/api/command';
import { isConflict, wordsOf } from '../../core/api/problem-words';
import { Findings } from '../findings';
import { SourceTermsList } from '../source-terms';
import { RouteList } from '../route-list';
import { examLine, linkWords, purposeWords } from '../send-words';
import { sendChanges } from '../send-acts';
import { SendsApi } from '../sends.api';
import { ExamPicker } from './exam-picker';

const PLAN_AFTER_MS = 350;

/** Puts a send together on one page: exams with suggested priors, recipient, purpose and time, the pre-flight as it would be, the route, and the attestation. */
@Component({
  selector: 'cw-send-wizard',
  imports: [ExamPicker, Field, FieldInput, Findings, Icon, MatButton, Note, RouteList, RouterLink, Segments, SkeletonRows, SourceTermsList],
  templateUrl: './send-wizard.html',
  styleUrl: './send-wizard.scss',
})
export class SendWizard {
  private readonly api = inject(SendsApi);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly params = toSignal(this.route.queryParamMap, { requireSync: true });
  private readonly path = toSignal(this.route.paramMap, { requireSync: true });
  private readonly key = newCommandKey();
  private planning: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;

  protected readonly suggestions = signal<readonly SendSuggestion[]>([]);
  protected readonly recipients = signal<readonly SendRecipient[] | null>(null);
  /** Exams in the cart, and whether their reports go along. */
  protected readonly cart = signal<ReadonlyMap<string, boolean>>(new Map());
  protected readonly facility = signal('');
  protected readonly person = signal('');
  protected readonly to = signal<string | null>('partner');
  protected readonly linkKind = signal<LinkRecipient['kind']>('patient');
  protected readonly linkName = signal('');
  protected readonly linkContact = signal('');
  protected readonly purpose = signal<SendDraft['purpose']>('treatment');
  protected readonly urgency = signal<string | null>('medium');
  protected readonly when = signal<string | null>('now');
  protected readonly at = signal('');
  protected readonly identity = signal<string | null>('as-received');
  protected readonly message = signal('');
  protected readonly channel = signal<string | null>(null);
  protected readonly attested = signal(false);
  protected readonly plan = signal<SendPlanView | null>(null);
  protected readonly fault = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly editing = signal<SendDetail | null>(null);

  protected readonly ways: readonly Segment[] = [{ value: 'partner', word: 'A partner' }, { value: 'link', word: 'A person, by link' }];
  protected readonly linkKinds = linkRecipients.map((value) => ({ value, words: linkWords[value] }));
  protected readonly urgencies: readonly Segment[] = [{ value: 'high', word: 'Urgent' }, { value: 'medium', word: 'Usual' }, { value: 'low', word: 'When it fits' }];
  protected readonly times: readonly Segment[] = [{ value: 'now', word: 'At once' }, { value: 'at', word: 'Later' }, { value: 'report-final', word: 'When the report is final' }];
  protected readonly identities: readonly Segment[] = [{ value: 'as-received', word: 'Unchanged' }, { value: 'local', word: 'With our patient' }];
  protected readonly purposes = sendPurposes.map((value) => ({ value, words: purposeWords[value] ?? value }));
  protected readonly examLine = examLine;
  protected readonly chosen = computed(() => this.suggestions().filter((s) => this.cart().has(s.examId)));
  protected readonly stops = computed(() => (this.plan()?.findings ?? []).some((f) => f.weight === 'stop'));
  protected readonly draft = computed<SendDraft | null>(() => {
    const recipient = this.recipient();
    if (this.cart().size === 0 || recipient === null) return null;
    const at = this.at() === '' ? null : new Date(this.at());
    if (this.when() === 'at' && (at === null || Number.isNaN(at.getTime()))) return null;
    return {
      items: [...this.cart()].map(([examId, withReports]) => ({ examId, withReports })), recipient,
      purpose: this.purpose(), urgency: this.urgency() as SendDraft['urgency'], when: this.when() === 'at' && at ? { kind: 'at', at: at.toISOString() } : this.when() === 'report-final' ? { kind: 'report-final' } : { kind: 'now' },
      identity: this.identity() as SendDraft['identity'], ...(this.message().trim() ? { message: this.message().trim() } : {}), ...(this.channel() && 'facilityId' in recipient ? { endpointId: this.channel()! } : {}), attested: this.attested(),
    };
  });
  private readonly recipient = computed<SendDraft['recipient'] | null>(() => {
    if (this.to() === 'link') return this.linkName().trim().length < 2 ? null : { link: { kind: this.linkKind(), name: this.linkName().trim(), contact: this.linkContact().trim() } };
    return this.facility() === '' ? null : { facilityId: this.facility(), ...(this.person().trim() ? { person: this.person().trim() } : {}) };
  });
  /** What the plan depends on: the attestation and the message change no finding. */
  private readonly planned = computed(() => {
    const d = this.draft();
    return d === null ? null : JSON.stringify({ ...d, attested: true, message: undefined });
  });

  constructor() {
    void this.load();
    effect(() => {
      const body = this.planned();
      untracked(() => {
        clearTimeout(this.planning);
        if (body === null) return this.plan.set(null);
        this.planning = setTimeout(() => void this.replan(body), PLAN_AFTER_MS);
      });
    });
  }

  protected toggle(examId: string): void {
    const cart = new Map(this.cart());
    if (!cart.delete(examId)) cart.set(examId, true);
    this.cart.set(cart);
  }

  protected toggleReports(examId: string): void {
    this.cart.set(new Map([...this.cart()].map(([id, with_]) => [id, id === examId ? !with_ : with_])));
  }

  protected async add(examId: string): Promise<void> {
    this.cart.set(new Map([...this.cart(), [examId, true]]));
    await this.suggest();
  }

  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }

  /** For whom a patient's own copy is meant is asked by them: the purpose follows, and may be changed. */
  protected setKind(event: Event): void {
    this.linkKind.set(this.value(event) as LinkRecipient['kind']);
    this.purpose.set(['patient', 'proxy'].includes(this.linkKind()) ? 'patient-access' : 'treatment');
  }

  protected setWay(way: string | null): void {
    this.to.set(way);
    this.channel.set(null);
    this.purpose.set(way === 'link' && ['patient', 'proxy'].includes(this.linkKind()) ? 'patient-access' : 'treatment');
  }

  protected setPurpose(event: Event): void {
    this.purpose.set(this.value(event) as SendDraft['purpose']);
  }

  protected async save(thenSend: boolean): Promise<void> {
    const draft = this.draft();
    if (draft === null) return this.fault.set(this.cart().size === 0 ? 'Choose at least one exam.' : this.recipient() === null ? 'Choose who gets it.' : 'Say when it goes.');
    if (thenSend && !this.attested()) return this.fault.set('Tick the attestation: it says that this disclosure is needed and goes to the right recipient.');
    this.fault.set(null);
    this.busy.set(true);
    try {
      const before = this.editing();
      let send = before ? await this.api.save(before.id, before.version, draft, newCommandKey()) : await this.api.create(draft, this.key);
      this.editing.set(send);
      if (thenSend) send = await this.api.command(send.id, 'submit', { version: send.version });
      await this.router.navigate(['/sends', send.id]);
    } catch (error) {
      const problem = problemFrom(error).problem;
      this.fault.set(problem.errors?.[0]?.detail ?? wordsOf(problem).text);
      if (isConflict(problem)) await this.catchUp();
    } finally {
      this.busy.set(false);
    }
  }

  /** Somebody saved this draft meanwhile: what stands in the form stays, and the next save goes out with the newer version. */
  private async catchUp(): Promise<void> {
    const before = this.editing();
    const after = before && (await this.api.detail(before.id).catch(() => null));
    if (!before || !after || after.version === before.version) return;
    this.editing.set(after);
    const changes = sendChanges(before, after).join('; ');
    this.fault.set(`It was changed while you wrote${changes === '' ? '' : ` (${changes})`}. Your form is as you left it: look at it, and save again.`);
  }

  private async load(): Promise<void> {
    try {
      const id = this.path().get('id');
      if (id !== null) this.take(await this.api.detail(id));
      else this.cart.set(new Map((this.params().get('exams') ?? '').split(',').filter(Boolean).map((x) => [x, true])));
      if (id === null) this.facility.set(this.params().get('facility') ?? '');
      if (id === null) this.person.set(this.params().get('person') ?? '');
      const [recipients] = await Promise.all([this.api.recipients(), this.suggest()]);
      this.recipients.set(recipients);
    } catch (error) {
      this.recipients.set([]);
      this.fault.set(wordsOf(problemFrom(error).problem).text);
    }
  }

  private take(send: SendDetail): void {
    this.editing.set(send);
    this.cart.set(new Map(send.exams.map((x) => [x.examId, x.withReports])));
    const { link, facilityId, person } = send.recipient;
    this.to.set(link ? 'link' : 'partner');
    this.facility.set(link ? '' : facilityId);
    this.person.set(link ? '' : (person ?? ''));
    this.linkKind.set(link?.kind ?? 'patient');
    this.linkName.set(link ? (person ?? '') : '');
    this.linkContact.set(link?.contact ?? '');
    this.purpose.set(send.purpose as SendDraft['purpose']);
    this.urgency.set(send.urgency);
    this.when.set(send.when.kind);
    this.identity.set(send.identity);
    this.message.set(send.message ?? '');
  }

  private async suggest(): Promise<void> {
    const ids = [...this.cart().keys()];
    if (ids.length > 0) this.suggestions.set(await this.api.suggest(ids));
  }

  private async replan(body: string): Promise<void> {
    const mine = ++this.asked;
    try {
      const plan = await this.api.plan(JSON.parse(body) as SendDraft);
      if (mine === this.asked) this.plan.set(plan);
    } catch (error) {
      if (mine === this.asked) this.fault.set(wordsOf(problemFrom(error).problem).text);
    }
  }
}
