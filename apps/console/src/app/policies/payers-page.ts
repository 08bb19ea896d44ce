import { Component, computed, inject, linkedSignal, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Field, FieldInput, Icon, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { PayerRatesView } from '@causeway/contracts';
import { paidServices, payerKinds, type PayerRate } from '@causeway/domain';
import { problemFrom } from '../core/api/api-problem';
import { failureOf, valueOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { payerWords, serviceWords } from '../core/why/payer-words';
import { PoliciesApi } from './policies.api';

/** What payers pay for reads and consults, by state, each with where it comes from and whether billing has confirmed it. */
@Component({
  selector: 'cw-payers-page',
  imports: [Field, FieldInput, Icon, MatButton, Note, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './payers-page.html',
  styleUrls: ['./lines-page.scss', './payers-page.scss'],
})
export class PayersPage {
  private readonly api = inject(PoliciesApi);
  private readonly session = inject(Session);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ loader: (): Promise<PayerRatesView> => this.api.payerRates() });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly r = computed(() => valueOf(this.loaded) ?? null);
  protected readonly may = computed(() => (this.r()?.moves.length ?? 0) > 0);
  protected readonly rows = linkedSignal<readonly PayerRate[]>(() => this.r()?.rates ?? []);
  protected readonly payers = payerKinds;
  protected readonly services = paidServices;
  protected readonly payerWords = payerWords;
  protected readonly serviceWords = serviceWords;
  protected readonly reason = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly saved = signal(false);
  protected readonly refused = signal<string | null>(null);

  protected set(at: number, to: Partial<PayerRate>): void {
    this.rows.update((all) => all.map((row, i) => (i === at ? { ...row, ...to } : row)));
  }
  protected percent(at: number, event: Event): void {
    this.set(at, { permille: Math.min(1000, Math.max(0, Math.round(Number((event.target as HTMLInputElement).value) * 10))) });
  }
  protected add(): void {
    this.rows.update((all) => [...all, { payer: 'commercial', state: '', service: 'over-read', permille: 0, cite: '', confirmed: false }]);
  }
  protected remove(at: number): void {
    this.rows.update((all) => all.filter((_, i) => i !== at));
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    this.saved.set(false);
    const r = this.r();
    if (!r || this.reason().trim().length < 3) return;
    this.refused.set(null);
    if (r.moves[0]?.needs === 'reauthenticate' && !(await this.session.confirmPassword({ title: 'Change what is paid for', sentence: 'Replays from now on reckon with it.', verb: 'Change it' }))) return;
    this.busy.set(true);
    try {
      this.loaded.set(await this.api.savePayerRates({ version: r.version, rates: this.rows().map((row) => ({ ...row })), reason: this.reason().trim() }));
      this.reason.set('');
      this.tried.set(false);
      this.saved.set(true);
    } catch (error) {
      const { problem } = problemFrom(error);
      this.refused.set([wordsOf(problem).text, ...(problem.errors ?? []).map((e) => `Row ${Number(e.pointer.split('/')[2] ?? 0) + 1}: ${e.detail}`)].join(' '));
    } finally {
      this.busy.set(false);
    }
  }
}
