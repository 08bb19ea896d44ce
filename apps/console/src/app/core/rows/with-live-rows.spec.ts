import { TestBed } from '@angular/core/testing';
import { signalStore } from '@ngrx/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { withLiveRows } from './with-live-rows';

interface Row {
  readonly id: string;
  readonly n: number;
}
const Rows = signalStore(withLiveRows<Row>((row) => row.id));

describe('a store with rows that stay', () => {
  let store: InstanceType<typeof Rows>;
  const shown = () => store.rows().map((r) => r.id).join('');
  beforeEach(() => {
    vi.useFakeTimers();
    store = TestBed.configureTestingModule({ providers: [Rows] }).inject(Rows);
    store.showRows([{ id: 'a', n: 1 }, { id: 'b', n: 2 }]);
  });
  afterEach(() => vi.useRealTimers());

  it('queues what comes in and applies it in order when told', () => {
    store.queueRow('c', { id: 'c', n: 0 });
    store.queueRow('a', { id: 'a', n: 5 });
    expect(shown()).toBe('ab');
    expect(store.waiting()).toEqual({ arrived: 1, changed: 1 });
    store.applyRows((x, y) => x.n - y.n);
    expect(shown()).toBe('cba');
    expect(store.waiting()).toEqual({ arrived: 0, changed: 0 });
  });

  it('flashes a changed row once, for a moment', () => {
    store.queueRow('a', { id: 'a', n: 5 });
    expect([...store.flashing()]).toEqual(['a']);
    vi.advanceTimersByTime(800);
    expect(store.flashing().size).toBe(0);
  });

  it('keeps a lost row where it stood, marked', () => {
    store.queueRow('b', null);
    expect(shown()).toBe('ab');
    expect([...store.gone()]).toEqual(['b']);
  });
});
