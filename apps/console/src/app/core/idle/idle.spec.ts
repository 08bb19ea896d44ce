import { TestBed } from '@angular/core/testing';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IdleClock } from './idle-clock';

describe('the idle clock', () => {
  let clock: IdleClock;
  const wait = (seconds: number) => {
    vi.advanceTimersByTime(seconds * 1000);
    clock.tick();
  };
  beforeEach(() => {
    vi.useFakeTimers();
    clock = TestBed.inject(IdleClock);
    clock.start(900);
  });
  afterEach(() => vi.useRealTimers());

  it('warns in the last minute, and not before', () => {
    wait(839);
    expect(clock.warns()).toBe(false);
    wait(1);
    expect([clock.warns(), clock.left()]).toEqual([true, 60]);
  });

  it('is not kept awake by requests that nobody made', () => {
    wait(850);
    clock.requestAnswered();
    clock.tick();
    expect(clock.warns()).toBe(true);
  });

  it('starts over when the person acts, also in another window, and does not go back in time', () => {
    wait(850);
    clock.act();
    expect(clock.left()).toBe(900);
    clock.act(Date.now() - 500_000);
    expect(clock.left()).toBe(900);
  });

  it('lets the server hear of a person who works without asking it anything', () => {
    clock.requestAnswered();
    wait(70);
    expect(clock.serverShouldHear(60)).toBe(false);
    clock.act();
    expect(clock.serverShouldHear(60)).toBe(true);
    clock.requestAnswered();
    expect(clock.serverShouldHear(60)).toBe(false);
  });

  it('does not run without a session', () => {
    clock.stop();
    wait(10_000);
    expect(clock.warns()).toBe(false);
  });

  it('is not set back by being told the length of the session again', () => {
    wait(850);
    clock.start(900);
    clock.tick();
    expect(clock.warns()).toBe(true);
  });
});
