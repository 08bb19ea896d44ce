import { Component, computed, effect, inject, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { Clock, dateText, EmptyState, Icon, PersonName, ProblemCard, requestOutLooks, Worklist, WorklistCell, type WorklistColumn } from '@causeway/console-ui';
import { type RequestOutRow, type RequestView, requestViews } from '@causeway/contracts';
import { Access } from '../core/access/access';
import { Preferences } from '../core/preferences/preferences';
import { RequestsStore } from './requests.store';

const VIEW_WORDS: Readonly<Record<RequestView, string>> = { open: 'Open', stat: 'STAT', mine: 'Mine', 'to-approve': 'To approve', silent: 'Silent', arriving: 'Arriving', done: 'Done' };
const COLUMNS: readonly WorklistColumn[] = [
  { id: 'clock', head: 'Needed', width: '150px' }, { id: 'what', head: 'What', width: 'minmax(150px, 1.3fr)' }, { id: 'patient', head: 'Patient', width: 'minmax(130px, 1fr)' }, { id: 'from', head: 'From', width: 'minmax(130px, 1fr)', from: 640 },
  { id: 'for', head: 'For', width: 'minmax(110px, 1fr)', from: 900 }, { id: 'count', head: 'Received', width: '92px', from: 520 }, { id: 'state', head: 'State', width: '132px', from: 400 },
];

/** Requests to partners: urgent first, then by when they are needed. */
@Component({
  selector: 'cw-requests-page',
  imports: [Clock, EmptyState, Icon, MatButton, PersonName, ProblemCard, RouterLink, Worklist, WorklistCell],
  templateUrl: './requests-page.html',
  styleUrl: '../exchange/list.scss',
})
export class RequestsPage {
  protected readonly store = inject(RequestsStore);
  private readonly router = inject(Router);
  private readonly access = inject(Access);
  private readonly params = toSignal(inject(ActivatedRoute).queryParamMap, { requireSync: true });
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly mayAsk = computed(() => this.access.can('requestOut.create'));
  protected readonly views = requestViews.map((view) => ({ view, words: VIEW_WORDS[view] }));
  protected readonly view = computed(() => (requestViews.find((v) => v === this.params().get('view')) ?? 'open'));
  protected readonly columns = COLUMNS;
  protected readonly looks = requestOutLooks;
  protected readonly active = signal<string | null>(null);
  protected readonly day = dateText;
  protected readonly keyOf = (row: RequestOutRow): string => row.id;
  protected readonly nameOf = (row: RequestOutRow): string => row.number;
  protected readonly what = (row: RequestOutRow): string => row.wanted.map((w) => w.what).join(', ');

  constructor() {
    effect(() => {
      const view = this.view();
      untracked(() => void this.store.load(view));
    });
  }

  protected open(row: RequestOutRow): void {
    void this.router.navigate(['/requests', row.id]);
  }
}
