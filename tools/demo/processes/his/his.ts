// The host's registration system: sends patients and their movements, and registers those the exchange asks for.
import { encodeMessage, parseMessage, readHeader, writeAck, type Moment } from '@causeway/hl7v2';
import { createMllpServer, MllpClient, type MllpServer } from '@causeway/transport-hl7v2';
import { type News, registered } from './feed';
import { registeredBy, requestIn, type RegistrarMemory } from './registrar';
import { type Writer } from './segments';

export interface HisMemory extends RegistrarMemory {
  /** Number of the last message sent. */
  control: number;
  /** Keys of news that was taken. */
  sent: Record<string, true>;
}

export interface HisOptions {
  readonly port: number;
  /** Where the exchange listens for messages. */
  readonly exchange: { readonly host: string; readonly port: number };
  readonly writer: Writer;
  readonly memory: HisMemory;
  /** Milliseconds from a request to the answer. */
  readonly pauseMs: () => number;
  readonly held: (facility: string, value: string) => boolean;
  readonly save: () => void;
}

const LOOK_MS = 1000;
const moment = (): Moment => ({ epochMs: Date.now(), offsetMinutes: 0 });

export class DemoHis {
  private readonly client: MllpClient;
  private server: MllpServer | null = null;
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> = Promise.resolve();

  private constructor(private readonly options: HisOptions) {
    this.client = new MllpClient(options.exchange);
  }

  static async start(options: HisOptions): Promise<DemoHis> {
    const his = new DemoHis(options);
    his.server = await createMllpServer({ host: '127.0.0.1', port: options.port, handle: (bytes) => his.take(bytes) });
    his.timer = setInterval(() => (his.looking = his.looking.then(() => his.register())), LOOK_MS);
    return his;
  }

  get port(): number {
    return this.server?.port ?? 0;
  }

  /** Sends what was not sent before, in order. Throws when the exchange refuses a message or is away. */
  async tell(all: readonly News[], signal?: AbortSignal): Promise<void> {
    for (const one of all) {
      if (this.options.memory.sent[one.key]) continue;
      await this.mention(one, signal);
      this.options.memory.sent[one.key] = true;
      this.options.save();
    }
  }

  /** Sends one message without remembering it: news of the moment. */
  async mention(news: News, signal?: AbortSignal): Promise<void> {
    const { memory, save } = this.options;
    const controlId = `H${++memory.control}`;
    save();
    const { acknowledgement } = await this.client.send(encodeMessage(news.write(controlId, new Date())), signal);
    const { code, text } = acknowledgement;
    if (code !== 'AA' && code !== 'CA') throw new Error(`The exchange answered ${code} to ${news.key.split(' ')[0]} (${controlId}): ${text ?? 'no reason'}.`);
  }

  async stop(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    this.client.close();
    await this.looking;
    await this.server?.close(1000);
  }

  private async take(bytes: Uint8Array): Promise<Uint8Array> {
    const header = readHeader(parseMessage(bytes));
    const told = header.type === 'ADT' ? requestIn(bytes, this.options.writer) : null;
    if (told) {
      this.options.memory.waiting.push({ told, dueAt: new Date(Date.now() + this.options.pauseMs()).toISOString() });
      this.options.save();
    }
    return encodeMessage(writeAck(header, { code: 'AA', controlId: `HA${Date.now().toString(36)}`, at: moment() }));
  }

  /** The people at the desk. What the exchange did not take now stays to be told. */
  private async register(): Promise<void> {
    const { memory, writer, held, save } = this.options;
    for (const told of registeredBy(memory, new Date(), held)) {
      const news = registered(told.mrn, told, writer);
      try {
        await this.mention(news);
      } catch {
        const { mrn: _, ...again } = told;
        memory.waiting.push({ told: again, dueAt: new Date(Date.now() + LOOK_MS).toISOString() });
        save();
      }
    }
  }
}
