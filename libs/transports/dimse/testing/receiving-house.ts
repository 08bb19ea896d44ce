import type { ArrivingInstance, CommitmentNews, InstanceSink, Intake, OwnListener } from '@causeway/transport-kit';
import { DimseServer, newsOf, type StoreInfo } from '../src/index';

/** The receiving side of a house, in memory: an intake for what comes on our own associations, and a listener for what partners bring. */
export class ReceivingHouse {
  /** Data sets by SOP Instance UID, whichever way they came. */
  readonly held = new Map<string, Buffer>();
  /** What the intake turns down. */
  readonly refuse = new Set<string>();
  /** Called when an object is complete. */
  onKept: (uid: string) => void = () => undefined;
  readonly aeTitle: string;
  readonly #server: DimseServer;
  readonly #arrived: string[] = [];
  readonly #news = new Map<string, CommitmentNews>();
  #port = 0;

  private constructor(aeTitle: string) {
    this.aeTitle = aeTitle;
    this.#server = new DimseServer({
      admit: () => ({ admitted: true }),
      store: (info) => this.#store(info),
      committed: async (report) => void this.#news.set(report.transactionUid, newsOf(report)),
    });
  }

  static async start(aeTitle = 'HOUSE'): Promise<ReceivingHouse> {
    const house = new ReceivingHouse(aeTitle);
    house.#port = (await house.#server.listen(0, '127.0.0.1')).port;
    return house;
  }

  get port(): number {
    return this.#port;
  }

  /** The listener as lines see it. */
  get listener(): OwnListener {
    return {
      aeTitle: this.aeTitle,
      arrived: async () => [...this.#arrived],
      committed: async (uid) => this.#news.get(uid) ?? null,
    };
  }

  /** Everything: an intake on our own associations, and the listener. */
  get intake(): Intake {
    return { listener: this.listener, instance: (arriving) => this.#sink(arriving) };
  }

  stop(): Promise<void> {
    return this.#server.close(0);
  }

  #sink({ sopInstanceUid }: ArrivingInstance): InstanceSink {
    const parts: Uint8Array[] = [];
    return {
      write: (bytes) => void parts.push(bytes),
      end: async () => {
        if (this.refuse.has(sopInstanceUid)) {
          return 'refused';
        }
        this.held.set(sopInstanceUid, Buffer.concat(parts));
        this.onKept(sopInstanceUid);
        return 'kept';
      },
      abort: () => undefined,
    };
  }

  #store({ sopInstanceUid }: StoreInfo): ReturnType<NonNullable<ConstructorParameters<typeof DimseServer>[0]['store']>> {
    const parts: Buffer[] = [];
    return {
      write: (bytes) => void parts.push(bytes),
      end: async () => {
        this.held.set(sopInstanceUid, Buffer.concat(parts));
        this.#arrived.push(sopInstanceUid);
        this.onKept(sopInstanceUid);
        return { status: 0 };
      },
      abort: () => undefined,
    };
  }
}
