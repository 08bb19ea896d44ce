// A sender for measuring and for breaking things: objects lie ready in memory, and nothing is done between an answer and the next object.
// Written apart from the product's own DIMSE layer, so that both cannot share a mistake.
import net, { type Socket } from 'node:net';

export interface Sendable {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: Buffer;
}

export interface SenderOptions {
  readonly host?: string;
  /** Source address, such as 127.0.0.2, to look like another machine. */
  readonly from?: string;
  readonly port: number;
  readonly calling?: string;
  readonly called?: string;
  /** Milliseconds an answer may take. */
  readonly patience?: number;
}

export class Refused extends Error {
  constructor(readonly result: number, readonly source: number, readonly reason: number) {
    super(`association refused ${result}/${source}/${reason}`);
  }
}

const VERIFICATION = '1.2.840.10008.1.1';
const IMPLICIT_LE = '1.2.840.10008.1.2';
const PDU = { associateRq: 1, associateAc: 2, associateRj: 3, data: 4, releaseRq: 5, releaseRp: 6, abort: 7 } as const;

const even = (text: string): Buffer => Buffer.from(text.length % 2 ? `${text}\0` : text, 'latin1');

function item(type: number, content: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head[0] = type;
  head.writeUInt16BE(content.length, 2);
  return Buffer.concat([head, content]);
}

function pdu(type: number, content: Buffer): Buffer {
  const head = Buffer.alloc(6);
  head[0] = type;
  head.writeUInt32BE(content.length, 2);
  return Buffer.concat([head, content]);
}

/** A-ASSOCIATE-RQ with one context for each pair of class and syntax (PS3.8 9.3.2). */
export function associateRequest(called: string, calling: string, contexts: readonly (readonly [sopClass: string, syntax: string])[], maxPdu = 131_072): Buffer {
  const fixed = Buffer.alloc(68);
  fixed.writeUInt16BE(1, 0);
  fixed.write(called.padEnd(16), 4, 'latin1');
  fixed.write(calling.padEnd(16), 20, 'latin1');
  const longest = Buffer.alloc(4);
  longest.writeUInt32BE(maxPdu);
  const proposed = contexts.map(([sopClass, syntax], i) => item(0x20, Buffer.concat([Buffer.from([i * 2 + 1, 0, 0, 0]), item(0x30, Buffer.from(sopClass)), item(0x40, Buffer.from(syntax))])));
  const user = item(0x50, Buffer.concat([item(0x51, longest), item(0x52, Buffer.from('2.25.78'))]));
  return pdu(PDU.associateRq, Buffer.concat([fixed, item(0x10, Buffer.from('1.2.840.10008.3.1.1.1')), ...proposed, user]));
}

function commandElement(number: number, value: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(number, 2);
  head.writeUInt32LE(value.length, 4);
  return Buffer.concat([head, value]);
}
const us = (value: number): Buffer => Buffer.from([value & 0xff, value >> 8]);

