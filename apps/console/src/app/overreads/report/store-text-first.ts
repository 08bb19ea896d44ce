import type { CanDeactivateFn } from '@angular/router';

/** A page that may hold typed text the server does not have yet. */
export interface HoldsText {
  /** Stores it. Where that cannot be done the person says whether they leave all the same. */
  mayLeave(): Promise<boolean>;
}

export const storeTextFirst: CanDeactivateFn<HoldsText> = (page) => page.mayLeave();
