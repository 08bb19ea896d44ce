import cluster, { type Worker } from 'node:cluster';
import type { Logger } from '../platform/log';

const AGAIN_MS = 200;
const STOP_MS = 14_000;

/**
 * Keeps `count` receiver processes behind one port. This process accepts and hands connections out in turn: left to the kernel, four senders can all
 * land on one process. One that ends is started again; its senders had no answer and send again.
 */
export async function superviseReceivers(count: number, log: Logger): Promise<() => Promise<void>> {
  cluster.schedulingPolicy = cluster.SCHED_RR;
  let stopping = false;
  const running = new Map<number, Worker>();
  const start = (number: number): Promise<void> => {
    const worker = cluster.fork({ RECEIVER_NUMBER: String(number) });
    running.set(number, worker);
    worker.on('exit', (code, signal) => {
      running.delete(number);
      if (stopping) return;
      log.error({ receiver: number, code, signal }, 'receiver ended; starting it again');
      setTimeout(() => void start(number).catch(() => undefined), AGAIN_MS);
    });
    return new Promise((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('exit', () => reject(new Error('A receiver process did not start.')));
    });
  };
  await Promise.all(Array.from({ length: count }, (_, i) => start(i + 1)));
  return async () => {
    stopping = true;
    const ended = [...running.values()].map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())));
    for (const worker of running.values()) worker.process.kill('SIGTERM');
    const late = setTimeout(() => { for (const worker of running.values()) worker.process.kill('SIGKILL'); }, STOP_MS);
    await Promise.all(ended);
    clearTimeout(late);
  };
}
