import { Component, computed, inject, resource, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, Icon, Note, PersonName, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { AppointmentRow, CaseDetail, VisitBoard } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { Access } from '../core/access/access';
import { failureOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { linkStates } from '../invitation/invitation-words';

/** The visits of the next days: whose images are there, whose are chased, and what becomes of the visit. */
@Component({
  selector: 'cw-visits-page',
  imports: [EmptyState, Icon, MatButton, Note, PersonName, ProblemCard, RouterLink, SkeletonRows],
  providers: [Acting],
  template: `
    <div class="cw-page-head">
      <h1>Pre-visit</h1>
      @if (board(); as b) {<span class="cw-muted">{{ b.totals.ready }} of {{ b.totals.all }} ready, {{ b.totals.waiting }} on the way, {{ b.totals.nothing }} with nothing</span>}
      <span class="cw-spacer"></span>
      <label class="cw-row">Next <select class="cw-input" (change)="choose($event)">@for (d of [5, 10, 30]; track d) {<option [value]="d" [selected]="days() === d">{{ d }} days</option>}</select></label>
    </div>
    @if (acting.refused(); as words) {<cw-note hue="stop" icon="error" role="alert">{{ words }}</cw-note>}
    @if (board(); as b) {
      @if (b.rows.length > 0) {
        <div class="scroll" tabindex="0" role="region" aria-label="Visits">
          <table>
            <thead><tr><th scope="col">Visit</th><th scope="col">Patient</th><th scope="col">Images</th><th scope="col">Quality</th><th scope="col">Asked for</th><th scope="col">Outcome</th><th scope="col"><span class="cw-vh">Acts</span></th></tr></thead>
            <tbody>
              @for (v of b.rows; track v.id) {
                <tr>
                  <th scope="row">{{ site.dateTime(v.startsAt) }}<span class="cw-muted">{{ v.clinic }}@if (v.provider) { · {{ v.provider }}}</span></th>
                  @if (v.caseRow; as c) {
                    <td><a [routerLink]="['/cases', c.id]">@if (namesHidden()) {Name hidden} @else {<cw-person-name [name]="c.patient.name" />}</a><span class="cw-muted block">{{ c.number }}</span></td>
                    <td class="cw-ink" [attr.data-hue]="c.readiness.images === 'there' ? 'good' : c.readiness.images === 'missing' ? 'stop' : 'active'"><cw-icon [name]="c.readiness.images === 'there' ? 'check_circle' : c.readiness.images === 'missing' ? 'error' : 'downloading'" size="s" /> {{ c.readiness.images === 'there' ? 'there' : c.readiness.images === 'missing' ? 'missing' : 'on the way' }}</td>
                    <td class="cw-ink" [attr.data-hue]="c.readiness.quality === 'non-diagnostic' ? 'stop' : c.readiness.quality === 'limited' ? 'attn' : 'good'">{{ c.readiness.quality ?? '' }}</td>
                    <td>@for (r of v.requests; track r.id) {<a class="block" [routerLink]="['/requests', r.id]">{{ r.number }} {{ r.facility }}: {{ r.state.replace('-', ' ') }}</a>}
                      @if (v.invited; as i) {<a class="block" [routerLink]="['/cases', c.id]">Patient: <span class="cw-ink" [attr.data-hue]="links[i.state][1]">{{ links[i.state][0] }}</span></a>}
                      @if (v.discs; as d) {<span class="block cw-ink" [attr.data-hue]="d.late ? 'stop' : d.arrived ? 'good' : 'wait'">Discs {{ d.arrived ? 'arrived' : 'expected ' + day(d.expectedOn) }}{{ d.late ? ', late' : '' }}</span>}</td>
                    <td>{{ outcome(c.disposition) }}</td>
                    <td class="go">@if (may(v, 'ask-exams')) {<a matButton="outlined" class="cw-xs" routerLink="/requests/new" [queryParams]="{ case: c.id }">Ask the facility</a>}@if (mayInvite && !v.invited) {&ngsp;<a matButton="outlined" class="cw-xs" [routerLink]="['/cases', c.id]" fragment="invitation">Invite the patient</a>}</td>
                  } @else {<td colspan="5" class="cw-muted">No review was opened.</td><td class="go"><button matButton="outlined" class="cw-xs" type="button" (click)="open(v)">Review</button></td>}
                </tr>
              }
            </tbody>
          </table>
        </div>
      } @else {<cw-empty-state kind="new" icon="event_available" title="No visit in these days" text="Appointments come from the scheduling system; each new one opens a review by itself." />}
    } @else if (failure(); as words) {
      <cw-problem-card [title]="words.title" [text]="words.text" [icon]="words.icon" [hue]="words.hue" [traceId]="words.traceId" [canRetry]="words.canRetry" (retry)="loaded.reload()" />
    } @else {<cw-skeleton-rows [rows]="6" what="Visits" />}
  `,
  styleUrl: '../exchange/table.scss',
  styles: `.block { display: block; } .go { text-align: end; }`,
})
export class VisitsPage {
  private readonly api = inject(ExchangeApi);
  protected readonly site = inject(SiteTime);
  protected readonly acting = inject(Acting);
  protected readonly links = linkStates;
  protected readonly day = dateText;
  protected readonly mayInvite = inject(Access).can('link.issue');
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly days = signal(10);
  protected readonly loaded = resource({ params: () => ({ days: this.days() }), loader: ({ params }) => this.api.get<VisitBoard>('appointments', params) });
  protected readonly board = computed(() => (this.loaded.hasValue() ? this.loaded.value() : null));
  protected readonly failure = computed(() => failureOf(this.loaded));

  constructor() {
    reloadOn(merge(signalsOf('case', 'requestOut', 'appointment', 'link'), resyncs()).pipe(debounceTime(600)), this.loaded);
  }

  protected choose(event: Event): void {
    this.days.set(Number((event.target as HTMLSelectElement).value));
  }
  protected may(v: AppointmentRow, move: string): boolean {
    return v.caseRow?.moves.some((m) => m.move === move) ?? false;
  }
  protected outcome(code: string | null): string {
    return ({ 'visit-ready': 'Visit ready', 're-image': 'New images here', redirect: 'Sent elsewhere' } as Readonly<Record<string, string>>)[code ?? ''] ?? '';
  }
  protected async open(v: AppointmentRow): Promise<void> {
    if (await this.acting.send<CaseDetail>(`appointments/${v.id}/case`, {})) this.loaded.reload();
  }
}
