import cluster, { type Worker } from 'node:cluster';
import type { Logger } from '../platform/log';
import type { Settings } from '../platform/settings/settings';
import { claimSocket } from './dicomweb/claim-socket';
import { doorAddress } from './dicomweb/door-address';

/**
 * Receiving makes little lasting garbage and much that dies at once: 64 KiB for each read of a socket. A small young generation, with which the product's
 * programs run anyway, gives those back early; room to grow spares the marking of everything that lives: half the CPU, measured. More room than this, and attacks at
 * all doors at once make a receiver hold more than `prove hostile` allows.
 */
const MEMORY_FLAGS = ['--max-semi-space-size=1', '--heap-growing-percent=60'];
/** Writes to segments wait for the disk in a thread each. */
const THREADS = '16';
const AGAIN_MS = 200;
const STOP_MS = 14_000;

/**
 * Keeps receiver processes running behind one port. This process accepts and hands connections out in turn: left to the kernel, four senders can all
 * land on one process. One that ends is started again; its senders had no answer and send again.
 */
export async function superviseReceivers(settings: Settings, log: Logger): Promise<() => Promise<void>> {
  await claimSocket(doorAddress(settings));
  cluster.schedulingPolicy = cluster.SCHED_RR;
  cluster.setupPrimary({ execArgv: [...process.execArgv, ...MEMORY_FLAGS] });
  let stopping = false;
  const running = new Map<number, Worker>();
  const start = (number: number): Promise<void> => {
    const worker = cluster.fork({ RECEIVER_NUMBER: String(number), UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? THREADS });
    running.set(number, worker);
    worker.on('exit', (code, signal) => {
      running.delete(number);
      if (stopping) return;
      log.error({ receiver: number, code, signal }, 'receiver ended; starting it again');
      setTimeout(() => void start(number).catch(() => undefined), AGAIN_MS);
    });
    return new Promise((resolve, reject) => {
      worker.once('message', () => resolve());
      worker.once('exit', () => reject(new Error('A receiver process did not start: its own message says why.')));
    });
  };
  const stop = async (): Promise<void> => {
    stopping = true;
    const ended = [...running.values()].map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())));
    for (const worker of running.values()) worker.process.kill('SIGTERM');
    const late = setTimeout(() => { for (const worker of running.values()) worker.process.kill('SIGKILL'); }, STOP_MS);
    await Promise.all(ended);
    clearTimeout(late);
  };
  try {
    await Promise.all(Array.from({ length: settings.RECEIVERS }, (_, i) => start(i + 1)));
  } catch (error) {
    await stop();
    throw error;
  }
  return stop;
}
