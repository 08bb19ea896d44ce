/** One connection on which one message at a time is sent and its acknowledgement awaited. */
import { Hl7Problem, parseMessage, readAck, type Acknowledgement } from '@causeway/hl7v2';
import { cancelled, throwIfCancelled, TransportFailure } from '@causeway/transport-kit';
import { type Socket } from 'node:net';
import { Deframer } from '../mllp/deframer';
import { frame } from '../mllp/frame';
import { SlabPool } from '../mllp/slab-pool';
import { failureOf } from './failures';

export interface Answer {
  readonly acknowledgement: Acknowledgement;
  readonly bytes: Uint8Array;
}

/** Bounds on what a partner may answer. */
const ANSWER_LIMITS = { message: 1024 * 1024, junk: 4 * 1024 };
const STRANGE_ANSWERS = 8;
/** Begins each message (MLLP block start). */
const START = 0x0b;

interface Waiting {
  readonly controlId: string;
  readonly settle: (outcome: Answer | TransportFailure) => void;
}

function read(bytes: Uint8Array): Answer | TransportFailure {
  try {
    return { acknowledgement: readAck(parseMessage(bytes)), bytes };
  } catch (error) {
    if (!(error instanceof Hl7Problem)) throw error;
    return new TransportFailure('protocol', 'later', `The partner's answer is not an acknowledgement: ${error.sentence}`);
  }
}

export class Exchange {
  private readonly deframer: Deframer;
  private waiting: Waiting | null = null;
  private strange = 0;
  private answered = false;
  /** What came first is no beginning of a message: something else answers there. */
  private foreign = false;

  /** @param where host and port, for failures */
  constructor(private readonly socket: Socket, private readonly where: string) {
    // The pool of one: enough for the largest answer.
    this.deframer = new Deframer(ANSWER_LIMITS, new SlabPool(2 * ANSWER_LIMITS.message), () => undefined);
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
    socket.on('error', (error) => this.fail(failureOf(error, where)));
    socket.on('close', () => this.fail(this.lost()));
    socket.on('end', () => this.fail(this.lost()));
    socket.on('timeout', () => this.close());
  }

  get alive(): boolean {
    return !this.socket.destroyed && this.socket.writable;
  }

  /** Whether any byte came back since the last request; if not, the partner may have left before it saw the message. */
  get silent(): boolean {
    return !this.answered;
  }

  /** Tells the process not to stay for this connection while nothing is under way. */
  rest(idleMs: number): void {
    this.socket.setTimeout(idleMs);
    this.socket.unref();
  }

  close(): void {
    this.fail(this.lost());
  }

  /**
   * Sends and waits for the acknowledgement of this control id.
   * @throws TransportFailure `timeout`, `connection-lost`, `protocol`, `cancelled`; the connection is closed then, so that a late answer
   * cannot be taken for that of a later message
   */
  async request(message: Uint8Array, controlId: string, ms: number, signal: AbortSignal): Promise<Answer> {
    throwIfCancelled(signal);
    this.socket.ref();
    this.socket.setTimeout(0);
    this.answered = false;
    this.foreign = false;
    this.strange = 0;
    return new Promise<Answer>((resolve, reject) => {
      const onAbort = (): void => this.fail(cancelled(signal));
      const silence = `No acknowledgement from ${this.where} within ${ms} ms; whether the message was taken is not known.`;
      const timer = setTimeout(() => this.fail(new TransportFailure('timeout', 'later', silence)), ms);
      const settle = (outcome: Answer | TransportFailure): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.waiting = null;
        if (outcome instanceof TransportFailure) reject(outcome);
        else resolve(outcome);
      };
      this.waiting = { controlId, settle };
      signal.addEventListener('abort', onAbort, { once: true });
      if (this.alive) this.socket.write(frame(message));
      else this.fail(this.lost());
    });
  }

  private receive(chunk: Buffer): void {
    if (!this.answered) this.foreign = chunk[0] !== START;
    this.answered = true;
    // Nobody asked: whatever this is, it must not be there when the next answer is awaited.
    if (this.waiting === null) {
      this.close();
      return;
    }
    try {
      for (const content of this.deframer.push(chunk)) this.take(content);
    } catch {
      this.fail(new TransportFailure('protocol', 'later', `The answer of ${this.where} does not keep to MLLP framing.`));
    }
  }

  private take(content: Buffer): void {
    const answer = read(content);
    if (this.waiting === null) return;
    if (answer instanceof TransportFailure) {
      this.fail(answer);
      return;
    }
    const { controlId, code } = answer.acknowledgement;
    // One message is under way, so a refusal that could not read the control id can only mean that one.
    const ours = controlId === this.waiting.controlId || (controlId === '' && code !== 'AA' && code !== 'CA');
    if (ours) {
      this.waiting.settle(answer);
      return;
    }
    this.strange++;
    if (this.strange > STRANGE_ANSWERS) this.fail(new TransportFailure('protocol', 'later', `${this.where} acknowledges other messages than ours.`));
  }

  private lost(): TransportFailure {
    if (this.foreign) return new TransportFailure('protocol', 'later', `What answers at ${this.where} is no HL7 over MLLP: it said something else and closed the connection.`, { fault: 'other-protocol' });
    return new TransportFailure('connection-lost', 'later', `${this.where} closed the connection without an acknowledgement.`);
  }

  private fail(failure: TransportFailure): void {
    this.socket.destroy();
    this.deframer.dispose();
    this.waiting?.settle(failure);
  }
}
