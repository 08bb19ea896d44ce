import { spawn, type ChildProcessByStdio } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { PhotographOrder, PixelSize, RenderAnswer, RenderFailure, RenderOrder } from './recipe';
import { MessageReader, packMessage, type Message } from './wire';

export interface RenderLimits {
  /** Wall time of one frame. */
  readonly milliseconds: number;
  /** Memory of the process that is really in use. */
  readonly residentBytes: number;
  /** Memory the kernel lets it ask for; a Node process asks for some 800 MiB before it does anything. */
  readonly dataBytes: number;
  /** Processor time of all its frames together; also ends a process whose api was killed while it worked. */
  readonly cpuSeconds: number;
}

export const RENDER_LIMITS: RenderLimits = { milliseconds: 20_000, residentBytes: 768 * 2 ** 20, dataBytes: 2 * 2 ** 30, cpuSeconds: 240 };

export type Rendered = { readonly ok: true; readonly image: Buffer; readonly size: PixelSize | null } | { readonly ok: false; readonly failure: RenderFailure };

const PRLIMIT = ['/usr/bin/prlimit', '/bin/prlimit'].find((file) => fs.existsSync(file));
const WATCH_MS = 50;
const PAGE_BYTES = 4096;
const STARTS_WITHIN_MS = 15_000;
const STDERR_KEPT = 2000;

/** Folders and files a program may read: its own, and the packages it finds from there. */
function readable(script: string): string[] {
  const paths = [path.dirname(script)];
  for (let dir = path.dirname(script); ; dir = path.dirname(dir)) {
    paths.push(...['node_modules', 'package.json'].map((name) => path.join(dir, name)).filter((file) => fs.existsSync(file)));
    if (dir === path.dirname(dir)) return paths;
  }
}

function start(script: string, limits: RenderLimits): ChildProcessByStdio<Writable, Readable, Readable> {
  const node = [process.execPath, '--permission', '--allow-addons', ...readable(script).map((file) => `--allow-fs-read=${file}`), script];
  const bounds = [`--data=${limits.dataBytes}`, `--cpu=${limits.cpuSeconds}`, '--core=0', '--'];
  const [program = '', ...args] = PRLIMIT ? [PRLIMIT, ...bounds, ...node] : node;
  // nothing of our environment: it holds secrets
  return spawn(program, args, { env: {}, stdio: ['pipe', 'pipe', 'pipe'] });
}

/**
 * One process that decodes what others sent. It cannot write files, start programs or see our settings, and it is killed, not asked, when a frame
 * takes too long or too much memory. One frame at a time.
 */
export class RenderingProcess {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly reader = new MessageReader();
  private readonly ready: Promise<void>;
  private onMessage: ((message: Message) => void) | null = null;
  private onEnd: (() => void) | null = null;
  private said = '';
  /** Frames it has done. */
  done = 0;
  ended = false;

  constructor(script: string, private readonly limits: RenderLimits = RENDER_LIMITS) {
    this.child = start(script, limits);
    this.child.stdin.on('error', () => this.end());
    this.child.on('error', () => this.end());
    this.child.on('close', () => this.end());
    this.child.stderr.on('data', (bytes: Buffer) => (this.said = (this.said + bytes.toString('latin1')).slice(-STDERR_KEPT)));
    this.child.stdout.on('data', (bytes: Buffer) => this.take(bytes));
    this.ready = this.next(STARTS_WITHIN_MS).then((first) => {
      if (typeof first === 'string') throw new Error(`The rendering process did not start. ${this.said}`);
    });
    this.ready.catch(() => undefined);
  }

  /** Throws when the process cannot be started at all; everything an image can cause is a failure. */
  async render(order: RenderOrder | PhotographOrder, frame: Buffer): Promise<Rendered> {
    await this.ready;
    let grown = false;
    const watch = setInterval(() => {
      if (this.residentBytes() <= this.limits.residentBytes) return;
      grown = true;
      this.kill();
    }, WATCH_MS);
    const answer = this.next(this.limits.milliseconds);
    if (!this.ended) for (const piece of packMessage(order, frame)) this.child.stdin.write(piece);
    const message = await answer;
    clearInterval(watch);
    this.done += 1;
    if (typeof message !== 'string') return resultOf(message);
    if (grown) return { ok: false, failure: 'too-large' };
    return { ok: false, failure: message === 'late' ? 'too-slow' : 'undecodable' };
  }

  kill(): void {
    this.child.kill('SIGKILL');
    this.end();
  }

  /** The next message; else that the process ended, or had to because it was late. */
  private next(milliseconds: number): Promise<Message | 'ended' | 'late'> {
    return new Promise((resolve) => {
      const settle = (message: Message | 'ended' | 'late'): void => {
        clearTimeout(timer);
        this.onMessage = null;
        this.onEnd = null;
        resolve(message);
      };
      const timer = setTimeout(() => {
        settle('late');
        this.kill();
      }, milliseconds);
      this.onMessage = settle;
      this.onEnd = (): void => settle('ended');
      if (this.ended) settle('ended');
    });
  }

  private take(bytes: Buffer): void {
    try {
      for (const message of this.reader.push(bytes)) this.onMessage?.(message);
    } catch {
      this.kill();
    }
  }

  private end(): void {
    this.ended = true;
    this.onEnd?.();
  }

  /** Zero where the system does not tell. */
  private residentBytes(): number {
    try {
      return Number(fs.readFileSync(`/proc/${this.child.pid}/statm`, 'latin1').split(' ')[1]) * PAGE_BYTES;
    } catch {
      return 0;
    }
  }
}

function resultOf({ json, bytes }: Message): Rendered {
  const answer = json as RenderAnswer;
  return answer.ok ? { ok: true, image: Buffer.from(bytes), size: answer.size ?? null } : { ok: false, failure: answer.failure };
}
