import { HttpClient } from '@angular/common/http';
import { inject, Injectable, signal } from '@angular/core';
import { PARTNER_LINK_HEADER, type PartnerPageView } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { type ApiProblem, problemFrom } from '../../core/api/api-problem';

/** What a partner's page shows. The link stays behind `#` in the address and goes out in a header alone. */
@Injectable()
export class PartnerView {
  private readonly http = inject(HttpClient);
  private readonly options = { headers: { [PARTNER_LINK_HEADER]: location.hash.slice(1) } };
  readonly view = signal<PartnerPageView | null>(null);
  /** The link opens nothing: said instead of the page. */
  readonly closed = signal<ApiProblem | null>(null);
  readonly problem = signal<ApiProblem | null>(null);
  readonly busy = signal(false);

  async load(): Promise<void> {
    try {
      this.view.set(await firstValueFrom(this.http.get<PartnerPageView>('/api/v1/partner-links/page/view', this.options)));
      this.closed.set(null);
    } catch (error) {
      this.closed.set(problemFrom(error));
    }
  }

  /** True when it was taken; else `problem` says why, and what was typed stays. */
  async ask(body: object): Promise<boolean> {
    this.busy.set(true);
    this.problem.set(null);
    try {
      this.view.set(await firstValueFrom(this.http.post<PartnerPageView>('/api/v1/partner-links/page/corrections', body, this.options)));
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
}
