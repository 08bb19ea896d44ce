import { DOCUMENT, inject } from '@angular/core';
import type { NavigationError } from '@angular/router';

const MARK = 'causeway.reloaded';

/** After an update the pieces this page still asks for are gone: load the page afresh at the address wanted, but only once in a row. */
export function reloadOnStaleChunks(failure: NavigationError): void {
  const view = inject(DOCUMENT).defaultView;
  if (!view || !/dynamically imported module|Importing a module script failed/i.test(String(failure.error))) return;
  const last = Number(view.sessionStorage.getItem(MARK) ?? 0);
  if (Date.now() - last < 10_000) return;
  view.sessionStorage.setItem(MARK, String(Date.now()));
  view.location.assign(failure.url);
}
