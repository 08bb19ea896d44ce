import { HttpClient } from '@angular/common/http';
import { computed, inject, signal } from '@angular/core';
import { PARTNER_LINK_HEADER } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { type ApiProblem, problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';

/** What somebody with a link sees and fills in. The link stays behind `#` in the address and goes out in a header alone. Every command answers with the page as it is afterwards. */
export abstract class LinkedPage<V> {
  private readonly http = inject(HttpClient);
  private readonly headers = { [PARTNER_LINK_HEADER]: location.hash.slice(1) };
  readonly view = signal<V | null>(null);
  /** The link opens nothing: said instead of the page. */
  readonly closed = signal<ApiProblem | null>(null);
  readonly problem = signal<ApiProblem | null>(null);
  readonly busy = signal(false);
  readonly words = computed(() => {
    const p = this.problem();
    return p === null ? null : wordsOf(p.problem).text;
  });

  /** `base` is the address of the link's kind, `shown` the part of it that is read. */
  protected constructor(private readonly base: string, private readonly shown: string) {}

  async load(): Promise<void> {
    try {
      this.view.set(await firstValueFrom(this.http.get<V>(`${this.base}/${this.shown}`, { headers: this.headers })));
      this.closed.set(null);
    } catch (error) {
      const problem = problemFrom(error);
      if (this.view() === null || problem.status === 410) this.closed.set(problem);
    }
  }

  /** True when it was taken; else `problem` says why, and what was typed stays. */
  async send(path: string, body: object, method: 'POST' | 'PUT' = 'POST'): Promise<boolean> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.view.set(await firstValueFrom(this.http.request<V>(method, `${this.base}/${path}`, { body, headers: this.headers })));
      return true;
    } catch (error) {
      const problem = problemFrom(error);
      if (problem.status === 410) this.closed.set(problem);
      this.problem.set(problem);
      return false;
    } finally {
      this.busy.set(false);
    }
  }

  fault(pointer: string): string | null {
    return this.problem()?.fault(pointer) ?? null;
  }
}
