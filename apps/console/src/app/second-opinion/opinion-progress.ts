import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { BrandMark, dateText, Field, FieldInput, Icon, Note, SkeletonRows } from '@causeway/console-ui';
import type { OpinionLook, OpinionStatus } from '@causeway/contracts';
import { type ApiProblem, problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { declineWords, departmentWord, kindWords, stageWords, standings, wayOf } from './opinion-words';
import { SecondOpinionApi } from './second-opinion.api';

/** Behind the link of the mail: confirm that one asked; then, with code and birth date, how far it is. Nothing is kept in the browser. */
@Component({
  selector: 'cw-opinion-progress',
  imports: [BrandMark, Field, FieldInput, Icon, MatButton, Note, SkeletonRows],
  templateUrl: './opinion-progress.html',
  styleUrl: './second-opinion.scss',
})
export class OpinionProgress {
  private readonly api = inject(SecondOpinionApi);
  protected readonly link = signal<OpinionLook | null>(null);
  protected readonly closed = signal<ApiProblem | null>(null);
  protected readonly justConfirmed = signal(false);
  protected readonly status = signal<OpinionStatus | null>(null);
  protected readonly problem = signal<string | null>(null);
  protected readonly busy = signal(false);
  protected readonly tried = signal(false);
  /** Asked once more before the question is taken back. */
  protected readonly sure = signal(false);
  protected readonly code = signal('');
  protected readonly birthDate = signal('');
  protected readonly house = computed(() => this.link()?.house ?? 'Causeway');
  protected readonly stage = computed(() => stageWords[this.status()?.stage ?? 'waiting']);
  protected readonly way = computed(() => {
    const stands = standings(this.status()?.stage ?? 'waiting');
    return stands && wayOf.map(([step, words], i) => ({ step, words, stands: stands[i] ?? 'open' }));
  });
  protected readonly kinds = kindWords;
  protected readonly declines = declineWords;
  protected readonly department = departmentWord;
  protected readonly day = dateText;

  constructor() {
    void this.load();
  }

  protected async load(): Promise<void> {
    this.closed.set(null);
    try {
      this.link.set(await this.api.current());
    } catch (error) {
      this.closed.set(problemFrom(error));
    }
  }

  protected async confirm(): Promise<void> {
    await this.doing(async () => {
      this.link.set(await this.api.confirm());
      this.justConfirmed.set(true);
    });
  }

  protected async open(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.code().trim() !== '' && this.birthDate() !== '') await this.look('status');
  }

  protected async look(path: 'status' | 'withdraw'): Promise<void> {
    await this.doing(async () => this.status.set(await this.api.look(path, { code: this.code(), birthDate: this.birthDate() })));
  }

  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
  protected words(p: ApiProblem): string {
    return wordsOf(p.problem).text;
  }

  private async doing(work: () => Promise<void>): Promise<void> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      await work();
    } catch (error) {
      const problem = problemFrom(error);
      if (problem.status === 410 || problem.status === 404) this.closed.set(problem);
      else this.problem.set(wordsOf(problem.problem).text);
    } finally {
      this.busy.set(false);
    }
  }
}
