import { effect, signal, type Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import type { Observable } from 'rxjs';

interface Reloading {
  readonly isLoading: Signal<boolean>;
  /** False when it is loading already: what is on its way may be older than what just happened. */
  reload(): boolean;
}

/** Reads again whenever something happened, and once more where it happened while it was being read. In an injection context. */
export function reloadOn(changes: Observable<unknown>, ...resources: readonly Reloading[]): void {
  const missed = signal<readonly Reloading[]>([]);
  const again = (resource: Reloading): void => {
    if (!resource.reload() && resource.isLoading()) missed.update((all) => [...all.filter((one) => one !== resource), resource]);
  };
  changes.pipe(takeUntilDestroyed()).subscribe(() => resources.forEach(again));
  effect(() => {
    const ended = missed().filter((one) => !one.isLoading());
    if (ended.length === 0) return;
    missed.update((all) => all.filter((one) => !ended.includes(one)));
    for (const one of ended) one.reload();
  });
}
