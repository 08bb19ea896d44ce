import { Component, computed, DestroyRef, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import {
  Clock, CompareTable, ConflictNote, dateText, EmptyState, Icon, Kbd, Keymap, Note, PersonName, ProblemCard, SiteTime, SkeletonRows, StateChip, WhyLink,
} from '@causeway/console-ui';
import type { CandidateView } from '@causeway/contracts';
import { isConflict, wordsOf } from '../core/api/problem-words';
import { Preferences } from '../core/preferences/preferences';
import { reasonWords } from '../core/why/decision-words';
import { Why } from '../core/why/why';
import { MatchActs } from './match-acts';
import { candidateLook, compareLine, elementList, evidenceLine, lookalikeSentence, percent } from './match-words';
import { MatchStore } from './match.store';
import { PatientSearch } from './patient-search';
import { ScoreBar } from './score-bar';

/** Whose exam is this? The identity as sent beside a local candidate, what speaks for it, and what will be written. */
@Component({
  selector: 'cw-match-page',
  imports: [
    Clock, CompareTable, ConflictNote, EmptyState, Icon, Kbd, MatButton, MatIconButton, Note, PatientSearch, PersonName, ProblemCard, RouterLink, ScoreBar, SkeletonRows, StateChip, WhyLink,
  ],
  providers: [MatchActs],
  templateUrl: './match-page.html',
  styleUrl: './match-page.scss',
})
export class MatchPage {
  /** From the address. */
  readonly examId = input.required<string>();

  protected readonly store = inject(MatchStore);
  protected readonly acts = inject(MatchActs);
  protected readonly why = inject(Why);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  private readonly router = inject(Router);

  protected readonly searching = signal(false);
  protected readonly onlyDifferences = signal(false);
  /** Exams of the list the person came from, for the keys that go on to the next. */
  private readonly from = (this.router.lastSuccessfulNavigation()?.extras.state?.['from'] ?? []) as readonly string[];
  protected readonly place = computed(() => ({ at: this.from.indexOf(this.examId()) + 1, of: this.from.length }));

  protected readonly look = candidateLook;
  protected readonly day = dateText;
  protected readonly percent = percent;
  protected readonly elements = elementList;
  protected readonly failure = computed(() => {
    const problem = this.store.problem();
    return problem === null ? null : wordsOf(problem);
  });
  protected readonly refused = computed(() => {
    const problem = this.store.refused();
    return problem === null ? null : { words: wordsOf(problem), conflict: isConflict(problem), by: problem.by, at: problem.at };
  });
  protected readonly lines = computed(() => this.store.chosen()?.rows.map(compareLine) ?? []);
  protected readonly evidence = computed(() => this.store.chosen()?.evidence.map(evidenceLine) ?? []);
  protected readonly warnings = computed(() => this.store.chosen()?.lookalike.map(lookalikeSentence) ?? []);
  protected readonly otherScores = computed(() => this.store.candidates().filter((c) => c.patientId !== this.store.chosenId()).map((c) => c.score));
  protected readonly because = computed(() => {
    const decision = this.store.match()?.decision;
    return decision ? reasonWords(decision.because) : null;
  });
  protected readonly number = computed(() => this.store.candidates().findIndex((c) => c.patientId === this.store.chosenId()) + 1);
  protected readonly history = computed(() => (this.store.match()?.history ?? []).filter((h) => h.attempt < (this.store.match()?.attempt ?? 0)));

  constructor() {
    const destroyRef = inject(DestroyRef);
    effect(() => {
      const examId = this.examId();
      untracked(() => void this.store.load(examId));
    });
    inject(Keymap).register({
      name: 'Match', element: null,
      bindings: [
        { keys: ['Ctrl+Enter'], does: 'Match to this candidate', run: () => this.commit() },
        { keys: ['ArrowDown'], does: 'Next candidate', run: () => this.step(1) },
        { keys: ['ArrowUp'], does: 'Previous candidate', run: () => this.step(-1) },
        { keys: ['d'], does: 'Only differences', run: () => this.onlyDifferences.update((on) => !on) },
        { keys: [']'], does: 'Next exam of the list', run: () => this.turn(1), when: () => this.from.length > 1 },
        { keys: ['['], does: 'Previous exam of the list', run: () => this.turn(-1), when: () => this.from.length > 1 },
      ],
    }, destroyRef);
  }

  protected may(move: string): boolean {
    return this.store.match()?.moves.some((m) => m.move === move) ?? false;
  }

  protected canAccept(candidate: CandidateView): boolean {
    return this.may('accept') && candidate.blockedBy.length === 0 && !candidate.dismissed;
  }

  protected commit(): void {
    const chosen = this.store.chosen();
    if (chosen !== null && this.canAccept(chosen) && !this.store.busy()) void this.acts.accept(chosen);
  }

  protected async pick(patientId: string): Promise<void> {
    await this.store.compare(patientId);
    this.searching.set(false);
  }

  protected turn(by: 1 | -1): void {
    const next = this.from[this.place().at - 1 + by];
    if (next !== undefined) void this.router.navigate(['/match', next], { state: { from: this.from } });
  }

  private step(by: 1 | -1): void {
    const next = this.store.candidates()[this.number() - 1 + by];
    if (next !== undefined) this.store.choose(next.patientId);
  }
}
