import { Component, computed, DestroyRef, effect, inject, signal, untracked, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import {
  Avatar, Clock, countText, EmptyState, FilterChip, Icon, Kbd, Keymap, Note, overreadLooks, PersonName, ProblemCard, type RowTone, StateChip, Ticker, WhyLink, Worklist, WorklistCell,
  type WorklistColumn, type WorklistSort,
} from '@causeway/console-ui';
import { type OverreadRow, type OverreadView, overreadViews } from '@causeway/contracts';
import { Access } from '../../core/access/access';
import { Preferences } from '../../core/preferences/preferences';
import { Why } from '../../core/why/why';
import { OverreadActs } from '../overread-acts';
import { primaryLook, purposeWords, viewWords } from '../overread-words';
import { UnsavedTexts } from '../report/unsaved-texts';
import { FilterMenu, fieldWords, filterText } from './filter-menu';
import { FirstView } from './first-view';
import { examLine, minutesLine, personLine, priorsLine, readLine, requesterLine } from './overread-lines';
import { overreadColumns } from './overreads-columns';
import { worklistKeys } from './overreads-keys';
import { type FilterField, filterFields, type ListQuery, paramsOf, queryFrom, toggled, withFilter } from './overreads-query';
import { OverreadsStore } from './overreads.store';
import { ReadPreview } from './read-preview';

const READERS: ReadonlySet<OverreadView> = new Set(['mine-to-read', 'mine', 'drafts']);

/** The worklist of over-reads: urgent ones first, then the soonest deadline. */
@Component({
  selector: 'cw-overreads-page',
  imports: [
    Avatar, Clock, EmptyState, FilterChip, FilterMenu, Icon, Kbd, MatButton, Note, PersonName, ProblemCard, ReadPreview, RouterLink, StateChip, WhyLink, Worklist, WorklistCell,
  ],
  templateUrl: './overreads-page.html',
  styleUrl: './overreads-page.scss',
})
export class OverreadsPage {
  protected readonly store = inject(OverreadsStore);
  private readonly acts = inject(OverreadActs);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly ticker = inject(Ticker);
  private readonly first = inject(FirstView).view;
  protected readonly number = countText;
  protected readonly why = inject(Why);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  protected readonly unsaved = inject(UnsavedTexts).ids;
  protected readonly mayRead = computed(() => this.access.can('overread.claim'));
  private readonly access = inject(Access);

  private readonly list = viewChild<Worklist<OverreadRow>>('list');
  protected readonly active = signal<string | null>(null);
  protected readonly previewed = signal<string | null>(null);
  protected readonly said = signal<string | null>(null);
  private readonly params = toSignal(this.route.queryParamMap, { requireSync: true });

  protected readonly query = computed(() => queryFrom(this.params(), this.first()));
  /** A reader's views are of no use to who only asks for reads, and the other way round. */
  protected readonly views = computed(() => overreadViews
    .filter((view) => (READERS.has(view) ? this.mayRead() : view !== 'to-acknowledge' || this.access.can('overread.acknowledge')))
    .map((view) => ({ view, words: viewWords[view] })));
  protected readonly columns: readonly WorklistColumn[] = overreadColumns;
  protected readonly looks = overreadLooks;
  protected readonly primary = primaryLook;
  protected readonly purpose = (row: OverreadRow): string => purposeWords[row.purpose] ?? row.purpose;
  protected readonly keyOf = (row: OverreadRow): string => row.id;
  protected readonly nameOf = (row: OverreadRow): string => (this.namesHidden() ? 'exam' : row.patient.name.text);
  protected readonly personLine = personLine;
  protected readonly readLine = readLine;
  protected readonly minutesLine = minutesLine;
  protected readonly priorsLine = priorsLine;
  protected readonly requesterLine = requesterLine;
  protected readonly examLine = (row: OverreadRow): string => examLine(row, this.ticker.now());

  protected readonly sort = computed<WorklistSort>(() => ({ column: this.query().sort, order: 'asc' }));
  protected readonly chips = computed(() => filterFields.flatMap((field) => {
    const values = this.query().filters[field];
    return values === undefined ? [] : [{ field, name: fieldWords[field], value: filterText(field, values) }];
  }));
  protected readonly tone = computed(() => {
    const gone = this.store.gone();
    return (row: OverreadRow): RowTone => (gone.has(row.id) ? 'gone' : row.lease !== null && !row.lease.mine ? 'claimed' : 'plain');
  });
  protected readonly shown = computed(() => this.store.rows().find((row) => row.id === this.previewed()) ?? null);

  constructor() {
    effect(() => {
      const query = this.query();
      untracked(() => void this.store.load(query));
    });
    inject(Keymap).register(worklistKeys({
      next: () => void this.claimNext(),
      act: (move) => void this.actOnActive(move),
      open: () => this.openActive(),
      hasRow: () => this.activeRow() !== null,
    }), inject(DestroyRef));
  }

  protected toggle(field: FilterField, value: string): void {
    this.show(toggled(this.query(), field, value));
  }

  protected drop(field: FilterField): void {
    this.show(withFilter(this.query(), field, []));
  }

  protected clearFilters(): void {
    this.show({ ...this.query(), filters: {} });
  }

  /** The api knows one order for each column; a second press on the head changes nothing. */
  protected order(sort: WorklistSort | null): void {
    if (sort !== null) this.show({ ...this.query(), sort: sort.column as ListQuery['sort'] });
  }

  protected paramsFor(view: ListQuery['view']): object {
    return paramsOf({ ...this.query(), view }, this.first());
  }

  protected open(row: Pick<OverreadRow, 'id'>): void {
    void this.router.navigate(['/overreads', row.id], { state: { from: this.store.rows().map((r) => r.id) } });
  }

  protected closePreview(): void {
    this.previewed.set(null);
    this.list()?.focus();
  }

  protected async claimNext(): Promise<void> {
    const done = await this.acts.claimNext();
    if (done === null) return;
    if ('problem' in done) return this.said.set(this.acts.sentence(done.problem));
    this.open(done.read);
  }

  /** `pick` has its question to write, which the report page asks for. */
  protected async actOn(row: OverreadRow, move: string, thenOpen = false): Promise<void> {
    this.said.set(null);
    if (move === 'pick') return this.open(row);
    const done = await this.acts.act(row, move);
    if (done === null) return;
    if ('read' in done) {
      this.store.put(done.read);
      return thenOpen ? this.open(done.read) : undefined;
    }
    this.said.set(this.acts.sentence(done.problem));
    await this.store.look();
  }

  private activeRow(): OverreadRow | null {
    return this.store.rows().find((row) => row.id === this.active()) ?? null;
  }

  private openActive(): void {
    const row = this.activeRow();
    if (row !== null) this.open(row);
  }

  private async actOnActive(move: string): Promise<void> {
    const row = this.activeRow();
    if (row?.moves.some((m) => m.move === move)) await this.actOn(row, move);
  }

  private show(query: ListQuery): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams: paramsOf(query, this.first()), replaceUrl: true });
  }
}
