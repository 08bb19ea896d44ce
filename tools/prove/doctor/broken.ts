// A connection that is broken in one known way, and what the doctor must call it.
import net, { type AddressInfo, type Server } from 'node:net';
import tls, { type TlsOptions } from 'node:tls';

export interface Broken {
  /** What is wrong, for people. */
  readonly name: string;
  readonly kind: 'dimse' | 'dicomweb' | 'hl7v2';
  readonly purpose: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** The rung that must fail, and the fault it must name. */
  readonly rung: string;
  readonly fault: string;
  /** What the sentence must hold: both values. */
  readonly says: readonly string[];
  /** Also sends a synthetic exam or report. */
  readonly send?: boolean;
  readonly stop: () => Promise<unknown> | unknown;
}

/** Software of others is slow to start: each case is made when its turn comes, all at once. */
export type Making = () => Promise<Broken>;

export const QUICK = { connectSeconds: 2, associateSeconds: 2, responseSeconds: 4 } as const;

export interface Listening {
  readonly port: number;
  stop(): Promise<void>;
}

/** A server that does with each connection what it is told. */
export async function listening(server: Server): Promise<Listening> {
  const open = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    open.add(socket);
    socket.on('error', () => undefined).on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => new Promise((resolve) => {
      for (const socket of open) socket.destroy();
      server.close(() => resolve());
    }),
  };
}

export const tcp = (serve: (socket: net.Socket) => void): Promise<Listening> => listening(net.createServer(serve));
export const secure = (options: TlsOptions): Promise<Listening> => listening(tls.createServer(options, (socket) => socket.on('error', () => undefined)).on('tlsClientError', () => undefined));
export const today = (): string => new Date().toISOString().slice(0, 10);
