import net, { type AddressInfo, type Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { DEFAULT_ACCEPTANCE, STORAGE_COMMITMENT, type AcceptanceRules } from '../association/negotiation';
import { dimseLimits, type DimseLimits } from '../limits';
import { peerCertificate, serverTlsOptions, unknownClient, type ServerTls } from '../link/tls';
import { commitService } from './commit-service';
import { echoService } from './echo-service';
import { findService } from './find-service';
import { House } from './house';
import type { Peer, ServerPorts } from './ports';
import { reportService } from './report-service';
import { retrieveServices } from './retrieve-service';
import { ServerAssociation } from './server-association';
import type { ServerContext } from './admission';
import type { Service } from './service';
import { storeService } from './store-service';

export interface DimseServerOptions {
  readonly limits?: Partial<DimseLimits>;
  readonly acceptance?: Partial<AcceptanceRules>;
  /** Speaks TLS only; plain partners are refused. */
  readonly tls?: ServerTls;
}

const READ_AHEAD_BYTES = 1_048_576;
const SLOWEST_CHECK_MS = 500;
const DEFAULT_GRACE_MS = 30_000;

/** A DIMSE provider: Verification always, every other service as far as there is a port for it. */
export class DimseServer {
  readonly #ports: ServerPorts;
  readonly #limits: DimseLimits;
  readonly #services: readonly Service[];
  readonly #rules: AcceptanceRules;
  readonly #house: House;
  readonly #listener: net.Server;
  readonly #secured: tls.Server | null;
  readonly #associations = new Set<ServerAssociation>();
  readonly #rawSockets = new Map<string, Socket>();
  #clock: NodeJS.Timeout | null = null;
  #draining = false;
  #trusted: ReadonlySet<string> = new Set();

  constructor(ports: ServerPorts, options: DimseServerOptions = {}) {
    this.#ports = ports;
    this.#limits = dimseLimits(options.limits);
    this.#house = new House(this.#limits);
    this.#rules = { ...DEFAULT_ACCEPTANCE, ...options.acceptance };
    this.#services = servicesOf(ports, this.#rules, this.#limits);
    this.#secured = options.tls ? this.#tlsServer(options.tls) : null;
    this.#listener = net.createServer({ noDelay: true, highWaterMark: READ_AHEAD_BYTES }, (socket) => this.#arrive(socket));
  }

  /** Port 0 takes a free one. Rejects when the address is in use. */
  async listen(port: number, host = '0.0.0.0'): Promise<AddressInfo> {
    await new Promise<void>((resolve, reject) => {
      this.#listener.once('error', reject);
      this.#listener.listen(port, host, () => {
        this.#listener.off('error', reject);
        resolve();
      });
    });
    const { artimMs, idleMs, lingerMs, objectMs } = this.#limits;
    const every = Math.min(SLOWEST_CHECK_MS, Math.max(10, Math.min(artimMs, idleMs, lingerMs, objectMs) / 4));
    this.#clock = setInterval(() => this.#checkAll(), every).unref();
    return this.#listener.address() as AddressInfo;
  }

  /** From the next handshake on these certificates (SHA-256, upper-case hex with colons) are trusted beside the house's authorities, each for itself. */
  trust(fingerprints: Iterable<string>): void {
    this.#trusted = new Set(fingerprints);
  }

  /** Associations now, and sockets without one. */
  get load(): { readonly associations: number; readonly waiting: number } {
    return { associations: this.#house.associations, waiting: this.#house.waiting };
  }

  /**
   * Stops listening and turns new associations down, lets running objects end and their answers leave, then closes. Whatever is left after
   * `graceMs` is cut off; its senders had no success and will send again.
   */
  async close(graceMs = DEFAULT_GRACE_MS): Promise<void> {
    this.#draining = true;
    const closed = new Promise<void>((resolve) => this.#listener.close(() => resolve()));
    for (const association of [...this.#associations]) {
      association.drain();
    }
    const cut = setTimeout(() => this.#destroyAll(), graceMs);
    await closed;
    clearTimeout(cut);
    clearInterval(this.#clock ?? undefined);
  }

  #destroyAll(): void {
    for (const association of [...this.#associations]) {
      association.destroy();
    }
    for (const socket of [...this.#rawSockets.values()]) {
      socket.destroy();
    }
  }

  #checkAll(): void {
    const now = performance.now();
    for (const association of [...this.#associations]) {
      association.check(now);
    }
  }

  #arrive(raw: Socket): void {
    this.#house.arrive(raw);
    if (!this.#secured) {
      this.#serve(raw, raw);
      return;
    }
    const key = socketKey(raw);
    this.#rawSockets.set(key, raw);
    raw.once('close', () => this.#rawSockets.delete(key));
    raw.on('error', () => undefined);
    this.#secured.emit('connection', raw);
  }

  /** The handshake has its own limit in time; its sockets are counted as waiting ones. */
  #tlsServer(settings: ServerTls): tls.Server {
    const server = tls.createServer({ ...serverTlsOptions(settings), handshakeTimeout: this.#limits.artimMs });
    server.on('secureConnection', (socket: TLSSocket) => {
      const raw = this.#rawSockets.get(socketKey(socket));
      const code = (settings.requireClientCertificate ?? true) ? unknownClient(socket, this.#trusted) : null;
      if (code) {
        this.#ports.log?.('association.tls-failed', { address: addressOf(socket), code, why: refusedTls(code) });
      }
      if (raw && !code) {
        this.#serve(socket, raw);
      } else {
        socket.destroy();
      }
    });
    server.on('tlsClientError', (error, socket) => {
      const code = (error as NodeJS.ErrnoException).code ?? error.name;
      this.#ports.log?.('association.tls-failed', { address: addressOf(socket), code, why: refusedTls(code) });
      socket.destroy();
    });
    return server;
  }

  #serve(socket: Socket, raw: Socket): void {
    const certificate = peerCertificate(socket);
    const peer: Peer = { address: addressOf(raw), port: raw.remotePort ?? 0, ...(certificate ? { certificate } : {}) };
    const context: ServerContext = {
      limits: this.#limits,
      services: this.#services,
      mayProvide: (uid) => (uid === STORAGE_COMMITMENT ? this.#ports.committed !== undefined : this.#ports.retrieve !== undefined && this.#rules.storage(uid)),
      admit: (proposal, from) => this.#ports.admit(proposal, from),
      log: (event, facts) => this.#ports.log?.(event, facts),
      enter: () => this.#house.enter(raw, peer.address),
      draining: () => this.#draining,
      gone: (association) => this.#associations.delete(association),
    };
    this.#associations.add(new ServerAssociation(socket, peer, context));
  }
}

function servicesOf(ports: ServerPorts, rules: AcceptanceRules, limits: DimseLimits): Service[] {
  const log = (event: string, facts: Readonly<Record<string, string | number | boolean>>): void => ports.log?.(event, facts);
  const services: Service[] = [echoService];
  if (ports.find) {
    services.push(findService((info, signal) => ports.find!(info, signal), limits, log));
  }
  if (ports.store) {
    services.push(storeService((info) => ports.store!(info), rules, log));
  }
  if (ports.retrieve) {
    services.push(...retrieveServices((info) => ports.retrieve!(info), limits, log));
  }
  if (ports.commitment) {
    services.push(commitService(ports.commitment, limits, log));
  }
  if (ports.committed) {
    services.push(reportService((report, association) => ports.committed!(report, association), limits, log));
  }
  return services;
}

/** Why a partner's handshake failed, for those who run this side. */
function refusedTls(code: string): string {
  switch (code) {
    case 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE':
      return 'they showed no certificate, and we want one';
    case 'ERR_SSL_CERTIFICATE_VERIFY_FAILED':
      return 'their certificate is not trusted here, or has expired';
    case 'ERR_SSL_HTTP_REQUEST':
    case 'ERR_SSL_WRONG_VERSION_NUMBER':
      return 'they do not speak TLS, and this port takes nothing else';
    case 'ERR_SSL_UNSUPPORTED_PROTOCOL':
    case 'ERR_SSL_NO_SHARED_CIPHER':
      return 'they speak no version or cipher of TLS we allow (1.2 and 1.3)';
    default:
      return 'they ended the handshake; they may not trust our certificate';
  }
}

function socketKey(socket: Socket): string {
  return `${socket.remoteAddress}|${socket.remotePort}`;
}

/** IPv4 in its own form also on a socket that listens for both. */
function addressOf(socket: Socket): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}
