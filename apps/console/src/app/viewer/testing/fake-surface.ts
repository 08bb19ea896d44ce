import { signal } from '@angular/core';
import type { FrameFacts } from '../frame-facts';
import { frameFacts } from '../frame-facts';
import type { StackSurface, SurfaceOpener, SurfaceReading, ViewerTool } from '../surface';
import type { Frame, SeriesPlace } from '../viewer-model';
import type { WindowSetting } from '../window-presets';

/** A surface a test plays: it draws when it is told to. */
export class FakeSurface implements StackSurface {
  readonly tools: readonly ViewerTool[] = ['window', 'pan', 'zoom', 'length'];
  readonly reading = signal<SurfaceReading>({ window: { width: 80, centre: 40 }, zoom: 1, inverted: false });
  readonly broken = signal(false);
  /** What was asked of it, in order. */
  readonly asked: string[] = [];
  readonly warmed: string[] = [];
  /** Frames that fail, and how. */
  readonly fails = new Map<string, Error>();
  /** Drawing waits for `draw` while this is true. */
  slow = false;
  closed = false;
  private waiting: (() => void)[] = [];

  constructor(readonly kind: 'pixels' | 'pictures' = 'pixels') {}

  async show(frames: readonly Frame[], index: number): Promise<FrameFacts | null> {
    const key = frames[index]?.key ?? '';
    this.asked.push(key);
    if (this.slow) await new Promise<void>((done) => this.waiting.push(done));
    const failure = this.fails.get(key);
    if (failure) throw failure;
    return frameFacts((tag) => ({ '00100010': `NAME^${key}`, '00200011': '7' })[tag], { edges: null });
  }

  async warm(frame: Frame): Promise<void> {
    this.warmed.push(frame.key);
    const failure = this.fails.get(frame.key);
    if (failure) throw failure;
  }

  draw(): void {
    const waiting = this.waiting;
    this.waiting = [];
    waiting.forEach((done) => done());
  }

  useTool(tool: ViewerTool): void {
    this.asked.push(`tool ${tool}`);
  }

  setWindow(setting: WindowSetting | null): void {
    this.asked.push(`window ${setting === null ? 'as sent' : setting.width}`);
  }

  invert(): void {
    this.asked.push('invert');
  }

  fit(): void {
    this.asked.push('fit');
  }

  resize(): void {
    return;
  }

  close(): void {
    this.closed = true;
  }
}

/** Opens surfaces that the test can reach. */
export class FakeSurfaces implements SurfaceOpener {
  readonly opened: FakeSurface[] = [];

  constructor(private readonly webgl = true) {}

  readonly canDraw = (): boolean => this.webgl;
  readonly pixels = (): Promise<StackSurface> => Promise.resolve(this.add('pixels'));
  readonly pictures = (): Promise<StackSurface> => Promise.resolve(this.add('pictures'));

  get last(): FakeSurface {
    const last = this.opened.at(-1);
    if (!last) throw new Error('no surface was opened');
    return last;
  }

  private add(kind: 'pixels' | 'pictures'): FakeSurface {
    const surface = new FakeSurface(kind);
    this.opened.push(surface);
    return surface;
  }
}

export const place: SeriesPlace = { examId: 'e1', studyUid: '2.25.1', seriesUid: '2.25.1.1' };

/** Frames "1" to "n" of one series. */
export const framesOf = (n: number, at: SeriesPlace = place): readonly Frame[] =>
  Array.from({ length: n }, (_, i) => ({
    key: `${at.seriesUid === place.seriesUid ? '' : `${at.seriesUid}:`}${i + 1}`, place: at, sopUid: `${at.seriesUid}.${i + 1}`, number: i + 1, frame: 1, frames: 1, bytes: 1000,
    transferSyntax: '1.2.840.10008.1.2.4.70', findings: [],
  }));
