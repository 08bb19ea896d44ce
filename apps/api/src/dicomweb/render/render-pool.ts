import { Refusal } from '../../platform/acts/refusal';
import type { RenderOrder } from './recipe';
import { RENDER_LIMITS, RenderingProcess, type Rendered, type RenderLimits } from './rendering-process';

export interface RenderPoolOptions {
  /** Program of the rendering process. */
  readonly script: string;
  /** Most processes at once. */
  readonly processes: number;
  readonly limits?: RenderLimits;
  /** Orders that may wait for their turn. */
  readonly waiting?: number;
}

const WAITING = 200;
/** A process is replaced after so many frames, and given up when nothing came for so long. */
const FRAMES = 200;
const IDLE_MS = 60_000;

/** A few rendering processes, started when needed. Frames are read when it is their turn, so waiting costs no memory. */
export class RenderPool {
  private readonly idle: RenderingProcess[] = [];
  private readonly turns: (() => void)[] = [];
  private busy = 0;
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly options: RenderPoolOptions) {}

  /** Throws a 503 when too many wait already, and an error when no process can be started. */
  async render(order: RenderOrder, frame: () => Promise<Buffer>): Promise<Rendered> {
    await this.turn();
    let process: RenderingProcess | null = null;
    try {
      const bytes = await frame();
      process = this.idle.pop() ?? new RenderingProcess(this.options.script, this.options.limits ?? RENDER_LIMITS);
      return await process.render(order, bytes);
    } finally {
      this.release(process);
    }
  }

  close(): void {
    if (this.timer) clearTimeout(this.timer);
    for (const process of this.idle.splice(0)) process.kill();
  }

  private turn(): Promise<void> {
    if (this.busy < this.options.processes) {
      this.busy += 1;
      return Promise.resolve();
    }
    if (this.turns.length >= (this.options.waiting ?? WAITING)) throw new Refusal(503, 'rendering-busy', 'Too many pictures are being made right now. Try again in a moment.');
    return new Promise((resolve) => this.turns.push(resolve));
  }

  private release(process: RenderingProcess | null): void {
    if (process && !process.ended) {
      if (process.done < FRAMES) this.idle.push(process);
      else process.kill();
    }
    const next = this.turns.shift();
    if (next) next();
    else this.busy -= 1;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.close(), IDLE_MS);
    this.timer.unref();
  }
}
