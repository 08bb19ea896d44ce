// What work costs, for specs, measured so that a busy machine does not decide: processor time where it can be told, and the least of several tries.

const TRIES = 5;
/** Below this, clocks and the collection of garbage say more than the work does. */
const FLOOR_MS = 2;

function processorMs(act: () => unknown): number {
  const before = process.threadCpuUsage();
  act();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}

/** Milliseconds of processor time `act` takes: the least of as many tries as it needs to come below `enough`, five at most. */
export function cost(act: () => unknown, enough: number): number {
  let least = Infinity;
  for (let tries = 0; tries < TRIES && least >= enough; tries++) least = Math.min(least, processorMs(act));
  return least;
}

/** The same on the clock, for work that is done elsewhere: what is slow by itself is slow each time. */
export async function quickest(act: () => Promise<unknown>, enough: number): Promise<number> {
  let least = Infinity;
  for (let tries = 0; tries < TRIES && least >= enough; tries++) {
    const started = performance.now();
    await act();
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

/** Between linear and quadratic, with room for caches that the larger work no longer fits into, and for garbage that is dearer to collect when there is more. */
export const LINEAR = 64;

/** How many times as dear work becomes when it grows sixteenfold: 16 where cost is linear, 256 where it is quadratic. What `prepare` does before it gives the work is not counted. */
export function growth(size: number, prepare: (size: number) => () => unknown): number {
  // the least of three, so that neither a first run, not compiled yet, nor a neighbour's makes it look dear beside the larger
  const small = Math.max(FLOOR_MS, Math.min(...[1, 2, 3].map(() => processorMs(prepare(size)))));
  let large = Infinity;
  for (let tries = 0; tries < TRIES && large / small >= LINEAR; tries++) large = Math.min(large, processorMs(prepare(size * 16)));
  return large / small;
}
