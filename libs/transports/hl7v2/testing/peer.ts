/**
 * A HIS or RIS to test against: takes messages, remembers them and answers as told, and sends messages itself. It has framing of its own,
 * written the plain way, so that it does not share a mistake with what it tests.
 */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer, type ConnectionOptions, type TlsOptions } from 'node:tls';

export interface RecordedMessage {
  readonly text: string;
  /** MSH-10. */
  readonly controlId: string;
  /** MSH-9, such as `ADT^A28^ADT_A05`. */
  readonly type: string;
}

/** How to answer one message. */
export type PeerAnswer =
  | { readonly code: 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR'; readonly condition?: number; readonly text?: string; readonly delayMs?: number; readonly controlId?: string }
  /** Bytes instead of an acknowledgement, framed or not as given. */
  | { readonly raw: string }
  /** Takes the message and says nothing. */
  | 'silent'
  /** Takes the message and closes the connection. */
  | 'drop';

export type Answering = (message: RecordedMessage, timesSeen: number) => PeerAnswer;

export interface Hl7PeerOptions {
  readonly port?: number;
  readonly tls?: TlsOptions;
  /** AA to everything unless given. */
  readonly answer?: Answering;
}

const START = '\x0b';
const END = '\x1c\r';

function field(text: string, number: number): string {
  return text.split('\r', 1)[0]?.split('|')[number - 1] ?? '';
}

function acknowledgement(message: RecordedMessage, answer: Extract<PeerAnswer, { code: string }>): string {
  const msh = `MSH|^~\\&|${field(message.text, 5)}|${field(message.text, 6)}|${field(message.text, 3)}|${field(message.text, 4)}|20260101||ACK|A${message.controlId}|P|2.5.1`;
  const msa = `MSA|${answer.code}|${answer.controlId ?? message.controlId}|${answer.text ?? ''}`;
  const err = answer.condition === undefined ? '' : `ERR||PID^1^3|${answer.condition}^x^HL70357|E\r`;
  return `${START}${msh}\r${msa}\r${err}${END}`;
}

export class Hl7Peer {
  /** Every message received, repeats too. */
  readonly messages: RecordedMessage[] = [];
  private readonly sockets = new Set<Socket>();

  constructor(private readonly server: Server, private answering: Answering) {}

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /** Connections open now. */
  get connections(): number {
    return this.sockets.size;
  }

  answerWith(answering: Answering | PeerAnswer): void {
    this.answering = typeof answering === 'function' ? answering : () => answering;
  }

  timesSeen(controlId: string): number {
    return this.messages.filter((message) => message.controlId === controlId).length;
  }

  /** Drops every connection, as a restart does. */
  hangUp(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()));
    this.hangUp();
    await closed;
  }

  serve(socket: Socket): void {
    let received = '';
    this.sockets.add(socket);
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('data', (chunk) => {
      received += String(chunk);
      for (let end = received.indexOf(END); end !== -1; end = received.indexOf(END)) {
        const text = received.slice(received.indexOf(START) + 1, end);
        received = received.slice(end + END.length);
        this.take(socket, { text, controlId: field(text, 10), type: field(text, 9) });
      }
    });
  }

  private take(socket: Socket, message: RecordedMessage): void {
    this.messages.push(message);
    const answer = this.answering(message, this.timesSeen(message.controlId));
    if (answer === 'silent') return;
    if (answer === 'drop') socket.destroy();
    else if ('raw' in answer) socket.write(answer.raw);
    else setTimeout(() => socket.write(acknowledgement(message, answer)), answer.delayMs ?? 0);
  }
}

export async function startHl7Peer({ port = 0, tls, answer = () => ({ code: 'AA' }) }: Hl7PeerOptions = {}): Promise<Hl7Peer> {
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  const peer = new Hl7Peer(server, answer);
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => peer.serve(socket));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return peer;
}

export interface SendTo {
  readonly port: number;
  readonly tls?: ConnectionOptions;
  /** Source address, such as 127.0.0.2, to look like another machine. */
  readonly from?: string;
}

/** A sender with a connection of its own. */
export class Hl7Sender {
  private received = '';
  private waiting: ((text: string | null) => void)[] = [];
  private readonly answers: string[] = [];
  private gone = false;

  constructor(readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.gone = true;
      for (const resolve of this.waiting.splice(0)) resolve(null);
    });
    socket.on('data', (chunk) => this.take(String(chunk)));
  }

  get closed(): boolean {
    return this.gone;
  }

  /** The next acknowledgement, or null when the connection ends before it. */
  answer(): Promise<string | null> {
    const ready = this.answers.shift();
    if (ready !== undefined || this.gone) return Promise.resolve(ready ?? null);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  /** Sends one message in one frame and waits for its acknowledgement. */
  async send(text: string): Promise<string | null> {
    this.write(`${START}${text}${END}`);
    return this.answer();
  }

  write(bytes: string | Uint8Array): void {
    if (!this.gone) this.socket.write(bytes);
  }

  close(): void {
    this.socket.destroy();
  }

  private take(text: string): void {
    this.received += text;
    for (let end = this.received.indexOf(END); end !== -1; end = this.received.indexOf(END)) {
      const answer = this.received.slice(this.received.indexOf(START) + 1, end);
      this.received = this.received.slice(end + END.length);
      const resolve = this.waiting.shift();
      if (resolve === undefined) this.answers.push(answer);
      else resolve(answer);
    }
  }
}

export async function connectHl7Sender({ port, tls, from }: SendTo): Promise<Hl7Sender> {
  const socket = tls === undefined ? connect({ port, host: '127.0.0.1', localAddress: from }) : connectTls({ port, host: '127.0.0.1', ...tls });
  await new Promise<void>((resolve, reject) => {
    socket.once(tls === undefined ? 'connect' : 'secureConnect', () => resolve());
    socket.once('error', reject);
  });
  return new Hl7Sender(socket);
}
