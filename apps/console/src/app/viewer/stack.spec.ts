import { describe, expect, it, vi } from 'vitest';
import { FrameFailure } from './frame-failure';
import { Prefetcher } from './prefetcher';
import { Stack } from './stack';
import { FakeSurface, framesOf, place } from './testing/fake-surface';

const settle = () => new Promise((done) => setTimeout(done, 5));

async function open(n: number, surface = new FakeSurface()) {
  const stack = new Stack();
  stack.take(framesOf(n));
  stack.use(surface);
  await settle();
  return { stack, surface };
}

describe('a stack', () => {
  it('opens at its middle and draws that picture first', async () => {
    const { stack, surface } = await open(5);
    expect(surface.asked).toEqual(['3']);
    expect(stack.shown()?.facts?.patientName).toBe('NAME^3');
    expect(stack.waiting()).toBe(false);
  });

  it('says of the picture that is drawn, not of the one that was asked for, while that one is on its way', async () => {
    const { stack, surface } = await open(5);
    surface.slow = true;
    stack.step(1);
    await settle();
    expect([stack.index(), stack.shown()?.frame.key, stack.waiting()]).toEqual([3, '3', true]);
    surface.draw();
    await settle();
    expect(stack.shown()?.frame.key).toBe('4');
  });

  it('asks for the picture a running hand stops at, not for all it ran over', async () => {
    const { stack, surface } = await open(3000);
    surface.asked.length = 0;
    surface.slow = true;
    for (let i = 0; i < 500; i++) stack.step(1);
    surface.slow = false;
    surface.draw();
    await settle();
    expect(surface.asked).toEqual(['1501', '2000']);
    expect(stack.shown()?.frame.key).toBe('2000');
  });

  it('goes on past a picture that cannot be decoded, and does not try it again by itself', async () => {
    const surface = new FakeSurface();
    surface.fails.set('4', new FrameFailure('undecodable', 'bad marker'));
    const { stack } = await open(5, surface);
    stack.step(1);
    await settle();
    expect(stack.failure()).toMatchObject({ code: 'undecodable', detail: 'bad marker' });
    stack.step(1);
    await settle();
    expect(stack.shown()?.frame.key).toBe('5');
    stack.step(-1);
    await settle();
    expect([...surface.asked, ...surface.warmed].filter((key) => key === '4')).toHaveLength(1);
    expect(stack.failure()?.code).toBe('undecodable');
  });

  it('tries a picture again that only the line kept away, when a person comes back to it', async () => {
    const surface = new FakeSurface();
    surface.fails.set('4', new FrameFailure('offline'));
    const { stack } = await open(5, surface);
    stack.step(1);
    await settle();
    expect(stack.failure()?.code).toBe('offline');
    surface.fails.clear();
    stack.step(1);
    stack.step(-1);
    await settle();
    expect(stack.failure()).toBeNull();
    expect(stack.shown()?.frame.key).toBe('4');
  });

  it('stays with its picture when the list grows, and begins anew with another series', async () => {
    const { stack, surface } = await open(5);
    stack.take(framesOf(9));
    await settle();
    expect([stack.index(), stack.shown()?.frame.key]).toEqual([2, '3']);
    stack.take(framesOf(4, { ...place, seriesUid: '2.25.1.2' }));
    expect(stack.shown()).toBeNull();
    await settle();
    expect(surface.asked.at(-1)).toBe('2.25.1.2:2');
  });

  it('does not leave its ends, except as a loop', async () => {
    const { stack } = await open(3);
    stack.go(99);
    expect(stack.index()).toBe(2);
    stack.step(1);
    expect(stack.index()).toBe(2);
    stack.step(1, true);
    expect(stack.index()).toBe(0);
  });

  it('fetches what lies ahead once it rests', async () => {
    const { stack, surface } = await open(40);
    surface.warmed.length = 0;
    stack.step(-1);
    await settle();
    expect(surface.warmed.slice(0, 3)).toEqual(['18', '20', '17']);
  });

  it('gives up on a picture that does not come, and says so', async () => {
    vi.useFakeTimers();
    const surface = new FakeSurface();
    surface.slow = true;
    const stack = new Stack();
    stack.take(framesOf(1));
    stack.use(surface);
    await vi.advanceTimersByTimeAsync(31_000);
    vi.useRealTimers();
    expect(stack.failure()?.code).toBe('slow');
  });
});

describe('fetching ahead', () => {
  it('does a few at a time, and drops what is no longer wanted', async () => {
    const begun: number[] = [];
    let release: (() => void)[] = [];
    const prefetcher = new Prefetcher<number>((n) => {
      begun.push(n);
      return new Promise((done) => release.push(done));
    }, 2);
    prefetcher.want([1, 2, 3, 4]);
    expect(begun).toEqual([1, 2]);
    prefetcher.want([8, 9]);
    release.forEach((done) => done());
    release = [];
    await settle();
    expect(begun).toEqual([1, 2, 8, 9]);
    prefetcher.want([10]);
    prefetcher.stop();
    release.forEach((done) => done());
    await settle();
    expect(begun).toEqual([1, 2, 8, 9]);
  });
});
