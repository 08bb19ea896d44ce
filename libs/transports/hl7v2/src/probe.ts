/** Testing the connection to a partner, rung by rung. */
import { encodeMessage, writeNetworkQuery } from '@causeway/hl7v2';
import { anywhere, climb, secured, TransportFailure, type Probe, type ProbeOptions, type RungAnswer, type Step } from '@causeway/transport-kit';
import { randomBytes } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import { connectTcp, nameOf, type Target } from './client/connect';
import { Exchange } from './client/exchange';
import { describe, isAccepted } from './client/refusal';
import { authorityOf } from './identity';
import { type Hl7v2Settings } from './settings';

/** Seconds by which clocks may differ. */
const MOST_SKEW_S = 300;

const fieldSeven = (bytes: Uint8Array): string => {
  const [head = ''] = Buffer.from(bytes).toString('latin1').split('\r');
  return head.split(head[3] ?? '|')[6] ?? '';
};

/** An instant of HL7 (2.A.22) that says its zone; null for any other, which could be any of many instants. */
function hl7Instant(text: string): number | null {
  const [, year, month, day, hour, minute, second = '00', sign, zoneHour, zoneMinute] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)?(?:\.\d+)?([+-])(\d\d)(\d\d)$/.exec(text) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${sign}${zoneHour}:${zoneMinute}`);
  return Number.isNaN(at) ? null : at;
}

/** Steps share the socket the earlier ones opened. */
class Ladder {
  private socket: Socket | null = null;
  private answer: { readonly bytes: Uint8Array; readonly at: number } | null = null;

  constructor(private readonly settings: Hl7v2Settings, private readonly target: Target) {}

  steps(): Step[] {
    const { tls } = this.target;
    return [
      ...(isIP(this.target.host) ? [] : [{ rung: 'dns', expected: `an address for ${this.target.host}`, run: () => this.resolve() }]),
      { rung: 'tcp', expected: `a connection to ${nameOf(this.target)}`, run: (signal) => this.connect(signal) },
      ...(tls === undefined ? [] : [{ rung: 'tls', expected: 'a certificate we trust', run: (signal: AbortSignal) => this.secure(signal) }]),
      ...(this.settings.test === 'message'
        ? [
            { rung: 'message', expected: 'an acknowledgement of a network query', run: (signal: AbortSignal) => this.ask(signal) },
            { rung: 'clock', expected: `their clock within ${MOST_SKEW_S / 60} minutes of ours`, upper: true as const, run: async () => this.clock() },
          ]
        : []),
    ];
  }

  close(): void {
    this.socket?.destroy();
  }

  private async resolve() {
    const pins = await (this.target.egress ?? anywhere).reach(this.target.host, this.target.port);
    return { actual: pins[0]?.address ?? '' };
  }

  private async connect(signal: AbortSignal) {
    this.socket = await connectTcp(this.target, this.settings.connectMs, signal);
    return { actual: `connected to ${this.socket.remoteAddress ?? ''} port ${this.socket.remotePort ?? ''}` };
  }

  private async secure(signal: AbortSignal) {
    const { ca, cert, key, servername } = this.target.tls ?? {};
    const { socket, ...met } = await secured(this.opened(), {
      host: this.target.host, ms: this.settings.connectMs, ...(ca ? { caPem: ca } : {}), ...(cert ? { certPem: cert } : {}), ...(key ? { keyPem: key } : {}), ...(servername ? { serverName: servername } : {}),
    }, signal);
    this.socket = socket;
    return met;
  }

  private async ask(signal: AbortSignal) {
    const exchange = new Exchange(this.opened(), nameOf(this.target));
    const controlId = `PRB${randomBytes(8).toString('hex')}`;
    const { acknowledgement, bytes } = await exchange.request(encodeMessage(networkQuery(this.settings, controlId)), controlId, this.settings.answerMs, signal);
    exchange.close();
    this.answer = { bytes, at: Date.now() };
    // Few partners know the query; refusing it, they speak HL7 all the same.
    return { actual: isAccepted(acknowledgement) ? `acknowledged (${acknowledgement.code})` : `HL7 answers, the query itself is not known there. ${describe(acknowledgement)}` };
  }

  /** MSH-7 of their acknowledgement against our clock: reports with a wrong time are put into the wrong order. */
  private clock(): RungAnswer {
    const text = this.answer ? fieldSeven(this.answer.bytes) : '';
    const theirs = hl7Instant(text);
    if (!this.answer || theirs === null) return { actual: 'they do not say the time with its zone' };
    const skew = Math.round((theirs - this.answer.at) / 1000);
    const values = `their clock says ${new Date(theirs).toISOString().slice(0, 19)}Z, ours ${new Date(this.answer.at).toISOString().slice(0, 19)}Z`;
    if (Math.abs(skew) > MOST_SKEW_S) throw new TransportFailure('rejected', 'never', `The clocks differ by ${Math.round(Math.abs(skew) / 60)} minutes: ${values}.`, { fault: 'clock' });
    return { actual: values };
  }

  private opened(): Socket {
    if (this.socket === null) throw new TransportFailure('connection-lost', 'later', 'The connection was not opened.');
    return this.socket;
  }
}

function networkQuery(settings: Hl7v2Settings, controlId: string): string {
  return writeNetworkQuery({
    sendingApplication: authorityOf(settings.sendingApplication),
    sendingFacility: authorityOf(settings.sendingFacility),
    receivingApplication: authorityOf(settings.receivingApplication),
    receivingFacility: authorityOf(settings.receivingFacility),
    controlId,
    at: { epochMs: Date.now(), offsetMinutes: 0 },
    processing: 'P',
    version: settings.version,
  });
}

/** @throws TransportFailure `cancelled` only */
export async function probe(settings: Hl7v2Settings, target: Target, signal: AbortSignal, { climber }: ProbeOptions = {}): Promise<Probe> {
  const ladder = new Ladder(settings, target);
  try {
    return await climb(ladder.steps(), signal, climber);
  } finally {
    ladder.close();
  }
}
