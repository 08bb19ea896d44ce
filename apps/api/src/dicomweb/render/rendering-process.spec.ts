import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builtRenderingProgram } from '../testing/rendering-program';
import type { RenderOrder } from './recipe';
import { RenderPool } from './render-pool';
import { RENDER_LIMITS, RenderingProcess, type RenderLimits } from './rendering-process';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-render-spec-'));
let program: Awaited<ReturnType<typeof builtRenderingProgram>>;
beforeAll(async () => void (program = await builtRenderingProgram()));
afterAll(() => {
  program.remove();
  fs.rmSync(dir, { recursive: true, force: true });
});

const ORDER: RenderOrder = {
  pixels: { transferSyntaxUid: '1.2.840.10008.1.2.1', rows: 2, columns: 2, samples: 1, photometric: 'MONOCHROME2', planar: 0, bitsAllocated: 8, bitsStored: 8, highBit: 7, signed: false, float: false, bigEndian: false },
  view: { slope: 1, intercept: 0, modalityTable: null, window: null, valueTable: null, inverted: false, padding: null, palette: null },
  output: { format: 'png', quality: 90, fit: null, region: null },
};
const FRAME = Buffer.from([0, 85, 170, 255]);
const PNG = '89504e47';

/** A rendering process that says it is ready and then does `then` with each frame. */
function acting(then: string, before = ''): string {
  const file = path.join(dir, `${Math.random().toString(36).slice(2)}.mjs`);
  fs.writeFileSync(file, `
    import fs from 'node:fs';
    const say = (json, bytes = Buffer.alloc(0)) => {
      const text = Buffer.from(JSON.stringify(json)); const head = Buffer.alloc(8);
      head.writeUInt32LE(text.length, 0); head.writeUInt32LE(bytes.length, 4);
      fs.writeSync(1, Buffer.concat([head, text, bytes]));
    };
    ${before}
    say({ ready: true });
    process.stdin.on('data', async () => { ${then} });`);
  return file;
}
const limits = (over: Partial<RenderLimits>): RenderLimits => ({ ...RENDER_LIMITS, ...over });
async function outcome(script: string, over: Partial<RenderLimits> = {}): Promise<{ result: unknown; process: RenderingProcess; milliseconds: number }> {
  const process = new RenderingProcess(script, limits(over));
  const started = performance.now();
  const result = await process.render(ORDER, FRAME);
  return { result, process, milliseconds: performance.now() - started };
}

