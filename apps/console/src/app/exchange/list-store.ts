import { computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Page, Problem } from '@causeway/contracts';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { bufferTime, filter } from 'rxjs';
import { problemFrom } from '../core/api/api-problem';
import { withLiveRows } from '../core/rows/with-live-rows';
import { resyncs, signalsOf } from '../core/stream/signals';
import { RailCounts } from '../shell/rail-counts';
import { ExchangeApi } from './exchange.api';

interface Row { readonly id: string; readonly version: number; readonly clock: { readonly segments: readonly unknown[] } }
interface Listed<R> extends Page<R> { readonly views: Readonly<Record<string, number>> }

export interface ListOptions {
  /** `cases` for /api/v1/cases. */
  readonly path: string;
  /** Path of the place on the rail, where it is not that of the api. */
  readonly place?: string;
  readonly view: string;
  /** Kinds of things whose signals may change the list. */
  readonly kinds: readonly string[];
  /** Views counted on the rail; the second makes it hot. */
  readonly rail?: readonly [count: string, hot: string];
}

interface State { readonly view: string; readonly status: 'loading' | 'ready' | 'failed'; readonly problem: Problem | null; readonly total: number; readonly next: string | null; readonly views: Readonly<Record<string, number>> | null; readonly asOf: string | null }
const PAGE = 50;
const MOST = 200;
const TOGETHER_MS = 500;

/** What a person sees of a row: versions and growing clocks are no news. */
const contentOf = (row: Row): string => JSON.stringify({ ...row, version: 0, clock: { ...row.clock, segments: row.clock.segments.length } });

/** A list by view whose rows stay where they are until the person applies what came in. */
export function listStore<R extends Row>(o: ListOptions) {
  const initial: State = { view: o.view, status: 'loading', problem: null, total: 0, next: null, views: null, asOf: null };
  return signalStore(
    withState(initial),
    withLiveRows<R>((row) => row.id),
    withComputed(({ asOf }) => ({ loadedAt: computed(() => asOf()) })),
    withMethods((store, api = inject(ExchangeApi), rail = inject(RailCounts)) => {
      let asked = 0;
      const take = (page: Listed<R>): void => {
        patchState(store, { views: page.views, asOf: page.asOf, total: page.total });
        if (o.rail) rail.set(o.place ?? o.path, { count: page.views[o.rail[0]] ?? 0, hot: (page.views[o.rail[1]] ?? 0) > 0 });
      };
      const put = (row: R): void => patchState(store, ({ live }) => ({ live: { ...live, shown: live.shown.map((r) => (r.id === row.id ? row : r)) } }));
      return {
        put,
        async load(view: string | null = null): Promise<void> {
          const limit = view === null ? Math.min(MOST, Math.max(PAGE, store.rows().length)) : PAGE;
          patchState(store, { ...(view === null ? {} : { view, status: 'loading' as const }), problem: null });
          if (view !== null) store.showRows([]);
          const mine = ++asked;
          try {
            const page = await api.get<Listed<R>>(o.path, { view: store.view(), limit });
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
            const page = await api.get<Listed<R>>(o.path, { view: store.view(), limit: PAGE, cursor });
            if (mine !== asked) return;
            store.addPage(page.rows);
            patchState(store, { next: page.next, total: page.total });
          } catch {
            // the next scroll asks again; the rows that are here stay
            if (mine === asked) patchState(store, { next: cursor });
          }
        },
        async look(): Promise<void> {
          if (store.status() !== 'ready') return;
          const mine = asked;
          try {
            const page = await api.get<Listed<R>>(o.path, { view: store.view(), limit: MOST });
            if (mine !== asked) return;
            take(page);
            const shown = new Map(store.rows().map((row) => [row.id, row]));
            for (const row of page.rows) {
              const before = shown.get(row.id);
              if (before !== undefined && contentOf(before) === contentOf(row)) put(row);
              else store.queueRow(row.id, row);
            }
            const now = new Set(page.rows.map((row) => row.id));
            if (page.next === null) for (const id of shown.keys()) if (!now.has(id) && !store.gone().has(id)) store.queueRow(id, null);
          } catch {
            // the rows stay as they are, and the next signal or the person's own reload asks again
          }
        },
      };
    }),
    withHooks({
      onInit(store) {
        signalsOf(...o.kinds).pipe(bufferTime(TOGETHER_MS), filter((events) => events.length > 0), takeUntilDestroyed()).subscribe(() => void store.look());
        resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.load());
      },
    }),
  );
}
