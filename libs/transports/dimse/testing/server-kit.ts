import { DimseServer, dimseLimits, type DimseServerOptions, type ServerPorts, type StoreAnswer, type StoreInfo } from '../src/index';
import { ClientAssociation, type Offer } from '../src/scu/client-association';
import { connectTcp } from '../src/scu/connect';
import { ECHO_OFFER } from '../src/scu/echo';
import { store } from '../src/scu/store';
import type { SampleInstance } from './sample-instance';

export interface Received {
  readonly info: StoreInfo;
  readonly bytes: Buffer;
}

/** A server on a free port whose store keeps what it gets, and a log of what it said. */
export interface ServerUnderTest {
  readonly server: DimseServer;
  readonly port: number;
  readonly received: Received[];
  readonly aborted: StoreInfo[];
  readonly events: { readonly event: string; readonly facts: Readonly<Record<string, unknown>> }[];
}

export async function serverUnderTest(ports: Partial<ServerPorts> = {}, options: DimseServerOptions = {}): Promise<ServerUnderTest> {
  const received: Received[] = [];
  const aborted: StoreInfo[] = [];
  const events: ServerUnderTest['events'] = [];
  const server = new DimseServer(
    {
      admit: () => ({ admitted: true }),
      store: (info) => keeping(info, (bytes) => received.push({ info, bytes }), () => aborted.push(info)),
      log: (event, facts) => events.push({ event, facts }),
      ...ports,
    },
    options,
  );
  const { port } = await server.listen(0, '127.0.0.1');
  return { server, port, received, aborted, events };
}

function keeping(_info: StoreInfo, keep: (bytes: Buffer) => void, drop: () => void): ReturnType<NonNullable<ServerPorts['store']>> {
  const parts: Buffer[] = [];
  return {
    write: (bytes) => void parts.push(bytes),
    end: async (): Promise<StoreAnswer> => {
      keep(Buffer.concat(parts));
      return { status: 0 };
    },
    abort: drop,
  };
}

/** An association with a server under test; echo is always offered. */
export async function associate(port: number, offers: readonly Offer[] = [], over: { calling?: string; pduBytes?: number } = {}): Promise<ClientAssociation> {
  const limits = dimseLimits({ responseMs: 5_000, ...(over.pduBytes ? { pduBytes: over.pduBytes } : {}) });
  const signal = AbortSignal.timeout(10_000);
  const socket = await connectTcp({ host: '127.0.0.1', port }, limits, signal);
  return ClientAssociation.open(socket, { calledAeTitle: 'TARGET', callingAeTitle: over.calling ?? 'TESTER' }, [ECHO_OFFER, ...offers], limits, signal);
}

export function offerOf(sample: SampleInstance): Offer {
  return { abstractSyntax: sample.sopClassUid, transferSyntaxes: [sample.transferSyntaxUid] };
}

/** C-STOREs one sample and gives the status. */
export async function storeSample(association: ClientAssociation, sample: SampleInstance, chunks: Iterable<Uint8Array> = [sample.bytes]): Promise<number> {
  const context = association.contextFor(sample.sopClassUid, sample.transferSyntaxUid);
  const { status } = await store(association, context, sample, chunks, () => undefined);
  return status;
}
