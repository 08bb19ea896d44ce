import { HttpClient } from '@angular/common/http';
import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, Field, FieldInput, Icon, Note, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { Disclosure, DisclosureList } from '@causeway/contracts';
import { firstValueFrom } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { spoken } from '../core/why/decision-words';

const WORDS: Readonly<Record<Disclosure['kind'], string>> = { seen: 'Looked at it', exported: 'Took a signed packet out', sent: 'Sent it', 'called-back': 'Sent it, called back since' };

/** Who saw the exams of one patient and to whom they were given on, to be read, printed or handed over. */
@Component({
  selector: 'cw-disclosures-page',
  imports: [EmptyState, Field, FieldInput, Icon, MatButton, Note, RouterLink, SkeletonRows],
  templateUrl: './disclosures-page.html',
  styleUrls: ['./audit-page.scss', './disclosures-page.scss'],
})
export class DisclosuresPage {
  private readonly http = inject(HttpClient);
  protected readonly site = inject(SiteTime);
  protected readonly identifier = signal('');
  protected readonly issuer = signal('');
  protected readonly busy = signal(false);
  protected readonly list = signal<DisclosureList | null>(null);
  protected readonly refused = signal<string | null>(null);
  protected readonly words = WORDS;
  protected readonly spoken = spoken;
  protected readonly day = dateText;
  protected readonly outside = computed(() => this.list()?.rows.filter((r) => r.to !== null).length ?? 0);

  protected async search(event: Event): Promise<void> {
    event.preventDefault();
    this.refused.set(null);
    this.list.set(null);
    this.busy.set(true);
    const issuer = this.issuer().trim();
    try {
      this.list.set(await firstValueFrom(this.http.post<DisclosureList>('/api/v1/audit/disclosures', { identifier: this.identifier().trim(), ...(issuer === '' ? {} : { issuer }) })));
    } catch (error) {
      this.refused.set(wordsOf(problemFrom(error).problem).text);
    } finally {
      this.busy.set(false);
    }
  }

  protected print(): void {
    print();
  }
}
