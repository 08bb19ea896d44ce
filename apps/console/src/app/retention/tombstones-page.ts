import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, Field, FieldInput, Icon, Note, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { SignedCertificate, TombstoneView } from '@causeway/contracts';
import { failureOf } from '../core/api/loaded';
import { reasonWords } from '../core/why/decision-words';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { saveCertificate } from './certificate';
import { RetentionNav } from './retention-nav';
import { sizeText } from './retention-words';

/** What stays of purged exams: found by the study's UID, with the certificate of each. */
@Component({
  selector: 'cw-tombstones-page',
  imports: [EmptyState, Field, FieldInput, Icon, MatButton, Note, ProblemCard, RetentionNav, RouterLink, SkeletonRows],
  providers: [Acting],
  template: `
    <div class="cw-page-head"><h1>Purged exams</h1></div>
    <cw-retention-nav />
    <div class="body">
      <form class="find" (submit)="find($event)"><cw-field label="Study UID"><input cwInput type="text" maxlength="64" inputmode="decimal" [value]="typed()" (input)="type($event)" /></cw-field><button matButton="outlined" type="submit"><cw-icon name="search" />Find</button></form>
      @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
      @if (failure(); as f) {
        <cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />
      } @else if (!loaded.hasValue()) {<cw-skeleton-rows [rows]="5" what="Purged exams" />}
      @else if (loaded.value().length === 0) {
        <cw-empty-state kind="new" icon="search" [title]="asked() === '' ? 'Nothing was purged yet' : 'Nothing was purged under this UID'" text="What is left of a purged exam is its key, a digest and who decided. Nothing here names a patient." />
      } @else {
        <div class="scroll" role="region" aria-label="Purged exams" tabindex="0">
          <table>
            <thead><tr><th scope="col">Study</th><th scope="col">Images</th><th scope="col">Was kept until</th><th scope="col">Decided in</th><th scope="col">Bytes</th></tr></thead>
            <tbody>
              @for (t of loaded.value(); track t.examId) {
                <tr>
                  <th scope="row"><span class="cw-mono uid">{{ t.studyUid }}</span><span class="cw-muted">{{ site.dateTime(t.at) }}</span></th>
                  <td>{{ t.images }}<span class="cw-muted">{{ size(t.bytes / 1000000) }}</span></td>
                  <td>{{ day(t.until) }}<span class="cw-muted">{{ because(t.because) }}@if (t.cite) {, {{ t.cite }}}</span></td>
                  <td><a [routerLink]="['/dispositions', t.disposition.id]">Batch {{ t.disposition.number }}</a></td>
                  <td>
                    @if (t.signed) {<button matButton="outlined" class="cw-xs" type="button" (click)="certificate(t)"><cw-icon name="verified" size="s" />Certificate</button>}
                    @else {<span class="cw-ink" [attr.data-hue]="t.purge.state === 'failed' ? 'stop' : 'active'">{{ t.purge.gone }} of {{ t.images }} gone{{ t.purge.state === 'failed' ? ', a store failed' : '' }}</span>
                      @if (t.purge.moves.length > 0) {<button matButton="outlined" class="cw-xs" type="button" (click)="retry(t)">Try again</button>}}
                  </td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      }
    </div>
  `,
  styles: `.find { display: flex; flex-wrap: wrap; align-items: end; gap: 10px; padding: 12px 20px 0; } .find cw-field { flex: 0 1 420px; } .uid { overflow-wrap: anywhere; font-weight: 400; }`,
  styleUrl: './retention-page.scss',
})
export class TombstonesPage {
  private readonly api = inject(ExchangeApi);
  protected readonly acting = inject(Acting);
  protected readonly site = inject(SiteTime);
  protected readonly typed = signal('');
  protected readonly asked = signal('');
  protected readonly loaded = resource({ params: () => this.asked(), loader: ({ params }) => this.api.get<TombstoneView[]>('retention/tombstones', { limit: 200, ...(params ? { studyUid: params } : {}) }) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly day = dateText;
  protected readonly size = (megabytes: number): string => sizeText(Math.round(megabytes * 10) / 10);
  protected readonly because = reasonWords;

  protected type(event: Event): void {
    this.typed.set((event.target as HTMLInputElement).value);
  }
  protected find(event: Event): void {
    event.preventDefault();
    this.asked.set(this.typed().trim());
  }
  protected async certificate(t: TombstoneView): Promise<void> {
    saveCertificate(`purge-${t.studyUid}.json`, await this.api.get<SignedCertificate>(`retention/exams/${t.examId}/certificate`));
  }
  protected async retry(t: TombstoneView): Promise<void> {
    await this.acting.send(`retention/purges/${t.purge.id}/retry`, { version: t.purge.version });
    this.loaded.reload();
  }
}
