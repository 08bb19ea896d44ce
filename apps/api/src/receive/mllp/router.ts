import { acknowledgementCode, encodeMessage, Hl7Problem, parseMessage, readHeader, salvageHeader, writeAck, type Header } from '@causeway/hl7v2';
import { momentIn } from '../../messages/hl7-words';

/**
 * Takes one message. Resolves with the acknowledgement once the message is safe, or with null when its sender wants none; rejects when nothing could
 * be decided, and the sender tries again.
 */
export type MessageHandler = (bytes: Uint8Array, address: string) => Promise<Uint8Array | null>;

/** Hands messages to who takes their type (MSH-9.1). What nobody takes is refused, so that no sender believes it was heard. */
export class MessageRouter {
  constructor(private readonly handlers: Readonly<Record<string, MessageHandler>>, private readonly zone: string) {}

  async handle(bytes: Uint8Array, address: string): Promise<Uint8Array | null> {
    let header: Header | null = null;
    try {
      header = readHeader(parseMessage(bytes));
    } catch (error) {
      if (!(error instanceof Hl7Problem)) throw error;
      return this.answer(salvageHeader(bytes), error);
    }
    const handler = Object.hasOwn(this.handlers, header.type) ? this.handlers[header.type] : undefined;
    return handler ? handler(bytes, address) : this.answer(header, new Hl7Problem('unsupported-message', 'Messages of this type are not taken here.'));
  }

  /** Given the first bytes of a message over the limit: sending it again cannot help. */
  tooLarge(head: Uint8Array): Uint8Array {
    return this.answer(salvageHeader(head), new Hl7Problem('too-large', 'The message is larger than is taken here.')) ?? new Uint8Array();
  }

  private answer(header: Header | null, problem: Hl7Problem): Uint8Array | null {
    const code = header ? acknowledgementCode(header, problem.answer === 'AR' ? 'rejected' : 'error') : problem.answer;
    if (!code) return null;
    return encodeMessage(writeAck(header, { code, controlId: `CWR${Date.now().toString(36)}`, at: momentIn(new Date(), this.zone), problem }));
  }
}
