import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { dateText, EmptyState, ProblemCard, SiteTime, SkeletonRows, StateChip } from '@causeway/console-ui';
import type { GoalView, MeasureFigures, ProgrammeGoals } from '@causeway/contracts';
import { measures, type MeasureId } from '@causeway/domain';
import { debounceTime, merge } from 'rxjs';
import { Access } from '../core/access/access';
import { failureOf, valueOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { ExchangeApi } from '../exchange/exchange.api';
import { MonthBars } from './month-bars';
import { ProgrammeHead } from './programme-head';
import { amountText, goalLooks, measureText, targetText } from './programme-words';

/** What committees want to reach, held against what is; and every measure there is. Each figure leads to what it is made of. */
@Component({
  selector: 'cw-goals-page',
  imports: [EmptyState, MonthBars, ProblemCard, ProgrammeHead, RouterLink, SkeletonRows, StateChip],
  template: `
    <cw-programme-head sentence="what the exchange is to reach, and how far it is" />
    <div class="page">
      @if (failure(); as f) {<cw-problem-card [title]="f.title" [text]="f.text" [icon]="f.icon" [hue]="f.hue" [traceId]="f.traceId" [canRetry]="f.canRetry" (retry)="loaded.reload()" />}
      @else if (view(); as v) {
        <section class="cw-panel" aria-labelledby="goals-head">
          <div class="cw-panel-head"><h2 id="goals-head">Goals</h2>@if (v.goals.length > 0) {<span class="cw-muted">{{ met(v) }} of {{ v.goals.length }} met</span>}<span class="cw-spacer"></span>@if (ofPolicies) {<a class="cw-small" routerLink="/policies/committees">Committees set them</a>}</div>
          @if (v.goals.length === 0) {<cw-empty-state kind="new" icon="task_alt" title="No goal is measured yet" text="The chair of a committee says on its page what is to be reached, by which measure and when." />} @else {
            <div class="scroll" role="region" aria-label="Table of goals" tabindex="0"><table>
              <thead><tr><th scope="col">Goal</th><th scope="col">Now</th><th scope="col">Wanted</th><th scope="col">Standing</th><th scope="col">By month</th></tr></thead>
              <tbody>@for (g of v.goals; track g.id) {
                <tr>
                  <th scope="row">{{ g.words }}<span class="cw-muted cw-small">{{ g.committee }}</span></th>
                  <td><a class="big" [routerLink]="['/programme/behind', g.measure]" [queryParams]="{ days: g.days }">{{ now(v, g) }}</a><span class="cw-muted cw-small">{{ name(g.measure) }}@if (spanned(g.measure)) {, {{ g.days }} days}</span></td>
                  <td>{{ target(g.measure, g.target) }}<span class="cw-muted cw-small">{{ g.byOn ? 'by ' + day(g.byOn) : 'no day set' }}</span></td>
                  <td><cw-state-chip [look]="looks[g.standing]" /></td>
                  <td><cw-month-bars [months]="of(v, g.measure).months" [unit]="unit(g.measure)" /></td>
                </tr>
              }</tbody>
            </table></div>
          }
        </section>
        <section class="cw-panel" aria-labelledby="measures-head">
          <div class="cw-panel-head"><h2 id="measures-head">All measures</h2><span class="cw-muted">of what you may see{{ v.countedUntil ? '; releases are counted until ' + site.dateTime(v.countedUntil) : '; no release is counted yet' }}</span></div>
          <div class="scroll" role="region" aria-label="Table of measures" tabindex="0"><table>
            <thead><tr><th scope="col">Measure</th><th scope="col" class="n">30 days</th><th scope="col" class="n">90 days</th><th scope="col" class="n">365 days</th><th scope="col">By month</th></tr></thead>
            <tbody>@for (m of v.measures; track m.measure) {
              <tr>
                <th scope="row">{{ name(m.measure) }}<span class="cw-muted cw-small">{{ says(m.measure) }}</span></th>
                @if (spanned(m.measure)) {@for (s of m.spans; track s.days) {<td class="n"><a [routerLink]="['/programme/behind', m.measure]" [queryParams]="{ days: s.days }" [attr.aria-label]="name(m.measure) + ', ' + s.days + ' days: ' + text(m.measure, s)">{{ text(m.measure, s) }}</a>@if (s.n) {<span class="cw-muted cw-small">of {{ s.n }}</span>}</td>}}
                @else {<td class="n" colspan="3"><a [routerLink]="['/programme/behind', m.measure]" [attr.aria-label]="name(m.measure) + ': ' + text(m.measure, m.spans[0]!)">{{ text(m.measure, m.spans[0]!) }}</a>&ngsp;<span class="cw-muted">now</span></td>}
                <td><cw-month-bars [months]="m.months" [unit]="unit(m.measure)" /></td>
              </tr>
            }</tbody>
          </table></div>
        </section>
      } @else {<section class="cw-panel"><cw-skeleton-rows [rows]="8" what="Goals" /></section>}
    </div>
  `,
  styleUrl: './programme.scss',
})
export class GoalsPage {
  private readonly api = inject(ExchangeApi);
  protected readonly site = inject(SiteTime);
  protected readonly ofPolicies = inject(Access).can('policy.read');
  protected readonly loaded = resource({ loader: () => this.api.get<ProgrammeGoals>('programme/goals') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly view = computed(() => valueOf(this.loaded));
  protected readonly looks = goalLooks;
  protected readonly day = dateText;
  protected readonly text = measureText;
  protected readonly target = targetText;

  constructor() {
    reloadOn(merge(signalsOf('committee', 'programme'), resyncs()).pipe(debounceTime(1000)), this.loaded);
  }

  protected name(measure: MeasureId): string {
    return measures[measure].name;
  }
  protected says(measure: MeasureId): string {
    return measures[measure].says;
  }
  protected unit(measure: MeasureId): (typeof measures)[MeasureId]['unit'] {
    return measures[measure].unit;
  }
  protected spanned(measure: MeasureId): boolean {
    return measures[measure].sum !== 'standing';
  }
  protected met(v: ProgrammeGoals): number {
    return v.goals.filter((g) => g.standing === 'met').length;
  }
  protected of(v: ProgrammeGoals, measure: MeasureId): MeasureFigures {
    return v.measures.find((m) => m.measure === measure) ?? { measure, spans: [], months: [] };
  }
  /** The figure the goal is held against; few or none are said in words. */
  protected now(v: ProgrammeGoals, g: GoalView): string {
    if (g.value !== null) return amountText(measures[g.measure].unit, g.value);
    const span = this.of(v, g.measure).spans.find((s) => s.days === g.days);
    return span ? measureText(g.measure, span) : 'none';
  }
}
