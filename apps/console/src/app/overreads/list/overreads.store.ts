import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { OverreadPage, OverreadRow, StreamEvent } from '@causeway/contracts';
import { signalStore, withHooks, withMethods } from '@ngrx/signals';
import { bufferTime, filter } from 'rxjs';
import { MOST_ROWS, TOGETHER_MS, withPagedRows } from '../../core/rows/with-paged-rows';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { RailCounts } from '../../shell/rail-counts';
import { OverreadsApi } from '../overreads.api';
import { FirstView } from './first-view';
import { type ListQuery, searchOf } from './overreads-query';

/** What a person sees of a row. Versions, renewed claims and growing clocks move all the time and are no news. */
const contentOf = (row: OverreadRow): string =>
  JSON.stringify({ ...row, version: 0, lease: row.lease?.holder.id ?? null, clock: { ...row.clock, segments: row.clock.segments.length } });

const first: ListQuery = { view: 'mine-to-read', filters: {}, sort: 'clock' };

export const OverreadsStore = signalStore(
  withPagedRows<OverreadRow, ListQuery, OverreadPage>({
    keyOf: (row) => row.id, query: first, size: 50,
    asker: () => {
      const api = inject(OverreadsApi);
      return (query, part) => api.page({ ...searchOf(query), ...part });
    },
    listener: () => {
      const [rail, own] = [inject(RailCounts), inject(FirstView)];
      return ({ views }) => rail.set('overreads', { count: views[own.view()], hot: own.view() === 'to-acknowledge' || views.stat > 0 });
    },
  }),
  withMethods((store, api = inject(OverreadsApi)) => ({
    /** Asks what this list is now: changed rows where they stand, new ones queued, those that left it dimmed with what became of them. */
    async look(): Promise<void> {
      if (store.status() !== 'ready') return;
      try {
        const page = await store.whileLoaded(api.page({ ...searchOf(store.query()), limit: MOST_ROWS }));
        if (page === null) return;
        store.hear(page);
        const now = new Map(page.rows.map((row) => [row.id, row]));
        const shown = new Map(store.rows().map((row) => [row.id, row]));
        for (const row of page.rows) {
          const before = shown.get(row.id);
          if (before !== undefined && contentOf(before) === contentOf(row)) store.put(row);
          else store.queueRow(row.id, row);
        }
        const missing = [...shown.keys()].filter((id) => !now.has(id) && !store.gone().has(id));
        if (missing.length === 0) return;
        const after = await store.whileLoaded(api.page({ view: 'all-open', ids: missing.join(','), limit: MOST_ROWS }));
        if (after === null) return;
        const fate = new Map(after.rows.map((row) => [row.id, row]));
        for (const id of missing) {
          const row = fate.get(id);
          if (row !== undefined) store.put(row);
          // beyond the end of what was asked for it may well be there still
          if (row === undefined || page.next === null) store.queueRow(id, null);
        }
      } catch {
        // the rows stay as they are, and the next signal or the person's own reload asks again
      }
    },

    /** Whether a signal may change what is shown: a draft saved again does not. */
    concerns(event: StreamEvent): boolean {
      if (event.event === 'overread.renewed') return false;
      return event.event !== 'overread.drafted' || store.rows().find((row) => row.id === event.id)?.state !== 'drafting';
    },
  })),
  withHooks({
    onInit(store) {
      signalsOf('overread')
        .pipe(bufferTime(TOGETHER_MS), filter((events) => events.some((event) => store.concerns(event))), takeUntilDestroyed())
        .subscribe(() => void store.look());
      resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.load());
    },
  }),
);
