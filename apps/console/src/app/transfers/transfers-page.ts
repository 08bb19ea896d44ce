import { Component, computed, DestroyRef, effect, inject, signal, untracked, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { ActivatedRoute, Router, RouterLink } from '@angular/router';
import { countText, EmptyState, FilterChip, Icon, Keymap, LedgerRow, Note, PersonName, ProblemCard, Segments, type Segment, SiteTime, StateChip, Ticker, Worklist, WorklistCell, type WorklistColumn } from '@causeway/console-ui';
import { type TransferAction, type TransferDetail, type TransferRow, type TransferView, transferViews } from '@causeway/contracts';
import { Access } from '../core/access/access';
import { problemFrom } from '../core/api/api-problem';
import { wordsOf } from '../core/api/problem-words';
import { Preferences } from '../core/preferences/preferences';
import { LaneStrip } from './lane-strip';
import { TransferActs } from './transfer-acts';
import { TransferPanel } from './transfer-panel';
import { causeWords, countsOf, happened, lookOf, nextText, rateText, viewWords } from './transfer-words';
import { TransfersApi } from './transfers.api';
import { type ListQuery, TransfersStore } from './transfers.store';

interface Group { readonly key: string; readonly name: string; readonly rows: readonly TransferRow[]; readonly images: number; readonly left: number; readonly filter: Partial<ListQuery> }

type Batch = readonly [key: string, name: string, filter: Partial<ListQuery>];
const farSide = (row: TransferRow): string => (row.direction === 'in' ? row.from : row.to);
/** What was set going together: a send, the fetches of a request, or the releases. */
const batchOf = (row: TransferRow): Batch =>
  row.sendId ? [row.sendId, `Send to ${row.to}`, { send: row.sendId }] : row.requestId ? [row.requestId, `Fetched from ${row.from}`, { request: row.requestId }] : ['release', 'Releases to the archive', {}];

/** Every movement, image by image: what moves, what waits for whom, and what needs a person. */
@Component({
  selector: 'cw-transfers-page',
  imports: [EmptyState, FilterChip, Icon, LaneStrip, LedgerRow, MatButton, Note, PersonName, ProblemCard, RouterLink, Segments, StateChip, TransferPanel, Worklist, WorklistCell],
  templateUrl: './transfers-page.html',
  styleUrl: './transfers-page.scss',
})
export class TransfersPage {
  protected readonly store = inject(TransfersStore);
  private readonly api = inject(TransfersApi);
  private readonly acts = inject(TransferActs);
  private readonly router = inject(Router);
  private readonly route = inject(ActivatedRoute);
  private readonly site = inject(SiteTime);
  private readonly ticker = inject(Ticker);
  private readonly access = inject(Access);
  protected readonly namesHidden = inject(Preferences).namesHidden;

  private readonly list = viewChild<Worklist<TransferRow>>('list');
  private readonly params = toSignal(this.route.queryParamMap, { requireSync: true });
  private readonly path = toSignal(this.route.paramMap, { requireSync: true });
  protected readonly active = signal<string | null>(null);
  protected readonly selected = signal<ReadonlySet<string>>(new Set());
  protected readonly detail = signal<TransferDetail | null>(null);
  protected readonly said = signal<string | null>(null);
  protected readonly opened = signal<string | null>(null);

  protected readonly views = transferViews.map((view) => ({ view, words: viewWords[view] }));
  protected readonly groupings: readonly Segment[] = [{ value: 'list', word: 'List' }, { value: 'partner', word: 'By partner' }, { value: 'batch', word: 'By batch' }, { value: 'cause', word: 'By cause' }];
  protected readonly directions: readonly Segment[] = [{ value: 'both', word: 'Both ways' }, { value: 'out', word: 'Sent' }, { value: 'in', word: 'Fetched' }];
  protected readonly grouping = signal<string | null>('list');
  protected readonly columns: readonly WorklistColumn[] = [
    { id: 'state', head: 'Status', width: '116px' },
    { id: 'exam', head: 'Exam', width: 'minmax(150px, 1.2fr)' },
    { id: 'way', head: 'From, to', width: 'minmax(130px, 1fr)', from: 640 },
    { id: 'images', head: 'Images', width: '92px', align: 'end', from: 420 },
    { id: 'ledger', head: 'Ledger', width: '206px', from: 1080 },
    { id: 'rate', head: 'Rate', width: '76px', align: 'end', from: 900 },
    { id: 'next', head: 'ETA, next', width: '96px', from: 760 },
    { id: 'attempt', head: 'Try', width: '52px', from: 980 },
    { id: 'what', head: 'What happened', width: 'minmax(140px, 1.3fr)', from: 560 },
  ];
  protected readonly query = computed<ListQuery>(() => {
    const p = this.params();
    const view = transferViews.find((v) => v === p.get('view')) ?? 'open';
    const direction = (['in', 'out'] as const).find((d) => d === p.get('direction'));
    return { view, ...(p.get('line') ? { endpoint: p.get('line')! } : {}), ...(p.get('cause') ? { cause: p.get('cause')! } : {}), ...(p.get('send') ? { send: p.get('send')! } : {}), ...(p.get('request') ? { request: p.get('request')! } : {}), ...(direction ? { direction } : {}) };
  });
  protected readonly chips = computed(() => {
    const q = this.query();
    const lane = this.store.lanes().find((l) => l.id === q.endpoint);
    return [
      ...(q.endpoint ? [{ field: 'line', name: 'Line', value: lane ? `${lane.facility}, ${lane.label}` : 'one line' }] : []),
      ...(q.cause ? [{ field: 'cause', name: 'Cause', value: causeWords(q.cause) }] : []),
      ...(q.send ? [{ field: 'send', name: 'Send', value: 'one send' }] : []),
      ...(q.request ? [{ field: 'request', name: 'Request', value: 'one request' }] : []),
    ];
  });
  protected readonly headline = computed(() => {
    const views = this.store.views();
    if (views === null) return '';
    const asked = this.store.rows().filter((r) => r.ledger.unknown > 0).length;
    const parts = [`${countText(views.moving)} moving`, `${countText(views.waiting)} waiting`, `${countText(views['needs-you'])} ${views['needs-you'] === 1 ? 'needs' : 'need'} you`, ...(asked > 0 ? [`${asked} being asked about`] : [])];
    return parts.join(', ');
  });
  protected readonly away = computed(() => this.store.lanes().filter((l) => l.breaker === 'open' && l.waiting + l.running > 0));
  protected readonly groups = computed<readonly Group[]>(() => {
    const by = new Map<string, { name: string; rows: TransferRow[]; filter: Partial<ListQuery> }>();
    const how = this.grouping();
    for (const row of this.store.rows()) {
      const [key, name, filter]: Batch = how === 'partner' ? [row.line.id, `${farSide(row)}, ${row.line.label}`, { endpoint: row.line.id }]
        : how === 'batch' ? batchOf(row)
          : [row.cause ?? '', row.cause ? causeWords(row.cause) : 'Nothing went wrong', row.cause ? { cause: row.cause } : {}];
      const group = by.get(key) ?? { name, rows: [], filter };
      group.rows.push(row);
      by.set(key, group);
    }
    return [...by].map(([key, g]) => ({
      key, name: g.name, rows: g.rows, filter: g.filter, images: g.rows.reduce((n, r) => n + r.ledger.total, 0), left: g.rows.reduce((n, r) => n + r.ledger.total - r.ledger.verified - r.ledger.excluded, 0),
    })).sort((a, b) => b.rows.length - a.rows.length);
  });
  protected readonly bulkActions = computed(() => (['retry', 'pause', 'resume', 'prioritise', 'cancel'] as const).filter((a) => this.access.can(a === 'resume' ? 'transfer.pause' : `transfer.${a}`))
    .map((action) => ({ action, words: { retry: 'Retry missing', pause: 'Pause', resume: 'Go on', prioritise: 'First in line', cancel: 'Call off' }[action] })));
  protected readonly mayRetry = computed(() => this.access.can('transfer.retry'));

  protected readonly keyOf = (row: TransferRow): string => row.id;
  protected readonly nameOf = (row: TransferRow): string => `${row.exam}${this.namesHidden() ? '' : `, ${row.patient.text}`}, ${row.direction === 'in' ? 'from' : 'to'} ${farSide(row)}`;
  protected readonly look = lookOf;
  protected readonly counts = countsOf;
  protected readonly rate = rateText;
  protected readonly what = happened;
  protected readonly number = countText;
  protected readonly next = (row: TransferRow): string => nextText(row, this.ticker.now(), (iso) => this.site.time(iso));

  constructor() {
    effect(() => {
      const query = this.query();
      untracked(() => void this.store.load(query));
    });
    effect(() => {
      const id = this.path().get('id');
      if (id !== null) untracked(() => this.open(id));
    });
    // the panel follows its row
    effect(() => {
      const row = this.store.rows().find((r) => r.id === this.opened());
      if (row !== undefined && row.version >= 0) untracked(() => void this.refresh(row.id));
    });
    const keys = (move: string) => ({ run: () => void this.onActive(move), when: () => this.offers(move) });
    inject(Keymap).register({
      name: 'Transfers', element: null,
      bindings: [
        { keys: ['r'], does: 'Retry what is missing', ...keys('retry') },
        { keys: ['p'], does: 'Pause, or go on', run: () => void this.onActive(this.offers('resume') ? 'resume' : 'pause'), when: () => this.offers('pause') || this.offers('resume') },
      ],
    }, inject(DestroyRef));
  }

  protected open(id: string): void {
    if (this.opened() !== id) this.detail.set(null);
    this.opened.set(id);
    this.said.set(null);
    void this.refresh(id);
  }

  protected close(): void {
    this.opened.set(null);
    this.list()?.focus();
  }

  protected async actOn(row: TransferRow | TransferDetail, move: string, extra: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const done = await this.acts.act(row, move, extra);
    if (done === null) return;
    if ('problem' in done) return this.said.set(wordsOf(done.problem).text);
    this.said.set(null);
    if (done.detail.id !== row.id) {
      await this.store.load();
      return this.open(done.detail.id);
    }
    this.store.put(done.detail);
    if (this.opened() === row.id) this.detail.set(done.detail);
  }

  protected async onMany(action: TransferAction, which: { ids: readonly string[] } | { filter: ListQuery }): Promise<void> {
    const words = await this.acts.onMany(action, which);
    if (words === null) return;
    this.said.set(words);
    this.selected.set(new Set());
    await this.store.load();
  }

  protected narrow(change: Readonly<Record<string, string | null>>): void {
    void this.router.navigate([], { relativeTo: this.route, queryParams: change, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected drop(field: string): void {
    this.narrow({ [field]: null });
  }

  protected narrowTo(group: Group): void {
    this.grouping.set('list');
    this.narrow({ line: group.filter.endpoint ?? null, cause: group.filter.cause ?? null, send: group.filter.send ?? null, request: group.filter.request ?? null });
  }

  protected pickLane(id: string): void {
    this.narrow({ line: this.query().endpoint === id ? null : id });
  }

  protected paramsFor(view: TransferView): object {
    return { view: view === 'open' ? null : view };
  }

  protected ids(group: Group): readonly string[] {
    return group.rows.map((row) => row.id);
  }

  private row(): TransferRow | null {
    return this.store.rows().find((r) => r.id === (this.active() ?? this.opened())) ?? null;
  }

  private offers(move: string): boolean {
    return this.row()?.moves.some((m) => m.move === move) ?? false;
  }

  private async onActive(move: string): Promise<void> {
    const row = this.row();
    if (row !== null) await this.actOn(row, move);
  }

  private async refresh(id: string): Promise<void> {
    try {
      const detail = await this.api.detail(id);
      if (this.opened() === id) this.detail.set(detail);
    } catch (error) {
      if (this.opened() === id) this.said.set(wordsOf(problemFrom(error).problem).text);
    }
  }
}
