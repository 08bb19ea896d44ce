import { encodeMessage, Hl7Problem, parseMessage, readHeader, salvageHeader, writeAck, type AckCode, type Header, type Message } from '@causeway/hl7v2';
import type { Act } from '../platform/acts/act';
import type { Acts } from '../platform/acts/acts';
import { sender } from '../platform/acts/actor';
import type { Settings } from '../platform/settings/settings';
import { momentIn } from './hl7-words';
import { knownSender, senderName, type KnownSender } from './senders';

export interface IntakeKind {
  /** Purposes of lines this kind of message comes over. */
  readonly purposes: readonly string[];
  /** `appointment`: what a refusal is written down as. */
  readonly word: string;
  readonly take: (act: Act, message: Message, from: KnownSender) => Promise<void>;
}

/** Takes messages of one kind from known senders: one act each, acknowledged only after its commit. What a repeat cannot mend is answered AE or AR; our own trouble throws. */
export class MessageIntake {
  constructor(private readonly acts: Acts, private readonly settings: Settings, private readonly kind: IntakeKind) {}

  async handle(bytes: Uint8Array, address: string): Promise<Uint8Array> {
    let header: Header | null = null;
    try {
      const message = parseMessage(bytes);
      const known = readHeader(message);
      header = known;
      const from = await knownSender(this.acts, known, address, this.kind.purposes);
      if (!from) {
        await this.acts.run(sender(senderName(known), address), async (act) => act.audit({ action: `${this.kind.word}.refused`, object: { kind: 'message', id: known.controlId }, outcome: 'refused', reason: 'unknown-sender' }));
        return this.ack(known, 'AR', new Hl7Problem('unsupported-message', 'This sender is not known here. Ask for an endpoint.'));
      }
      await this.acts.run(sender(senderName(known), address), (act) => this.kind.take(act, message, from));
      return this.ack(known, 'AA');
    } catch (error) {
      if (!(error instanceof Hl7Problem)) throw error;
      return this.ack(header ?? salvageHeader(bytes), error.answer, error);
    }
  }

  private ack(header: Header | null, code: AckCode, problem: Hl7Problem | null = null): Uint8Array {
    return encodeMessage(writeAck(header, { code, controlId: `CWA${Date.now().toString(36)}`, at: momentIn(new Date(), this.settings.SITE_ZONE), problem }));
  }
}
