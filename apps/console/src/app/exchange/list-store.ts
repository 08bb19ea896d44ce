import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Page } from '@causeway/contracts';
import { signalStore, withHooks, withMethods } from '@ngrx/signals';
import { bufferTime, filter } from 'rxjs';
import { MOST_ROWS, TOGETHER_MS, withPagedRows } from '../core/rows/with-paged-rows';
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

/** What a person sees of a row: versions and growing clocks are no news. */
const contentOf = (row: Row): string => JSON.stringify({ ...row, version: 0, clock: { ...row.clock, segments: row.clock.segments.length } });

/** A list by view whose rows stay where they are until the person applies what came in. */
export function listStore<R extends Row>(o: ListOptions) {
  return signalStore(
    withPagedRows<R, string, Listed<R>>({
      keyOf: (row) => row.id, query: o.view, size: 50,
      asker: () => {
        const api = inject(ExchangeApi);
        return (view, part) => api.get<Listed<R>>(o.path, { view, ...part });
      },
      listener: () => {
        const rail = inject(RailCounts);
        return ({ views }) => o.rail && rail.set(o.place ?? o.path, { count: views[o.rail[0]] ?? 0, hot: (views[o.rail[1]] ?? 0) > 0 });
      },
    }),
    withMethods((store, api = inject(ExchangeApi)) => ({
      async look(): Promise<void> {
        if (store.status() !== 'ready') return;
        try {
          const page = await store.whileLoaded(api.get<Listed<R>>(o.path, { view: store.query(), limit: MOST_ROWS }));
          if (page === null) return;
          store.hear(page);
          const shown = new Map(store.rows().map((row) => [row.id, row]));
          for (const row of page.rows) {
            const before = shown.get(row.id);
            if (before !== undefined && contentOf(before) === contentOf(row)) store.put(row);
            else store.queueRow(row.id, row);
          }
          const now = new Set(page.rows.map((row) => row.id));
          if (page.next === null) for (const id of shown.keys()) if (!now.has(id) && !store.gone().has(id)) store.queueRow(id, null);
        } catch {
          // the rows stay as they are, and the next signal or the person's own reload asks again
        }
      },
    })),
    withHooks({
      onInit(store) {
        signalsOf(...o.kinds).pipe(bufferTime(TOGETHER_MS), filter((events) => events.length > 0), takeUntilDestroyed()).subscribe(() => void store.look());
        resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.load());
      },
    }),
  );
}
