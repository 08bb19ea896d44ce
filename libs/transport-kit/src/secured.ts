import { isIP, type Socket } from 'node:net';
import tls, { type ConnectionOptions, type TLSSocket } from 'node:tls';
import { TransportFailure, cancelled } from './failure';
import type { Fault } from './fault';
import { alertSentence, distrustSentence, namesOf, tlsFault, type Trust } from './tls-sentences';

export interface SecureOptions extends Trust {
  readonly host: string;
  /** Ours, shown when they ask for one, PEM. */
  readonly certPem?: string;
  readonly keyPem?: string;
  readonly ms: number;
}

/** What a secured line tells about itself. */
export interface Secured {
  readonly socket: TLSSocket;
  readonly actual: string;
  readonly expiresAt: string;
  readonly details: readonly string[];
}

/**
 * Secures a connected socket for a test and says what was met: version, names and end of the certificate. Nothing of ours is sent before it is trusted.
 * @throws TransportFailure `tls` with both values; `timeout`; `cancelled`
 */
export async function secured(socket: Socket, options: SecureOptions, signal: AbortSignal): Promise<Secured> {
  const { host, caPem, certPem, keyPem, serverName, ms } = options;
  const name = serverName ?? host;
  const wanted: ConnectionOptions = {
    socket, minVersion: 'TLSv1.2', rejectUnauthorized: false,
    // an address cannot be asked for by name (RFC 6066 3); the certificate is then held against the address
    ...(isIP(name) ? { host: name } : { servername: name }),
    ...(caPem ? { ca: caPem } : {}), ...(certPem && keyPem ? { cert: certPem, key: keyPem } : {}),
  };
  const open = await shaken(() => tls.connect(wanted), socket, host, ms, signal);
  const shown = open.getPeerCertificate();
  if (!open.authorized) {
    const code = String((open.authorizationError as NodeJS.ErrnoException | null)?.code ?? open.authorizationError);
    open.destroy();
    throw new TransportFailure('tls', 'never', `No secure connection to ${host}: ${distrustSentence(code, shown, options, host)}.`, { fault: tlsFault(code) });
  }
  const until = new Date(shown.valid_to).toISOString();
  return { socket: open, actual: `${open.getProtocol() ?? 'TLS'}, certificate valid until ${until.slice(0, 10)}`, expiresAt: until, details: [`Names in their certificate: ${namesOf(shown)}`, `Signed by: ${[shown.issuer.CN].flat().join(', ')}`] };
}

/** Who speaks TLS says at least hello before the connection ends. */
const saidNothing = (code: string, socket: Socket): boolean => code === 'ECONNRESET' && socket.bytesRead === 0;

/** Why a handshake ended, by OpenSSL's or Node's name of it; `ECONNRESET` also for an end without an error. */
export function endedSentence(code: string, socket: Socket): string {
  if (saidNothing(code, socket)) {
    return 'they ended the connection without a word when we began TLS, as a port does that does not speak TLS';
  }
  return alertSentence(code) ?? (code === 'ECONNRESET' ? 'they ended the handshake; they may want a certificate from us' : code);
}

export const endedFault = (code: string, socket: Socket): Fault => (saidNothing(code, socket) ? 'not-tls' : tlsFault(code));

function shaken(begin: () => TLSSocket, socket: Socket, host: string, ms: number, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const fail = (failure: TransportFailure): void => {
      clearTimeout(late);
      signal.removeEventListener('abort', leave);
      socket.destroy();
      reject(failure);
    };
    const leave = (): void => fail(cancelled(signal));
    const late = setTimeout(() => fail(new TransportFailure('timeout', 'later', `They did not finish the TLS handshake within ${Math.round(ms / 1000)} s.`, { fault: 'silent' })), ms);
    const ended = (code: string): void => fail(new TransportFailure('tls', 'never', `No secure connection to ${host}: ${endedSentence(code, socket)}.`, { fault: endedFault(code, socket) }));
    signal.addEventListener('abort', leave, { once: true });
    try {
      const open = begin();
      open.on('error', (error) => ended((error as NodeJS.ErrnoException).code ?? error.message));
      open.once('close', () => ended('ECONNRESET'));
      open.once('secureConnect', () => {
        clearTimeout(late);
        signal.removeEventListener('abort', leave);
        resolve(open);
      });
    } catch (error) {
      fail(new TransportFailure('misconfigured', 'never', `The TLS settings are not usable: ${(error as NodeJS.ErrnoException).code ?? 'certificate and key cannot be read'}.`, { fault: 'settings' }));
    }
  });
}
