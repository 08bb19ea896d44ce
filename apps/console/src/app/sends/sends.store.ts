import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Problem, SendRow, SendView } from '@causeway/contracts';
import { patchState, signalStore, withHooks, withMethods, withState } from '@ngrx/signals';
import { bufferTime, filter } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { withLiveRows } from '../core/rows/with-live-rows';
import { resyncs, signalsOf } from '../core/stream/signals';
import { RailCounts } from '../shell/rail-counts';
import { SendsApi } from './sends.api';

interface SendsState {
  readonly view: SendView;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem: Problem | null;
  readonly total: number;
  readonly next: string | null;
  readonly views: Readonly<Record<SendView, number>> | null;
  readonly asOf: string | null;
}
const initial: SendsState = { view: 'open', status: 'loading', problem: null, total: 0, next: null, views: null, asOf: null };
const PAGE = 50;

export const SendsStore = signalStore(
  withState(initial),
  withLiveRows<SendRow>((row) => row.id),
  withMethods((store, api = inject(SendsApi), rail = inject(RailCounts)) => {
    let asked = 0;
    return {
      async load(view: SendView | null = null): Promise<void> {
        const mine = ++asked;
        patchState(store, { problem: null, ...(view === null ? {} : { view, status: 'loading' as const }) });
        if (view !== null) store.showRows([]);
        try {
          const page = await api.page({ view: store.view(), limit: PAGE });
          if (mine !== asked) return;
          store.showRows(page.rows);
          rail.set('sends', { count: page.views.open, hot: page.views['to-approve'] + page.views.trouble > 0 });
          patchState(store, { status: 'ready', next: page.next, total: page.total, views: page.views, asOf: page.asOf });
        } catch (error) {
          if (mine === asked) patchState(store, { status: 'failed', problem: problemFrom(error).problem });
        }
      },

      async more(): Promise<void> {
        const cursor = store.next();
        if (cursor === null) return;
        patchState(store, { next: null });
        try {
          const page = await api.page({ view: store.view(), limit: PAGE, cursor });
          store.addPage(page.rows);
          patchState(store, { next: page.next });
        } catch {
          patchState(store, { next: cursor });
        }
      },

      /** Changed sends change where they stand; new ones wait until they are taken in. */
      async look(ids: readonly string[]): Promise<void> {
        if (store.status() !== 'ready') return;
        const mine = asked;
        try {
          const shown = new Map(store.rows().map((row) => [row.id, row]));
          const [changed, head] = await Promise.all([api.page({ ids: ids.join(','), limit: 200 }), api.page({ view: store.view(), limit: PAGE })]);
          if (mine !== asked) return;
          patchState(store, ({ live }) => ({ live: { ...live, shown: live.shown.map((r) => changed.rows.find((c) => c.id === r.id) ?? r) }, views: head.views, asOf: head.asOf, total: head.total }));
          rail.set('sends', { count: head.views.open, hot: head.views['to-approve'] + head.views.trouble > 0 });
          for (const row of head.rows) if (!shown.has(row.id)) store.queueRow(row.id, row);
        } catch {
          // the rows stay as they are; the next signal asks again
        }
      },
    };
  }),
  withHooks({
    onInit(store) {
      signalsOf('send').pipe(bufferTime(500), filter((events) => events.length > 0), takeUntilDestroyed()).subscribe((events) => void store.look([...new Set(events.map((e) => e.id))]));
      resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.load());
    },
  }),
);
