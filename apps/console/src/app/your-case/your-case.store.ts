import { HttpClient } from '@angular/common/http';
import { computed, DestroyRef, inject, Injectable, signal } from '@angular/core';
import { CASE_LINK_HEADER, type CaseLinkContents, type CaseLinkView } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { type ApiProblem, problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';

const API = '/api/v1/case-link';
const LOOK_MS = 15_000;

/** One case behind a link: looked at again every quarter of a minute while the page is seen. */
@Injectable()
export class YourCase {
  private readonly http = inject(HttpClient);
  private readonly headers = { [CASE_LINK_HEADER]: location.hash.slice(1) };
  readonly link = signal<CaseLinkView | null>(null);
  readonly contents = signal<CaseLinkContents | null>(null);
  /** The link opens nothing: said instead of the page. */
  readonly closed = signal<ApiProblem | null>(null);
  readonly problem = signal<ApiProblem | null>(null);
  readonly busy = signal(false);
  /** The last look failed: what is shown may be old. */
  readonly stale = signal(false);
  readonly words = computed(() => {
    const p = this.problem();
    return p === null ? null : [wordsOf(p.problem).text, ...(p.problem.errors ?? []).map((e) => e.detail)].join(' ');
  });

  constructor() {
    const timer = setInterval(() => void this.again(), LOOK_MS);
    const seen = (): void => void this.again();
    document.addEventListener('visibilitychange', seen);
    inject(DestroyRef).onDestroy(() => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', seen);
    });
  }

  async load(): Promise<void> {
    this.closed.set(null);
    try {
      const link = await firstValueFrom(this.http.get<CaseLinkView>(`${API}/current`, { headers: this.headers }));
      this.link.set(link);
      if (link.open) await this.read();
    } catch (error) {
      this.closed.set(problemFrom(error));
    }
  }

  open(code: string): Promise<boolean> {
    return this.command('open', { code });
  }

  /** True when it was taken; else `problem` says why, and what was typed stays. */
  async command(path: 'open' | 'say' | 'received', body: object): Promise<boolean> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.contents.set(await firstValueFrom(this.http.post<CaseLinkContents>(`${API}/${path}`, body, { headers: this.headers })));
      return true;
    } catch (error) {
      const problem = problemFrom(error);
      if (problem.status === 410 || (path === 'open' && problem.status === 404)) this.closed.set(problem);
      else if (problem.status === 401) this.contents.set(null);
      else this.problem.set(problem);
      return false;
    } finally {
      this.busy.set(false);
    }
  }

  private async again(): Promise<void> {
    if (this.contents() === null || this.busy() || document.hidden || this.closed() !== null) return;
    try {
      await this.read();
    } catch (error) {
      const problem = problemFrom(error);
      if (problem.status === 410) this.closed.set(problem);
      // twelve hours are over: the code is asked again
      else if (problem.status === 401) this.contents.set(null);
      else this.stale.set(true);
    }
  }

  private async read(): Promise<void> {
    this.contents.set(await firstValueFrom(this.http.get<CaseLinkContents>(`${API}/contents`, { headers: this.headers })));
    this.stale.set(false);
  }
}
