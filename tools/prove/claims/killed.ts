// An api process dies (kill -9) while readers claim and sign through it. They try again at the others, with the keys they had.
import { randomUUID } from 'node:crypto';
import { inTurns, PASSWORD, type House } from './house';
import type { Answer, Reader, Task } from './reader';
import type { Stale } from './stale';
import type { Tally } from './tally';

/** A command that was lost with its process may be tried again at once; this is for a machine that has other things to do. */
const DEFINITE_WITHIN_MS = 20_000;

export class Killed {
  kills = 0;
  /** Requests that got no answer because their process was gone. */
  unanswered = 0;
  /** Longest time from the kill to a definite answer. */
  longestMs = 0;

  constructor(private readonly house: House, private readonly stale: Stale, private readonly tally: Tally, private readonly random: () => number) {}

  /** Every reader signs their own task through the first process, which dies in the middle; meanwhile others claim through it. */
  async round(signing: readonly string[], claiming: readonly string[]): Promise<void> {
    const { readers, doors } = this.house;
    const pairs = signing.map((task, i) => ({ task, reader: readers[i % readers.length]! }));
    const held = new Map<string, Task>();
    await inTurns(pairs, 8, async ({ task, reader }) => void held.set(task, await this.stale.hold(task, reader)));
    await inTurns([...new Set(pairs.map((pair) => pair.reader))], 8, (reader) => reader.typePassword(PASSWORD));
    const strangers = readers.slice(pairs.length, pairs.length + 20);
    let answered = 0;
    const enough = Math.floor(this.random() * pairs.length);
    const dying = this.dies(() => answered >= enough);
    const signed = Promise.all(pairs.map(({ task, reader }) => this.untilDefinite(async (key, attempt) => {
      const answer = await reader.sign(task, held.get(task)!, { key, door: doors[attempt === 0 ? 0 : 1]! });
      answered++;
      return answer;
    })));
    const claimed = Promise.all(claiming.flatMap((task) => strangers.map((reader) => this.claim(reader, task))));
    const answers = await signed;
    await claimed;
    await dying;
    for (const [i, { task, reader }] of pairs.entries()) await this.mustBeDefinite(task, reader, answers[i]!);
    await this.house.startApi(0);
  }

  /** After some were answered and before the others are. */
  private async dies(now: () => boolean): Promise<void> {
    while (!now()) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise((resolve) => setTimeout(resolve, this.random() * 10));
    await this.house.killApi(0);
    this.kills++;
  }

  private async claim(reader: Reader, task: string): Promise<void> {
    const { body } = await reader.ask<Task>('GET', `/api/v1/overreads/${task}`, undefined, { door: this.house.doors[1]! });
    const answer = await reader.ask<Task>('POST', `/api/v1/overreads/${task}/claim`, { version: body.version }, { door: this.house.doors[0]! });
    if (answer.status === 0) this.unanswered++;
    else if (answer.status !== 200) this.tally.must(answer.status === 409 || answer.status === 412, () => `A claim at a dying process was answered with ${answer.status}.`);
  }

  /** The same command with the same key until somebody says what became of it. */
  private async untilDefinite(send: (key: string, attempt: number) => Promise<Answer>): Promise<Answer> {
    const key = randomUUID();
    const since = performance.now();
    for (let attempt = 0; ; attempt++) {
      const answer = await send(key, attempt);
      if (answer.status === 0) this.unanswered++;
      const took = performance.now() - since;
      if ((answer.status !== 0 && answer.body.code !== 'still-running') || took > DEFINITE_WITHIN_MS) {
        if (attempt > 0) this.longestMs = Math.max(this.longestMs, Math.round(took));
        return answer;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Signed once and by its holder, or not at all; what was acknowledged is there. */
  private async mustBeDefinite(task: string, reader: Reader, answer: Answer): Promise<void> {
    const [row] = await this.house.sql<{ state: string; reports: number; mine: number }>(
      `select state, (select count(*)::int from overread_report r where r.overread_id = x.id) as reports,
         (select count(*)::int from overread_report r where r.overread_id = x.id and r.author_id = $2) as mine from overread x where id = $1`, [task, reader.id]);
    const state = row!.state === 'signed' && row!.reports === 1 && row!.mine === 1;
    this.tally.must(answer.status === 200 || answer.status === 409, () => `After the kill, signing was answered with ${answer.status} ${answer.body?.code ?? ''}.`);
    this.tally.must(answer.status !== 409 || answer.body.code !== 'still-running', () => `${DEFINITE_WITHIN_MS / 1000} s after the kill the same command is still said to run.`);
    this.tally.must(state, () => `After the kill a task is ${row!.state} with ${row!.reports} reports, and its holder heard ${answer.status} ${answer.body?.code ?? ''}.`);
    this.stale.signed++;
  }
}
