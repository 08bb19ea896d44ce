import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { LineView, TransferPage, TransferQuery, TransferRow, TransferView } from '@causeway/contracts';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { bufferTime, filter, interval } from 'rxjs';
import { MOST_ROWS, TOGETHER_MS, withPagedRows } from '../core/rows/with-paged-rows';
import { resyncs, signalsOf } from '../core/stream/signals';
import { RailCounts } from '../shell/rail-counts';
import { TransfersApi } from './transfers.api';

export type ListQuery = Partial<Pick<TransferQuery, 'view' | 'direction' | 'endpoint' | 'cause' | 'state' | 'send' | 'request'>> & { readonly view: TransferView };

const first: ListQuery = { view: 'open' };
/** A line that is away sends no signals; its lane is looked at now and then. */
const LANES_MS = 5000;
const PAGE = 100;

export const TransfersStore = signalStore(
  withState<{ readonly lanes: readonly LineView[] }>({ lanes: [] }),
  withPagedRows<TransferRow, ListQuery, TransferPage>({
    keyOf: (row) => row.id, query: first, size: PAGE,
    asker: () => {
      const api = inject(TransfersApi);
      return (query, part) => api.page({ ...query, ...part });
    },
    listener: () => {
      const rail = inject(RailCounts);
      return ({ views }) => rail.set('transfers', { count: views.open, hot: views['needs-you'] > 0 });
    },
  }),
  withMethods((store, api = inject(TransfersApi)) => ({
    /** What changed: rows that are shown change where they stand; new ones wait until the person takes them in. */
    async look(ids: readonly string[]): Promise<void> {
      if (store.status() !== 'ready') return;
      try {
        const shown = new Set(store.rows().map((row) => row.id));
        const known = ids.filter((id) => shown.has(id));
        const answers = await store.whileLoaded(Promise.all([api.page({ ...store.query(), limit: PAGE }), known.length > 0 ? api.page({ ids: known.join(','), limit: MOST_ROWS }) : null]));
        if (answers === null) return;
        const [head, changed] = answers;
        for (const row of changed?.rows ?? []) store.put(row);
        store.hear(head);
        for (const row of head.rows) if (!shown.has(row.id)) store.queueRow(row.id, row);
      } catch {
        // the rows stay as they are; the next signal asks again
      }
    },

    async loadLanes(): Promise<void> {
      try {
        patchState(store, { lanes: await api.lines() });
      } catch {
        // the lanes stay as they were
      }
    },
  })),
  withHooks({
    onInit(store) {
      signalsOf('transfer').pipe(bufferTime(TOGETHER_MS), filter((events) => events.length > 0), takeUntilDestroyed()).subscribe((events) => void store.look([...new Set(events.map((e) => e.id))]));
      interval(LANES_MS).pipe(takeUntilDestroyed()).subscribe(() => void store.loadLanes());
      resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.load());
      void store.loadLanes();
    },
  }),
);