describe('a rendering process', () => {
  it('makes pictures, one after the other, and says which frames it cannot', async () => {
    const process = new RenderingProcess(program.file);
    for (let i = 0; i < 3; i++) {
      const made = await process.render(ORDER, FRAME);
      expect(made.ok && made.image.toString('hex', 0, 4)).toBe(PNG);
    }
    expect(await process.render(ORDER, FRAME.subarray(1))).toEqual({ ok: false, failure: 'undecodable' });
    expect(await process.render({ ...ORDER, pixels: { ...ORDER.pixels, transferSyntaxUid: '1.2.840.10008.1.2.4.102' } }, FRAME)).toEqual({ ok: false, failure: 'unsupported' });
    expect(await process.render({ ...ORDER, pixels: { ...ORDER.pixels, rows: 65_535, columns: 65_535 } }, FRAME)).toEqual({ ok: false, failure: 'too-large' });
    expect([process.done, process.ended]).toEqual([6, false]);
    process.kill();
    expect(await process.render(ORDER, FRAME)).toEqual({ ok: false, failure: 'undecodable' });
  });

  it('is killed when a frame takes too long, though it does not listen', async () => {
    const { result, process, milliseconds } = await outcome(acting('for (;;);'), { milliseconds: 400 });
    expect([result, process.ended]).toEqual([{ ok: false, failure: 'too-slow' }, true]);
    expect(milliseconds).toBeLessThan(RENDER_LIMITS.milliseconds / 2);
  });

  it('is killed when it grows beyond its memory', async () => {
    const grow = 'const all = []; setInterval(() => all.push(Buffer.alloc(8 * 2 ** 20, 1)), 1);';
    const { result, process } = await outcome(acting(grow), { residentBytes: 200 * 2 ** 20 });
    expect([result, process.ended]).toEqual([{ ok: false, failure: 'too-large' }, true]);
  });

  it.runIf(fs.existsSync('/usr/bin/prlimit'))('is refused memory by the kernel, whatever happens to whoever watches it', async () => {
    const { result } = await outcome(acting(`const all = []; for (let i = 0; i < 64; i++) all.push(Buffer.alloc(64 * 2 ** 20, 1));`), { residentBytes: Infinity, dataBytes: 1.3 * 2 ** 30 });
    expect(result).toEqual({ ok: false, failure: 'undecodable' });
  });

  it('that dies or talks nonsense is done with, and the frame has no picture', async () => {
    for (const then of ['process.abort();', 'process.exit(0);', `fs.writeSync(1, Buffer.alloc(1000, 0xff));`, `fs.writeSync(1, Buffer.from([2,0,0,0,0,0,0,0,0x7b,0x7b]));`]) {
      const { result, process } = await outcome(acting(then));
      expect([result, process.ended], then).toEqual([{ ok: false, failure: 'undecodable' }, true]);
    }
  });

  it('that cannot be started is our fault, and told apart', async () => {
    await expect(outcome(path.join(dir, 'nowhere.mjs'))).rejects.toThrow(/did not start/);
    await expect(outcome(acting('', 'throw new Error("broken");'))).rejects.toThrow(/did not start/);
  });

  it('has no settings of ours, and may neither read nor write files, nor start programs', async () => {
    const secret = path.join(os.tmpdir(), `causeway-secret-${Date.now()}`);
    fs.writeFileSync(secret, 'secret');
    process.env['CAUSEWAY_SPEC_SECRET'] = 'secret';
    const look = `
      const tries = {
        environment: () => { if (Object.keys(process.env).length > 0) throw 0; },
        read: () => fs.readFileSync(${JSON.stringify(secret)}), list: () => fs.readdirSync('/'), write: () => fs.writeFileSync(${JSON.stringify(`${secret}2`)}, 'x'),
        spawn: () => process.getBuiltinModule('child_process').spawnSync('id').status ?? (() => { throw 0; })(),
        thread: () => new (process.getBuiltinModule('worker_threads').Worker)('1', { eval: true }),
      };
      const could = Object.keys(tries).filter((name) => { try { tries[name](); return true; } catch { return false; } });
      say({ ok: true }, Buffer.from(could.join(' ')));`;
    try {
      const { result, process: one } = await outcome(acting(look));
      expect(String((result as { image: Buffer }).image)).toBe('environment');
      expect(fs.existsSync(`${secret}2`)).toBe(false);
      one.kill();
    } finally {
      delete process.env['CAUSEWAY_SPEC_SECRET'];
      fs.rmSync(secret);
    }
  });
});

describe('a pool of them', () => {
  it('works on a few frames at once, reads others only when it is their turn, and refuses when too many wait', async () => {
    const pool = new RenderPool({ script: program.file, processes: 2, waiting: 6 });
    let reading = 0;
    let most = 0;
    const frame = async (): Promise<Buffer> => {
      most = Math.max(most, ++reading);
      await new Promise((resolve) => setTimeout(resolve, 20));
      reading -= 1;
      return FRAME;
    };
    const orders = Array.from({ length: 8 }, () => pool.render(ORDER, frame));
    await expect(pool.render(ORDER, frame)).rejects.toMatchObject({ status: 503, code: 'rendering-busy' });
    expect((await Promise.all(orders)).every((made) => made.ok)).toBe(true);
    expect(most).toBe(2);
    pool.close();
  });

  it('goes on after frames that end their process, and after frames that cannot be read', async () => {
    const pool = new RenderPool({ script: acting('for (;;);'), processes: 1, limits: limits({ milliseconds: 200 }) });
    const bad = await Promise.all([1, 2, 3].map(() => pool.render(ORDER, () => Promise.resolve(FRAME))));
    expect(bad).toEqual([1, 2, 3].map(() => ({ ok: false, failure: 'too-slow' })));
    await expect(pool.render(ORDER, () => Promise.reject(new Error('missing')))).rejects.toThrow('missing');
    expect(await pool.render(ORDER, () => Promise.resolve(FRAME))).toEqual({ ok: false, failure: 'too-slow' });
    pool.close();
  });
});
