import { computed } from '@angular/core';
import { applied, liveRows, type LiveRows, waitingOf, withChange, withPage } from '@causeway/console-ui';
import { patchState, signalStoreFeature, withComputed, withMethods, withState } from '@ngrx/signals';

interface LiveRowsState<T> {
  readonly live: LiveRows<T>;
  /** Rows whose wash flashes once, because they just changed where they stand. */
  readonly flashing: ReadonlySet<string>;
}

const FLASH_MS = 700;

/**
 * Rows of a list that stay where they are until the person applies what came in. A screen's store adds its loading on top:
 * `signalStore(withLiveRows<InboundRow>((row) => row.id), withMethods(...))`.
 */
export function withLiveRows<T>(keyOf: (row: T) => string) {
  const initial: LiveRowsState<T> = { live: liveRows<T>([]), flashing: new Set() };
  return signalStoreFeature(
    withState(initial),
    withComputed(({ live }) => ({
      rows: computed(() => live().shown),
      waiting: computed(() => waitingOf(live())),
      gone: computed(() => live().gone),
    })),
    withMethods((store) => ({
      /** The list as it was loaded: nothing waits any more. */
      showRows(rows: readonly T[]): void {
        patchState(store, { live: liveRows(rows) });
      },
      addPage(rows: readonly T[]): void {
        patchState(store, ({ live }) => ({ live: withPage(live, rows, keyOf) }));
      },
      /** What a row is now; null when it left this list. Shown at its old place, counted as waiting. */
      queueRow(key: string, row: T | null): void {
        patchState(store, ({ live, flashing }) => ({ live: withChange(live, key, row, keyOf), flashing: new Set([...flashing, key]) }));
        setTimeout(() => patchState(store, ({ flashing }) => ({ flashing: new Set([...flashing].filter((k) => k !== key)) })), FLASH_MS);
      },
      /** Takes in what waits, in the order of `compare`. */
      applyRows(compare: (a: T, b: T) => number): void {
        patchState(store, ({ live }) => ({ live: applied(live, keyOf, compare) }));
      },
    })),
  );
}
