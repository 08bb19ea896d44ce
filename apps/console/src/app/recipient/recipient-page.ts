import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { BrandMark, dateText, Field, FieldInput, Icon, Note, SkeletonRows } from '@causeway/console-ui';
import { RECIPIENT_LINK_HEADER, type RecipientContents, type RecipientLinkView } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { type ApiProblem, problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';

const API = '/api/v1/recipient-links';
export const QUESTIONS = ['Was it easy to get your images this way?', 'Would you rather have it this way than on a disc?'] as const;
const SCALE = ['not at all', 'a little', 'partly', 'mostly', 'very much'] as const;

/** What was sent to somebody who has no account: opened with the link, a code and, for patients, their birth date. Outside the signed-in frame, made for a telephone. */
@Component({
  selector: 'cw-recipient-page',
  imports: [BrandMark, Field, FieldInput, Icon, MatButton, Note, SkeletonRows],
  templateUrl: './recipient-page.html',
  styleUrl: './recipient-page.scss',
})
export class RecipientPage {
  private readonly http = inject(HttpClient);
  private readonly headers = { [RECIPIENT_LINK_HEADER]: location.hash.slice(1) };
  protected readonly link = signal<RecipientLinkView | null>(null);
  protected readonly contents = signal<RecipientContents | null>(null);
  /** The link opens nothing: said instead of the page. */
  protected readonly closed = signal<ApiProblem | null>(null);
  protected readonly problem = signal<ApiProblem | null>(null);
  protected readonly busy = signal(false);
  protected readonly code = signal('');
  protected readonly birthDate = signal('');
  protected readonly agreed = signal(false);
  protected readonly tried = signal(false);
  protected readonly answers = signal<readonly (number | null)[]>([null, null]);
  protected readonly thanked = signal(false);
  protected readonly questions = QUESTIONS;
  protected readonly scale = SCALE;
  protected readonly day = dateText;
  protected readonly words = computed(() => {
    const p = this.problem();
    return p === null ? null : wordsOf(p.problem).text;
  });
  protected readonly house = computed(() => this.contents()?.house ?? this.link()?.house ?? 'Causeway');

  constructor() {
    void this.load();
  }

  protected async load(): Promise<void> {
    this.closed.set(null);
    try {
      const link = await firstValueFrom(this.http.get<RecipientLinkView>(`${API}/current`, { headers: this.headers }));
      this.link.set(link);
      if (link.open) this.contents.set(await firstValueFrom(this.http.get<RecipientContents>(`${API}/contents`)));
    } catch (error) {
      const problem = problemFrom(error);
      // an hour is over: the code is asked again
      if (problem.status !== 401) this.closed.set(problem);
    }
  }

  protected async open(event: Event): Promise<void> {
    event.preventDefault();
    this.tried.set(true);
    if (this.code().trim() === '' || !this.agreed() || (this.link()?.asksBirthDate && this.birthDate() === '')) return;
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.contents.set(await firstValueFrom(this.http.post<RecipientContents>(`${API}/open`, { code: this.code(), birthDate: this.birthDate() || null, agreed: true }, { headers: this.headers })));
    } catch (error) {
      const problem = problemFrom(error);
      if (problem.status === 410 || problem.status === 404) this.closed.set(problem);
      else this.problem.set(problem);
    } finally {
      this.busy.set(false);
    }
  }

  protected answer(question: number, value: number): void {
    this.answers.update((all) => all.map((a, i) => (i === question ? value : a)));
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault();
    this.busy.set(true);
    this.problem.set(null);
    try {
      await firstValueFrom(this.http.post(`${API}/survey`, { answers: this.answers() }));
      this.thanked.set(true);
    } catch (error) {
      this.problem.set(problemFrom(error));
    } finally {
      this.busy.set(false);
    }
  }

  protected value(event: Event): string {
    return (event.target as HTMLInputElement).value;
  }
  protected until(instant: string): string {
    return new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  }
  protected closedWords(p: ApiProblem): string {
    return wordsOf(p.problem).text;
  }
}
