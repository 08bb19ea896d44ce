import { X509Certificate } from 'node:crypto';
import { isIP, type Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { TransportFailure, anywhere, climb, namesOf, type Probe, type ProbeOptions, type RungAnswer, type Step } from '@causeway/transport-kit';
import { REJECTION } from '../association/rejection';
import { ClientAssociation } from '../scu/client-association';
import { connectTcp, secure } from '../scu/connect';
import { ECHO_OFFER, echo } from '../scu/echo';
import { AssociationRejected } from '../scu/errors';
import { lookAtContexts } from './contexts';
import { toFailure } from './failures';
import { openAssociation } from './session';
import { limitsOf, type DimsePartner } from './settings';

/** Name, TCP, TLS where set, association, C-ECHO, and what they take where that is asked: each with what we expected and what we met. */
export async function probeLadder(settings: DimsePartner, signal: AbortSignal, { climber, deep = false }: ProbeOptions = {}): Promise<Probe> {
  const ladder = new Ladder(settings);
  try {
    return await climb(ladder.steps(deep), signal, climber);
  } finally {
    ladder.close();
  }
}

class Ladder {
  readonly #settings: DimsePartner;
  #socket: Socket | null = null;
  #association: ClientAssociation | null = null;

  constructor(settings: DimsePartner) {
    this.#settings = settings;
  }

  steps(deep: boolean): Step[] {
    const { host, port, calledAeTitle, callingAeTitle, tls } = this.#settings;
    return [
      ...(isIP(host) ? [] : [step('dns', `an address for ${host}`, () => this.#resolve())]),
      step('tcp', `${host} port ${port} accepts connections`, (signal) => this.#connect(signal)),
      ...(tls?.certPem ? [step('certificate', 'our own certificate is valid', () => this.#own(tls.certPem!))] : []),
      ...(tls ? [step('tls', `a certificate we trust, for ${tls.serverName ?? host}`, (signal) => this.#secure(signal))] : []),
      step('association', `${calledAeTitle} accepts ${callingAeTitle}`, (signal) => this.#associate(signal)),
      step('echo', 'C-ECHO answered with success', () => this.#echo()),
      ...(deep ? [{ ...step('contexts', 'images are taken, also uncompressed', (signal: AbortSignal) => this.#contexts(signal)), upper: true as const }] : []),
    ];
  }

  close(): void {
    this.#association?.abort();
    this.#socket?.destroy();
  }

  async #resolve(): Promise<RungAnswer> {
    const { host, port, egress = anywhere } = this.#settings;
    const pins = await egress.reach(host, port);
    return { actual: pins[0]!.address, details: pins.slice(1).map(({ address }) => `also ${address}`) };
  }

  async #connect(signal: AbortSignal): Promise<RungAnswer> {
    this.#socket = await connectTcp(this.#settings, limitsOf(this.#settings), signal);
    return { actual: `connected to ${this.#socket.remoteAddress} port ${this.#socket.remotePort}` };
  }

  async #secure(signal: AbortSignal): Promise<RungAnswer> {
    const { host, tls } = this.#settings;
    const secured: TLSSocket = await secure(this.#socket!, tls!, host, limitsOf(this.#settings), signal);
    this.#socket = secured;
    const shown = secured.getPeerCertificate();
    const expiresAt = new Date(shown.valid_to).toISOString();
    return { actual: `${secured.getProtocol()}, certificate valid until ${expiresAt}`, expiresAt, details: [`Names in their certificate: ${namesOf(shown)}`, `Signed by: ${[shown.issuer.CN].flat().join(', ')}`] };
  }

  async #own(certPem: string): Promise<RungAnswer> {
    const expiresAt = new Date(new X509Certificate(certPem).validTo).toISOString();
    if (expiresAt < new Date().toISOString()) {
      throw new TransportFailure('tls', 'never', `Our certificate was valid until ${expiresAt.slice(0, 10)}, and today is ${new Date().toISOString().slice(0, 10)}.`, { fault: 'our-certificate-expired' });
    }
    return { actual: `valid until ${expiresAt}`, expiresAt };
  }

  async #associate(signal: AbortSignal): Promise<RungAnswer> {
    try {
      this.#association = await ClientAssociation.open(this.#socket!, this.#settings, [ECHO_OFFER], limitsOf(this.#settings), signal);
    } catch (error) {
      throw (await this.#otherCase(error, signal)) ?? error;
    }
    const { partnerPduBytes } = this.#association;
    return { actual: `${this.#settings.calledAeTitle} accepted us`, details: [`Largest message they take: ${partnerPduBytes === 0 ? 'any' : `${partnerPduBytes} bytes`}; ours: ${this.#settings.pduBytes} bytes`] };
  }

  /** AE titles count upper and lower case, and people do not: a title turned down is tried in capitals, to say which one they answer to. */
  async #otherCase(error: unknown, signal: AbortSignal): Promise<TransportFailure | null> {
    const { calledAeTitle } = this.#settings;
    const capitals = calledAeTitle.toUpperCase();
    if (!(error instanceof AssociationRejected) || error.rejection.reason !== REJECTION.calledAeTitle.reason || capitals === calledAeTitle) {
      return null;
    }
    try {
      const association = await openAssociation({ ...this.#settings, calledAeTitle: capitals }, [ECHO_OFFER], signal);
      await association.release();
    } catch {
      return null;
    }
    return new TransportFailure('unauthorised', 'never', `We called them ${calledAeTitle}, they answer to ${capitals}.`, { cause: error, fault: 'called-ae-title-case' });
  }

  async #echo(): Promise<RungAnswer> {
    await echo(this.#association!);
    await this.#association!.release();
    return { actual: 'success' };
  }

  #contexts(signal: AbortSignal): Promise<RungAnswer> {
    return lookAtContexts(this.#settings, signal);
  }
}

function step(rung: string, expected: string, run: (signal: AbortSignal) => Promise<RungAnswer>): Step {
  return {
    rung,
    expected,
    run: async (signal) => {
      try {
        return await run(signal);
      } catch (error) {
        throw error instanceof TransportFailure || signal.aborted ? error : toFailure(error);
      }
    },
  };
}
