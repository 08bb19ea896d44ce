import type { Acts } from '../../platform/acts/acts';
import { Refusal } from '../../platform/acts/refusal';
import { countTry, giveBackTry } from '../../platform/sign-in/throttle';

/** Wrong links an address may try in a quarter of an hour. */
const MOST = 50;

/** Counts an address's tries before they are looked at; a right link gives its place back, so that a page which asks often never meets the limit. */
export class LinkThrottle {
  constructor(private readonly acts: Acts) {}

  async tried(address: string): Promise<{ readonly giveBack: () => Promise<void> }> {
    const key = `partner-link ${address}`;
    if ((await countTry(this.acts, key)) > MOST) throw new Refusal(429, 'too-many-tries', 'Too many wrong links came from this address. Wait a quarter of an hour and open the link again.');
    return { giveBack: () => giveBackTry(this.acts, key) };
  }
}
