import { salvageHeader } from '@causeway/hl7v2';
import {
  throwIfCancelled, TransportFailure, type Intake, type Line, type LineContext, type Listener, type MessageReceipt, type Probe, type ProbeOptions, type WireMessage,
} from '@causeway/transport-kit';
import { MllpClient } from './client/client';
import { type Target } from './client/connect';
import { describe, isAccepted, retryAfter } from './client/refusal';
import { probe } from './probe';
import { receive } from './receive';
import { type Hl7v2Settings } from './settings';

function targetOf({ host, port, tls }: Hl7v2Settings, egress: LineContext['egress']): Target {
  const target = { host, port, ...(egress ? { egress } : {}) };
  if (!tls.on) return target;
  return { ...target, tls: { ca: tls.caPem, cert: tls.certPem, key: tls.keyPem, servername: tls.servername } };
}

/** `probe` and `place`; `listen` too when the settings name a port. */
export class Hl7v2Line implements Line {
  readonly listen?: NonNullable<Line['listen']>;
  private readonly client: MllpClient;
  private readonly target: Target;
  private readonly listeners = new Set<Listener>();
  private readonly closing = new AbortController();

  constructor(private readonly settings: Hl7v2Settings, private readonly context: LineContext) {
    this.target = targetOf(settings, context.egress);
    this.client = new MllpClient({ ...this.target, connectMs: settings.connectMs, answerMs: settings.answerMs });
    if (settings.listen.port !== undefined) this.listen = (intake, signal) => this.startListening(intake, signal);
  }

  async probe(signal: AbortSignal, options: ProbeOptions = {}): Promise<Probe> {
    this.checkOpen();
    try {
      return await probe(this.settings, this.target, AbortSignal.any([signal, this.closing.signal]), options);
    } catch (error) {
      this.checkOpen();
      throw error;
    }
  }

  /**
   * A refusal of the content is an answer. One that says "not now" (table 0357 conditions 206 and 207, or a bare AR) is the failure `busy`,
   * so that it is tried again.
   */
  async place(message: WireMessage, signal: AbortSignal): Promise<MessageReceipt> {
    this.checkOpen();
    throwIfCancelled(signal);
    if (salvageHeader(message.bytes)?.controlId !== message.id) {
      throw new TransportFailure('source', 'never', 'The message to send does not carry the control id it is known by (MSH-10).');
    }
    const { acknowledgement, bytes } = await this.client.send(message.bytes, signal);
    if (retryAfter(acknowledgement) === 'later') throw new TransportFailure('busy', 'later', describe(acknowledgement));
    return { accepted: isAccepted(acknowledgement), code: acknowledgement.code, detail: describe(acknowledgement), bytes };
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.client.close();
    await Promise.all([...this.listeners].map((listener) => listener.close()));
  }

  private async startListening(intake: Intake, signal: AbortSignal): Promise<Listener> {
    this.checkOpen();
    throwIfCancelled(signal);
    const { host, port, close } = await receive(this.settings, intake, this.context);
    const stop = (): void => void listener.close();
    const listener: Listener = {
      host,
      port,
      close: async () => {
        signal.removeEventListener('abort', stop);
        this.listeners.delete(listener);
        await close();
      },
    };
    this.listeners.add(listener);
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted || this.closing.signal.aborted) await listener.close();
    this.checkOpen();
    throwIfCancelled(signal);
    return listener;
  }

  private checkOpen(): void {
    if (this.closing.signal.aborted) throw new TransportFailure('closed', 'never', 'This line is closed.');
  }
}
