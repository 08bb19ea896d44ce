import net from 'node:net';

/** What is done to a raw socket: bytes are written as they are, the rest waits or ends it. */
export type RawStep =
  | { readonly write: Buffer }
  | { readonly waitMs: number }
  /** Waits until so many whole PDUs came. */
  | { readonly untilPdus: number }
  /** The same bytes many times, as fast as the other side takes them. */
  | { readonly write: Buffer; readonly times: number }
  | { readonly hangUp: true };

export interface RawOutcome {
  /** PDUs the other side sent, header included. */
  readonly pdus: readonly Buffer[];
  /** The other side ended the connection within the patience of the run. */
  readonly ended: boolean;
  readonly ms: number;
}

const PATIENCE_MS = 4_000;

/** Plays a script against a DIMSE server, then waits for the server to end the connection. */
export async function playRaw(port: number, steps: readonly RawStep[], patienceMs = PATIENCE_MS): Promise<RawOutcome> {
  const started = performance.now();
  const socket = net.connect({ host: '127.0.0.1', port, noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  let ended = false;
  socket.on('data', (chunk: Buffer) => (received = Buffer.concat([received, chunk])));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => {
    const end = (): void => {
      ended = true;
      resolve();
    };
    socket.on('end', end);
    socket.on('close', end);
  });
  const giveUp = new Promise<void>((resolve) => setTimeout(resolve, patienceMs).unref());
  const play = async (): Promise<void> => {
    for (const step of steps) {
      if (!ended) {
        await act(socket, step, () => pdusIn(received).length);
      }
    }
  };
  await Promise.race([play(), closed, giveUp]);
  await Promise.race([closed, giveUp]);
  socket.destroy();
  return { pdus: pdusIn(received), ended, ms: Math.round(performance.now() - started) };
}

async function act(socket: net.Socket, step: RawStep, pdus: () => number): Promise<void> {
  if ('write' in step) {
    for (let i = 0; i < ('times' in step ? step.times : 1) && socket.writable; i++) {
      if (!socket.write(step.write)) {
        await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
      }
    }
  } else if ('waitMs' in step) {
    await new Promise((resolve) => setTimeout(resolve, step.waitMs));
  } else if ('untilPdus' in step) {
    while (pdus() < step.untilPdus && !socket.destroyed) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  } else {
    socket.destroy();
  }
}

function once(socket: net.Socket, event: string): Promise<void> {
  return new Promise((resolve) => socket.once(event, () => resolve()));
}

function pdusIn(bytes: Buffer): Buffer[] {
  const pdus: Buffer[] = [];
  let at = 0;
  while (at + 6 <= bytes.length && at + 6 + bytes.readUInt32BE(at + 2) <= bytes.length) {
    const end = at + 6 + bytes.readUInt32BE(at + 2);
    pdus.push(bytes.subarray(at, end));
    at = end;
  }
  return pdus;
}

/** A PDU of any type with any body; `length` lies about it. */
export function rawPdu(type: number, body: Buffer, length = body.length): Buffer {
  const head = Buffer.alloc(6);
  head[0] = type;
  head.writeUInt32BE(length, 2);
  return Buffer.concat([head, body]);
}

/** One presentation data value; `length` lies about it. */
export function rawPdv(contextId: number, control: number, bytes: Buffer, length = bytes.length + 2): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt32BE(length, 0);
  head[4] = contextId;
  head[5] = control;
  return Buffer.concat([head, bytes]);
}
