import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { LineView, Problem, TransferQuery, TransferRow, TransferView } from '@causeway/contracts';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { bufferTime, filter, interval } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { withLiveRows } from '../core/rows/with-live-rows';
import { resyncs, signalsOf } from '../core/stream/signals';
import { RailCounts } from '../shell/rail-counts';
import { TransfersApi } from './transfers.api';

export type ListQuery = Partial<Pick<TransferQuery, 'view' | 'endpoint' | 'cause' | 'state' | 'send'>> & { readonly view: TransferView };

interface TransfersState {
  readonly query: ListQuery;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem: Problem | null;
  readonly total: number;
  readonly next: string | null;
  readonly views: Readonly<Record<TransferView, number>> | null;
  readonly asOf: string | null;
  readonly lanes: readonly LineView[];
}

const initial: TransfersState = { query: { view: 'open' }, status: 'loading', problem: null, total: 0, next: null, views: null, asOf: null, lanes: [] };
/** Progress comes in bursts: asked for together, twice a second at most. */
const TOGETHER_MS = 500;
/** A line that is away sends no signals; its lane is looked at now and then. */
const LANES_MS = 5000;
const PAGE = 100;

export const TransfersStore = signalStore(
  withState(initial),
  withLiveRows<TransferRow>((row) => row.id),
  withMethods((store, api = inject(TransfersApi), rail = inject(RailCounts)) => {
    let asked = 0;
    const put = (row: TransferRow): void => patchState(store, ({ live }) => ({ live: { ...live, shown: live.shown.map((r) => (r.id === row.id ? row : r)) } }));
    const take = (page: { views: Readonly<Record<TransferView, number>>; asOf: string; total: number }): void => {
      patchState(store, { views: page.views, asOf: page.asOf, total: page.total });
      rail.set('transfers', { count: page.views.open, hot: page.views['needs-you'] > 0 });
    };
    return {
      put,

      async load(query: ListQuery | null = null): Promise<void> {
        const mine = ++asked;
        patchState(store, { ...(query === null ? {} : { query }), problem: null, ...(query !== null || store.status() === 'failed' ? { status: 'loading' as const } : {}) });
        if (query !== null) store.showRows([]);
        try {
          const page = await api.page({ ...store.query(), limit: PAGE });
          if (mine !== asked) return;
          store.showRows(page.rows);
          take(page);
          patchState(store, { status: 'ready', next: page.next });
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
          const page = await api.page({ ...store.query(), limit: PAGE, cursor });
          if (mine !== asked) return;
          store.addPage(page.rows);
          patchState(store, { next: page.next });
        } catch {
          if (mine === asked) patchState(store, { next: cursor });
        }
      },

      /** What changed: rows that are shown change where they stand; new ones wait until the person takes them in. */
      async look(ids: readonly string[]): Promise<void> {
        if (store.status() !== 'ready') return;
        const mine = asked;
        try {
          const shown = new Set(store.rows().map((row) => row.id));
          const known = ids.filter((id) => shown.has(id));
          const [changed, head] = await Promise.all([known.length > 0 ? api.page({ ids: known.join(','), limit: 200 }) : null, api.page({ ...store.query(), limit: PAGE })]);
          if (mine !== asked) return;
          for (const row of changed?.rows ?? []) put(row);
          take(head);
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
    };
  }),
  withHooks({
    onInit(store) {
      signalsOf('transfer').pipe(bufferTime(TOGETHER_MS), filter((events) => events.length > 0), takeUntilDestroyed()).subscribe((events) => void store.look([...new Set(events.map((e) => e.id))]));
      interval(LANES_MS).pipe(takeUntilDestroyed()).subscribe(() => void store.loadLanes());
      resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.load());
      void store.loadLanes();
    },
  }),
);
