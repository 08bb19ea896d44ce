import { expect, it } from 'vitest';
import type { Exit } from '../processes/keep';
import { startService, type Backoff, type Instance } from './service';

const QUICK: Backoff = { firstMs: 10, longestMs: 40, forgivenMs: 10_000, firstAttempts: 3 };

/** A service whose instances end when told; `plan` says which starts fail. */
function fake(plan: (start: number) => boolean = () => true) {
  const ends: ((exit: Exit) => void)[] = [];
  const said: string[] = [];
  let starts = 0;
  let stops = 0;
  const start = async (): Promise<Instance> => {
    if (!plan(++starts)) throw new Error(`start ${starts} fails`);
    const exited = new Promise<Exit>((resolve) => ends.push(resolve));
    return { exited, stop: async () => (stops++, ends.at(-1)?.({ code: 0, signal: null })) };
  };
  const options = { name: 'it', start, say: (line: string) => void said.push(line), backoff: QUICK };
  return { options, said, end: (code: number) => ends.at(-1)?.({ code, signal: null }), starts: () => starts, stops: () => stops };
}

async function until(met: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 5000; !met(); ) {
    if (Date.now() > deadline) throw new Error('did not come about');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it('starts a service again each time it ends, and counts', async () => {
  const it = fake();
  const service = await startService(it.options);
  for (let n = 1; n <= 3; n++) {
    it.end(1);
    await until(() => service.restarts === n);
  }
  await service.stop();
  expect(it.starts()).toBe(4);
  expect(it.said.filter((line) => line.includes('starting it again')).map((line) => /in ([\d.]+) s/.exec(line)?.[1])).toEqual(['0.01', '0.02', '0.04']);
});

it('gives up after three tries when it never ran', async () => {
  const it = fake(() => false);
  await expect(startService(it.options)).rejects.toThrow('start 3 fails');
  expect(it.starts()).toBe(3);
});

it('does not give up on a service that ran once', async () => {
  const it = fake((start) => start === 1 || start > 8);
  const service = await startService(it.options);
  it.end(1);
  await until(() => service.restarts === 1);
  expect(it.starts()).toBe(9);
  await service.stop();
});

it('does not start again what is being stopped, nor what has finished', async () => {
  const stopped = fake();
  await (await startService(stopped.options)).stop();
  expect(stopped.starts()).toBe(1);
  const finished = fake();
  const service = await startService({ ...finished.options, mayFinish: true });
  finished.end(0);
  await until(() => finished.said.includes('it has finished'));
  await service.stop();
  expect(finished.starts()).toBe(1);
});

it('stops an instance that became ready only after stopping was asked for', async () => {
  const it = fake();
  let release = () => undefined as void;
  const slow = { ...it.options, start: async () => (it.starts() > 0 && (await new Promise<void>((resolve) => (release = resolve))), it.options.start()) };
  const service = await startService(slow);
  it.end(1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const stopping = service.stop();
  release();
  await stopping;
  expect(it.starts()).toBe(2);
  expect(it.stops()).toBe(2);
});
