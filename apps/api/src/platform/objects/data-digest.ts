import { createHash } from 'node:crypto';

/** SHA-256 of an object behind its first bytes, taken while it is written: those are ours, and what follows is what was received. */
export class DataDigest {
  private readonly hash = createHash('sha256');
  private hex: string | null = null;

  /** `skip` is the number of bytes at the beginning that do not count. */
  constructor(private skip: number) {}

  update(bytes: Uint8Array): void {
    const from = Math.min(this.skip, bytes.length);
    this.skip -= from;
    this.hash.update(from === 0 ? bytes : bytes.subarray(from));
  }

  /** Lower case hex; nothing can be added once it was asked for. */
  get value(): string {
    return (this.hex ??= this.hash.digest('hex'));
  }
}

/** Digests under way in other threads. Each works on a copy, and where the disk keeps all threads waiting there must not be a copy of everything. */
const MOST_BESIDE = 8;
let beside = 0;

/** SHA-256 of these bytes, lower case hex. They may change as soon as this returns. */
export type DigestOf = (bytes: Uint8Array) => Promise<string>;

export const digestHere: DigestOf = (bytes) => Promise.resolve(createHash('sha256').update(bytes).digest('hex'));

/** In another thread: the one that reads sockets has enough to do. Copying costs a third of what that thread is spared, so a processor must be free for it. */
export const digestBeside: DigestOf = async (bytes) => {
  if (beside >= MOST_BESIDE) return digestHere(bytes);
  beside++;
  try {
    return Buffer.from(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)).toString('hex');
  } finally {
    beside--;
  }
};
