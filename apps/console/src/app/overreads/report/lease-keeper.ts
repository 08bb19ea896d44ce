import { computed, DestroyRef, DOCUMENT, effect, inject, Injectable, untracked } from '@angular/core';
import { Ticker } from '@causeway/console-ui';
import { OverreadsApi } from '../overreads.api';
import { OverreadStore } from './overread.store';

const ACTS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;
/** Length of a claim, and how much of it must be used before work renews it: once in five minutes is enough. */
const LEASE_MS = 30 * 60_000;
const RENEW_AFTER_MS = 5 * 60_000;
const SHORT_MS = 5 * 60_000;

/** Keeps one's claim alive while one works: every save renews it, and so does using the page. A claim nobody works under runs out. */
@Injectable()
export class LeaseKeeper {
  private readonly api = inject(OverreadsApi);
  private readonly store = inject(OverreadStore);
  private readonly ticker = inject(Ticker);
  private asking = false;

  readonly until = computed(() => {
    const lease = this.store.detail()?.lease;
    return lease?.mine ? Date.parse(lease.until) : null;
  });
  /** Milliseconds left; counted each second only when few are. */
  readonly left = computed(() => {
    const until = this.until();
    if (until === null) return null;
    return until - (until - this.ticker.coarse() < SHORT_MS + 15_000 ? this.ticker.fine() : this.ticker.coarse());
  });
  readonly short = computed(() => (this.left() ?? Infinity) < SHORT_MS);

  constructor() {
    const document = inject(DOCUMENT);
    const onAct = () => void this.renew(RENEW_AFTER_MS);
    for (const act of ACTS) document.addEventListener(act, onAct, { passive: true, capture: true });
    inject(DestroyRef).onDestroy(() => {
      for (const act of ACTS) document.removeEventListener(act, onAct, { capture: true });
    });
    const over = computed(() => (this.left() ?? 1) <= 0);
    effect(() => {
      if (over()) untracked(() => void this.store.reload());
    });
  }

  /** Renews now if at least so much of the claim is used. A renewal that fails costs nothing: the next act tries again. */
  async renew(used = 0): Promise<void> {
    const detail = this.store.detail();
    const until = this.until();
    if (detail === null || until === null || this.asking || until - this.ticker.now() > LEASE_MS - used) return;
    this.asking = true;
    try {
      this.store.take(await this.api.command(detail.id, 'renew', { version: detail.version, epoch: detail.epoch }));
    } catch {
      await this.store.reload();
    } finally {
      this.asking = false;
    }
  }
}
