import net, { type Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { anywhere, distrustSentence, endedFault, endedSentence, pinnedLookup, tlsFault, type Egress, type Fault } from '@causeway/transport-kit';
import type { DimseLimits } from '../limits';
import { clientTlsOptions, type ClientTls } from '../link/tls';
import { ConnectFailed, PeerSilent, TlsFailed } from './errors';

export interface Address {
  readonly host: string;
  readonly port: number;
  /** Where connections may go; anywhere when not said. */
  readonly egress?: Egress;
}

/** A partner that vanished without closing is noticed by the system while we wait for it. */
const KEEP_ALIVE_MS = 30_000;
const CLOSED = 'the connection was closed';

/** Rejects with `ConnectFailed` or `PeerSilent`; with a `TransportFailure` when the address may not be called; with the signal's reason when it aborts. */
export async function connectTcp({ host, port, egress = anywhere }: Address, limits: DimseLimits, signal: AbortSignal): Promise<Socket> {
  const pins = await egress.reach(host, port);
  signal.throwIfAborted();
  const socket = net.connect({ host, port, lookup: pinnedLookup(pins), noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_MS });
  const silent = new PeerSilent('accept the connection', limits.connectMs, 'no-answer');
  return settled(socket, 'connect', limits.connectMs, silent, signal, (error) => new ConnectFailed(connectSentence(error, host, port), CONNECT_FAULTS[codeOf(error)] ?? 'no-answer', { cause: error }));
}

/** Secures a connected socket; nothing of ours is sent on it before the partner's certificate is trusted. Rejects with `TlsFailed` for trust, name, version and certificate trouble. */
export async function secure(socket: Socket, settings: ClientTls, host: string, limits: DimseLimits, signal: AbortSignal): Promise<TLSSocket> {
  let secured: TLSSocket;
  try {
    secured = tls.connect({ socket, ...clientTlsOptions(settings, host) });
  } catch (error) {
    socket.destroy();
    throw new TlsFailed(`The TLS settings are not usable: ${codeOf(error)}.`, 'settings', { cause: error });
  }
  const silent = new PeerSilent('finish the TLS handshake', limits.connectMs);
  await settled(secured, 'secureConnect', limits.connectMs, silent, signal, (error) => new TlsFailed(`No secure connection to ${host}: ${endedSentence(handshakeCode(error), socket)}.`, endedFault(handshakeCode(error), socket), { cause: error }));
  if (!secured.authorized) {
    const code = String((secured.authorizationError as NodeJS.ErrnoException | null)?.code ?? secured.authorizationError);
    const why = distrustSentence(code, secured.getPeerCertificate(), settings, host);
    secured.destroy();
    throw new TlsFailed(`No secure connection to ${host}: ${why}.`, tlsFault(code));
  }
  return secured;
}

/** Waits for one event of a socket; whatever ends the wait otherwise also ends the socket. */
function settled<S extends Socket>(socket: S, event: string, ms: number, silent: Error, signal: AbortSignal, named: (error: Error) => Error): Promise<S> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off(event, onReady);
      socket.off('error', onError);
      socket.off('close', onClose);
      if (error) {
        socket.on('error', () => undefined);
        socket.destroy();
        reject(error);
      } else {
        resolve(socket);
      }
    };
    const onReady = (): void => finish();
    const onError = (error: Error): void => finish(named(error));
    const onClose = (): void => finish(named(new Error(CLOSED)));
    const onAbort = (): void => finish(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    const timer = setTimeout(() => finish(silent), ms);
    socket.on(event, onReady);
    socket.on('error', onError);
    socket.on('close', onClose);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) {
      onAbort();
    }
  });
}

const CONNECT_REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there',
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name service does not answer',
  EHOSTUNREACH: 'there is no route to the host',
  ENETUNREACH: 'there is no route to the network',
  ETIMEDOUT: 'the host does not answer',
  ECONNRESET: 'the connection was reset',
};

const CONNECT_FAULTS: Readonly<Record<string, Fault>> = {
  ECONNREFUSED: 'nobody-listens', ENOTFOUND: 'name-unknown', EAI_AGAIN: 'name-service', EHOSTUNREACH: 'no-route', ENETUNREACH: 'no-route', ETIMEDOUT: 'no-answer', ECONNRESET: 'closed',
};

function connectSentence(error: Error, host: string, port: number): string {
  const code = codeOf(error);
  return `No connection to ${host} port ${port}: ${CONNECT_REASONS[code] ?? code}.`;
}

/** An end without an error counts as a reset. */
const handshakeCode = (error: Error): string => (error.message === CLOSED ? 'ECONNRESET' : codeOf(error));

/** A host with several addresses fails with one error per address. */
function codeOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return (first as NodeJS.ErrnoException).code ?? (first as Error).message;
}
