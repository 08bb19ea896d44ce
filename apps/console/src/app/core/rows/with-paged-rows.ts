import { computed, inject } from '@angular/core';
import { SiteTime } from '@causeway/console-ui';
import type { Page, Problem } from '@causeway/contracts';
import { patchState, signalStoreFeature, withComputed, withMethods, withState } from '@ngrx/signals';
import { problemFrom } from '../api/api-problem';
import { wordsOf } from '../api/problem-words';
import { withLiveRows } from './with-live-rows';

/** A page of a list that is seen by views, with how many each view has. */
interface ListPage<R> extends Page<R> {
  readonly views: Readonly<Record<string, number>>;
}

export interface PagedRows<R, Q, P extends ListPage<R>> {
  readonly keyOf: (row: R) => string;
  /** What is asked first. */
  readonly query: Q;
  /** Rows of a page. */
  readonly size: number;
  /** Made once, where services can be injected: how a part of the list is asked for. */
  readonly asker: () => (query: Q, part: { readonly limit: number; readonly cursor?: string }) => Promise<P>;
  /** Likewise: told what each page says beside its rows. */
  readonly listener?: () => (page: P) => void;
}

interface Held<Q, P> {
  readonly query: Q;
  readonly page: P | null;
}

interface State<Q, P> {
  readonly held: Held<Q, P>;
  readonly status: 'loading' | 'ready' | 'failed';
  readonly problem: Problem | null;
  readonly next: string | null;
}

/** The most rows the api gives at once. */
export const MOST_ROWS = 200;
/** Signals come in bursts (milliseconds): asked for together, twice a second at most. */
export const TOGETHER_MS = 500;

/**
 * A list that is loaded page by page, whose rows stay where they are until the person applies what came in. What a signal means for the list
 * is the store's own: `signalStore(withPagedRows({...}), withMethods((store) => ({ async look() {...} })))`.
 */
export function withPagedRows<R, Q, P extends ListPage<R>>({ keyOf, query, size, asker, listener }: PagedRows<R, Q, P>) {
  const initial: State<Q, P> = { held: { query, page: null }, status: 'loading', problem: null, next: null };
  return signalStoreFeature(
    withState(initial),
    withLiveRows<R>(keyOf),
    withComputed(({ held, problem }, site = inject(SiteTime)) => {
      const page = computed(() => held().page);
      return {
        query: computed(() => held().query),
        /** The latest page as it was told; its rows are those of that page only. */
        page,
        views: computed<P['views'] | null>(() => page()?.views ?? null),
        total: computed(() => page()?.total ?? 0),
        /** When this was so, in words; empty before the first page. */
        asOf: computed(() => {
          const at = page()?.asOf;
          return at === undefined ? '' : `As of ${site.timeWithSeconds(at)}, live`;
        }),
        /** What went wrong, in words. */
        failure: computed(() => {
          const found = problem();
          return found === null ? null : wordsOf(found);
        }),
      };
    }),
    withMethods((store, ask = asker(), told = listener?.()) => {
      let loads = 0;
      const hear = (page: P): void => {
        patchState(store, ({ held }) => ({ held: { ...held, page } }));
        told?.(page);
      };
      /** The answer; null when the list was loaded anew before it came. */
      const whileLoaded = async <T>(answer: Promise<T>): Promise<T | null> => {
        const mine = loads;
        const value = await answer.catch((failure: unknown) => {
          if (mine === loads) throw failure;
          return null;
        });
        return mine === loads ? value : null;
      };
      return {
        hear,
        whileLoaded,

        /** Loads the list from its beginning, for another question if one is given; as much as is shown when it only has to be taken afresh. */
        async load(asked: Q | null = null): Promise<void> {
          const limit = asked === null ? Math.min(MOST_ROWS, Math.max(size, store.rows().length)) : size;
          const fresh = asked !== null || store.status() === 'failed';
          patchState(store, ({ held }) => ({ held: asked === null ? held : { ...held, query: asked }, problem: null, ...(fresh ? { status: 'loading' as const } : {}) }));
          if (asked !== null) store.showRows([]);
          loads++;
          try {
            const page = await whileLoaded(ask(store.query(), { limit }));
            if (page === null) return;
            store.showRows(page.rows);
            hear(page);
            patchState(store, { status: 'ready' as const, next: page.next });
          } catch (error) {
            patchState(store, { status: 'failed' as const, problem: problemFrom(error).problem });
          }
        },

        /** The page after those that are shown. */
        async more(): Promise<void> {
          const cursor = store.next();
          if (cursor === null || store.status() !== 'ready') return;
          patchState(store, { next: null });
          try {
            const page = await whileLoaded(ask(store.query(), { limit: size, cursor }));
            if (page === null) return;
            store.addPage(page.rows);
            hear(page);
            patchState(store, { next: page.next });
          } catch {
            // the next scroll asks again; the rows that are here stay
            patchState(store, { next: cursor });
          }
        },

        /** The person's own act on a row: shown at once, and not counted as something that came in. */
        put(row: R): void {
          patchState(store, ({ live }) => ({ live: { ...live, shown: live.shown.map((r) => (keyOf(r) === keyOf(row) ? row : r)) } }));
        },
      };
    }),
  );
}
