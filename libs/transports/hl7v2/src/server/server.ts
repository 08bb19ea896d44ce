/** The listening side of MLLP: many senders at once, each on its own. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { SlabPool } from '../mllp/slab-pool';
import { type TlsListen } from '../tls';
import { Connection } from './connection';
import { MLLP_SERVER_LIMITS, type MllpServerEvent, type MllpServerLimits, type MllpServerOptions, type Peer } from './options';

export interface MllpServer {
  readonly host: string;
  readonly port: number;
  /** Connections open now. */
  readonly connections: number;
  /**
   * Takes no more connections, closes those without a message under way and lets the others be answered; after `graceMs` (10 s) they are
   * closed unanswered. May be called twice.
   */
  close(graceMs?: number): Promise<void>;
}

const READ_AHEAD_BYTES = 16 * 1024;
const GRACE_MS = 10_000;

/** `::ffff:10.0.0.1` and `10.0.0.1` are one address. */
export function plainAddress(address: string | undefined): string {
  return (address ?? '').replace(/^::ffff:(?=\d{1,3}\.)/i, '');
}

function peerOf(socket: Socket): Peer {
  const peer = socket instanceof TLSSocket && socket.authorized ? socket.getPeerCertificate() : null;
  const subject = peer?.subject ? Object.entries(peer.subject).map(([key, value]) => `${key}=${String(value)}`).join(', ') : '';
  return {
    address: plainAddress(socket.remoteAddress),
    port: socket.remotePort ?? 0,
    certificate: peer?.fingerprint256 ? { subject, fingerprint256: peer.fingerprint256 } : null,
  };
}

/** Counts sockets from the moment TCP accepts them, so that half-done TLS handshakes count too. */
class Doorkeeper {
  private readonly perAddress = new Map<string, number>();
  private total = 0;

  constructor(private readonly limits: MllpServerLimits, private readonly onEvent: (event: MllpServerEvent) => void) {}

  /** @returns false when the socket was turned away */
  enter(socket: Socket): boolean {
    const address = plainAddress(socket.remoteAddress);
    const mine = this.perAddress.get(address) ?? 0;
    const reason = this.total >= this.limits.connections ? 'connections' : mine >= this.limits.connectionsPerPeer ? 'connections-per-peer' : null;
    socket.on('error', () => undefined);
    if (reason !== null) {
      this.onEvent({ event: 'refused', reason, address });
      socket.destroy();
      return false;
    }
    this.total++;
    this.perAddress.set(address, mine + 1);
    socket.once('close', () => this.leave(address));
    return true;
  }

  private leave(address: string): void {
    this.total--;
    const left = (this.perAddress.get(address) ?? 1) - 1;
    if (left === 0) this.perAddress.delete(address);
    else this.perAddress.set(address, left);
  }
}

class ListeningServer implements MllpServer {
  private readonly limits: MllpServerLimits;
  private readonly pool: SlabPool;
  private readonly open = new Map<Connection, Promise<void>>();
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private closing: Promise<void> | null = null;

  constructor(private readonly options: MllpServerOptions) {
    this.limits = { ...MLLP_SERVER_LIMITS, ...options.limits };
    this.pool = new SlabPool(this.limits.memory);
    const door = new Doorkeeper(this.limits, (event) => this.report(event));
    const common = { allowHalfOpen: true, highWaterMark: READ_AHEAD_BYTES, noDelay: true, keepAlive: true };
    this.server = options.tls === undefined ? createServer(common) : this.createSecure(options.tls, common);
    this.server.prependListener('connection', (socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
      if (door.enter(socket) && options.tls === undefined) this.serve(socket);
    });
  }

  get host(): string {
    return (this.server.address() as AddressInfo).address;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get connections(): number {
    return this.open.size;
  }

  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ host: this.options.host, port: this.options.port }, () => {
        this.server.off('error', reject);
        this.server.on('error', () => undefined);
        resolve();
      });
    });
  }

  close(graceMs = GRACE_MS): Promise<void> {
    this.closing ??= this.shutDown(graceMs);
    return this.closing;
  }

  private async shutDown(graceMs: number): Promise<void> {
    const stopped = new Promise<void>((resolve) => this.server.close(() => resolve()));
    const serving = [...this.open];
    for (const [connection] of serving) connection.drain();
    const timer = setTimeout(() => {
      for (const [connection] of serving) connection.cut('draining');
      for (const socket of this.sockets) socket.destroy();
    }, graceMs);
    await Promise.all(serving.map(([, over]) => over));
    // What is left has not finished its TLS handshake.
    for (const socket of this.sockets) socket.destroy();
    await stopped;
    clearTimeout(timer);
  }

  private createSecure(tls: TlsListen, common: object): Server {
    const mutual = tls.clientCa === undefined ? {} : { ca: tls.clientCa, requestCert: true, rejectUnauthorized: true };
    const server = createTlsServer({
      ...common, cert: tls.cert, key: tls.key, ...mutual, minVersion: 'TLSv1.2', handshakeTimeout: this.limits.handshakeMs,
    });
    server.on('secureConnection', (socket) => this.serve(socket));
    server.on('tlsClientError', (_, socket) => {
      this.report({ event: 'refused', reason: 'tls', address: plainAddress(socket.remoteAddress) });
      socket.destroy();
    });
    return server;
  }

  private serve(socket: Socket): void {
    socket.on('error', () => undefined);
    const peer = peerOf(socket);
    if (this.closing !== null || this.options.admit?.(peer) === false) {
      if (this.closing === null) this.report({ event: 'refused', reason: 'not-admitted', address: peer.address });
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, peer, this.limits, this.options, this.pool);
    this.open.set(connection, connection.serve().finally(() => this.open.delete(connection)));
  }

  private report(event: MllpServerEvent): void {
    this.options.onEvent?.(event);
  }
}

/**
 * Listens for HL7 messages in MLLP frames, over TCP or TLS. Connections do not wait for each other; on one connection there is one message
 * at a time, answered in order, and nothing more is read while it is handled.
 * @throws the system's error when the port cannot be had
 */
export async function createMllpServer(options: MllpServerOptions): Promise<MllpServer> {
  const server = new ListeningServer(options);
  await server.listen();
  return server;
}
