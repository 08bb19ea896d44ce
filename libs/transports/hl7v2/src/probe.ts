/** Testing the connection to a partner, rung by rung. */
import { encodeMessage, writeNetworkQuery } from '@causeway/hl7v2';
import { climb, TransportFailure, type Probe, type Step } from '@causeway/transport-kit';
import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { type Socket } from 'node:net';
import { connectTcp, nameOf, secure, type Target } from './client/connect';
import { Exchange } from './client/exchange';
import { failureOf } from './client/failures';
import { describe, isAccepted } from './client/refusal';
import { authorityOf } from './identity';
import { type Hl7v2Settings } from './settings';

/** Steps share the socket the earlier ones opened. */
class Ladder {
  private socket: Socket | null = null;

  constructor(private readonly settings: Hl7v2Settings, private readonly target: Target) {}

  steps(): Step[] {
    const { tls } = this.target;
    return [
      { rung: 'dns', expected: `an address for ${this.target.host}`, run: () => this.resolve() },
      { rung: 'tcp', expected: `a connection to ${nameOf(this.target)}`, run: (signal) => this.connect(signal) },
      ...(tls === undefined ? [] : [{ rung: 'tls', expected: 'a certificate we trust', run: (signal: AbortSignal) => this.secure(signal) }]),
      ...(this.settings.test === 'message'
        ? [{ rung: 'message', expected: 'an acknowledgement of a network query', run: (signal: AbortSignal) => this.ask(signal) }]
        : []),
    ];
  }

  close(): void {
    this.socket?.destroy();
  }

  private async resolve() {
    try {
      const { address } = await lookup(this.target.host);
      return { actual: address };
    } catch (error) {
      throw failureOf(error, this.target.host);
    }
  }

  private async connect(signal: AbortSignal) {
    this.socket = await connectTcp(this.target, this.settings.connectMs, signal);
    return { actual: 'connected' };
  }

  private async secure(signal: AbortSignal) {
    const secured = await secure(this.opened(), this.target, this.target.tls ?? {}, this.settings.connectMs, signal);
    this.socket = secured;
    const until = new Date(secured.getPeerCertificate().valid_to);
    return { actual: `${secured.getProtocol() ?? 'TLS'}, trusted`, ...(Number.isNaN(until.getTime()) ? {} : { expiresAt: until.toISOString() }) };
  }

  private async ask(signal: AbortSignal) {
    const exchange = new Exchange(this.opened(), nameOf(this.target));
    const controlId = `PRB${randomBytes(8).toString('hex')}`;
    const { acknowledgement } = await exchange.request(encodeMessage(networkQuery(this.settings, controlId)), controlId, this.settings.answerMs, signal);
    exchange.close();
    // Few partners know the query; refusing it, they speak HL7 all the same.
    return { actual: isAccepted(acknowledgement) ? `acknowledged (${acknowledgement.code})` : `HL7 answers, the query itself is not known there. ${describe(acknowledgement)}` };
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
export async function probe(settings: Hl7v2Settings, target: Target, signal: AbortSignal): Promise<Probe> {
  const ladder = new Ladder(settings, target);
  try {
    return await climb(ladder.steps(), signal);
  } finally {
    ladder.close();
  }
}
