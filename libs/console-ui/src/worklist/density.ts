import { computed, Injectable, signal } from '@angular/core';

export type Density = 'comfortable' | 'compact' | 'dense';
const rowHeights: Record<Density, number> = { comfortable: 52, compact: 44, dense: 36 };

/** How dense rows stand. The class on the page and this must say the same: virtual scrolling needs the height as a number. */
@Injectable({ providedIn: 'root' })
export class DensityState {
  readonly density = signal<Density>('compact');
  readonly rowHeight = computed(() => rowHeights[this.density()]);
}
