import { computed, signal } from '@angular/core';
import type { FrameFacts } from './frame-facts';
import { failureFrom, FrameFailure } from './frame-failure';
import { Prefetcher } from './prefetcher';
import { nearestIndices, openingIndex, sameIndex } from './stack-order';
import type { StackSurface } from './surface';
import type { Frame } from './viewer-model';

/** The picture that stands on the surface now, and what its own header says. */
export interface ShownFrame {
  readonly frame: Frame;
  readonly facts: FrameFacts | null;
}

const AHEAD = 12;
const BEHIND = 4;
const LONGEST_MS = 30_000;
/** Slowest line that is still waited for, in bytes per millisecond. */
const SLOWEST = 200;

/**
 * Where a person is in a stack of pictures, and which picture is really on the surface. The two differ while one is fetched; whoever draws
 * overlays takes them from `shown`, so that words and pixels always belong together. One picture is fetched at a time: a hand that runs
 * through three thousand asks for those it stops at.
 */
export class Stack {
  readonly frames = signal<readonly Frame[]>([]);
  readonly index = signal(0);
  readonly shown = signal<ShownFrame | null>(null);
  readonly failures = signal<ReadonlyMap<string, FrameFailure>>(new Map());
  readonly current = computed<Frame | null>(() => this.frames()[this.index()] ?? null);
  readonly failure = computed(() => this.failures().get(this.current()?.key ?? '') ?? null);
  /** The picture asked for is not the one on the surface, and nothing is wrong with it. */
  readonly waiting = computed(() => this.current() !== null && this.failure() === null && this.shown()?.frame.key !== this.current()?.key);

  private surface: StackSurface | null = null;
  private prefetcher: Prefetcher<Frame> | null = null;
  private drawing = false;
  private direction: 1 | -1 = 1;
  private loops = false;

  /** A list that was read anew. The picture that was looked at stays; another series opens at its own place. */
  take(frames: readonly Frame[]): void {
    const before = this.current();
    const same = before !== null && frames[0]?.place.seriesUid === before.place.seriesUid && frames[0].place.examId === before.place.examId;
    this.frames.set(frames);
    if (same) {
      this.index.set(sameIndex(frames, before.key, this.index()));
    } else {
      this.index.set(openingIndex(frames));
      this.shown.set(null);
      this.failures.set(new Map());
      this.direction = 1;
    }
    void this.draw();
  }

  use(surface: StackSurface | null): void {
    this.prefetcher?.stop();
    this.surface = surface;
    this.shown.set(null);
    this.failures.set(new Map());
    this.prefetcher = surface === null ? null : new Prefetcher((frame) => this.fetch(surface, frame));
    void this.draw();
  }

  go(index: number): void {
    const last = this.frames().length - 1;
    const to = Math.max(0, Math.min(last, index));
    if (last < 0 || to === this.index()) return;
    this.direction = to > this.index() ? 1 : -1;
    this.index.set(to);
    this.forgive();
    void this.draw();
  }

  /** Forward or back by `by` pictures; `loop` goes on at the other end. */
  step(by: number, loop = false): void {
    const { length } = this.frames();
    if (length === 0) return;
    this.loops = loop;
    const to = this.index() + by;
    this.go(loop ? ((to % length) + length) % length : to);
    if (loop && by > 0) this.direction = 1;
  }

  /** Tries the picture at hand once more. */
  retry(): void {
    this.drop(this.current());
    void this.draw();
  }

  private async draw(): Promise<void> {
    if (this.drawing) return;
    this.drawing = true;
    for (let frame = this.due(); frame !== null; frame = this.due()) await this.drawOne(frame);
    this.drawing = false;
    this.warm();
  }

  private async drawOne(frame: Frame): Promise<void> {
    const { surface } = this;
    if (surface === null) return;
    const frames = this.frames();
    try {
      const facts = await inTime(surface.show(frames, frames.indexOf(frame)), LONGEST_MS + frame.bytes / SLOWEST);
      if (surface === this.surface) this.shown.set({ frame, facts });
    } catch (error) {
      if (surface === this.surface) this.fail(frame, failureFrom(error));
    }
  }

  /** The picture to draw now, or null when all is as it should be. */
  private due(): Frame | null {
    return this.surface !== null && this.waiting() ? this.current() : null;
  }

  private warm(): void {
    const frames = this.frames();
    const next = nearestIndices(this.index(), this.direction, frames.length, AHEAD, BEHIND, this.loops);
    this.prefetcher?.want(next.map((i) => frames[i]).filter((frame): frame is Frame => frame !== undefined && !this.failures().has(frame.key)));
  }

  private async fetch(surface: StackSurface, frame: Frame): Promise<void> {
    try {
      await surface.warm(frame);
    } catch (error) {
      const failure = failureFrom(error);
      if (surface === this.surface && !failure.passing) this.fail(frame, failure);
    }
  }

  /** A failure of the line is tried again when a person comes back to the picture. */
  private forgive(): void {
    if (this.failure()?.passing) this.drop(this.current());
  }

  private fail(frame: Frame, failure: FrameFailure): void {
    this.failures.update((all) => new Map(all).set(frame.key, failure));
  }

  private drop(frame: Frame | null): void {
    this.failures.update((all) => new Map([...all].filter(([key]) => key !== frame?.key)));
  }
}

function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FrameFailure('slow')), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
