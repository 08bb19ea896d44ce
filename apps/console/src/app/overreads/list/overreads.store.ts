import { computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { OverreadRow, OverreadView, Problem, StreamEvent } from '@causeway/contracts';
import { patchState, signalStore, withComputed, withHooks, withMethods, withState } from '@ngrx/signals';
import { bufferTime, filter } from 'rxjs';
import { problemFrom } from '../../core/api/api-problem';
import { withLiveRows } from '../../core/rows/with-live-rows';
import { resyncs, signalsOf } from '../../core/stream/signals';
import { RailCounts } from '../../shell/rail-counts';
import { OverreadsApi } from '../overreads.api';
import { FirstView } from './first-view';
import { type ListQuery, searchOf } from './overreads-query';

interface OverreadsState {
  readonly query: ListQuery;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem: Problem | null;
  readonly total: number;
  readonly next: string | null;
  readonly views: Readonly<Record<OverreadView, number>> | null;
  readonly asOf: string | null;
}

const initial: OverreadsState = { query: { view: 'mine-to-read', filters: {}, sort: 'clock' }, status: 'loading', problem: null, total: 0, next: null, views: null, asOf: null };
const PAGE = 50;
/** The most the api gives at once. */
const MOST = 200;
/** Signals come in bursts: asked for together, twice a second at most. */
const TOGETHER_MS = 500;

/** What a person sees of a row. Versions, renewed claims and growing clocks move all the time and are no news. */
const contentOf = (row: OverreadRow): string =>
  JSON.stringify({ ...row, version: 0, lease: row.lease?.holder.id ?? null, clock: { ...row.clock, segments: row.clock.segments.length } });

export const OverreadsStore = signalStore(
  withState(initial),
  withLiveRows<OverreadRow>((row) => row.id),
  withComputed(({ query }) => ({ view: computed(() => query().view) })),
  withMethods((store, api = inject(OverreadsApi), rail = inject(RailCounts), first = inject(FirstView)) => {
    let asked = 0;

    const take = (page: { views: Readonly<Record<OverreadView, number>>; asOf: string; total: number }): void => {
      patchState(store, { views: page.views, asOf: page.asOf, total: page.total });
      rail.set('overreads', { count: page.views[first.view()], hot: first.view() === 'to-acknowledge' || page.views.stat > 0 });
    };
    const put = (row: OverreadRow): void => patchState(store, ({ live }) => ({ live: { ...live, shown: live.shown.map((r) => (r.id === row.id ? row : r)) } }));
    const shownNow = (): number => Math.min(MOST, Math.max(PAGE, store.rows().length));

    return {
      /** The person's own act on a row: shown at once, and not counted as something that came in. */
      put,

      /** Loads the list from its beginning; as much as is shown when it only has to be taken afresh. */
      async load(query: ListQuery | null = null): Promise<void> {
        const limit = query === null ? shownNow() : PAGE;
        const fresh = query !== null || store.status() === 'failed';
        patchState(store, { ...(query === null ? {} : { query }), problem: null, ...(fresh ? { status: 'loading' as const } : {}) });
        if (query !== null) store.showRows([]);
        const mine = ++asked;
        try {
          const page = await api.page({ ...searchOf(store.query()), limit });
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
          const page = await api.page({ ...searchOf(store.query()), limit: PAGE, cursor });
          if (mine !== asked) return;
          store.addPage(page.rows);
          patchState(store, { next: page.next, total: page.total });
        } catch {
          // the next scroll asks again; the rows that are here stay
          if (mine === asked) patchState(store, { next: cursor });
        }
      },

      /** Asks what this list is now: changed rows where they stand, new ones queued, those that left it dimmed with what became of them. */
      async look(): Promise<void> {
        if (store.status() !== 'ready') return;
        const mine = asked;
        try {
          const page = await api.page({ ...searchOf(store.query()), limit: MOST });
          if (mine !== asked) return;
          take(page);
          const now = new Map(page.rows.map((row) => [row.id, row]));
          const shown = new Map(store.rows().map((row) => [row.id, row]));
          for (const row of page.rows) {
            const before = shown.get(row.id);
            if (before !== undefined && contentOf(before) === contentOf(row)) put(row);
            else store.queueRow(row.id, row);
          }
          const missing = [...shown.keys()].filter((id) => !now.has(id) && !store.gone().has(id));
          if (missing.length === 0) return;
          const after = await api.page({ view: 'all-open', ids: missing.join(','), limit: MOST });
          if (mine !== asked) return;
          const fate = new Map(after.rows.map((row) => [row.id, row]));
          for (const id of missing) {
            const row = fate.get(id);
            if (row !== undefined) put(row);
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
    };
  }),
  withHooks({
    onInit(store) {
      signalsOf('overread')
        .pipe(bufferTime(TOGETHER_MS), filter((events) => events.some((event) => store.concerns(event))), takeUntilDestroyed())
        .subscribe(() => void store.look());
      resyncs().pipe(takeUntilDestroyed()).subscribe(() => void store.load());
    },
  }),
);
