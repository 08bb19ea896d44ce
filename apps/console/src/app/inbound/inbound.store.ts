import { computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { InboundPage, InboundRow, InboundView, Problem } from '@causeway/contracts';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { bufferTime, filter } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { withLiveRows } from '../core/rows/with-live-rows';
import { resyncs, signalsOf } from '../core/stream/signals';
import { RailCounts } from '../shell/rail-counts';
import { InboundApi } from './inbound.api';
import { type InboxQuery, searchOf } from './inbox-query';

interface InboundState {
  readonly query: InboxQuery;
  readonly words: string;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem: Problem | null;
  readonly total: number;
  readonly hidden: number;
  readonly next: string | null;
  readonly views: Readonly<Record<InboundView, number>> | null;
  readonly doneToday: InboundPage['doneToday'];
  readonly asOf: string | null;
}

const initial: InboundState = {
  query: { view: 'open', filters: {}, sort: 'clock', order: 'asc' }, words: '', status: 'loading', problem: null,
  total: 0, hidden: 0, next: null, views: null, doneToday: { count: 0, medianMinutes: null }, asOf: null,
};

const PAGE = 100;
/** The most the api gives at once. */
const MOST = 200;
/** Signals come in bursts: asked for together, twice a second at most. */
const TOGETHER_MS = 500;

/** Turns of the clock grow by themselves; a row that differs in nothing else did not change. */
const contentOf = (row: InboundRow): string => JSON.stringify({ ...row, clock: { ...row.clock, segments: row.clock.segments.length } });

export const InboundStore = signalStore(
  withState(initial),
  withLiveRows<InboundRow>((row) => row.id),
  withComputed(({ query }) => ({ view: computed(() => query().view) })),
  withMethods((store, api = inject(InboundApi), rail = inject(RailCounts)) => {
    let asked = 0;

    const take = (page: InboundPage): void => {
      patchState(store, { views: page.views, doneToday: page.doneToday, asOf: page.asOf });
      rail.set('inbound', { count: page.views.unclaimed, hot: page.views.stat > 0 });
    };
    const search = (more: object) => ({ ...searchOf(store.query(), store.words()), ...more });

    return {
      /** Loads the list from its beginning; as much as is shown when it only has to be taken afresh. */
      async load(change: Partial<Pick<InboundState, 'query' | 'words'>> = {}): Promise<void> {
        const fresh = Object.keys(change).length > 0;
        const limit = fresh ? PAGE : Math.min(MOST, Math.max(PAGE, store.rows().length));
        patchState(store, { ...change, problem: null, ...(fresh || store.status() === 'failed' ? { status: 'loading' as const } : {}) });
        if (fresh) store.showRows([]);
        const mine = ++asked;
        try {
          const page = await api.page(search({ limit }));
          if (mine !== asked) return;
          store.showRows(page.rows);
          take(page);
          patchState(store, { status: 'ready', total: page.total, hidden: page.hiddenByFilters, next: page.next });
        } catch (error) {
          if (mine === asked) patchState(store, { status: 'failed', problem: problemFrom(error).problem });
        }
      },

      async more(): Promise<void> {
        const cursor = store.next();
        if (cursor === null || store.status() !== 'ready') return;
        patchState(store, { next: null });
        const mine = asked;
        try {
          const page = await api.page(search({ limit: PAGE, cursor }));
          if (mine !== asked) return;
          store.addPage(page.rows);
          patchState(store, { next: page.next, total: page.total });
        } catch {
          // the next scroll asks again; the rows that are here stay
          if (mine === asked) patchState(store, { next: cursor });
        }
      },

      /** What these exams are now: changed rows where they stand, new ones queued, lost ones dimmed. */
      async look(ids: readonly string[]): Promise<void> {
        if (store.status() !== 'ready') return;
        const mine = asked;
        try {
          const page = await api.page(search({ ids: ids.join(','), limit: MOST }));
          if (mine !== asked) return;
          take(page);
          const shown = new Map(store.rows().map((row) => [row.id, row]));
          for (const id of ids) {
            const row = page.rows.find((r) => r.id === id);
            const before = shown.get(id);
            if (row === undefined) store.queueRow(id, null);
            else if (before !== undefined ? contentOf(before) !== contentOf(row) : page.fits.includes(id)) store.queueRow(id, row);
          }
        } catch {
          // the rows stay as they are, and the next signal or the person's own reload asks again
        }
      },

      /** The person's own act on a row: shown at once, and not counted as something that came in. */
      put(row: InboundRow): void {
        patchState(store, ({ live }) => ({ live: { ...live, shown: live.shown.map((r) => (r.id === row.id ? row : r)) } }));
      },
    };
  }),
  withHooks({
    onInit(store) {
      signalsOf('inbound', 'match', 'overread', 'lease')
        .pipe(bufferTime(TOGETHER_MS), filter((events) => events.length > 0), takeUntilDestroyed())
        .subscribe((events) => void store.look([...new Set(events.map((e) => e.about ?? e.id))].slice(0, MOST)));
      resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.load());
    },
  }),
);
