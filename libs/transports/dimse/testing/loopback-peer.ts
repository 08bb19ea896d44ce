import type { Chunks } from '@causeway/transport-kit';
import {
  DEFAULT_ACCEPTANCE,
  DimseServer,
  QueryRefused,
  REJECTION,
  STATUS,
  deliverReport,
  dimse,
  type Admission,
  type AssociationInfo,
  type CommitmentReport,
  type DimseLimits,
  type ObjectSink,
  type Proposal,
  type Rejection,
  type RetrieveAnswer,
  type RetrieveInfo,
  type ServerTls,
  type StoreInfo,
} from '../src/index';
import { Archive, type HeldObject } from './archive';

/** How the peer treats what comes. All of it can be changed while it runs. */
export interface Behaviour {
  /** Classes whose contexts are refused in the next association. */
  readonly refuseClasses: Set<string>;
  /** Statuses answered instead of success, by SOP Instance UID; the object is not kept unless the status is a warning. */
  readonly statuses: Map<string, number>;
  /** Objects that are kept, and the connection cut instead of an answer. */
  readonly dropAnswerOf: Set<string>;
  /** Objects answered with success and thrown away. */
  readonly lose: Set<string>;
  /** Cuts the connection once this many bytes of one object came. */
  cutAfterBytes: number | null;
  /** Milliseconds before each answer. */
  answerDelayMs: number;
  /** Milliseconds before each piece of an object is taken: the sender is slowed down by back-pressure. */
  pieceDelayMs: number;
  /** Turns every association down. */
  reject: Rejection | null;
  /** Objects it lists and cannot give: the sub-operation fails. */
  readonly withhold: Set<string>;
  /** Milliseconds before each object of a C-GET or C-MOVE is given. */
  giveDelayMs: number;
  /** Cuts the connection of a C-GET before this many objects were given. */
  cutAfterObjects: number | null;
  /** Whether it serves C-GET; else it accepts the context and answers 0122H, as some do. */
  get: boolean;
  /** Where it reports on commitments: the same association, one of its own to `reportTo`, or nowhere. */
  report: 'same' | 'reverse' | 'never';
  /** Takes associations and never answers the request. */
  mute: boolean;
}

export interface LoopbackOptions {
  readonly aeTitle?: string;
  readonly host?: string;
  readonly port?: number;
  /** Calling AE titles it knows; everybody when absent. */
  readonly knows?: readonly string[];
  readonly limits?: Partial<DimseLimits>;
  readonly tls?: ServerTls;
  /** Where AE titles listen to which it may move objects. */
  readonly destinations?: Readonly<Record<string, { readonly host: string; readonly port: number }>>;
  /** Settings of the endpoint its reports on commitments go to, when they go by an association of its own. */
  readonly reportTo?: unknown;
  /** Called with every object kept, for a demo that wants to show them. */
  readonly onKept?: (object: HeldObject) => void;
}

/** A partner of our own for tests and the demo: stores in memory, answers queries, and misbehaves on command. */
export class LoopbackPeer {
  readonly aeTitle: string;
  readonly archive = new Archive();
  readonly behaviour: Behaviour = {
    refuseClasses: new Set(),
    statuses: new Map(),
    dropAnswerOf: new Set(),
    lose: new Set(),
    cutAfterBytes: null,
    answerDelayMs: 0,
    pieceDelayMs: 0,
    withhold: new Set(),
    giveDelayMs: 0,
    cutAfterObjects: null,
    get: true,
    report: 'same',
    reject: null,
    mute: false,
  };
  readonly options: LoopbackOptions;
  readonly #server: DimseServer;
  #address = { host: '127.0.0.1', port: 0 };

