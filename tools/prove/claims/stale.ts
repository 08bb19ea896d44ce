// Signatures of readers who lost their claim: expired, taken over, given back, sent twice, racing, and with the process killed under them.
import { randomUUID } from 'node:crypto';
import { PASSWORD, type House } from './house';
import type { Answer, Reader, Task } from './reader';
import type { Tally } from './tally';

export const kinds = ['expired', 'taken-over', 'given-back', 'take-over-race', 'expiry-race', 'same-key', 'other-keys'] as const;
export type Kind = (typeof kinds)[number];

/** Answers that say a write did not happen. */
const REFUSED: ReadonlySet<number> = new Set([403, 404, 409, 412, 422]);

export class Stale {
  /** Signatures that were answered with 200. */
  signed = 0;
  /** Writes of former holders that were refused, as they must be. */
  turnedAway = 0;
  readonly outcomes: Record<string, number> = {};

  constructor(private readonly house: House, private readonly tally: Tally, private readonly random: () => number) {}

  async run(kind: Kind, task: string, a: Reader, b: Reader): Promise<void> {
    await Promise.all([a.typePassword(PASSWORD), b.typePassword(PASSWORD)]);
    switch (kind) {
      case 'expired': return this.expired(task, a, b);
      case 'taken-over': return this.takenOver(task, a, b);
      case 'given-back': return this.givenBack(task, a);
      case 'take-over-race': return this.takeOverRace(task, a, b);
      case 'expiry-race': return this.expiryRace(task, a, b);
      case 'same-key': return this.sameKey(task, a);
      case 'other-keys': return this.otherKeys(task, a);
    }
  }

  /** The lease is over; the reader comes back to their open page, before and after somebody else claimed. */
  private async expired(task: string, a: Reader, b: Reader): Promise<void> {
    const mine = await this.hold(task, a);
    await this.house.passLease(task);
    await this.opened(task);
    await this.lost(task, a, mine.epoch);
    const next = await this.hold(task, b);
    await this.lost(task, a, mine.epoch);
    await this.lost(task, a, next.epoch);
    await this.signs(task, b, next);
  }

  private async takenOver(task: string, a: Reader, b: Reader): Promise<void> {
    const mine = await this.hold(task, a);
    const taken = await b.takeOver(task);
    this.won(taken, 'take over');
    this.tally.must(taken.body.epoch === mine.epoch + 1, () => `A take-over went from epoch ${mine.epoch} to ${taken.body.epoch}.`);
    await this.lost(task, a, mine.epoch);
    await this.lost(task, a, taken.body.epoch);
    const draft = await b.save(task, taken.body);
    this.tally.must(draft.status === 200, () => `Who took over could not write: ${draft.status} ${draft.body.code}.`);
    await this.lost(task, a, mine.epoch);
    await this.signs(task, b, draft.body);
  }

  /** The same person, claiming again: what was open in another tab carries the old epoch. */
  private async givenBack(task: string, a: Reader): Promise<void> {
    const first = await this.hold(task, a);
    const back = await a.release(task, first);
    this.tally.must(back.status === 200, () => `The holder could not release: ${back.status} ${back.body.code}.`);
    await this.lost(task, a, first.epoch);
    const second = await this.hold(task, a);
    await this.lost(task, a, first.epoch);
    await this.signs(task, a, second);
  }

  private async takeOverRace(task: string, a: Reader, b: Reader): Promise<void> {
    const mine = await this.hold(task, a);
    const [sign, taken] = await Promise.all([this.soon(() => a.sign(task, mine)), this.soon(() => b.takeOver(task))]);
    if (taken.status === 200) this.tally.wins++;
    this.tally.must((sign.status === 200) !== (taken.status === 200), () => `Signing was answered with ${sign.status} and taking over with ${taken.status}.`);
    this.outcome('take-over-race', sign.status === 200 ? 'signed' : 'taken over');
    if (sign.status === 200) return void this.signed++;
    this.turnedAway++;
    await this.lost(task, a, mine.epoch);
    const draft = await b.save(task, taken.body);
    await this.signs(task, b, draft.body);
  }

  private async expiryRace(task: string, a: Reader, b: Reader): Promise<void> {
    const mine = await this.hold(task, a);
    const [sign] = await Promise.all([this.soon(() => a.sign(task, mine)), this.house.passLease(task)]);
    this.outcome('expiry-race', sign.status === 200 ? 'signed' : 'expired');
    if (sign.status === 200) return void this.signed++;
    this.turnedAway++;
    this.tally.must(REFUSED.has(sign.status), () => `Signing while the lease ran out was answered with ${sign.status}.`);
    await this.opened(task);
    const next = await this.hold(task, b);
    await this.lost(task, a, mine.epoch);
    await this.signs(task, b, next);
  }

