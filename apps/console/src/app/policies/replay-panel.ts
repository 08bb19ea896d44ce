import { Component, computed, effect, inject, input, output, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { Field, FieldInput, Icon, Note, Segments, SiteTime, type Segment } from '@causeway/console-ui';
import type { CostDefaults, EffortView, ReadCosts, ReplayExam, ReplayResult, ReplayView } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { spoken } from '../core/why/decision-words';
import { CapacityTable } from './capacity-table';
import { payerWords } from '../core/why/payer-words';
import { PoliciesApi } from './policies.api';
import { costWords, readCost, withCost } from './replay-costs';
import { orderedOutcome } from './rule-model';
import { outcomeLine } from './rule-words';

const SPANS: readonly Segment[] = [{ value: '30', word: '30 d' }, { value: '90', word: '90 d' }, { value: '365', word: '365 d' }, { value: 'chosen', word: 'Chosen exams' }];
const POLL_MS = 400;

/** What a draft would have meant: started, watched, called off, and looked into down to the exams. */
@Component({
  selector: 'cw-replay-panel',
  imports: [CapacityTable, Field, FieldInput, Icon, MatButton, Note, RouterLink, Segments],
  templateUrl: './replay-panel.html',
  styleUrl: './replay-panel.scss',
})
export class ReplayPanel {
  readonly policyId = input.required<string>();
  readonly number = input.required<number>();
  readonly replay = input<ReplayView | null>(null);
  readonly mayStart = input(false);
  /** Not saved or faulty: then nothing is replayed. */
  readonly blocked = input<string | null>(null);
  readonly isOverread = input(false);
  readonly finished = output();

  private readonly api = inject(PoliciesApi);
  protected readonly site = inject(SiteTime);
  protected readonly spans = SPANS;
  protected readonly days = signal('90');
  protected readonly choosing = computed(() => this.mayStart() && this.days() === 'chosen');
  protected readonly examples = resource({ params: () => (this.choosing() ? this.policyId() : undefined), loader: ({ params }) => this.api.examples(params) });
  /** One line for each exam that may be opened, the newest decision of it. */
  protected readonly offered = computed(() => {
    const all = this.examples.hasValue() ? this.examples.value() : [];
    return all.flatMap((e, at) => (e.examId !== null && all.findIndex((other) => other.examId === e.examId) === at ? [{ ...e, examId: e.examId }] : []));
  });
  protected readonly picked = signal<ReadonlySet<string>>(new Set());
  private readonly own = signal<ReplayView | null>(null);
  protected readonly shown = computed(() => {
    const [own, given] = [this.own(), this.replay()];
    return own && (!given || own.askedAt >= given.askedAt) ? (given?.id === own.id && given.state === 'done' ? given : own) : given;
  });
  protected readonly result = computed(() => this.shown()?.result ?? null);
  protected readonly running = computed(() => ['waiting', 'running'].includes(this.shown()?.state ?? ''));
  protected readonly refused = signal<string | null>(null);
  protected readonly costs = signal<ReadCosts | null>(null);
  protected readonly defaults = resource({ loader: (): Promise<CostDefaults> => this.api.costs() });
  protected readonly opened = signal<{ readonly n: number; readonly exams: readonly ReplayExam[] } | null>(null);
  protected readonly costWords = costWords;
  protected readonly line = outcomeLine;
  protected readonly spoken = spoken;
  protected readonly bars = computed(() => {
    const rows = this.result()?.effort?.subspecialties ?? [];
    const most = Math.max(1, ...rows.flatMap((r) => [r.draft.minutes, r.base.minutes]));
    return rows.map((r) => ({ name: r.name === '' ? 'not known' : spoken(r.name), draft: r.draft, base: r.base, wide: (r.draft.minutes / most) * 100, was: (r.base.minutes / most) * 100, more: (r.draft.minutes - r.base.minutes) / 60 }));
  });
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    effect((onCleanup) => {
      if (!this.running()) return;
      const id = this.shown()?.id ?? '';
      this.timer = setTimeout(() => void this.look(id), POLL_MS);
      onCleanup(() => clearTimeout(this.timer));
    });
  }

  protected async start(): Promise<void> {
    const costs = this.costs();
    const span = this.choosing() ? { exams: [...this.picked()] } : { days: Number(this.days()) as 90 };
    await this.tried(async () => this.own.set(await this.api.start(this.policyId(), { span, ...(costs ? { assumptions: costs } : {}) })));
  }
  protected pick(examId: string): void {
    this.picked.update((set) => { const next = new Set(set); if (!next.delete(examId)) next.add(examId); return next; });
  }
  protected async cancel(): Promise<void> {
    await this.tried(async () => this.own.set(await this.api.cancel(this.shown()?.id ?? '')));
  }
  protected async toggle(n: number): Promise<void> {
    if (this.opened()?.n === n) return this.opened.set(null);
    await this.tried(async () => this.opened.set({ n, exams: await this.api.changed(this.shown()?.id ?? '', n) }));
  }
  protected costOf(name: string): number {
    return readCost(this.reckoned(), name) ?? readCost(this.defaults.value()?.costs, name) ?? 0;
  }
  protected setCost(name: string, event: Event): void {
    const before = this.reckoned();
    if (before) this.costs.set(withCost({ ...this.defaults.value()?.costs, ...before }, name, Math.max(0, Math.round(Number((event.target as HTMLInputElement).value)))));
  }
  private reckoned(): ReadCosts | undefined {
    return this.costs() ?? this.shown()?.assumptions ?? this.defaults.value()?.costs;
  }

  protected ordered(r: ReplayResult, outcome: object): object {
    return orderedOutcome(r.kind, outcome);
  }
  protected plus(n: number): string {
    return n === 0 ? '±0' : `${n > 0 ? '+' : '−'}${Math.abs(n).toLocaleString('en')}`;
  }
  protected n(n: number): string {
    return Math.round(n).toLocaleString('en');
  }
  protected kpis(effort: NonNullable<ReplayResult['effort']>): readonly { readonly name: string; readonly value: string; readonly more: string }[] {
    const row = (name: string, of: (e: EffortView) => number, unit = '') => {
      const [draft, base] = [Math.round(of(effort.draft)), Math.round(of(effort.base))];
      return { name, value: `${this.n(draft)}${unit}`, more: `${this.plus(draft - base)}${unit}${base > 0 ? ` (${this.plus(Math.round(((draft - base) * 100) / base))} %)` : ''}` };
    };
    const { income } = this.result() ?? {};
    const sum = (of: readonly { readonly cents: number }[]): number => of.reduce((cents, i) => cents + i.cents, 0) / 100;
    const paid = income ? [{ name: 'Paid for, USD', value: this.n(sum(income.draft)), more: this.plus(Math.round(sum(income.draft) - sum(income.base))) }] : [];
    const risks = this.result()?.risk;
    const risk = risks ? [{ name: 'Legal risk avoided, USD, an estimate', value: this.n(risks.draft.cents / 100), more: this.plus(Math.round((risks.draft.cents - risks.base.cents) / 100)) }] : [];
    return [row('Local reads', (e) => e.reads), row('Reader hours', (e) => e.minutes / 60, ' h'), row('wRVU', (e) => e.rvuHundredths / 100), row('Value, USD', (e) => e.cents / 100), ...paid, ...risk];
  }

  /** Who pays for the reads of the draft, and of how many nobody knows it. */
  protected incomeWords(): string | null {
    const income = this.result()?.income;
    if (!income || income.draft.length === 0) return null;
    const known = income.draft.filter((i) => i.payer !== '');
    const unknown = income.draft.find((i) => i.payer === '')?.reads ?? 0;
    const reads = income.draft.reduce((n, i) => n + i.reads, 0);
    const by = known.map((i) => `${payerWords(i.payer)} ${this.n(i.reads)} reads, ${this.n(i.cents / 100)} USD`).join('; ');
    return `${known.length > 0 ? `Paid for: ${by}. ` : ''}${unknown > 0 ? `The payer of ${this.n(unknown)} of ${this.n(reads)} reads is not known, and they count as unpaid. ` : ''}${income.unconfirmed > 0 ? `${income.unconfirmed} of the rates used ${income.unconfirmed === 1 ? 'is' : 'are'} to be confirmed by billing.` : ''}`;
  }
  protected round(n: number): number {
    return Math.round(n);
  }
  protected barWords(): string {
    return this.bars().map((b) => `${b.name} ${this.n(b.draft.minutes / 60)} hours, ${this.plus(Math.round(b.more))}`).join('; ');
  }
  protected lastMonths(r: ReplayResult): ReplayResult['months'] {
    return r.months.slice(-3);
  }

  private async look(id: string): Promise<void> {
    await this.tried(async () => this.own.set(await this.api.replay(id)));
    if (!this.running()) this.finished.emit();
  }
  private async tried(work: () => Promise<void>): Promise<void> {
    this.refused.set(null);
    try {
      await work();
    } catch (error) {
      const { problem } = problemFrom(error);
      this.refused.set(wordsOf(problem).text);
    }
  }
}