  private constructor(options: LoopbackOptions) {
    this.options = options;
    this.aeTitle = options.aeTitle ?? 'LOOPBACK';
    const { behaviour, archive } = this;
    this.#server = new DimseServer(
      {
        admit: (proposal) => this.#admit(proposal),
        store: (info) => new KeepingSink(info, this),
        find: async function* ({ query }, signal) {
          for (const match of archive.find(query)) {
            await sleep(behaviour.answerDelayMs);
            if (signal.aborted) {
              return;
            }
            yield match;
          }
        },
        retrieve: async (info) => this.#retrieve(info),
        commitment: {
          answer: async (request, association) => {
            if (behaviour.report !== 'same') {
              setTimeout(() => association.cut(), 50);
            }
            return archive.commit(request);
          },
          deliver: (report) => void this.#report(report),
        },
      },
      {
        limits: { associationsPerAddress: 64, ...options.limits },
        acceptance: { storage: (uid) => DEFAULT_ACCEPTANCE.storage(uid) && !behaviour.refuseClasses.has(uid) },
        ...(options.tls ? { tls: options.tls } : {}),
      },
    );
  }

  static async start(options: LoopbackOptions = {}): Promise<LoopbackPeer> {
    const peer = new LoopbackPeer(options);
    const host = options.host ?? '127.0.0.1';
    const { port } = await peer.#server.listen(options.port ?? 0, host);
    peer.#address = { host, port };
    return peer;
  }

  get host(): string {
    return this.#address.host;
  }

  get port(): number {
    return this.#address.port;
  }

  get held(): ReadonlyMap<string, HeldObject> {
    return this.archive.held;
  }

  /** Raw settings of an endpoint that reaches it. */
  settings(over: Record<string, unknown> = {}): Record<string, unknown> {
    return { host: this.host, port: this.port, calledAeTitle: this.aeTitle, ...over };
  }

  async stop(): Promise<void> {
    await this.#server.close(0);
  }

  kept(object: HeldObject): void {
    this.options.onKept?.(object);
  }

  #retrieve({ query, destination, association }: RetrieveInfo): RetrieveAnswer {
    const { withhold, cutAfterObjects } = this.behaviour;
    if (destination === undefined && !this.behaviour.get) {
      throw new QueryRefused(STATUS.sopClassNotSupported, 'No C-GET here');
    }
    const instances = this.archive.retrieve(query).map((instance, i) => ({
      ...instance,
      dataSet: (signal: AbortSignal) => {
        if (withhold.has(instance.sopInstanceUid)) {
          throw new Error('withheld');
        }
        return this.#give(instance.dataSet(signal), i === cutAfterObjects ? association : null);
      },
    }));
    return { instances, address: destination === undefined ? null : (this.options.destinations?.[destination] ?? null) };
  }

  async *#give(chunks: Chunks, cut: AssociationInfo | null): AsyncGenerator<Uint8Array> {
    await sleep(this.behaviour.giveDelayMs);
    if (cut) {
      cut.cut();
    }
    yield* chunks;
  }

  async #report(report: CommitmentReport): Promise<void> {
    if (this.behaviour.report === 'reverse') {
      await deliverReport(dimse.settings.parse(this.options.reportTo), report, AbortSignal.timeout(5_000));
    }
  }

  async #admit(proposal: Proposal): Promise<Admission> {
    if (this.behaviour.mute) {
      await new Promise(() => undefined);
    }
    const knows = this.options.knows;
    const rejection =
      this.behaviour.reject ??
      (proposal.calledAeTitle === this.aeTitle ? null : REJECTION.calledAeTitle) ??
      (!knows || knows.includes(proposal.callingAeTitle) ? null : REJECTION.callingAeTitle);
    return rejection ? { admitted: false, rejection } : { admitted: true };
  }
}

class KeepingSink implements ObjectSink {
  readonly #info: StoreInfo;
  readonly #peer: LoopbackPeer;
  #parts: Buffer[] = [];
  #bytes = 0;

  constructor(info: StoreInfo, peer: LoopbackPeer) {
    this.#info = info;
    this.#peer = peer;
  }

  write(bytes: Buffer): void | Promise<void> {
    const { cutAfterBytes, pieceDelayMs } = this.#peer.behaviour;
    this.#parts.push(bytes);
    this.#bytes += bytes.length;
    if (cutAfterBytes !== null && this.#bytes >= cutAfterBytes) {
      this.#info.association.cut();
    }
    return pieceDelayMs > 0 ? sleep(pieceDelayMs) : undefined;
  }

  async end(): Promise<{ status: number; comment?: string }> {
    const { behaviour, archive } = this.#peer;
    const { sopInstanceUid, association } = this.#info;
    await sleep(behaviour.answerDelayMs);
    const status = behaviour.statuses.get(sopInstanceUid) ?? STATUS.success;
    const warning = status >> 12 === 0xb;
    if ((status === STATUS.success || warning) && !behaviour.lose.has(sopInstanceUid)) {
      await archive.keep(this.#info, Buffer.concat(this.#parts));
      this.#peer.kept(archive.held.get(sopInstanceUid)!);
    }
    if (behaviour.dropAnswerOf.has(sopInstanceUid)) {
      association.cut();
    }
    return status === STATUS.success ? { status } : { status, comment: 'as the test asked for' };
  }

  abort(): void {
    this.#parts = [];
  }
}

async function sleep(ms: number): Promise<void> {
  if (ms > 0) {
    await new Promise((resolve) => setTimeout(resolve, ms));
  }
}
