import { Component, computed, DestroyRef, effect, inject, signal, untracked, viewChild } from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import {
  Avatar, Clock, countText, CrossingGlyph, EmptyState, FilterChip, Icon, inboundLooks, inboundSpanOf, Kbd, Keymap, MatchChip, Note, PersonName, ProblemCard, type RowTone, SiteTime,
  Ticker, Worklist, WorklistCell, type WorklistColumn, type WorklistSort,
} from '@causeway/console-ui';
import { type BulkInbound, type InboundRow, inboundViews } from '@causeway/contracts';
import { debounceTime, Subject } from 'rxjs';
import { Preferences } from '../core/preferences/preferences';
import { FilterMenu } from './filter-menu';
import { inboundColumns } from './inbound-columns';
import { InboundActs } from './inbound-acts';
import { inboxKeys } from './inbound-keys';
import { InboundPreview } from './inbound-preview';
import { InboundStore } from './inbound.store';
import { asksBecause, fieldWords, viewWords } from './inbound-words';
import { type FilterField, filterFields, hasFilters, type InboxQuery, paramsOf, queryFrom, toggled, withFilter } from './inbox-query';
import { examLine, fromLine, personLine } from './row-lines';

/** The inbox: outside exams, soonest deadline first. Its address is the query; the words searched for are not part of it. */
@Component({
  selector: 'cw-inbound-page',
  imports: [
    Avatar, Clock, CrossingGlyph, EmptyState, FilterChip, FilterMenu, Icon, InboundPreview, Kbd, MatButton, MatchChip, Note, PersonName, ProblemCard, RouterLink,
    Worklist, WorklistCell,
  ],
  templateUrl: './inbound-page.html',
  styleUrl: './inbound-page.scss',
})
export class InboundPage {
  protected readonly store = inject(InboundStore);
  private readonly acts = inject(InboundActs);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly site = inject(SiteTime);
  private readonly ticker = inject(Ticker);
  protected readonly namesHidden = inject(Preferences).namesHidden;

  private readonly list = viewChild<Worklist<InboundRow>>('list');
  private readonly menu = viewChild(FilterMenu);
  protected readonly selected = signal<ReadonlySet<string>>(new Set());
  protected readonly active = signal<string | null>(null);
  protected readonly previewed = signal<string | null>(null);
  protected readonly said = signal<string | null>(null);
  private readonly typed = new Subject<string>();
  private readonly params = toSignal(this.route.queryParamMap, { requireSync: true });

  protected readonly query = computed(() => queryFrom(this.params()));
  protected readonly views = inboundViews.map((view) => ({ view, words: viewWords[view] }));
  protected readonly columns: readonly WorklistColumn[] = inboundColumns;
  protected readonly needPerson = (n: number): string => `${countText(n)} ${n === 1 ? 'exam needs' : 'exams need'} a person`;
  protected readonly number = countText;
  protected readonly looks = inboundLooks;
  protected readonly spanOf = inboundSpanOf;
  protected readonly asksBecause = asksBecause;
  protected readonly keyOf = (row: InboundRow): string => row.id;
  protected readonly nameOf = (row: InboundRow): string => (this.namesHidden() ? 'exam' : row.patient.name.text);
  protected readonly personLine = personLine;
  protected readonly fromLine = fromLine;
  protected readonly examLine = (row: InboundRow): string => examLine(row, this.site, this.ticker.now());

  protected readonly sort = computed<WorklistSort>(() => ({ column: this.query().sort, order: this.query().order }));
  protected readonly chips = computed(() => filterFields.flatMap((field) => {
    const values = this.query().filters[field];
    return values === undefined ? [] : [{ field, name: fieldWords[field], value: this.menu()?.say(field, values) ?? values.join(', ') }];
  }));
  protected readonly filtered = computed(() => hasFilters(this.query()) || this.store.words() !== '');
  protected readonly tone = computed(() => {
    const gone = this.store.gone();
    return (row: InboundRow): RowTone => (gone.has(row.id) ? 'gone' : row.lease !== null && !row.lease.mine ? 'claimed' : 'plain');
  });
  protected readonly shown = computed(() => this.store.rows().find((row) => row.id === this.previewed()) ?? null);
  /** Moves that at least one chosen row offers: the others are told apart by the api, one by one. */
  protected readonly bulkMoves = computed(() => {
    const chosen = this.chosen();
    const offers = (move: string): boolean => chosen.some((row) => row.moves.some((m) => m.move === move));
    const all: readonly { readonly move: BulkInbound['move']; readonly words: string }[] = [
      { move: 'claim', words: 'Claim' }, { move: 'release-claim', words: 'Release' }, { move: 'park', words: 'Set aside' }, { move: 'return', words: 'Return' }, { move: 'reject', words: 'Reject' },
    ];
    return all.filter(({ move }) => offers(move));
  });
  private readonly chosen = computed(() => this.store.rows().filter((row) => this.selected().has(row.id)));
  protected readonly doneToday = computed(() => {
    const { count, medianMinutes } = this.store.doneToday();
    return medianMinutes === null ? `${count} today` : `${count} today, median ${Math.round(medianMinutes)} m`;
  });

