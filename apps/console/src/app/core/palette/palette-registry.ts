import { type DestroyRef, Injectable, InjectionToken, signal } from '@angular/core';
import type { IconName } from '@causeway/console-ui';

export interface PaletteItem {
  readonly id: string;
  readonly words: string;
  /** Second line: what kind of thing, where it leads. */
  readonly detail?: string;
  readonly icon: IconName;
  readonly run: () => void;
}

/** Finds things by what was typed. Slices provide one each: `{ provide: SEARCH_PROVIDERS, useClass: ..., multi: true }`. */
export interface SearchProvider {
  search(text: string): Promise<readonly PaletteItem[]>;
}

export const SEARCH_PROVIDERS = new InjectionToken<readonly SearchProvider[]>('SEARCH_PROVIDERS', { factory: () => [] });

/** Acts that the palette offers besides finding: screens add theirs while they are open. */
@Injectable({ providedIn: 'root' })
export class PaletteRegistry {
  private readonly added = signal<readonly PaletteItem[]>([]);
  readonly items = this.added.asReadonly();

  add(items: readonly PaletteItem[], until?: DestroyRef): void {
    this.added.update((all) => [...all, ...items]);
    until?.onDestroy(() => this.added.update((all) => all.filter((item) => !items.includes(item))));
  }
}
