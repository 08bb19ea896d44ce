import net, { isIP, type Socket } from 'node:net';
import { TransportFailure, climb, pinnedLookup, secured, type Probe, type ProbeOptions, type RungAnswer, type Step } from '@causeway/transport-kit';
import { dismiss, jsonOf, type Answer, type Client } from '../http/client';
import { failureOfStatus, toFailure } from '../http/failures';
import type { DicomwebSettings } from './settings';

/** A study nobody has: a test must not fetch patients. */
const NOWHERE = '/studies?StudyInstanceUID=2.25.0&limit=1';

/** Seconds by which clocks may differ. */
const MOST_SKEW_S = 300;

/** Name, TCP, TLS where set, sign-in, QIDO-RS: each with what we expected and what we met. */
export async function probeLadder(client: Client, settings: DicomwebSettings, signal: AbortSignal, { climber }: ProbeOptions = {}): Promise<Probe> {
  const ladder = new Ladder(client, settings);
  try {
    return await climb(ladder.steps(), signal, climber);
  } finally {
    ladder.close();
  }
}

class Ladder {
  private readonly host: string;
  private readonly port: number;
  private socket: Socket | null = null;
  private answer: Answer | null = null;
  private asked = 0;

  constructor(private readonly client: Client, private readonly settings: DicomwebSettings) {
    this.host = client.host;
    this.port = client.port;
  }

  steps(): Step[] {
    const { host, port } = this;
    const secured = this.client.base.protocol === 'https:';
    return [
      ...(isIP(host) ? [] : [step('dns', `an address for ${host}`, () => this.resolve())]),
      step('tcp', `${host} port ${port} accepts connections`, (signal) => this.connect(signal)),
      ...(secured ? [step('tls', `a certificate we trust, for ${this.settings.tls?.serverName ?? host}`, (signal) => this.secure(signal))] : []),
      step('auth', this.settings.oauth ? 'their token address knows us, and its token is accepted' : this.settings.token || this.settings.username ? 'our token or user name is accepted' : 'no sign-in is wanted', (signal) => this.signIn(signal)),
      step('query', 'QIDO-RS answers in DICOM JSON', () => this.query()),
      { ...step('clock', `their clock within ${MOST_SKEW_S / 60} minutes of ours`, async () => this.clock()), upper: true },
    ];
  }

  close(): void {
    this.socket?.destroy();
    if (this.answer) dismiss(this.answer);
  }

  private async resolve(): Promise<RungAnswer> {
    const pins = await this.client.reach();
    return { actual: pins[0]?.address ?? '' };
  }

  private async connect(signal: AbortSignal): Promise<RungAnswer> {
    const lookup = pinnedLookup(await this.client.reach());
    signal.throwIfAborted();
    return this.opened(net.connect({ host: this.host, port: this.port, lookup }), signal, (socket) => ({ actual: `connected to ${socket.remoteAddress} port ${socket.remotePort}` }));
  }

  private async secure(signal: AbortSignal): Promise<RungAnswer> {
    const { caPem, certPem, keyPem, serverName } = this.settings.tls ?? {};
    const { socket, ...met } = await secured(this.socket!, {
      host: this.host, ms: this.settings.connectSeconds * 1000, ...(caPem ? { caPem } : {}), ...(certPem ? { certPem } : {}), ...(keyPem ? { keyPem } : {}), ...(serverName ? { serverName } : {}),
    }, signal);
    this.socket = socket;
    return met;
  }

  private opened(socket: Socket, signal: AbortSignal, tell: (socket: Socket) => RungAnswer): Promise<RungAnswer> {
    this.socket = socket;
    const { host, port } = this;
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        clearTimeout(late);
        socket.destroy();
        reject(error);
      };
      const code = (error: Error): string => String((error as NodeJS.ErrnoException).code ?? '');
      const late = setTimeout(() => fail(new TransportFailure('unreachable', 'later', `No connection to ${host} port ${port} within ${this.settings.connectSeconds} s.`, { fault: 'no-answer' })), this.settings.connectSeconds * 1000);
      signal.addEventListener('abort', () => fail(new Error('aborted')), { once: true });
      socket.once('error', (error) => fail(code(error) === 'ECONNREFUSED' ? new TransportFailure('unreachable', 'later', `No connection to ${host} port ${port}: nobody listens there.`, { fault: 'nobody-listens' }) : error));
      socket.once('connect', () => {
        clearTimeout(late);
        resolve(tell(socket));
      });
    });
  }

  private async signIn(signal: AbortSignal): Promise<RungAnswer> {
    this.asked = Date.now();
    this.answer = await this.client.ask({ method: 'GET', path: NOWHERE, accept: 'application/dicom+json' }, signal);
    const { status } = this.answer;
    if (status === 401 || status === 403 || (status >= 300 && status < 400)) throw failureOfStatus(status, 'a search');
    return { actual: `answered ${status}` };
  }

  private async query(): Promise<RungAnswer> {
    const answer = this.answer!;
    if (answer.status === 204) return { actual: 'answered 204: nothing found' };
    if (answer.status !== 200) throw failureOfStatus(answer.status, 'a search');
    const type = String(answer.headers['content-type'] ?? 'nothing').split(';')[0]!.trim();
    const found = await jsonOf(answer);
    if (!Array.isArray(found)) throw new TransportFailure('protocol', 'never', `We asked for DICOM JSON, they answered ${type}: is this the address of a DICOMweb service?`, { fault: 'not-dicomweb' });
    return { actual: 'answered 200 in DICOM JSON' };
  }

  /** Their Date (RFC 9110 6.6.1) against our clock. */
  private clock(): RungAnswer {
    const theirs = Date.parse(String(this.answer?.headers.date ?? ''));
    if (Number.isNaN(theirs)) return { actual: 'they do not say the time' };
    const values = `their clock says ${new Date(theirs).toISOString().slice(0, 19)}Z, ours ${new Date(this.asked).toISOString().slice(0, 19)}Z`;
    const skew = Math.abs(theirs - this.asked) / 1000;
    if (skew > MOST_SKEW_S) throw new TransportFailure('rejected', 'never', `The clocks differ by ${Math.round(skew / 60)} minutes: ${values}.`, { fault: 'clock' });
    return { actual: values };
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