  constructor() {
    const destroyRef = inject(DestroyRef);
    effect(() => {
      const query = this.query();
      untracked(() => {
        this.selected.set(new Set());
        void this.store.search({ inbox: query });
      });
    });
    this.typed.pipe(debounceTime(250), takeUntilDestroyed(destroyRef)).subscribe((words) => void this.store.search({ words }));
    inject(Keymap).register(inboxKeys({
      next: () => void this.claimNext(),
      act: (move) => void this.actOnActive(move),
      match: () => this.go(this.activeRow(), 'match'),
      check: () => this.go(this.activeRow(), 'check'),
      hasRow: () => this.activeRow() !== null,
    }), destroyRef);
  }

  protected search(words: string): void {
    this.typed.next(words);
  }

  protected toggle(field: FilterField, value: string): void {
    this.show(toggled(this.query(), field, value));
  }

  protected drop(field: FilterField): void {
    this.show(withFilter(this.query(), field, []));
  }

  protected clearFilters(): void {
    if (this.store.words() !== '') void this.store.search({ words: '' });
    this.show({ ...this.query(), filters: {} });
  }

  protected order(sort: WorklistSort | null): void {
    if (sort !== null) this.show({ ...this.query(), sort: sort.column as InboxQuery['sort'], order: sort.order });
  }

  protected paramsFor(view: InboxQuery['view']): object {
    return paramsOf({ ...this.query(), view });
  }

  protected open(row: InboundRow): void {
    this.go(row, 'exam');
  }

  protected preview(row: InboundRow): void {
    this.previewed.set(row.id);
  }

  protected closePreview(): void {
    this.previewed.set(null);
    this.list()?.focus();
  }

  protected async claimNext(): Promise<void> {
    const done = await this.acts.claimNext();
    if (done === null) return;
    if ('problem' in done) return this.said.set(this.acts.sentence(done.problem));
    this.open(done.row);
  }

  protected async actOn(row: InboundRow, move: string): Promise<void> {
    this.said.set(null);
    const done = await this.acts.act(row, move);
    if (done === null) return;
    if ('row' in done) return this.store.put(done.row);
    this.said.set(this.acts.sentence(done.problem));
    await this.store.look([row.id]);
  }

  protected async bulk(move: BulkInbound['move']): Promise<void> {
    const rows = this.chosen();
    const done = await this.acts.bulk(rows, move);
    if (done === null) return;
    if ('problem' in done) return this.said.set(this.acts.sentence(done.problem));
    const failed = done.results.filter((r) => !r.ok);
    const first = failed[0]?.detail;
    this.said.set(failed.length === 0 ? null : `${rows.length - failed.length} of ${rows.length} done. ${failed.length} not: ${first ?? 'they moved on meanwhile.'}`);
    this.selected.set(new Set(failed.map((r) => r.id)));
    await this.store.look(rows.map((row) => row.id));
  }

  private activeRow(): InboundRow | null {
    return this.store.rows().find((row) => row.id === this.active()) ?? null;
  }

  private async actOnActive(move: string): Promise<void> {
    const row = this.activeRow();
    if (row?.moves.some((m) => m.move === move)) await this.actOn(row, move);
  }

  private go(row: InboundRow | null, where: 'exam' | 'match' | 'check'): void {
    if (row === null) return;
    const state = { from: this.store.rows().map((r) => r.id) };
    if (where === 'match') void this.router.navigate(['/match', row.id], { state });
    else void this.router.navigate(['/inbound', row.id], { state, ...(where === 'check' ? { fragment: 'check' } : {}) });
  }

  private show(query: InboxQuery): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams: paramsOf(query), replaceUrl: true });
  }
}
