import { TestBed } from '@angular/core/testing';
import type { StreamEvent } from '@causeway/contracts';
import { Store } from '@ngrx/store';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { provideConsole, refuse, server } from '../../testing/console-testing';
import { FakeEventSource } from '../../testing/fake-event-source';
import { meWho } from '../../testing/me';
import { SessionActions } from '../session/session.actions';
import { resyncs, signalsOf } from './signals';
import { streamFeature } from './stream.reducer';

describe('the live stream', () => {
  let seen: StreamEvent[];
  let resynced: number;
  const state = () => TestBed.inject(Store).selectSignal(streamFeature.selectState)();
  const event = (kind: string): StreamEvent => ({ seq: '7', event: `${kind}.changed`, kind, id: 'x1', about: null, at: '2026-11-24T10:00:00Z' });

  beforeEach(() => {
    vi.useFakeTimers();
    TestBed.configureTestingModule({ providers: provideConsole() });
    seen = [];
    resynced = 0;
    TestBed.runInInjectionContext(() => {
      signalsOf('inbound', 'match').subscribe((e) => seen.push(e));
      resyncs().subscribe(() => (resynced += 1));
    });
    TestBed.inject(Store).dispatch(SessionActions.opened({ me: meWho([]) }));
    FakeEventSource.last.say('open');
  });
  afterEach(() => vi.useRealTimers());

  it('opens once for a session, and closes with it', () => {
    TestBed.inject(Store).dispatch(SessionActions.opened({ me: meWho([]) }));
    expect(FakeEventSource.opened).toHaveLength(1);
    expect(state()).toBe('live');
    TestBed.inject(Store).dispatch(SessionActions.ended({ because: 'signed-out' }));
    expect(FakeEventSource.last.readyState).toBe(2);
    expect(state()).toBe('off');
  });

  it('asks at once who it is when the server says that the stream is over', () => {
    FakeEventSource.last.say('over');
    refuse('/api/v1/me', 401);
    expect(state()).toBe('off');
  });

  it('hands each signal to those who show such things, and survives nonsense', () => {
    FakeEventSource.last.say('change', event('inbound'));
    FakeEventSource.last.say('change', event('transfer'));
    FakeEventSource.last.say('change', '{broken');
    FakeEventSource.last.say('change', event('match'));
    expect(seen.map((e) => e.kind)).toEqual(['inbound', 'match']);
  });

  it('waits for the browser while that reconnects by itself, and asks for nothing afresh', () => {
    FakeEventSource.last.fail(false);
    expect(state()).toBe('lost');
    FakeEventSource.last.say('open');
    expect(state()).toBe('live');
    expect(FakeEventSource.opened).toHaveLength(1);
    expect(resynced).toBe(0);
  });

  it('opens a new line when the browser gave up, more and more slowly, and then asks for all afresh', () => {
    FakeEventSource.last.fail(true);
    vi.advanceTimersByTime(999);
    expect(FakeEventSource.opened).toHaveLength(1);
    vi.advanceTimersByTime(1);
    FakeEventSource.last.fail(true);
    vi.advanceTimersByTime(1999);
    expect(FakeEventSource.opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    FakeEventSource.last.say('open');
    expect(resynced).toBe(1);
    expect(state()).toBe('live');
  });

  it('ends the session when the line was refused because it is over', async () => {
    FakeEventSource.last.fail(true);
    refuse('/api/v1/me', 401);
    vi.advanceTimersByTime(60_000);
    expect(state()).toBe('off');
    expect(FakeEventSource.opened).toHaveLength(1);
  });

  it('takes silence after beats for a dead line', () => {
    FakeEventSource.last.say('beat');
    vi.advanceTimersByTime(49_000);
    expect(state()).toBe('live');
    vi.advanceTimersByTime(2000);
    expect(state()).toBe('lost');
    vi.advanceTimersByTime(1000);
    expect(FakeEventSource.opened).toHaveLength(2);
  });

  it('passes on that the server could not tell what was missed, and the bell asks again', () => {
    vi.advanceTimersByTime(1000);
    server().match('/api/v1/notices').forEach((r) => r.flush({ rows: [], unread: 0, needsAnswer: 0 }));
    FakeEventSource.last.say('resync');
    expect(resynced).toBe(1);
    vi.advanceTimersByTime(1000);
    server().expectOne('/api/v1/notices').flush({ rows: [], unread: 3, needsAnswer: 1 });
    const notices = TestBed.inject(Store).selectSignal((s: { notices: { unread: number } }) => s.notices.unread);
    expect(notices()).toBe(3);
  });
});
