/** Bytes of directory records, path tables and volume descriptors (ECMA-119 8 and 9). Blocks are sectors of 2,048 bytes. */

export const SECTOR = 2048;

export const both16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return bytes;
};
export const both32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
};

export interface RecordFields {
  readonly identifier: Buffer;
  readonly block: number;
  readonly bytes: number;
  readonly folder: boolean;
  readonly continues?: boolean;
  readonly at: Date;
}

export const recordLength = (identifier: Buffer): number => 33 + identifier.length + (identifier.length % 2 === 0 ? 1 : 0);

/** One directory record (9.1). */
export function directoryRecord({ identifier, block, bytes, folder, continues = false, at }: RecordFields): Buffer {
  const record = Buffer.alloc(recordLength(identifier));
  record[0] = record.length;
  both32(block).copy(record, 2);
  both32(bytes).copy(record, 10);
  record.set([at.getUTCFullYear() - 1900, at.getUTCMonth() + 1, at.getUTCDate(), at.getUTCHours(), at.getUTCMinutes(), at.getUTCSeconds(), 0], 18);
  record[25] = (folder ? 0x02 : 0) | (continues ? 0x80 : 0);
  both16(1).copy(record, 28);
  record[32] = identifier.length;
  identifier.copy(record, 33);
  return record;
}

/** Bytes records of these lengths take when none crosses a sector (6.8.1.1), up to a whole sector. */
export function folderLength(lengths: readonly number[]): number {
  let at = 0;
  for (const length of lengths) {
    if ((at % SECTOR) + length > SECTOR) at = roundUp(at);
    at += length;
  }
  return roundUp(at);
}

export function packFolder(records: readonly Buffer[]): Buffer {
  const folder = Buffer.alloc(folderLength(records.map((record) => record.length)));
  let at = 0;
  for (const record of records) {
    if ((at % SECTOR) + record.length > SECTOR) at = roundUp(at);
    record.copy(folder, at);
    at += record.length;
  }
  return folder;
}

export const roundUp = (bytes: number): number => Math.ceil(bytes / SECTOR) * SECTOR;

export interface PathRow {
  readonly identifier: Buffer;
  readonly block: number;
  /** Number of the parent in the table, from 1. */
  readonly parent: number;
}

/** A path table (9.4); its length is the same in both byte orders. */
export function pathTable(rows: readonly PathRow[], bigEndian: boolean): Buffer {
  return Buffer.concat(rows.map(({ identifier, block, parent }) => {
    const row = Buffer.alloc(8 + identifier.length + (identifier.length % 2));
    row[0] = identifier.length;
    if (bigEndian) {
      row.writeUInt32BE(block, 2);
      row.writeUInt16BE(parent, 6);
    } else {
      row.writeUInt32LE(block, 2);
      row.writeUInt16LE(parent, 6);
    }
    identifier.copy(row, 8);
    return row;
  }));
}
