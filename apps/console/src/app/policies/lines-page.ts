import { Component, computed, inject, resource, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { ProblemCard, SiteTime, SkeletonRows } from '@causeway/console-ui';
import type { LinePolicies, LinePolicyRow, RaciRow } from '@causeway/contracts';
import { serviceLines } from '@causeway/domain';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { dutyWords, workWords } from '../core/why/duty-words';
import { kindWords } from '../core/why/decision-words';
import { PoliciesApi } from './policies.api';

const FLOORS: Readonly<Record<LinePolicyRow['floor'], string>> = {
  layers: 'hold beside the line’s own; the longest keeping wins', answer: 'are the floor: a looser answer of the line never holds', none: 'hold where the line has no version of its own',
};

/** Which version of each kind decides for one service line, whose committee may change it, and who does which work. */
@Component({
  selector: 'cw-lines-page',
  imports: [ProblemCard, RouterLink, SkeletonRows],
  templateUrl: './lines-page.html',
  styleUrl: './lines-page.scss',
})
export class LinesPage {
  private readonly api = inject(PoliciesApi);
  protected readonly site = inject(SiteTime);
  protected readonly lines = serviceLines;
  protected readonly line = signal<string>(serviceLines[0]);
  protected readonly loaded = resource({ params: () => this.line(), loader: ({ params }): Promise<LinePolicies> => this.api.line(params) });
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly kinds = kindWords;
  protected readonly floors = FLOORS;
  /** Day and night in one row where they are the same. */
  protected readonly raci = computed(() => {
    const rows = this.loaded.hasValue() ? this.loaded.value().raci : [];
    return rows.flatMap((r) => {
      const other = rows.find((o) => o.workKind === r.workKind && o.hours !== r.hours);
      const both = other !== undefined && who(other) === who(r);
      if (both && r.hours === 'off') return [];
      const words = { responsible: dutyWords(r.responsible), accountable: dutyWords(r.accountable), consulted: r.consulted.map(dutyWords).join(', '), informed: r.informed.map(dutyWords).join(', ') };
      return [{ key: `${r.workKind} ${r.hours}`, work: workWords(r.workKind), hours: both ? 'always' : r.hours === 'off' ? 'off hours' : 'business hours', ...words }];
    });
  });

  constructor() {
    reloadOn(merge(signalsOf('policy', 'committee'), resyncs()).pipe(debounceTime(500)), this.loaded);
  }
}

const who = (r: RaciRow): string => [r.responsible, r.accountable, ...r.consulted].join();
