import { TestBed } from '@angular/core/testing';
import { Store } from '@ngrx/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StreamActions } from '../core/stream/stream.actions';
import { provideConsole, refuse, server } from '../testing/console-testing';
import { inboundPage, inboundRow } from '../testing/inbound';
import { InboundStore } from './inbound.store';

const URL = '/api/v1/inbound/search';

describe('the rows of the inbox', () => {
  let store: InstanceType<typeof InboundStore>;
  const settle = () => vi.advanceTimersByTimeAsync(0);
  const shown = () => store.rows().map((r) => r.id).join('');
  const signal = async (id: string, kind = 'inbound', about: string | null = null) => {
    TestBed.inject(Store).dispatch(StreamActions.signalled({ event: { seq: '1.2', event: `${kind}.x`, kind, id, about, at: '2026-11-24T10:43:00Z' } }));
    await vi.advanceTimersByTimeAsync(500);
  };

  beforeEach(async () => {
    vi.useFakeTimers();
    TestBed.configureTestingModule({ providers: [...provideConsole(), InboundStore] });
    store = TestBed.inject(InboundStore);
    void store.load();
    server().expectOne(URL).flush(inboundPage([inboundRow('a'), inboundRow('b')], { total: 3, next: 'p2' }));
    await settle();
  });
  afterEach(() => vi.useRealTimers());

  it('goes on where the last page ended', async () => {
    void store.more();
    void store.more();
    const request = server().expectOne(URL);
    expect(request.request.body).toMatchObject({ cursor: 'p2' });
    request.flush(inboundPage([inboundRow('c')], { total: 3 }));
    await settle();
    expect(shown()).toBe('abc');
  });

  it('asks for what was signalled, together, by exam, and shows it where it stands', async () => {
    const told = (id: string, about: string | null) =>
      TestBed.inject(Store).dispatch(StreamActions.signalled({ event: { seq: '1.2', event: 'x', kind: 'match', id, about, at: '2026-11-24T10:43:00Z' } }));
    told('m1', 'b');
    told('m2', 'b');
    await signal('c');
    const request = server().expectOne(URL);
    expect((request.request.body as { ids: string }).ids.split(',').sort()).toEqual(['b', 'c']);
    request.flush(inboundPage([inboundRow('b', { state: 'released', version: 2 }), inboundRow('c')], { fits: ['c'] }));
    await settle();
    expect(shown()).toBe('ab');
    expect(store.rows()[1]?.state).toBe('released');
    expect(store.waiting()).toEqual({ arrived: 1, changed: 1 });
  });

  it('does not announce a row that changed nowhere, nor one that belongs to another view', async () => {
    await signal('a');
    server().expectOne(URL).flush(inboundPage([inboundRow('a')], { fits: ['a'] }));
    await signal('z');
    server().expectOne(URL).flush(inboundPage([inboundRow('z')], { fits: [] }));
    await settle();
    expect(store.waiting()).toEqual({ arrived: 0, changed: 0 });
  });

  it('leaves a row one may no longer see where it stood, marked', async () => {
    await signal('a');
    server().expectOne(URL).flush(inboundPage([]));
    await settle();
    expect(shown()).toBe('ab');
    expect(store.gone().has('a')).toBe(true);
  });

  it('shows the own act at once, uncounted', () => {
    store.put(inboundRow('a', { state: 'parked' }));
    expect(store.rows()[0]?.state).toBe('parked');
    expect(store.waiting()).toEqual({ arrived: 0, changed: 0 });
  });

  it('drops the answer to a question that is no longer asked', async () => {
    void store.search({ words: 'first' });
    void store.search({ words: 'second' });
    const [first, second] = server().match(URL);
    second?.flush(inboundPage([inboundRow('s')]));
    first?.flush(inboundPage([inboundRow('f')]));
    await settle();
    expect(shown()).toBe('s');
  });

  it('says why it could not be loaded, and loads again when told', async () => {
    void store.search({ words: 'x' });
    refuse(URL, 503);
    await settle();
    expect(store.status()).toBe('failed');
    expect(store.problem()?.status).toBe(503);
    void store.load();
    server().expectOne(URL).flush(inboundPage([inboundRow('a')]));
    await settle();
    expect(store.status()).toBe('ready');
  });
});
