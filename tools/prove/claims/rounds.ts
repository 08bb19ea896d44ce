// Everybody claims the same tasks: one wins each, everybody else hears who did, and the epoch of a task only grows.
import type { House } from './house';
import type { Answer, Reader, Task } from './reader';
import { shuffled, type Tally } from './tally';

interface Win {
  readonly reader: Reader;
  readonly epoch: number;
}

interface TaskRow {
  readonly id: string;
  readonly version: number;
  readonly epoch: number;
  readonly state: string;
  readonly holder_id: string | null;
}

export class Rounds {
  /** Whom losers were told holds the task, in this round. */
  private readonly told = new Map<string, Set<string>>();

  constructor(private readonly house: House, private readonly tasks: readonly string[], private readonly tally: Tally, private readonly random: () => number) {}

  /** Task after task, all readers at the same moment. */
  async sideBySide(): Promise<void> {
    await this.round('side by side', async (before, claimed) => {
      for (const task of this.tasks) await Promise.all(this.house.readers.map((reader) => this.claim(reader, before.get(task)!, claimed)));
    });
  }

  /** Each reader goes through all tasks in an order of their own. */
  async ownOrder(): Promise<void> {
    await this.round('own order', async (before, claimed) => {
      await Promise.all(this.house.readers.map(async (reader) => {
        for (const task of shuffled(this.tasks, this.random)) await this.claim(reader, before.get(task)!, claimed);
      }));
    });
  }

  /** Each reader asks for the next task that fits until there is none. */
  async next(): Promise<void> {
    await this.round('claim-next', async (_before, claimed) => {
      await Promise.all(this.house.readers.map(async (reader) => {
        for (;;) {
          const answer = await reader.claimNext();
          this.tally.latencies.push(answer.ms);
          if (answer.status !== 200) return this.tally.fault(`claim-next was answered with ${answer.status} ${answer.body?.code ?? ''}.`);
          if (answer.body === null) {
            this.tally.refused++;
            const [left] = await this.house.sql<{ n: number }>(`select count(*)::int as n from overread where id = any($1::uuid[]) and state = 'open'`, [this.tasks]);
            return this.tally.must(left!.n === 0, () => `claim-next said there is nothing, and ${left!.n} tasks were open.`);
          }
          this.won(claimed, reader, answer as Answer);
        }
      }));
    });
  }

  /** Claims and releases of the same few tasks cross: what one read may be old when they act on it. */
  async backAndForth(turns: number): Promise<void> {
    const few = this.tasks.slice(0, Math.max(2, Math.ceil(this.tasks.length / 10)));
    const before = await this.rows();
    const epochs = new Map<string, Set<number>>(few.map((task) => [task, new Set()]));
    await Promise.all(this.house.readers.map(async (reader) => {
      for (let i = 0; i < turns; i++) {
        const task = few[Math.floor(this.random() * few.length)]!;
        const seen = await reader.open(task);
        const answer = await reader.claim(task, seen.body.version);
        if (answer.status !== 200) {
          this.tally.refused++;
          this.tally.must([409, 412].includes(answer.status), () => `A claim that lost was answered with ${answer.status}.`);
          continue;
        }
        this.tally.wins++;
        const { epoch } = answer.body;
        this.tally.must(!epochs.get(task)!.has(epoch) && epoch > before.get(task)!.epoch, () => `Epoch ${epoch} of a task was given out twice.`);
        epochs.get(task)!.add(epoch);
        const back = await reader.release(task, answer.body);
        this.tally.must(back.status === 200, () => `The holder could not release: ${back.status} ${back.body?.code}.`);
      }
    }));
    const after = await this.rows();
    for (const task of few) {
      const grown = after.get(task)!.epoch - before.get(task)!.epoch;
      this.tally.must(grown === epochs.get(task)!.size, () => `The epoch of a task grew by ${grown} with ${epochs.get(task)!.size} claims.`);
    }
  }

  /** One round: all tasks open before, each held by its one winner after, all open again at the end. */
  private async round(name: string, storm: (before: ReadonlyMap<string, TaskRow>, claimed: Map<string, Win[]>) => Promise<void>): Promise<void> {
    const before = await this.rows();
    const claimed = new Map<string, Win[]>(this.tasks.map((task) => [task, []]));
    for (const task of this.tasks) this.told.set(task, new Set());
    await storm(before, claimed);
    const after = await this.rows();
    for (const task of this.tasks) {
      const wins = claimed.get(task)!;
      const [was, is] = [before.get(task)!, after.get(task)!];
      this.tally.must(wins.length === 1, () => `${name}: a task had ${wins.length} winners.`);
      this.tally.must(is.holder_id === wins[0]?.reader.id, () => `${name}: a task is held by somebody other than its winner.`);
      for (const heard of this.told.get(task)!) this.tally.must(heard === wins[0]?.reader.name, () => `${name}: a loser heard that "${heard}" holds the task.`);
      this.tally.must(is.epoch === was.epoch + 1 && wins.every((win) => win.epoch === is.epoch), () => `${name}: the epoch went from ${was.epoch} to ${is.epoch}.`);
    }
    await Promise.all(this.tasks.map(async (task) => {
      const holder = claimed.get(task)![0];
      if (!holder) return;
      const back = await holder.reader.release(task, after.get(task)!);
      this.tally.must(back.status === 200, () => `${name}: the winner could not release: ${back.status} ${back.body?.code}.`);
    }));
  }

  private async claim(reader: Reader, task: TaskRow, claimed: Map<string, Win[]>): Promise<void> {
    const answer = await reader.claim(task.id, task.version);
    this.tally.latencies.push(answer.ms);
    if (answer.status === 200) return this.won(claimed, reader, answer);
    this.tally.refused++;
    this.tally.must(answer.status === 409 && answer.body?.code === 'held-by-other', () => `A loser was answered with ${answer.status} ${answer.body?.code ?? ''}.`);
    if (answer.status !== 0) this.told.get(task.id)?.add(answer.body?.by ?? 'nobody');
  }

  private won(claimed: Map<string, Win[]>, reader: Reader, answer: Answer<Task>): void {
    this.tally.wins++;
    const { id, epoch, lease } = answer.body;
    claimed.get(id)?.push({ reader, epoch });
    this.tally.must(lease?.mine === true && lease.holder.id === reader.id, () => 'A winner was shown a lease that is not theirs.');
  }

  private async rows(): Promise<Map<string, TaskRow>> {
    const rows = await this.house.sql<TaskRow>('select id, version, epoch::int as epoch, state, holder_id from overread where id = any($1::uuid[])', [this.tasks]);
    return new Map(rows.map((row) => [row.id, row]));
  }
}
