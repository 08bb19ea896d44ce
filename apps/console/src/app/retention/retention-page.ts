import { Component, computed, DestroyRef, effect, ElementRef, inject, resource, signal, untracked } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { countText, dateText, EmptyState, Icon, Keymap, Note, ProblemCard, SkeletonRows, StateChip, verdictLooks, WhyLink } from '@causeway/console-ui';
import { retentionViews, type DispositionDetail, type HoldDetail, type RetentionCalendar, type RetentionPage as Page, type RetentionRow, type RetentionView } from '@causeway/contracts';
import { debounceTime, merge } from 'rxjs';
import { failureOf } from '../core/api/loaded';
import { Preferences } from '../core/preferences/preferences';
import { reloadOn } from '../core/stream/reload-on';
import { resyncs, signalsOf } from '../core/stream/signals';
import { Why } from '../core/why/why';
import { Acting } from '../exchange/acting';
import { ExchangeApi } from '../exchange/exchange.api';
import { FieldsAsker } from '../exchange/fields-dialog';
import { Calendar } from './calendar';
import { HoldAsker } from './hold-asker';
import { RetentionNav } from './retention-nav';
import { againText, becauseText, holdText, leftText, sizeText, untilText, viewWords } from './retention-words';

const PAGE = 100;

/** What is kept until when and why: a calendar of what ends, and the list behind it. */
@Component({
  selector: 'cw-retention-page',
  imports: [Calendar, EmptyState, Icon, MatButton, Note, ProblemCard, RetentionNav, RouterLink, SkeletonRows, StateChip, WhyLink],
  providers: [Acting],
  templateUrl: './retention-page.html',
  styleUrl: './retention-page.scss',
})
export class RetentionPage {
  private readonly api = inject(ExchangeApi);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly fields = inject(FieldsAsker);
  private readonly holds = inject(HoldAsker);
  protected readonly acting = inject(Acting);
  protected readonly why = inject(Why);
  protected readonly namesHidden = inject(Preferences).namesHidden;
  private readonly params = toSignal(this.route.queryParamMap, { requireSync: true });
  protected readonly view = computed((): RetentionView => retentionViews.find((v) => v === this.params().get('view')) ?? 'due');
  protected readonly on = computed(() => this.params().get('on'));
  protected readonly views = retentionViews.filter((v) => v !== 'purged').map((view) => ({ view, words: viewWords[view] }));
  protected readonly calendar = resource({ loader: () => this.api.get<RetentionCalendar>('retention/calendar', { months: 6 }) });
  protected readonly loaded = resource({ params: () => ({ view: this.view(), on: this.on() }), loader: ({ params }) => this.api.get<Page>('retention', this.query(params.view, params.on)) });
  private readonly further = signal<readonly RetentionRow[]>([]);
  private readonly place = signal<string | null>(null);
  protected readonly page = computed(() => (this.loaded.hasValue() ? this.loaded.value() : null));
  protected readonly rows = computed(() => [...(this.page()?.rows ?? []), ...this.further()]);
  protected readonly more = computed(() => this.place() ?? (this.further().length > 0 ? null : (this.page()?.next ?? null)));
  protected readonly failure = computed(() => failureOf(this.loaded));
  protected readonly picked = signal<ReadonlySet<string>>(new Set());
  protected readonly chosen = computed(() => this.rows().filter((r) => this.picked().has(r.examId)));
  protected readonly mayHold = computed(() => this.chosen().length > 0 && this.chosen().every((r) => this.offers(r, 'hold') || this.offers(r, 'ask-hold')));
  protected readonly mayPropose = computed(() => this.chosen().length > 0 && this.chosen().every((r) => this.offers(r, 'propose')));
  protected readonly onText = computed(() => { const on = this.on(); return on === null ? '' : on.length > 7 ? dateText(on) : new Date(`${on}-01T00:00:00Z`).toLocaleDateString('en', { month: 'long', year: 'numeric', timeZone: 'UTC' }); });
  protected readonly looks = verdictLooks;
  protected readonly untilText = untilText;
  protected readonly leftText = leftText;
  protected readonly becauseText = becauseText;
  protected readonly againText = againText;
  protected readonly holdText = holdText;
  protected readonly size = sizeText;
  protected readonly day = dateText;
  protected readonly count = countText;

  constructor() {
    reloadOn(merge(signalsOf('verdict', 'hold', 'disposition'), resyncs()).pipe(debounceTime(1500)), this.loaded, this.calendar);
    effect(() => {
      this.view();
      this.on();
      untracked(() => { this.picked.set(new Set()); this.further.set([]); this.place.set(null); });
    });
    inject(Keymap).register({ name: 'Retention', element: inject<ElementRef<HTMLElement>>(ElementRef).nativeElement, bindings: [{ keys: ['h'], does: 'Hold what is chosen', when: () => this.mayHold(), run: () => void this.hold() }] }, inject(DestroyRef));
  }

  protected offers(row: RetentionRow, move: string): boolean {
    return row.moves.some((m) => m.move === move);
  }
  protected toggle(id: string): void {
    this.picked.update((set) => { const next = new Set(set); if (!next.delete(id)) next.add(id); return next; });
  }
  protected all(): void {
    const ids = this.rows().map((r) => r.examId);
    this.picked.set(this.picked().size === ids.length ? new Set() : new Set(ids));
  }
  protected narrow(on: string | null): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams: { on: this.on() === on ? null : on }, queryParamsHandling: 'merge' });
  }

  protected async loadMore(): Promise<void> {
    const cursor = this.more();
    if (cursor === null) return;
    const page = await this.api.get<Page>('retention', { ...this.query(this.view(), this.on()), cursor });
    this.further.update((rows) => [...rows, ...page.rows]);
    this.place.set(page.next);
  }

  protected async hold(): Promise<void> {
    const ids = this.chosen().map((r) => r.examId);
    const places = this.chosen().every((r) => this.offers(r, 'hold'));
    const made = await this.acting.make<HoldDetail>('holds', (attempt) => this.holds.ask(ids, places, attempt));
    if (made) await this.router.navigate(['/holds', made.id]);
  }

  protected async propose(): Promise<void> {
    const ids = this.chosen().map((r) => r.examId);
    const made = await this.acting.make<DispositionDetail>('dispositions', async (attempt) => {
      const a = await this.fields.ask({
        title: 'End keeping', verb: 'Propose', sentence: `${ids.length} ${ids.length === 1 ? 'exam goes' : 'exams go'} to review. Nothing is deleted before two people have agreed.`, fields: [{ name: 'title', label: 'Name of the batch', kind: 'text', value: '' }],
      }, attempt);
      return a && { title: a['title'], examIds: ids };
    });
    if (made) await this.router.navigate(['/dispositions', made.id]);
  }

  private query(view: RetentionView, on: string | null): Record<string, string | number> {
    return { view, limit: PAGE, ...(on === null ? {} : on.length > 7 ? { day: on } : { month: on }) };
  }
}
