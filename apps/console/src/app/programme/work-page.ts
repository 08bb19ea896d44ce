import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { countText, EmptyState, ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { ProgrammeVisits, ProgrammeWork, TouchLine } from '@causeway/contracts';
import { Access } from '../core/access/access';
import { failureOf, valueOf } from '../core/api/loaded';
import { ExchangeApi } from '../exchange/exchange.api';
import { monthWord } from '../values/value-words';
import { MonthBars } from './month-bars';
import { ProgrammeHead } from './programme-head';
import { actText, figureText } from './programme-words';

const WHAT: Readonly<Record<'exams' | 'requests' | 'sends', string>> = { exams: 'Exams in', requests: 'Requests', sends: 'Sends' };

/** How much handwork exams still need, what is done before patients come, and how far service lines have taken the exchange up. */
@Component({
  selector: 'cw-programme-work-page',
  imports: [EmptyState, MonthBars, ProblemCard, ProgrammeHead, RouterLink, SkeletonRows],
  templateUrl: './work-page.html',
  styleUrl: './programme.scss',
})
export class WorkPage {
  private readonly api = inject(ExchangeApi);
  protected readonly site = inject(SiteTime);
  protected readonly ofVisits = inject(Access).can('case.work');
  protected readonly loaded = resource({ loader: () => this.api.get<ProgrammeWork>('programme/work') });
  protected readonly visits = resource({ loader: () => this.api.get<ProgrammeVisits>('programme/visits') });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly visitsFailure = computed(() => failureOf(this.visits));
  protected readonly work = computed(() => valueOf(this.loaded));
  protected readonly before = computed(() => valueOf(this.visits));
  protected readonly shares = computed(() => this.work()?.months ?? []);
  protected readonly counted = computed(() => this.shares().filter((m) => m.few || (m.n ?? 0) > 0).reverse());
  protected readonly lines = computed(() => [...new Set((this.work()?.uptake ?? []).map((u) => u.line))].map((line) => ({ line, rows: (this.work()?.uptake ?? []).filter((u) => u.line === line) })));
  protected readonly what = WHAT;
  protected readonly month = monthWord;
  protected readonly act = actText;
  protected readonly number = countText;

  protected share(line: TouchLine): string {
    return figureText('permille', line);
  }
  protected each(line: TouchLine): string {
    return line.touches === null || !line.n ? '' : (line.touches / line.n).toFixed(1);
  }
  protected total(months: readonly { readonly value: number | null; readonly few: boolean }[]): string {
    const sum = months.reduce((n, m) => n + (m.value ?? 0), 0);
    return sum === 0 ? 'fewer than 5 a month' : `${countText(sum)}${months.some((m) => m.few) ? ' and some' : ''}`;
  }
  protected percent(part: number, whole: number): string {
    return whole === 0 ? 'none' : `${Math.round((100 * part) / whole)} %`;
  }
}
