import { Component, computed, effect, inject, resource, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { caseLooks, Clock, dateText, EmptyState, Icon, PersonName, ProblemCard, Worklist, WorklistCell, type WorklistColumn } from '@causeway/console-ui';
import { type CaseRow, type CaseView, caseViews, type OpinionPage } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { Access } from '../core/access/access';
import { valueOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { ExchangeApi } from '../exchange/exchange.api';
import { CasesStore } from './cases.store';

const VIEW_WORDS: Readonly<Record<CaseView, string>> = { open: 'Open', mine: 'Mine', 'to-decide': 'I decide', emergency: 'Emergency', visits: 'Visits', boards: 'Boards', paused: 'Clock stopped', done: 'Done' };
const COLUMNS: readonly WorklistColumn[] = [
  { id: 'clock', head: 'Clock', width: '150px' }, { id: 'case', head: 'Case', width: 'minmax(130px, 1fr)' }, { id: 'patient', head: 'Patient', width: 'minmax(140px, 1.1fr)' }, { id: 'from', head: 'From', width: 'minmax(120px, 1fr)', from: 760 },
  { id: 'exams', head: 'Exams', width: '120px', from: 620 }, { id: 'question', head: 'Question', width: 'minmax(140px, 1.3fr)', from: 1000 }, { id: 'state', head: 'State', width: '120px', from: 420 },
];

/** Cases by deadline: why exams move, who has the ball, and what came of it. */
@Component({
  selector: 'cw-cases-page',
  imports: [Clock, EmptyState, Icon, MatButton, PersonName, ProblemCard, RouterLink, Worklist, WorklistCell],
  templateUrl: './cases-page.html',
  styleUrl: '../exchange/list.scss',
})
export class CasesPage {
  protected readonly store = inject(CasesStore);
  private readonly router = inject(Router);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly namesHidden = inject(Preferences).namesHidden;
  private readonly access = inject(Access);
  protected readonly mayOpen = computed(() => this.access.can('case.work'));
  private readonly api = inject(ExchangeApi);
  /** Second opinions patients asked for by themselves; who opens no case is asked nothing. */
  private readonly opinions = resource({ params: () => (this.mayOpen() ? true : undefined), loader: () => this.api.get<OpinionPage>('opinions') });
  protected readonly asked = computed(() => valueOf(this.opinions)?.views.waiting ?? 0);
  protected readonly views = caseViews.map((view) => ({ view, words: VIEW_WORDS[view] }));
  protected readonly view = computed(() => (caseViews.find((v) => v === this.params().get('view')) ?? 'open'));
  protected readonly columns = COLUMNS;
  protected readonly looks = caseLooks;
  protected readonly active = signal<string | null>(null);
  protected readonly day = dateText;
  protected readonly keyOf = (row: CaseRow): string => row.id;
  protected readonly nameOf = (row: CaseRow): string => row.number;

  constructor() {
    reloadOn(merge(signalsOf('opinion'), resyncs()).pipe(debounceTime(500)), this.opinions);
    effect(() => {
      const view = this.view();
      untracked(() => void this.store.load(view));
    });
  }

  protected examsText(row: CaseRow): string {
    const { arriving, released } = row.exams;
    return [released > 0 ? `${released} released` : '', arriving > 0 ? `${arriving} on the way` : '', row.requests.open > 0 ? `${row.requests.open} asked for` : ''].filter(Boolean).join(', ') || 'none yet';
  }
  protected open(row: CaseRow): void {
    void this.router.navigate(['/cases', row.id]);
  }
}
