import type { Acts } from '../../platform/acts/acts';
import { Refusal } from '../../platform/acts/refusal';

const WINDOW_SECONDS = 900;
/** Wrong links an address may try in a quarter of an hour. */
const MOST = 50;

/** Counts an address's tries before they are looked at; a right link gives its place back, so that a page which asks often never meets the limit. */
export class LinkThrottle {
  constructor(private readonly acts: Acts) {}

  async tried(address: string): Promise<{ readonly giveBack: () => Promise<void> }> {
    const key = `partner-link ${address}`;
    const [row] = await this.acts.read<{ failures: number }>(
      `insert into secret_try (key, failures, window_ends_at) values ($1, 1, clock_timestamp() + make_interval(secs => ${WINDOW_SECONDS}))
       on conflict (key) do update set
         failures = case when secret_try.window_ends_at < clock_timestamp() then 1 else secret_try.failures + 1 end,
         window_ends_at = case when secret_try.window_ends_at < clock_timestamp() then excluded.window_ends_at else secret_try.window_ends_at end
       returning failures`, [key]);
    if ((row?.failures ?? 0) > MOST) throw new Refusal(429, 'too-many-tries', 'Too many wrong links came from this address. Wait a quarter of an hour and open the link again.');
    return { giveBack: async () => void (await this.acts.read('update secret_try set failures = greatest(0, failures - 1) where key = $1', [key])) };
  }
}
