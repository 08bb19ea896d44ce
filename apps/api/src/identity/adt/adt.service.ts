import { acknowledgementCode, encodeMessage, Hl7Problem, parseMessage, readAdt, readHeader, salvageHeader, writeAck, type Header, type Message, type Outcome } from '@causeway/hl7v2';
import { randomInt } from 'node:crypto';
import { momentIn } from '../../messages/hl7-words';
import { knownSender, senderName, type KnownSender } from '../../messages/senders';
import type { Act } from '../../platform/acts/act';
import type { Acts } from '../../platform/acts/acts';
import { sha256 } from '../../platform/acts/acts';
import { sender, type Actor } from '../../platform/acts/actor';
import type { Settings } from '../../platform/settings/settings';
import { applyAdt } from './apply';

const KEEP_DAYS = 60;
const LONGEST_CONTROL_ID = 199;
/** Classes of database errors that come from a value: the same message would meet them again. */
const OF_THE_VALUE = /^(22|54)/;

/**
 * The patient feed (ITI-8, ITI-10, ITI-30, ITI-31 as consumer). A message takes effect once, however often it comes, and is acknowledged only after its
 * transaction has committed. What a repeat cannot mend is answered AE, what is not for us AR; trouble on our side throws, so that nobody is answered and
 * the sender tries again.
 */
export class AdtService {
  constructor(private readonly acts: Acts, private readonly settings: Settings) {}

  /** @returns the acknowledgement, or null when the sender wants none (MSH-15, MSH-16) */
  async handle(bytes: Uint8Array, address: string): Promise<Uint8Array | null> {
    let header: Header | null = null;
    try {
      const message = parseMessage(bytes);
      header = readHeader(message);
      if (header.controlId.length > LONGEST_CONTROL_ID) throw new Hl7Problem('bad-value', `MSH-10 may have at most ${LONGEST_CONTROL_ID} characters.`, { segment: 'MSH', field: 10 });
      const from = await knownSender(this.acts, header, address, ['adt']);
      if (!from) return await this.turnAway(header, address);
      return await this.answer(message, header, from, sender(senderName(header), address), bodyDigest(bytes));
    } catch (error) {
      if (!(error instanceof Hl7Problem)) throw error;
      return encoded(this.acknowledge(header ?? salvageHeader(bytes), error.answer === 'AR' ? 'rejected' : 'error', error));
    }
  }

  private async turnAway(header: Header, address: string): Promise<Uint8Array | null> {
    await this.acts.run(sender(senderName(header), address), async (act) =>
      act.audit({ action: 'adt.refused', object: { kind: 'message', id: header.controlId }, outcome: 'refused', reason: 'unknown-sender' }));
    return encoded(this.acknowledge(header, 'rejected', new Hl7Problem('unsupported-message', 'This sender is not known here. Ask for an endpoint.')));
  }

  private async answer(message: Message, header: Header, from: KnownSender, actor: Actor, digest: Buffer): Promise<Uint8Array | null> {
    try {
      return encoded(await this.acts.run(actor, (act) => this.once(act, header, digest, async () => {
        await applyAdt(act, readAdt(message), from);
        return { text: this.acknowledge(header, 'accepted', null), problem: null };
      })));
    } catch (error) {
      const problem = problemIn(error);
      if (!problem) throw error;
      return encoded(await this.acts.run(actor, (act) => this.once(act, header, digest, () => {
        act.audit({ action: 'adt.refused', object: { kind: 'message', id: header.controlId }, outcome: 'refused', reason: problem.code, details: { event: header.event } });
        return Promise.resolve({ text: this.acknowledge(header, problem.answer === 'AR' ? 'rejected' : 'error', problem), problem: problem.code });
      })));
    }
  }

  /**
   * Answers a repeat as before and does nothing else. The same control id over other content is another message of a sender that counts anew: it is taken,
   * because a lost merge is worse than a repeated one.
   */
  private async once(act: Act, header: Header, digest: Buffer, work: () => Promise<{ text: string; problem: string | null }>): Promise<string> {
    const key = [senderName(header), header.controlId];
    const inserted = await act.query(`insert into adt_message (sender, control_id, event, sha256, answer) values ($1, $2, $3, $4, '') on conflict do nothing returning 1 as new`, [...key, header.event ?? '', digest]);
    if (inserted.length === 0) {
      const [known] = await act.query<{ sha256: Buffer; answer: string }>('select sha256, answer from adt_message where sender = $1 and control_id = $2 for update', key);
      if (known?.sha256.equals(digest)) return known.answer;
      act.audit({ action: 'adt.control-id-reused', object: { kind: 'message', id: header.controlId }, details: { event: header.event } });
    }
    const { text, problem } = await work();
    await act.query('update adt_message set event = $3, sha256 = $4, answer = $5, problem = $6, at = clock_timestamp() where sender = $1 and control_id = $2', [...key, header.event ?? '', digest, text, problem]);
    if (randomInt(2000) === 0) await act.query(`delete from adt_message where at < clock_timestamp() - make_interval(days => ${KEEP_DAYS})`);
    return text;
  }

  /** Empty when no acknowledgement is wanted. */
  private acknowledge(header: Header | null, outcome: Outcome, problem: Hl7Problem | null): string {
    const code = header ? acknowledgementCode(asTable0155(header), outcome) : outcome === 'rejected' ? 'AR' : 'AE';
    return code ? writeAck(header, { code, controlId: `CWA${Date.now().toString(36)}${randomInt(1296).toString(36)}`, at: momentIn(new Date(), this.settings.SITE_ZONE), problem }) : '';
  }
}

const CONDITIONS = new Set(['AL', 'NE', 'ER', 'SU']);
/** A sender that asks for acknowledgements in words nobody knows gets one, as if it had said nothing. */
function asTable0155(header: Header): Header {
  const known = (condition: string | null): string | null => (condition !== null && CONDITIONS.has(condition) ? condition : null);
  return { ...header, acceptAcknowledgement: known(header.acceptAcknowledgement), applicationAcknowledgement: known(header.applicationAcknowledgement) };
}

/** What a repeat would meet again: a fault of the content. Anything else is our trouble, and null. */
function problemIn(error: unknown): Hl7Problem | null {
  if (error instanceof Hl7Problem) return error;
  const code = (error as { driverError?: { code?: string } }).driverError?.code ?? '';
  return OF_THE_VALUE.test(code) ? new Hl7Problem('bad-value', 'A value of this message cannot be stored.') : null;
}

const encoded = (text: string): Uint8Array | null => (text === '' ? null : encodeMessage(text));

const CR = 13;
const LF = 10;
/** Digest of everything after MSH: a sender that repeats a message may write its time anew. */
function bodyDigest(bytes: Uint8Array): Buffer {
  const end = bytes.findIndex((byte, i) => i > 8 && (byte === CR || byte === LF));
  return sha256(end === -1 ? new Uint8Array() : bytes.subarray(end));
}
