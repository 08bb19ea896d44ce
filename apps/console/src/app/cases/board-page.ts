import { Component, computed, inject, input, resource } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { EmptyState, Icon, PersonName, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { BoardAgenda } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { ExchangeApi } from '../exchange/exchange.api';

const SITES: Readonly<Record<string, readonly [word: string, hue: string]>> = { there: ['there', 'good'], 'on-the-way': ['on its way', 'active'], asked: ['asked', 'attn'], missing: ['missing', 'stop'] };

/** The agenda of a board: for each patient whether images from every site, a report and pathology are there. */
@Component({
  selector: 'cw-board-page',
  imports: [EmptyState, Icon, MatButton, PersonName, ProblemCard, RouterLink, SkeletonRows],
  template: `
    @if (agenda(); as b) {
      <div class="cw-page-head"><h1>{{ b.name }}</h1><span class="cw-muted">{{ site.dateTime(b.startsAt) }} · {{ b.ready }} of {{ b.patients }} ready</span><span class="cw-spacer"></span><a matButton="outlined" routerLink="/cases/boards">All boards</a></div>
      @if (b.rows.length > 0) {
        <div class="scroll" tabindex="0" role="region" aria-label="Agenda">
          <table>
            <thead><tr><th scope="col">Patient</th><th scope="col">Sites</th><th scope="col">Images</th><th scope="col">Report</th><th scope="col">Pathology</th><th scope="col">Decision</th></tr></thead>
            <tbody>
              @for (row of b.rows; track row.id) {
                <tr>
                  <th scope="row"><a [routerLink]="['/cases', row.id]">@if (namesHidden()) {Name hidden} @else {<cw-person-name [name]="row.patient.name" />}</a><span class="cw-muted">{{ row.number }}</span></th>
                  <td>@for (s of row.sites; track s.name) {<span class="site cw-ink" [attr.data-hue]="word(s.state)[1]">{{ s.name }}: {{ word(s.state)[0] }}</span>} @empty {<span class="cw-muted">nobody asked</span>}</td>
                  <td class="cw-ink" [attr.data-hue]="row.readiness.images === 'there' ? 'good' : row.readiness.images === 'missing' ? 'stop' : 'active'"><cw-icon [name]="row.readiness.images === 'there' ? 'check_circle' : row.readiness.images === 'missing' ? 'error' : 'downloading'" size="s" /> {{ row.readiness.images === 'there' ? 'there' : row.readiness.images === 'missing' ? 'missing' : 'on the way' }}</td>
                  <td class="cw-ink" [attr.data-hue]="row.readiness.report ? 'good' : 'attn'"><cw-icon [name]="row.readiness.report ? 'check_circle' : 'warning'" size="s" /> {{ row.readiness.report ? 'there' : 'missing' }}</td>
                  <td class="cw-ink" [attr.data-hue]="row.readiness.pathology === 'missing' ? 'attn' : 'good'"><cw-icon [name]="row.readiness.pathology === 'missing' ? 'warning' : 'check_circle'" size="s" /> {{ row.readiness.pathology === 'not-needed' ? 'not needed' : row.readiness.pathology }}</td>
                  <td>{{ row.disposition ?? '' }}</td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      } @else {<cw-empty-state kind="new" icon="group" title="The agenda is empty" text="Open a case of the kind “Tumor board” and put it on this agenda." />}
    } @else if (failure(); as words) {
      <div class="cw-page-head"><h1>Agenda</h1></div>
      <cw-problem-card [title]="words.title" [text]="words.text" [icon]="words.icon" [hue]="words.hue" [traceId]="words.traceId" [canRetry]="words.canRetry" (retry)="loaded.reload()" />
    } @else {<div class="cw-page-head"><h1>Agenda</h1></div><cw-skeleton-rows [rows]="5" what="The agenda" />}
  `,
  styleUrl: '../exchange/table.scss',
})
export class BoardPage {
  readonly id = input.required<string>();
  private readonly api = inject(ExchangeApi);
  protected readonly site = inject(SiteTime);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly loaded = resource({ params: () => this.id(), loader: ({ params }) => this.api.get<BoardAgenda>(`boards/${params}`) });
  protected readonly agenda = computed(() => (this.loaded.hasValue() ? this.loaded.value() : null));
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly word = (state: string): readonly [string, string] => SITES[state] ?? [state, 'wait'];

  constructor() {
    reloadOn(merge(signalsOf('case', 'requestOut'), resyncs()).pipe(debounceTime(600)), this.loaded);
  }
}
