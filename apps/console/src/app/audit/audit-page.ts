import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { EmptyState, Icon, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { AuditPage as AuditPageView, AuditRow, AuditVerdict, Problem } from '@causeway/contracts';
import { RouterLink } from '@angular/router';
import { firstValueFrom } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { spoken } from '../core/why/decision-words';

/** What was done, by whom, to what: newest first, with the proof that nothing was changed afterwards. */
@Component({
  selector: 'cw-audit-page',
  imports: [EmptyState, Icon, MatButton, Note, ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './audit-page.html',
  styleUrl: './audit-page.scss',
})
export class AuditPage {
  private readonly http = inject(HttpClient);
  protected readonly site = inject(SiteTime);

  protected readonly rows = signal<readonly AuditRow[]>([]);
  protected readonly next = signal<string | null>(null);
  protected readonly status = signal<'loading' | 'ready' | 'failed'>('loading');
  protected readonly problem = signal<Problem | null>(null);
  protected readonly verdict = signal<AuditVerdict | null>(null);
  protected readonly verifying = signal(false);
  protected readonly actor = signal('');
  protected readonly action = signal('');
  protected readonly object = signal('');
  protected readonly opened = signal<string | null>(null);
  protected readonly failure = computed(() => {
    const problem = this.problem();
    return problem === null ? null : wordsOf(problem);
  });
  protected readonly keyOf = (row: AuditRow): string => `${row.lane}:${row.seq}`;
  protected readonly words = spoken;

  constructor() {
    void this.load();
  }

  protected search(event: Event): void {
    event.preventDefault();
    void this.load();
  }

  protected async load(cursor: string | null = null): Promise<void> {
    if (cursor === null) this.status.set('loading');
    try {
      const page = await firstValueFrom(this.http.get<AuditPageView>('/api/v1/audit', { params: this.params(cursor) }));
      this.rows.update((rows) => (cursor === null ? page.rows : [...rows, ...page.rows]));
      this.next.set(page.next);
      this.status.set('ready');
    } catch (error) {
      this.problem.set(problemFrom(error).problem);
      this.status.set('failed');
    }
  }

  protected async verify(): Promise<void> {
    this.verifying.set(true);
    try {
      this.verdict.set(await firstValueFrom(this.http.post<AuditVerdict>('/api/v1/audit/verify', {})));
    } catch (error) {
      this.problem.set(problemFrom(error).problem);
      this.status.set('failed');
    } finally {
      this.verifying.set(false);
    }
  }

  protected toggle(row: AuditRow): void {
    this.opened.update((key) => (key === this.keyOf(row) ? null : this.keyOf(row)));
  }

  /** Facts of an entry as pairs; nested ones as JSON. */
  protected details(row: AuditRow): readonly { readonly name: string; readonly value: string }[] {
    return Object.entries(row.details).map(([name, value]) => ({ name: spoken(name), value: typeof value === 'string' ? value : JSON.stringify(value) }));
  }

  private params(cursor: string | null): Record<string, string> {
    const given = { actor: this.actor().trim(), action: this.action().trim(), object: this.object().trim(), cursor: cursor ?? '' };
    return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''));
  }
}
