import { HttpClient } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { type OnboardingView, PARTNER_LINK_HEADER } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { type ApiProblem, problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';

/** What a partner fills in with its link. The link stays behind `#` in the address and goes out in a header alone. Every command answers with the form as it is afterwards. */
@Injectable()
export class PartnerForm {
  private readonly http = inject(HttpClient);
  private readonly token = location.hash.slice(1);
  readonly view = signal<OnboardingView | null>(null);
  /** The link opens nothing: said instead of the form. */
  readonly closed = signal<ApiProblem | null>(null);
  readonly problem = signal<ApiProblem | null>(null);
  readonly busy = signal(false);
  readonly words = computed(() => {
    const p = this.problem();
    return p === null ? null : wordsOf(p.problem).text;
  });

  async load(): Promise<void> {
    try {
      this.view.set(await firstValueFrom(this.http.get<OnboardingView>('/api/v1/partner-links/onboarding/form', { headers: { [PARTNER_LINK_HEADER]: this.token } })));
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
      this.view.set(await firstValueFrom(this.http.request<OnboardingView>(method, `/api/v1/partner-links/onboarding/${path}`, { body, headers: { [PARTNER_LINK_HEADER]: this.token } })));
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
