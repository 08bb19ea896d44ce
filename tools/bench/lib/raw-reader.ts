// Reads an answer off its socket into one buffer that is used again and again, and counts. Node's own client makes fresh memory of every piece and takes
// longer for an image than either server does: the rate of two servers beside it was mostly the rate of that client.
import net from 'node:net';

/** One for all: what is read is looked at before anything else is. */
const BUFFER = Buffer.allocUnsafeSlow(256 * 1024);
/** As much of the end is kept as a closing boundary may be long (RFC 2046 5.1.1). */
const TAIL_BYTES = 80;
const HEAD_END = '\r\n\r\n';
const MOST_HEAD = 16_384;

export interface RawAnswer {
  /** Of the body. */
  readonly bytes: number;
  /** From asking, over a connection of its own, to the first byte of the body. */
  readonly firstByteMs: number;
}

/** What is known of an answer once its head is there. */
interface Head {
  /** Of the body, where it is said. */
  readonly length: number | null;
  readonly boundary: string;
}

function headOf(text: string): Head {
  if (!/^HTTP\/1\.1 200 /.test(text)) throw new Error(`It answered ${text.slice(0, text.indexOf('\r\n'))}.`);
  if (/^transfer-encoding:/im.test(text)) throw new Error('It answered in chunks, which are not counted here.');
  const boundary = /^content-type: multipart\/related;.*boundary="?([^";\r\n]+)/im.exec(text)?.[1];
  if (boundary === undefined) throw new Error('It answered with something else than parts.');
  const length = /^content-length: (\d+)/im.exec(text)?.[1];
  return { length: length === undefined ? null : Number(length), boundary };
}

/**
 * Fetches parts to their end, which is the closing boundary, and with `only: 'first byte'` no further than that. The connection is for this one answer, and
 * so is its closing where no length is said.
 */
export function readRaw(address: string, headers: Readonly<Record<string, string>>, { only }: { readonly only?: 'first byte' } = {}): Promise<RawAnswer> {
  const { hostname, port, host, pathname } = new URL(address);
  const asked = [`GET ${pathname} HTTP/1.1`, `Host: ${host}`, 'Connection: close', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)].join('\r\n') + HEAD_END;
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let text = '';
    let head: Head | null = null;
    let bytes = 0;
    let firstByteMs = 0;
    let tail = Buffer.alloc(0);

    const take = (piece: Buffer): boolean => {
      if (bytes === 0) firstByteMs = performance.now() - started;
      bytes += piece.length;
      tail = Buffer.from(piece.length >= TAIL_BYTES ? piece.subarray(-TAIL_BYTES) : Buffer.concat([tail, piece]).subarray(-TAIL_BYTES));
      return only === undefined;
    };
    const taken = (piece: Buffer): boolean => {
      if (head) return take(piece);
      text += piece.toString('latin1');
      const at = text.indexOf(HEAD_END);
      if (at < 0 && text.length > MOST_HEAD) throw new Error('Its head does not end.');
      if (at < 0) return true;
      const body = piece.subarray(piece.length - (text.length - at - HEAD_END.length));
      head = headOf(text.slice(0, at));
      return body.length === 0 || take(body);
    };
    const end = (): void => {
      const whole = head !== null && (head.length === null || head.length === bytes) && tail.toString('latin1').trimEnd().endsWith(`--${head.boundary}--`);
      if (whole) resolve({ bytes, firstByteMs });
      else reject(new Error(`It broke off after ${bytes} bytes.`));
    };
    const socket = net.connect({
      host: hostname, port: Number(port), noDelay: true,
      onread: {
        buffer: BUFFER,
        callback: (read, buffer) => {
          try {
            if (taken(Buffer.from(buffer.buffer, buffer.byteOffset, read))) return true;
            resolve({ bytes, firstByteMs });
          } catch (error) {
            reject(error as Error);
          }
          socket.destroy();
          return false;
        },
      },
    }, () => socket.write(asked));
    socket.once('end', end);
    socket.once('error', reject);
  });
}
