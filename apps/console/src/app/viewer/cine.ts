import { effect, signal, type Signal } from '@angular/core';

export const cineRates = [5, 10, 15, 20, 30] as const;

/** Runs a stack as a film while `playing`. `advance` is called that often a second; it may leave a beat out. In an injection context. */
export class Cine {
  readonly playing = signal(false);
  /** Chosen by hand; null follows the pictures. */
  readonly chosenRate = signal<number | null>(null);

  constructor(private readonly ownRate: Signal<number | null>, advance: () => void) {
    effect((onCleanup) => {
      if (!this.playing()) return;
      const timer = setInterval(advance, 1000 / this.rate());
      onCleanup(() => clearInterval(timer));
    });
  }

  /** Pictures a second: as chosen, else as the maker recommends, else ten. */
  rate(): number {
    return this.chosenRate() ?? this.ownRate() ?? 10;
  }
}