  /** A double click, and a client that repeats what it got no answer to. */
  private async sameKey(task: string, a: Reader): Promise<void> {
    const mine = await this.hold(task, a);
    const key = randomUUID();
    const many = await Promise.all(Array.from({ length: 4 }, (_, i) => a.sign(task, mine, { key, door: this.house.doors[i % this.house.doors.length]! })));
    const good = many.filter((answer) => answer.status === 200);
    this.tally.must(good.filter((answer) => !answer.replayed).length === 1, () => `Of ${many.length} with one key, ${good.length} were answered with 200.`);
    for (const answer of many) this.tally.must(answer.status === 200 || answer.body.code === 'still-running', () => `A repeat with the same key was answered with ${answer.status} ${answer.body.code}.`);
    const later = await a.sign(task, mine, { key });
    this.tally.must(later.status === 200 && later.replayed && later.body.version === good[0]?.body.version, () => `A later repeat was answered with ${later.status} ${later.body.code ?? ''}.`);
    const other = await a.sign(task, { ...mine, impression: 'Something else' }, { key });
    this.tally.must(other.status === 422, () => `Another text with a used key was answered with ${other.status}.`);
    this.signed++;
  }

  private async otherKeys(task: string, a: Reader): Promise<void> {
    const mine = await this.hold(task, a);
    const many = await Promise.all(Array.from({ length: 4 }, (_, i) => a.sign(task, mine, { door: this.house.doors[i % this.house.doors.length]! })));
    this.tally.must(many.filter((answer) => answer.status === 200).length === 1, () => `Signed ${many.filter((answer) => answer.status === 200).length} times with keys of their own.`);
    for (const answer of many) this.tally.must(answer.status === 200 || answer.status === 409, () => `A second signature was answered with ${answer.status}.`);
    this.signed++;
  }

  /** Claims and writes a draft, the state from which a reader signs. */
  async hold(task: string, reader: Reader): Promise<Task> {
    const { body } = await reader.open(task);
    this.won(await reader.claim(task, body.version), 'claim');
    const held = await reader.open(task);
    const draft = await reader.save(task, held.body);
    if (draft.status !== 200) throw new Error(`The holder could not write: ${draft.status} ${draft.body.code}.`);
    return draft.body;
  }

  private won(answer: Answer, what: string): void {
    if (answer.status !== 200) throw new Error(`Nobody else was there, and still this reader could not ${what}: ${answer.status} ${answer.body?.code}.`);
    this.tally.wins++;
  }

  /** Everything a former holder's page can still send. None of it may change anything. */
  private async lost(task: string, reader: Reader, epoch: number): Promise<void> {
    const { version } = (await reader.open(task)).body;
    const seen = { version, epoch };
    const [row] = await this.house.sql<{ version: number }>('select version from overread where id = $1', [task]);
    for (const [what, answer] of [['save', await reader.save(task, seen)], ['sign', await reader.sign(task, seen)], ['renew', await reader.renew(task, seen)], ['release', await reader.release(task, seen)]] as const) {
      this.tally.must(REFUSED.has(answer.status), () => `A former holder could ${what} with epoch ${epoch}: ${answer.status}.`);
      this.turnedAway++;
    }
    const [now] = await this.house.sql<{ version: number }>('select version from overread where id = $1', [task]);
    this.tally.must(now!.version === row!.version, () => 'A write of a former holder changed the task.');
  }

  private async signs(task: string, reader: Reader, seen: Task): Promise<void> {
    const answer = await reader.sign(task, seen);
    this.tally.must(answer.status === 200 && answer.body.state === 'signed', () => `The holder could not sign: ${answer.status} ${answer.body.code}.`);
    this.signed++;
  }

  private async opened(task: string): Promise<void> {
    await this.house.until(async () => ((await this.house.sql(`select 1 from overread where id = $1 and state = 'open'`, [task])).length > 0 ? true : null), 'the lease to run out');
  }

  /** A few milliseconds later, so that each side of a race comes first now and then. */
  private async soon<T>(work: () => Promise<T>): Promise<T> {
    await new Promise((resolve) => setTimeout(resolve, this.random() * 12));
    return work();
  }

  private outcome(race: string, end: string): void {
    const name = `${race}: ${end}`;
    this.outcomes[name] = (this.outcomes[name] ?? 0) + 1;
  }
}
