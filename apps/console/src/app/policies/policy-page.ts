import { afterNextRender, Component, computed, DestroyRef, DOCUMENT, effect, type ElementRef, inject, Injector, input, resource, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { Field, FieldInput, Icon, Kbd, Keymap, Note, policyLooks, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { PolicyDetail, PolicyExample, PolicyTrial } from '@causeway/contracts';
import { faultsOfDraft, type PolicyText } from '@causeway/domain';
import { debounceTime, filter, merge } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { failureOf } from '../core/api/loaded';
import { wordsOf } from '../core/api/problem-words';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { factWords, kindWords, scopeWords, spoken } from '../core/why/decision-words';
import { Acting } from '../exchange/acting';
import { ArbitrationPanel } from './arbitration-panel';
import { BallotPanel } from './ballot-panel';
import { DraftKeeper } from './draft-keeper';
import { findingLines } from './finding-words';
import { PoliciesApi } from './policies.api';
import { ProposalPanel } from './proposal-panel';
import { RealityPanel } from './reality-panel';
import { ReplayPanel } from './replay-panel';
import { RuleTable } from './rule-table';
import { orderedOutcome } from './rule-model';
import { outcomeLine } from './rule-words';
import { ownedText } from '../programme/programme-words';

/** One version of a policy: its rules, what they would have meant, what people say of it, and their vote. */
@Component({
  selector: 'cw-policy-page',
  imports: [ArbitrationPanel, BallotPanel, Field, FieldInput, Icon, Kbd, MatButton, Note, ProblemCard, ProposalPanel, RealityPanel, ReplayPanel, RouterLink, RuleTable, SkeletonRows, StateChip],
  providers: [Acting, DraftKeeper],
  templateUrl: './policy-page.html',
  styleUrl: './policy-page.scss',
})
export class PolicyPage {
  readonly id = input.required<string>();
  private readonly api = inject(PoliciesApi);
  private readonly router = inject(Router);
  protected readonly keeper = inject(DraftKeeper);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  private readonly answered = signal<PolicyDetail | null>(null);
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.detail(params) });
  /** Without them a name can still be typed. */
  private readonly known = resource({ loader: () => this.api.networks() });
  protected readonly networks = computed(() => (this.known.hasValue() ? this.known.value().map((n) => n.name) : []));
  protected readonly p = computed(() => {
    const [own, read] = [this.answered(), this.loaded.hasValue() ? this.loaded.value() : null];
    return own && own.id === this.id() && (!read || own.version > read.version) ? own : read?.id === this.id() ? read : null;
  });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly editable = computed(() => this.may('edit'));
  protected readonly text = computed(() => (this.editable() ? this.keeper.draft()?.text : null) ?? this.p()?.text ?? null);
  protected readonly faults = computed(() => (this.editable() ? this.keeper.check()?.faults : null) ?? this.p()?.faults ?? []);
  protected readonly findings = computed(() => {
    const [text, p] = [this.text(), this.p()];
    return text && p && this.faults().length === 0 ? findingLines(text, (this.editable() ? this.keeper.check()?.findings : null) ?? p.findings) : [];
  });
  protected readonly counts = computed(() => {
    const replay = this.p()?.replay;
    return replay?.current && !this.keeper.dirty() && replay.result && replay.result.keeping === null ? replay.result.rules : null;
  });
  protected readonly blocked = computed(() => {
    if (this.keeper.state() === 'failed' || this.keeper.state() === 'conflict') return 'Save the draft first.';
    if (this.keeper.dirty()) return 'Saving…';
    return this.faults().length > 0 ? 'Mend the rules first: a text with faults cannot be replayed.' : null;
  });
  protected readonly view = signal<'table' | 'json'>('table');
  protected readonly diff = signal(true);
  protected readonly jsonFault = signal<string | null>(null);
  protected readonly json = computed(() => JSON.stringify(this.text(), null, 2));
  protected readonly trying = signal(false);
  protected readonly examples = signal<readonly PolicyExample[]>([]);
  protected readonly chosen = signal('');
  protected readonly trial = signal<PolicyTrial | null>(null);
  protected readonly looks = policyLooks;
  protected readonly owned = ownedText;
  protected readonly kinds = kindWords;
  protected readonly scopes = scopeWords;
  protected readonly words = factWords;
  protected readonly spoken = spoken;
  protected readonly line = outcomeLine;
  private readonly table = viewChild(RuleTable);
  private readonly tryHead = viewChild<ElementRef<HTMLElement>>('tryHead');
  private readonly head = viewChild<ElementRef<HTMLElement>>('head');
  private readonly document = inject(DOCUMENT);
  private readonly injector = inject(Injector);
  /** What had the focus before an exam was tried. */
  private triedFrom: Element | null = null;

  constructor() {
    const destroyed = inject(DestroyRef);
    this.keeper.onSaved = (detail) => this.answered.set(detail);
    effect(() => {
      const p = this.p();
      if (p?.moves.some((m) => m.move === 'edit')) this.keeper.load(p);
    });
    this.followState();
    reloadOn(merge(signalsOf('policy', 'ballot', 'arbitration'), resyncs()).pipe(debounceTime(400), filter(() => this.keeper.state() !== 'saving')), this.loaded);
    inject(Keymap).register({
      name: 'Policy', element: null, bindings: [
        { keys: ['Mod+Enter'], does: 'Add a rule', run: () => this.table()?.add(), when: () => this.editable() },
        { keys: ['t'], does: 'Test a real exam', run: () => void this.openTrial() },
      ],
    }, destroyed);
  }

  /** A state that changes takes its buttons away: a focus that stood on one goes to the heading, which says what came of it. */
  private followState(): void {
    let before = '';
    effect(() => {
      const now = `${this.p()?.id} ${this.p()?.state}`;
      const same = before.split(' ')[0] === now.split(' ')[0];
      if (same && before !== now) afterNextRender(() => {
        if (this.document.activeElement === this.document.body) this.head()?.nativeElement.focus();
      }, { injector: this.injector });
      before = now;
    });
  }

  protected may(move: string): boolean {
    return this.p()?.moves.some((m) => m.move === move) ?? false;
  }
  protected shown(detail: PolicyDetail | null): void {
    if (detail) this.answered.set(detail);
    this.loaded.reload();
  }
  protected again(): void {
    this.loaded.reload();
  }
  protected change(text: PolicyText): void {
    this.trial.set(null);
    this.keeper.change({ text });
  }
  protected setJson(event: Event): void {
    try {
      const text = JSON.parse((event.target as HTMLTextAreaElement).value) as PolicyText;
      const [shape] = faultsOfDraft(text);
      if (shape && !Array.isArray((text as unknown as Record<string, unknown>)['rules'])) return this.jsonFault.set(shape.problem);
      this.jsonFault.set(null);
      this.change(text);
    } catch {
      this.jsonFault.set('This is not JSON yet. It is used as soon as it is.');
    }
  }

  protected async openTrial(): Promise<void> {
    if (!this.trying()) this.triedFrom = this.document.activeElement;
    this.trying.set(true);
    this.examples.set(await this.api.examples(this.id()));
    this.chosen.update((now) => now || this.examples()[0]?.decisionId || '');
    setTimeout(() => this.tryHead()?.nativeElement.focus());
    await this.attempt();
  }
  protected async attempt(): Promise<void> {
    const text = this.text();
    if (!text || this.chosen() === '') return;
    this.acting.refused.set(null);
    try {
      this.trial.set(await this.api.attempt(this.id(), this.chosen(), text));
    } catch (error) {
      this.trial.set(null);
      this.acting.refused.set(wordsOf(problemFrom(error).problem).text);
    }
  }
  protected closeTrial(): void {
    this.trying.set(false);
    this.trial.set(null);
    if (this.triedFrom instanceof HTMLElement) this.triedFrom.focus();
  }
  protected ordered(outcome: object): object {
    const p = this.p();
    return p ? orderedOutcome(p.kind, outcome) : outcome;
  }
  protected exampleWords(e: PolicyExample): string {
    return [e.modalities.join(', '), e.subspecialty ? spoken(e.subspecialty) : '', this.site.dateTime(e.at), outcomeLine(this.ordered(e.outcome))].filter(Boolean).join(' · ');
  }

  /** A new draft from this version, as it is: so an old one is restored. */
  protected async draftFrom(): Promise<void> {
    const p = this.p();
    if (!p) return;
    const made = await this.acting.send<PolicyDetail>('policies', { kind: p.kind, scope: p.scope, from: { version: p.id } });
    if (made) void this.router.navigate(['/policies', made.id]);
  }
}
