import { Component, computed, effect, inject, resource, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Field, FieldInput, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import { pricedModalities, type ValueRates } from '@causeway/contracts';
import { serviceLines } from '@causeway/domain';
import { Access } from '../core/access/access';
import { problemFrom } from '../core/api/api-problem';
import { failureOf, valueOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { Session } from '../core/session/session';
import { ExchangeApi } from '../exchange/exchange.api';
import { PeopleNav } from '../people/people-nav';

const KINDS: Readonly<Record<string, string>> = { CT: 'CT', MR: 'MR', CR: 'X-ray', MG: 'Mammography', US: 'Ultrasound', NM: 'Nuclear medicine and PET', XA: 'Angiography' };
const MONEY = /^\d{1,6}([.,]\d{1,2})?$/;

/** What an avoided exam costs and a read brings here. Nothing is reckoned in money before somebody has said it. */
@Component({
  selector: 'cw-rates-page',
  imports: [Field, FieldInput, MatButton, Note, PeopleNav, ProblemCard, SkeletonRows],
  templateUrl: './rates-page.html',
  styleUrls: ['../exchange/form.scss'],
})
export class RatesPage {
  private readonly api = inject(ExchangeApi);
  private readonly session = inject(Session);
  private readonly access = inject(Access);
  protected readonly site = inject(SiteTime);
  protected readonly loaded = resource({ loader: () => this.api.get<ValueRates>('value-rates') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly r = computed(() => valueOf(this.loaded) ?? null);
  protected readonly ofPeople = computed(() => this.access.can('people.manage'));
  protected readonly kinds = pricedModalities.map((code) => ({ code, words: KINDS[code] ?? code }));
  protected readonly lines = serviceLines;
  protected readonly exams = signal<Readonly<Record<string, string>>>({});
  protected readonly reads = signal<Readonly<Record<string, string>>>({});
  protected readonly source = signal('');
  protected readonly reason = signal('');
  protected readonly tried = signal(false);
  protected readonly busy = signal(false);
  protected readonly saved = signal(false);
  protected readonly refused = signal<string | null>(null);

  constructor() {
    effect(() => {
      const r = this.r();
      if (r) untracked(() => this.fill(r));
    });
  }
  private fill(r: ValueRates): void {
    const dollars = (cents: Readonly<Record<string, number>>) => Object.fromEntries(Object.entries(cents).map(([k, v]) => [k, (v / 100).toFixed(2)]));
    this.exams.set(dollars(r.examCents));
    this.reads.set(dollars(r.lineCents));
    this.source.set(r.source ?? '');
  }
  protected may(): boolean {
    return (this.r()?.moves.length ?? 0) > 0;
  }
  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
  protected setExam(code: string, event: Event): void {
    this.exams.update((all) => ({ ...all, [code]: this.value(event) }));
  }
  protected setRead(line: string, event: Event): void {
    this.reads.update((all) => ({ ...all, [line]: this.value(event) }));
  }
  protected fault(text: string | undefined): string | null {
    return this.tried() && text !== undefined && text.trim() !== '' && !MONEY.test(text.trim()) ? 'An amount such as 412.50.' : null;
  }

  protected async save(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    const r = this.r();
    if (!r || [...Object.values(this.exams()), ...Object.values(this.reads())].some((t) => this.fault(t) !== null) || this.source().trim().length < 3 || this.reason().trim().length < 3) return;
    this.refused.set(null);
    if (r.moves[0]?.needs === 'reauthenticate' && !(await this.session.confirmPassword({ title: 'Change the rates', sentence: 'Rows from now on are reckoned with them, and name this version.', verb: 'Change them' }))) return;
    const cents = (all: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(all).flatMap(([k, t]) => (t.trim() === '' ? [] : [[k, Math.round(Number(t.trim().replace(',', '.')) * 100)]])));
    this.busy.set(true);
    try {
      this.loaded.set(await this.api.put<ValueRates>('value-rates', { version: r.version, examCents: cents(this.exams()), lineCents: cents(this.reads()), source: this.source().trim(), reason: this.reason().trim() }));
      this.reason.set('');
      this.tried.set(false);
      this.saved.set(true);
    } catch (error) {
      const { problem } = problemFrom(error);
      if (problem.status === 412) this.loaded.reload();
      this.refused.set(wordsOf(problem).text);
    } finally {
      this.busy.set(false);
    }
  }
}