function commandSet(elements: readonly Buffer[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(elements.reduce((sum, one) => sum + one.length, 0));
  return Buffer.concat([commandElement(0, length), ...elements]);
}

const storeCommand = (object: Sendable, id: number): Buffer =>
  commandSet([
    commandElement(0x0002, even(object.sopClassUid)), commandElement(0x0100, us(1)), commandElement(0x0110, us(id)), commandElement(0x0700, us(0)), commandElement(0x0800, us(1)),
    commandElement(0x1000, even(object.sopInstanceUid)),
  ]);
const echoCommand = (id: number): Buffer =>
  commandSet([commandElement(0x0002, even(VERIFICATION)), commandElement(0x0100, us(0x30)), commandElement(0x0110, us(id)), commandElement(0x0800, us(0x0101))]);

/** P-DATA-TF PDUs of one command or data set, as views and small heads: the object's bytes are not copied. */
export function dataPdus(context: number, control: number, bytes: Buffer, maxPdu: number, last = true): Buffer[] {
  const parts: Buffer[] = [];
  const room = maxPdu - 6;
  for (let at = 0; at === 0 || at < bytes.length; at += room) {
    const piece = bytes.subarray(at, at + room);
    const head = Buffer.alloc(12);
    head[0] = PDU.data;
    head.writeUInt32BE(piece.length + 6, 2);
    head.writeUInt32BE(piece.length + 2, 6);
    head[10] = context;
    head[11] = control | (last && at + room >= bytes.length ? 2 : 0);
    parts.push(head, piece);
  }
  return parts;
}

/** Status (0000,0900) of a command set; -1 when there is none. */
function statusIn(command: Buffer): number {
  for (let at = 0; at + 8 <= command.length; ) {
    const length = command.readUInt32LE(at + 4);
    if (command.readUInt32LE(at) === 0x09000000) return command.readUInt16LE(at + 8);
    at += 8 + length;
  }
  return -1;
}

/** One association that waits for each answer. */
export class Sender {
  private buffer: Buffer = Buffer.alloc(0);
  private waiting: { resolve(answer: { type: number; body: Buffer }): void; reject(error: Error): void } | null = null;
  private readonly arrived: { type: number; body: Buffer }[] = [];
  private failure: Error | null = null;
  private readonly contexts = new Map<string, number>();
  private maxPdu = 16_384;
  private messages = 0;

  private constructor(private readonly socket: Socket, private readonly options: SenderOptions) {
    socket.setNoDelay(true);
    socket.on('data', (bytes: Buffer) => this.take(bytes));
    socket.on('error', (error) => this.fail(error));
    socket.on('close', () => this.fail(new Error('connection closed')));
  }

  /** Associates for these classes and syntaxes, and for verification. Throws `Refused` or the socket's error. */
  static async open(options: SenderOptions, kinds: readonly (readonly [sopClass: string, syntax: string])[] = []): Promise<Sender> {
    const socket = net.connect({ host: options.host ?? '127.0.0.1', port: options.port, ...(options.from ? { localAddress: options.from } : {}) });
    const sender = new Sender(socket, options);
    const contexts = [...kinds, [VERIFICATION, IMPLICIT_LE] as const];
    try {
      await sender.associate(contexts);
    } catch (error) {
      socket.destroy();
      throw error;
    }
    return sender;
  }

  accepts(sopClass: string, syntax: string): boolean {
    return this.contexts.has(`${sopClass} ${syntax}`);
  }

  /** Sends one object and gives the status of its answer. Unless `last`, it says that more of the data set follows. */
  async store(object: Sendable, last = true): Promise<number> {
    const context = this.contexts.get(`${object.sopClassUid} ${object.transferSyntaxUid}`);
    if (context === undefined) throw new Error(`no context for ${object.sopClassUid} in ${object.transferSyntaxUid}`);
    return this.ask([...dataPdus(context, 1, storeCommand(object, this.nextId()), this.maxPdu), ...dataPdus(context, 0, object.dataSet, this.maxPdu, last)]);
  }

  echo(): Promise<number> {
    const context = this.contexts.get(`${VERIFICATION} ${IMPLICIT_LE}`) ?? 1;
    return this.ask(dataPdus(context, 1, echoCommand(this.nextId()), this.maxPdu));
  }

  async release(): Promise<void> {
    this.socket.write(pdu(PDU.releaseRq, Buffer.alloc(4)));
    await this.next().catch(() => undefined);
    this.socket.destroy();
  }

  destroy(): void {
    this.socket.destroy();
  }

  private nextId(): number {
    this.messages = (this.messages % 65_000) + 1;
    return this.messages;
  }

  private async associate(contexts: readonly (readonly [sopClass: string, syntax: string])[]): Promise<void> {
    this.socket.write(associateRequest(this.options.called ?? 'CAUSEWAY', this.options.calling ?? 'BENCH', contexts));
    const { type, body } = await this.next();
    if (type === PDU.associateRj) throw new Refused(body[1]!, body[2]!, body[3]!);
    if (type !== PDU.associateAc) throw new Error(`answered with a PDU of type ${type}`);
    for (let at = 68; at + 4 <= body.length; ) {
      const [kind, length] = [body[at], body.readUInt16BE(at + 2)];
      const content = body.subarray(at + 4, at + 4 + length);
      if (kind === 0x21 && content[2] === 0) this.contexts.set(contexts[(content[0]! - 1) / 2]!.join(' '), content[0]!);
      if (kind === 0x50) this.readLongest(content);
      at += 4 + length;
    }
  }

  private readLongest(user: Buffer): void {
    for (let at = 0; at + 4 <= user.length; at += 4 + user.readUInt16BE(at + 2)) {
      if (user[at] === 0x51) this.maxPdu = Math.min(131_072, user.readUInt32BE(at + 4) || 131_072);
    }
  }

  private async ask(parts: readonly Buffer[]): Promise<number> {
    this.socket.cork();
    for (const part of parts) this.socket.write(part);
    this.socket.uncork();
    const { type, body } = await this.next();
    if (type !== PDU.data) throw new Error(`answered with a PDU of type ${type}`);
    return statusIn(body.subarray(6));
  }

  private next(): Promise<{ type: number; body: Buffer }> {
    const there = this.arrived.shift();
    if (there) return Promise.resolve(there);
    if (this.failure) return Promise.reject(this.failure);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.socket.destroy(new Error('no answer in time')), this.options.patience ?? 60_000);
      this.waiting = {
        resolve: (answer) => { clearTimeout(timer); resolve(answer); },
        reject: (error) => { clearTimeout(timer); reject(error); },
      };
    });
  }

  private take(bytes: Buffer): void {
    this.buffer = this.buffer.length === 0 ? bytes : Buffer.concat([this.buffer, bytes]);
    while (this.buffer.length >= 6 && this.buffer.length >= 6 + this.buffer.readUInt32BE(2)) {
      const end = 6 + this.buffer.readUInt32BE(2);
      const answer = { type: this.buffer[0]!, body: this.buffer.subarray(6, end) };
      this.buffer = this.buffer.subarray(end);
      const { waiting } = this;
      this.waiting = null;
      if (waiting) waiting.resolve(answer);
      else this.arrived.push(answer);
    }
  }

  private fail(error: Error): void {
    this.failure ??= error;
    const { waiting } = this;
    this.waiting = null;
    waiting?.reject(this.failure);
  }
}
