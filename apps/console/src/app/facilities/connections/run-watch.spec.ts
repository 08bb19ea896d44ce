import { TestBed } from '@angular/core/testing';
import type { EndpointRun } from '@causeway/contracts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunWatch } from './run-watch';

const run = (id: string, endedAt: string | null, endpointId = 'line-1'): EndpointRun => ({ id, endpointId, endedAt }) as EndpointRun;

describe('a test that is watched', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('stays on show when what was read before it began comes late, and is followed to its end', async () => {
    const watch = TestBed.configureTestingModule({ providers: [RunWatch] }).inject(RunWatch);
    const ended = vi.fn();
    const looked = vi.fn(() => Promise.resolve(run('b', '2026-12-01T04:27:00Z')));
    watch.follow(run('b', null), looked, ended);
    watch.follow(run('a', '2026-12-01T04:26:00Z'), () => Promise.resolve(null), ended);
    expect(watch.run()).toMatchObject({ id: 'b', endedAt: null });
    await vi.advanceTimersByTimeAsync(1000);
    expect(watch.run()).toMatchObject({ id: 'b', endedAt: '2026-12-01T04:27:00Z' });
    expect([looked.mock.calls.length, ended.mock.calls.length]).toEqual([1, 1]);
  });

  it('gives way to a newer one, and to one of another connection', () => {
    const watch = TestBed.configureTestingModule({ providers: [RunWatch] }).inject(RunWatch);
    const nobody = (): Promise<null> => Promise.resolve(null);
    watch.follow(run('b', null), nobody, () => undefined);
    watch.follow(run('c', null), nobody, () => undefined);
    expect(watch.run()?.id).toBe('c');
    watch.follow(run('a', null, 'line-2'), nobody, () => undefined);
    expect(watch.run()?.id).toBe('a');
    watch.follow(null, nobody, () => undefined);
    expect(watch.run()).toBeNull();
  });
});
