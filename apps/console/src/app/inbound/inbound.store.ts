import { computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { InboundPage, InboundRow } from '@causeway/contracts';
import { signalStore, withComputed, withHooks, withMethods } from '@ngrx/signals';
import { bufferTime, filter } from 'rxjs';
import { MOST_ROWS, TOGETHER_MS, withPagedRows } from '../core/rows/with-paged-rows';
import { resyncs, signalsOf } from '../core/stream/signals';
import { RailCounts } from '../shell/rail-counts';
import { InboundApi } from './inbound.api';
import { type InboxQuery, searchOf } from './inbox-query';

/** What is asked for: the view as the address says it, and the words that never stand there. */
interface InboxSearch {
  readonly inbox: InboxQuery;
  readonly words: string;
}

const first: InboxSearch = { inbox: { view: 'open', filters: {}, sort: 'clock', order: 'asc' }, words: '' };

/** Turns of the clock grow by themselves; a row that differs in nothing else did not change. */
const contentOf = (row: InboundRow): string => JSON.stringify({ ...row, clock: { ...row.clock, segments: row.clock.segments.length } });

export const InboundStore = signalStore(
  withPagedRows<InboundRow, InboxSearch, InboundPage>({
    keyOf: (row) => row.id, query: first, size: 100,
    asker: () => {
      const api = inject(InboundApi);
      return ({ inbox, words }, part) => api.page({ ...searchOf(inbox, words), ...part });
    },
    listener: () => {
      const rail = inject(RailCounts);
      return ({ views }) => rail.set('inbound', { count: views.unclaimed, hot: views.stat > 0 });
    },
  }),
  withComputed(({ query, page }) => ({
    words: computed(() => query().words),
    hidden: computed(() => page()?.hiddenByFilters ?? 0),
    doneToday: computed<InboundPage['doneToday']>(() => page()?.doneToday ?? { count: 0, medianMinutes: null }),
  })),
  withMethods((store, api = inject(InboundApi)) => ({
    /** Asks for another view, or for other words in it. */
    search: (change: Partial<InboxSearch>): Promise<void> => store.load({ ...store.query(), ...change }),

    /** What these exams are now: changed rows where they stand, new ones queued, lost ones dimmed. */
    async look(ids: readonly string[]): Promise<void> {
      if (store.status() !== 'ready') return;
      try {
        const { inbox, words } = store.query();
        const page = await store.whileLoaded(api.page({ ...searchOf(inbox, words), ids: ids.join(','), limit: MOST_ROWS }));
        if (page === null) return;
        // of these exams only, so it says nothing of how many there are in all
        store.hear({ ...page, total: store.total(), hiddenByFilters: store.hidden() });
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
  })),
  withHooks({
    onInit(store) {
      signalsOf('inbound', 'match', 'overread', 'lease')
        .pipe(bufferTime(TOGETHER_MS), filter((events) => events.length > 0), takeUntilDestroyed())
        .subscribe((events) => void store.look([...new Set(events.map((e) => e.about ?? e.id))].slice(0, MOST_ROWS)));
      resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.load());
    },
  }),
);
