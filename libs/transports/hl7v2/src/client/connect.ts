/** Opening a socket to a partner: TCP, then TLS when asked for. */
import { anywhere, cancelled, pinnedLookup, throwIfCancelled, TransportFailure, type Egress } from '@causeway/transport-kit';
import { connect, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { type TlsConnect } from '../tls';
import { failureOf } from './failures';

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly tls?: TlsConnect;
  /** Where connections may go; anywhere when not said. */
  readonly egress?: Egress;
}

export function nameOf({ host, port }: Target): string {
  return `${host}:${port}`;
}

/** Waits for `event`, and for whatever else may come instead of it. The socket is destroyed unless the event came. */
async function settle<S extends Socket>(socket: S, event: 'connect' | 'secureConnect', where: string, ms: number, signal: AbortSignal): Promise<S> {
  throwIfCancelled(signal);
  return new Promise<S>((resolve, reject) => {
    const over = (failure: TransportFailure | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off(event, onDone).off('error', onError).off('close', onClose);
      if (failure === null) {
        resolve(socket);
        return;
      }
      socket.on('error', () => undefined);
      socket.destroy();
      reject(failure);
    };
    const onDone = (): void => over(null);
    const onError = (error: Error): void => over(failureOf(error, where));
    const onClose = (): void => over(new TransportFailure('connection-lost', 'later', `${where} closed the connection before it was ready.`));
    const onAbort = (): void => over(cancelled(signal));
    const timer = setTimeout(() => over(new TransportFailure('unreachable', 'later', `No connection to ${where} within ${ms} ms.`, { fault: 'no-answer' })), ms);
    socket.once(event, onDone).once('error', onError).once('close', onClose);
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

/** @throws TransportFailure `unreachable`, `misconfigured` when the address may not be called, `connection-lost`, `cancelled` */
export async function connectTcp(target: Target, ms: number, signal: AbortSignal): Promise<Socket> {
  throwIfCancelled(signal);
  const pins = await (target.egress ?? anywhere).reach(target.host, target.port);
  throwIfCancelled(signal);
  return settle(connect({ host: target.host, port: target.port, lookup: pinnedLookup(pins), noDelay: true, keepAlive: true }), 'connect', nameOf(target), ms, signal);
}

/** @throws TransportFailure `tls`, `connection-lost`, `cancelled` */
export async function secure(socket: Socket, target: Target, tls: TlsConnect, ms: number, signal: AbortSignal): Promise<TLSSocket> {
  const name = tls.servername ?? (isIP(target.host) ? undefined : target.host);
  try {
    const wrapped = connectTls({
      socket, host: target.host, minVersion: 'TLSv1.2',
      ...(name === undefined ? {} : { servername: name }),
      ...(tls.ca === undefined ? {} : { ca: tls.ca }),
      ...(tls.cert === undefined || tls.key === undefined ? {} : { cert: tls.cert, key: tls.key }),
    });
    return await settle(wrapped, 'secureConnect', nameOf(target), ms, signal);
  } catch (error) {
    socket.destroy();
    throw failureOf(error, nameOf(target));
  }
}

export async function open(target: Target, ms: number, signal: AbortSignal): Promise<Socket> {
  const socket = await connectTcp(target, ms, signal);
  return target.tls === undefined ? socket : secure(socket, target, target.tls, ms, signal);
}
