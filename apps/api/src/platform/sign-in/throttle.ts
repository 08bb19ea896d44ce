import type { Acts } from '../acts/acts';
import { Refusal } from '../acts/refusal';

const WINDOW_SECONDS = 900;
/** Failures of one name from one address, of one name from anywhere, of one address for any name. */
const LIMITS = { pair: 5, name: 100, address: 50 } as const;

/** Counts a try under this key in one atomic statement, and says how many there were in the quarter of an hour that is running. */
export async function countTry(acts: Acts, key: string): Promise<number> {
  const [row] = await acts.read<{ failures: number }>(
    `insert into secret_try (key, failures, window_ends_at) values ($1, 1, clock_timestamp() + make_interval(secs => ${WINDOW_SECONDS}))
     on conflict (key) do update set
       failures = case when secret_try.window_ends_at < clock_timestamp() then 1 else secret_try.failures + 1 end,
       window_ends_at = case when secret_try.window_ends_at < clock_timestamp() then excluded.window_ends_at else secret_try.window_ends_at end
     returning failures`, [key]);
  return row?.failures ?? 0;
}

/** A try that was right after all. */
export const giveBackTry = async (acts: Acts, key: string): Promise<void> => void (await acts.read('update secret_try set failures = greatest(0, failures - 1) where key = $1', [key]));

/**
 * One limiter for every secret (password, token). Counting is one atomic statement before the secret is looked at,
 * so that a thousand parallel guesses evaluate at most the limit. The pair limit is low; the name limit is high, so that a stranger cannot lock a person out.
 */
export class Throttle {
  constructor(private readonly acts: Acts) {}

  /** Counts a try; refuses when too many failed before. Call `succeeded` afterwards to give the places back. */
  async tried(name: string, address: string): Promise<void> {
    for (const [key, limit] of this.keys(name, address)) {
      if ((await countTry(this.acts, key)) > limit) throw new Refusal(429, 'too-many-tries', 'Too many wrong passwords. Wait a quarter of an hour, or ask your administrator for a new one.');
    }
  }

  async succeeded(name: string, address: string): Promise<void> {
    const keys = this.keys(name, address);
    await this.acts.read('delete from secret_try where key = $1', [keys[0]?.[0]]);
    for (const [key] of keys.slice(1)) await giveBackTry(this.acts, key);
  }

  private keys(name: string, address: string): [string, number][] {
    const who = name.trim().toLowerCase();
    return [[`pair ${who} ${address}`, LIMITS.pair], [`name ${who}`, LIMITS.name], [`address ${address}`, LIMITS.address]];
  }
}
