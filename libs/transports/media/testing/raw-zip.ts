/** ZIP archives that need not tell the truth. */
import zlib from 'node:zlib';

export interface RawEntry {
  readonly name: string;
  readonly bytes: Buffer;
  /** Compressed bytes and method in place of those made from `bytes`. */
  readonly packed?: Buffer;
  readonly stored?: boolean;
  /** Uncompressed size the archive claims. */
  readonly claims?: number;
  /** Unix mode, such as 0o120777 for a link. */
  readonly mode?: number;
  /** Points to the data of the n-th entry in place of its own. */
  readonly sharesWith?: number;
  readonly encrypted?: boolean;
}

export function rawZip(entries: readonly RawEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  const offsets: number[] = [];
  let at = 0;
  for (const [i, entry] of entries.entries()) {
    const packed = entry.packed ?? (entry.stored ? entry.bytes : zlib.deflateRawSync(entry.bytes));
    const name = Buffer.from(entry.name, 'latin1');
    const method = entry.stored ? 0 : 8;
    const fields = (size: number): Buffer => {
      const part = Buffer.alloc(26);
      part.writeUInt16LE(20, 0);
      part.writeUInt16LE(entry.encrypted ? 1 : 0, 2);
      part.writeUInt16LE(method, 4);
      part.writeUInt32LE(zlib.crc32(entry.bytes), 10);
      part.writeUInt32LE(packed.length, 14);
      part.writeUInt32LE(size, 18);
      part.writeUInt16LE(name.length, 22);
      return part;
    };
    const size = entry.claims ?? entry.bytes.length;
    const shared = entry.sharesWith;
    offsets[i] = shared === undefined ? at : offsets[shared]!;
    if (shared === undefined) {
      const header = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields(size), name, packed]);
      local.push(header);
      at += header.length;
    }
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.mode ?? 0) << 16) >>> 0, 6);
    tail.writeUInt32LE(offsets[i]!, 10);
    central.push(Buffer.from('PK\x01\x02', 'latin1'), Buffer.from([20, entry.mode === undefined ? 0 : 3]), fields(size), tail, name);
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(entries.length, 0xffff), 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, directory, ...(entries.length >= 0xffff ? zip64End(entries.length, directory.length, at) : []), end]);
}

/** More entries than 16 bits count (APPNOTE 4.3.14, 4.3.15). */
function zip64End(entries: number, directoryBytes: number, directoryAt: number): Buffer[] {
  const record = Buffer.alloc(56);
  record.write('PK\x06\x06', 0, 'latin1');
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(45, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(entries), 24);
  record.writeBigUInt64LE(BigInt(entries), 32);
  record.writeBigUInt64LE(BigInt(directoryBytes), 40);
  record.writeBigUInt64LE(BigInt(directoryAt), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 0, 'latin1');
  locator.writeBigUInt64LE(BigInt(directoryAt + directoryBytes), 8);
  locator.writeUInt32LE(1, 16);
  return [record, locator];
}

/** Deflated zeros, made without holding them: about a thousandth of their length. */
export function deflatedZeros(bytes: number): Buffer {
  const block = 2 ** 24;
  const packed = zlib.deflateRawSync(Buffer.alloc(block), { finishFlush: zlib.constants.Z_FULL_FLUSH });
  const last = zlib.deflateRawSync(Buffer.alloc(0));
  return Buffer.concat([...Array.from({ length: Math.floor(bytes / block) }, () => packed), last]);
}
