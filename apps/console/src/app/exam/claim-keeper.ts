import { DestroyRef, DOCUMENT, effect, inject, type Signal, untracked } from '@angular/core';
import { Ticker } from '@causeway/console-ui';
import type { LeaseView } from '@causeway/contracts';

const RENEW_BEFORE_MS = 120_000;
/** Somebody who did nothing for so long is not at work on it. */
const ACTIVE_MS = 180_000;

/** Renews a claim of ours shortly before it runs out, as long as the person is at work; else lets it run out, and tells when it did. In an injection context. */
export function keepClaim(lease: Signal<LeaseView | null>, events: { readonly renew: () => void; readonly over: () => void }): void {
  const ticker = inject(Ticker);
  const document = inject(DOCUMENT);
  let active = ticker.now();
  let asked = '';
  const note = (): void => {
    active = ticker.now();
  };
  const kinds = ['pointerdown', 'keydown', 'wheel'] as const;
  for (const kind of kinds) document.addEventListener(kind, note, { passive: true, capture: true });
  inject(DestroyRef).onDestroy(() => kinds.forEach((kind) => document.removeEventListener(kind, note, { capture: true })));
  effect(() => {
    const held = lease();
    const left = held?.mine ? Date.parse(held.until) - ticker.coarse() : null;
    if (held === null || left === null) return;
    untracked(() => {
      if (left <= 0 && asked !== `over ${held.until}`) {
        asked = `over ${held.until}`;
        events.over();
      } else if (left > 0 && left < RENEW_BEFORE_MS && ticker.now() - active < ACTIVE_MS && asked !== held.until) {
        asked = held.until;
        events.renew();
      }
    });
  });
}
