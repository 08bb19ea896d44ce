import { Component, computed, inject, resource, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { EmptyState, Field, FieldInput, Note, ProblemCard, SiteTime, SkeletonRows, StateChip, Ticker } from '@causeway/console-ui';
import { emergencyReasons, type EmergencyDetail, type EmergencyPage as Page } from '@causeway/contracts';
import { merge } from 'rxjs';
import { Access } from '../core/access/access';
import { failureOf, valueOf } from '../core/api/loaded';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { ExchangeApi } from '../exchange/exchange.api';
import { emergencyLook, reasonWord } from './emergency-words';

const EMPTY = { number: '', family: '', birthDate: '', reason: '', because: '', minutes: '60' };
type Field_ = keyof typeof EMPTY;

/** Opens one patient's exams in an emergency, and shows what was opened and judged. */
@Component({
  selector: 'cw-emergency-page',
  imports: [EmptyState, Field, FieldInput, MatButton, Note, ProblemCard, RouterLink, SkeletonRows, StateChip],
  templateUrl: './emergency-page.html',
  styleUrls: ['../exchange/things.scss', './emergency-page.scss'],
})
export class EmergencyPage {
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  private readonly access = inject(Access);
  private readonly router = inject(Router);
  private readonly ticker = inject(Ticker);
  protected readonly site = inject(SiteTime);
  protected readonly reasons = emergencyReasons.map((code) => [code, reasonWord[code]] as const);
  protected readonly words = reasonWord;
  protected readonly mayOpen = computed(() => this.access.can('breakglass.open'));
  protected readonly mayReview = computed(() => this.access.can('breakglass.review'));
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly view = computed(() => (this.params().get('view') === 'all' ? 'all' : 'waiting'));
  protected readonly loaded = resource({ params: () => this.view(), loader: ({ params }) => this.api.get<Page>('breakglass', { view: params }) });
  protected readonly page = computed(() => valueOf(this.loaded));
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly typed = signal(EMPTY);
  protected readonly faults = signal<Readonly<Record<string, string>>>({});
  protected readonly refused = signal<string | null>(null);
  protected readonly busy = signal(false);

  constructor() {
    reloadOn(merge(signalsOf('breakglass'), resyncs()), this.loaded);
  }

  protected look(row: Page['rows'][number]) {
    return emergencyLook(row, this.ticker.now());
  }
  protected type(field: Field_, event: Event): void {
    const { value } = event.target as HTMLInputElement;
    this.typed.update((t) => ({ ...t, [field]: value }));
    this.faults.set({});
  }

  protected async open(event: Event): Promise<void> {
    event.preventDefault();
    const t = this.typed();
    const faults: Record<string, string> = {};
    if (t.birthDate === '') faults['birthDate'] = 'The date of birth is needed.';
    if (t.number.trim() === '' && t.family.trim() === '') faults['number'] = 'A record number or a family name.';
    if (t.reason === '') faults['reason'] = 'Choose a reason.';
    if (t.because.trim().length < 10) faults['because'] = 'At least ten characters.';
    this.faults.set(faults);
    this.refused.set(null);
    if (Object.keys(faults).length > 0 || this.busy()) return;
    const sentence = 'The exams of this patient are opened to you with your password. Those who answer for the records are told at once, and somebody reviews it.';
    if (!(await this.session.confirmPassword({ title: 'Open in an emergency', sentence, verb: 'Open', danger: true }))) return;
    this.busy.set(true);
    try {
      const opened = await this.api.post<EmergencyDetail>('breakglass', {
        birthDate: t.birthDate, ...(t.number.trim() ? { number: t.number.trim() } : {}), ...(t.family.trim() ? { family: t.family.trim() } : {}), reason: t.reason, because: t.because.trim(), minutes: Number(t.minutes),
      });
      this.typed.set(EMPTY);
      await this.router.navigate(['/emergency', opened.id]);
    } catch (error) {
      const { problem } = problemFrom(error);
      this.faults.set(Object.fromEntries((problem.errors ?? []).map((e) => [e.pointer.slice(1), e.detail])));
      this.refused.set(wordsOf(problem).text);
    } finally {
      this.busy.set(false);
    }
  }
}
