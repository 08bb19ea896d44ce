import { Connection, type ConnectionOptions } from './connection';

export interface ConnectionsOptions extends Omit<ConnectionOptions, 'onChange'> {
  readonly count: number;
}

/** A few connections of one kind, each lent to one at a time. */
export class Connections {
  private readonly all: Connection[];
  private readonly idle: Connection[];
  private readonly waiting: ((connection: Connection) => void)[] = [];

  constructor({ count, name, ...options }: ConnectionsOptions) {
    this.all = Array.from({ length: count }, (_, i) => new Connection({ ...options, name: `${name} ${i + 1}`, onChange: () => undefined }));
    this.idle = [...this.all];
  }

  /** Whether the database answers. */
  get ready(): boolean {
    return this.all.some((c) => c.up);
  }

  async untilReady(ms: number): Promise<void> {
    for (const end = Date.now() + ms; !this.ready; await new Promise((r) => setTimeout(r, 20))) {
      if (Date.now() > end) throw new Error('The database does not answer.');
    }
  }

  async with<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.take();
    try {
      return await work(connection);
    } finally {
      this.giveBack(connection);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((c) => c.close()));
  }

  private take(): Promise<Connection> {
    const up = this.idle.findIndex((c) => c.up);
    // one that works and is busy is worth waiting for; one that is away is not worth trying
    const busy = up < 0 && this.ready;
    const [connection] = busy ? [] : this.idle.splice(Math.max(0, up), 1);
    return connection ? Promise.resolve(connection) : new Promise((resolve) => this.waiting.push(resolve));
  }

  private giveBack(connection: Connection): void {
    const next = this.waiting.shift();
    if (next) next(connection);
    else this.idle.unshift(connection);
  }
}
