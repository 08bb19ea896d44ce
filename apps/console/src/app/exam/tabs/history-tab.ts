import { Component, computed, effect, inject, input, signal, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { EmptyState, Note, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { HistoryEntry } from '@causeway/contracts';
import { problemFrom } from '../../core/api/api-problem';
import { wordsOf } from '../../core/api/problem-words';
import { ExamApi } from '../exam.api';
import { historyLine } from '../history-words';
import { HistoryList } from './history-list';

/** What the house has of this patient beside the exam: exams, reports, reads, cases, requests and visits, newest first. */
@Component({
  selector: 'cw-history-tab',
  imports: [EmptyState, HistoryList, MatButton, Note, SkeletonRows],
  template: `
    @if (failure(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }} <button type="button" class="link" (click)="more()">Try again</button></cw-note>}
    @if (loaded()) {
      @if (lines().length > 0) {
        <cw-history-list [lines]="lines()" />
        @if (next() !== null) {<button matButton="outlined" class="cw-xs" type="button" [disabled]="busy()" disabledInteractive (click)="more()">Show earlier ones</button>}
      } @else if (known()) {
        <cw-empty-state kind="new" icon="history" title="Nothing else is known" text="No other exam, report, case, request or visit of this patient that you may see." />
      } @else {
        <cw-empty-state kind="new" icon="person_search" title="Nobody has said whose exam this is" text="The history is that of the local patient: match the exam first." />
      }
    } @else if (failure() === null) {<cw-skeleton-rows [rows]="5" what="The history" />}
  `,
  styles: `
    :host { display: grid; gap: 10px; justify-items: start; padding: 12px 14px; }
    .link { min-height: 24px; border: 0; background: none; color: inherit; text-decoration: underline; font: inherit; cursor: pointer; }
  `,
})
export class HistoryTab {
  readonly examId = input.required<string>();
  private readonly api = inject(ExamApi);
  private readonly site = inject(SiteTime);
  private readonly rows = signal<readonly HistoryEntry[]>([]);
  protected readonly next = signal<string | null>(null);
  protected readonly known = signal(true);
  protected readonly loaded = signal(false);
  protected readonly busy = signal(false);
  protected readonly failure = signal<string | null>(null);
  protected readonly lines = computed(() => this.rows().map((row) => historyLine(row, this.site)));

  constructor() {
    effect(() => {
      this.examId();
      untracked(() => this.begin());
    });
  }

  /** The next page; the first where none is here. */
  protected async more(): Promise<void> {
    const id = this.examId();
    this.busy.set(true);
    this.failure.set(null);
    try {
      const page = await this.api.history(id, this.next());
      if (id !== this.examId()) return;
      this.rows.update((rows) => [...rows, ...page.rows]);
      this.next.set(page.next);
      this.known.set(page.known);
      this.loaded.set(true);
    } catch (error) {
      const words = wordsOf(problemFrom(error).problem);
      this.failure.set(`${words.title}. ${words.text}`);
    } finally {
      this.busy.set(false);
    }
  }

  private begin(): void {
    this.rows.set([]);
    this.next.set(null);
    this.loaded.set(false);
    void this.more();
  }
}
