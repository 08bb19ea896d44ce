import { lookup } from 'node:dns/promises';
import net, { isIP, type Socket } from 'node:net';
import tls, { type TLSSocket } from 'node:tls';
import { TransportFailure, climb, type Probe, type RungAnswer, type Step } from '@causeway/transport-kit';
import { dismiss, jsonOf, type Answer, type Client } from '../http/client';
import { failureOfStatus, toFailure } from '../http/failures';
import type { DicomwebSettings } from './settings';

/** A study nobody has: a test must not fetch patients. */
const NOWHERE = '/studies?StudyInstanceUID=2.25.0&limit=1';

/** Name, TCP, TLS where set, sign-in, QIDO-RS: each with what we expected and what we met. */
export async function probeLadder(client: Client, settings: DicomwebSettings, signal: AbortSignal): Promise<Probe> {
  const ladder = new Ladder(client, settings);
  try {
    return await climb(ladder.steps(), signal);
  } finally {
    ladder.close();
  }
}

class Ladder {
  private readonly host: string;
  private readonly port: number;
  private socket: Socket | null = null;
  private answer: Answer | null = null;

  constructor(private readonly client: Client, private readonly settings: DicomwebSettings) {
    const { hostname, port, protocol } = client.base;
    this.host = hostname.replace(/^\[(.*)\]$/, '$1');
    this.port = port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
  }

  steps(): Step[] {
    const { host, port } = this;
    const secured = this.client.base.protocol === 'https:';
    return [
      ...(isIP(host) ? [] : [step('dns', `an address for ${host}`, () => this.resolve())]),
      step('tcp', `${host} port ${port} accepts connections`, (signal) => this.connect(signal)),
      ...(secured ? [step('tls', `a certificate we trust, for ${this.settings.tls?.serverName ?? host}`, (signal) => this.secure(signal))] : []),
      step('auth', this.settings.token || this.settings.username ? 'our token or user name is accepted' : 'no sign-in is wanted', (signal) => this.signIn(signal)),
      step('query', 'QIDO-RS answers in DICOM JSON', () => this.query()),
    ];
  }

  close(): void {
    this.socket?.destroy();
    if (this.answer) dismiss(this.answer);
  }

  private async resolve(): Promise<RungAnswer> {
    const { address } = await lookup(this.host);
    return { actual: address };
  }

  private connect(signal: AbortSignal): Promise<RungAnswer> {
    return this.opened(net.connect({ host: this.host, port: this.port }), 'connect', signal, (socket) => ({ actual: `connected to ${socket.remoteAddress} port ${socket.remotePort}` }));
  }

  private secure(signal: AbortSignal): Promise<RungAnswer> {
    const { caPem, certPem, keyPem, serverName } = this.settings.tls ?? {};
    const name = serverName ?? this.host;
    const secured = tls.connect({ socket: this.socket!, ...(isIP(name) ? {} : { servername: name }), ...(caPem ? { ca: caPem } : {}), ...(certPem ? { cert: certPem, key: keyPem } : {}), host: this.host });
    return this.opened(secured, 'secureConnect', signal, (socket) => {
      const until = new Date((socket as TLSSocket).getPeerCertificate().valid_to).toISOString();
      return { actual: `${(socket as TLSSocket).getProtocol()}, certificate valid until ${until}`, expiresAt: until };
    });
  }

  private opened(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal, tell: (socket: Socket) => RungAnswer): Promise<RungAnswer> {
    this.socket = socket;
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        clearTimeout(late);
        socket.destroy();
        reject(error);
      };
      const late = setTimeout(() => fail(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' })), this.settings.connectSeconds * 1000);
      signal.addEventListener('abort', () => fail(new Error('aborted')), { once: true });
      socket.once('error', fail);
      socket.once(event, () => {
        clearTimeout(late);
        resolve(tell(socket));
      });
    });
  }

  private async signIn(signal: AbortSignal): Promise<RungAnswer> {
    this.answer = await this.client.ask({ method: 'GET', path: NOWHERE, accept: 'application/dicom+json' }, signal);
    const { status } = this.answer;
    if (status === 401 || status === 403 || (status >= 300 && status < 400)) throw failureOfStatus(status, 'a search');
    return { actual: `answered ${status}` };
  }

  private async query(): Promise<RungAnswer> {
    const answer = this.answer!;
    if (answer.status === 204) return { actual: 'answered 204: nothing found' };
    if (answer.status !== 200) throw failureOfStatus(answer.status, 'a search');
    const found = await jsonOf(answer);
    if (!Array.isArray(found)) throw new TransportFailure('protocol', 'never', 'The answer is not a list in DICOM JSON: is this the address of a DICOMweb service?');
    return { actual: 'answered 200 in DICOM JSON' };
  }
}

function step(rung: string, expected: string, run: (signal: AbortSignal) => Promise<RungAnswer>): Step {
  return {
    rung, expected,
    run: async (signal) => {
      try {
        return await run(signal);
      } catch (error) {
        throw error instanceof TransportFailure || signal.aborted ? error : toFailure(error);
      }
    },
  };
}
