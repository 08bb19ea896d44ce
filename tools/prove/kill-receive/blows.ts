// What is done to the product while it receives, and how it is seen to be back.
import type { MadeObject } from '../../bench/lib/made-exams';
import { wait, type House } from '../lib/house';
import type { Senders } from './senders';

export type Blow = 'receiver' | 'receiver-parent' | 'database' | 'queue';

export interface Struck {
  readonly blow: Blow;
  /** From the blow to the next object that was newly associated, stored and acknowledged. */
  readonly backMs: number;
  /** Objects that were sent and not answered when it fell. */
  readonly underWay: number;
}

/** Longest to look for the one process. */
const FIND_MS = 30_000;

/** kill -9 of the process that receives, or of the one that keeps it; immediate stop of the database; all rows of the queue removed. */
export async function strike(house: House, blow: Blow): Promise<void> {
  if (blow === 'queue') return emptyQueue(house);
  for (const deadline = Date.now() + FIND_MS; ; await wait(20)) {
    const pid = target(house, blow);
    if (pid !== undefined && signalled(pid, blow === 'database' ? 'SIGQUIT' : 'SIGKILL')) return;
    if (Date.now() > deadline) throw new Error(`There is no process to kill for "${blow}".`);
  }
}

function target(house: House, blow: Exclude<Blow, 'queue'>): number | undefined {
  if (blow === 'database') return house.postmaster();
  const { first, children } = house.pids('receiver');
  return blow === 'receiver-parent' ? first : children[0];
}

function signalled(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}

const DEADLOCK = '40P01';

async function emptyQueue(house: House): Promise<void> {
  const tables = await house.sql<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%'`);
  if (tables.length === 0) throw new Error('The queue has no tables to empty.');
  const truncate = `truncate ${tables.map((table) => table.name).join(', ')} cascade`;
  // the queue's own work takes the same tables in an order of its own, and may win
  for (let attempt = 1; ; attempt++) {
    try {
      await house.sql(truncate);
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== DEADLOCK || attempt === 5) throw error;
    }
  }
}

/** Strikes, and measures until a partner that begins anew is served. */
export async function strikeAndWait(house: House, blow: Blow, senders: Senders, probe: MadeObject): Promise<Struck> {
  const { underWay } = senders;
  const since = performance.now();
  await strike(house, blow);
  // The dead process's socket may answer for a moment longer: what counts is an object acknowledged after that.
  await wait(20);
  await senders.send('PROBE', [probe], true);
  return { blow, backMs: Math.round(performance.now() - since), underWay };
}
