import { Component, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, Icon, Note, PersonName, SkeletonRows } from '@causeway/console-ui';
import type { RemoteLook, RemoteStudyView, RequestOutDetail } from '@causeway/contracts';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { Preferences } from '../core/preferences/preferences';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { fitText } from '../exchange/words';

/** What the partner's own archive lists of the patient, asked when somebody presses it and never by itself; each exam may be fetched. */
@Component({
  selector: 'cw-archive-look',
  imports: [Icon, MatButton, Note, PersonName, RouterLink, SkeletonRows],
  providers: [Acting],
  template: `
    <section class="cw-panel" aria-labelledby="archive">
      <div class="cw-panel-head"><h2 id="archive">In their archive</h2><span class="cw-spacer"></span><button matButton="outlined" class="cw-xs" type="button" [disabled]="asking()" (click)="look()"><cw-icon name="search" size="s" /> {{ found() ? 'Look again' : 'Look' }}</button></div>
      @if (trouble() ?? acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
      @if (asking()) {<cw-skeleton-rows [rows]="2" what="Their archive" />}
      @else if (found(); as f) {
        @for (t of f.troubles; track t.line) {<cw-note hue="attn" icon="warning"><b>{{ t.line }}:</b> {{ t.sentence }}</cw-note>}
        <ul class="rows">
          @for (s of f.studies; track s.studyUid + s.endpointId) {
            <li>
              <span class="grow"><b><bdi>{{ s.description }}</bdi></b><span class="cw-muted"> {{ s.studyDate ? day(s.studyDate) : 'no date' }} · {{ s.modalities.join('/') }}@if (s.images !== null) { · {{ s.images }} images}</span><br />
                <span class="cw-small">@if (preferences.namesHidden()) {Name hidden} @else {<cw-person-name [name]="s.patient.name" />}@if (s.patient.birthDate) {, born {{ day(s.patient.birthDate) }}}@if (s.patient.patientId) {, their number {{ s.patient.patientId }}}<span class="cw-muted"> · {{ fit(s) }}</span></span></span>
              @if (s.exam; as x) {<a matButton="text" class="cw-xs" [routerLink]="['/inbound', x.id]">{{ x.received }} images are here</a>}
              @if (request().fetching.includes(s.studyUid)) {<span class="cw-ink" data-hue="wait"><cw-icon name="sync" size="s" /> <a routerLink="/transfers" [queryParams]="{ request: request().id, view: 'all' }">being fetched</a></span>}
              @else {<button [matButton]="s.fits && !s.exam ? 'filled' : 'outlined'" class="cw-xs" type="button" [disabled]="acting.busy()" (click)="fetch(s)">Fetch</button>}
            </li>
          } @empty {@if (f.troubles.length === 0) {<li class="cw-muted">They list nothing of this patient.</li>}}
        </ul>
      } @else {<p class="cw-muted pad">This partner lets us look for the patient’s exams and fetch them without waiting for somebody there.</p>}
    </section>
  `,
  styles: `
    .rows { margin: 0; padding: 0; list-style: none; }
    li { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; padding: 9px 14px; border-top: 1px solid var(--mat-sys-outline-variant); }
    li:first-child { border-top: 0; }
    .grow { flex: 1 1 240px; min-width: 0; overflow-wrap: anywhere; }
    .pad { margin: 0; padding: 10px 14px; }
  `,
})
export class ArchiveLook {
  readonly request = input.required<RequestOutDetail>();
  readonly changed = output<RequestOutDetail>();
  private readonly api = inject(ExchangeApi);
  protected readonly acting = inject(Acting);
  protected readonly preferences = inject(Preferences);
  protected readonly asking = signal(false);
  protected readonly found = signal<RemoteLook | null>(null);
  protected readonly trouble = signal<string | null>(null);
  protected readonly day = dateText;
  protected readonly fit = (s: RemoteStudyView): string => fitText(s.evidence);

  protected async look(): Promise<void> {
    this.asking.set(true);
    this.trouble.set(null);
    try {
      this.found.set(await this.api.post<RemoteLook>(`requests/${this.request().id}/look`, {}));
    } catch (error) {
      this.found.set(null);
      this.trouble.set(wordsOf(problemFrom(error).problem).text);
    } finally {
      this.asking.set(false);
    }
  }

  protected async fetch(s: RemoteStudyView): Promise<void> {
    const done = await this.acting.send<RequestOutDetail>(`requests/${this.request().id}/fetch`, { endpointId: s.endpointId, studyUid: s.studyUid, what: s.description.slice(0, 120) });
    if (done) this.changed.emit(done);
  }
}
