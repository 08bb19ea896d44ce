import type { CanDeactivateFn } from '@angular/router';

/** A page that may hold typed text the server does not have yet. */
export interface HoldsText {
  /** Stores it, or sees to it that it waits in this window. */
  beforeLeaving(): Promise<void>;
}

/** Leaving is never refused: a text that cannot be stored now waits in this window's memory, and the person is told so. */
export const storeTextFirst: CanDeactivateFn<HoldsText> = async (page) => {
  await page.beforeLeaving();
  return true;
};
