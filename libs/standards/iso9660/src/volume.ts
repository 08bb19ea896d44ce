/** Volume descriptors of a disc image (ECMA-119 8) and what else may stand in the volume recognition area (ECMA-167 2/8). */
import type { ImageLimits } from './limits';

/** Up to `length` bytes from `position`; fewer at the end of the image. */
export type ReadAt = (position: number, length: number) => Promise<Buffer>;

export const SECTOR = 2048;
const FIRST_DESCRIPTOR = 16;

export interface Extent {
  /** First byte in the image. */
  readonly start: number;
  readonly length: number;
}

export interface Tree {
  readonly root: Extent;
  readonly blockSize: number;
  readonly joliet: boolean;
  readonly label: string;
}

export interface Volumes {
  readonly primary: Tree | null;
  readonly joliet: Tree | null;
  /** A UDF volume is there, beside or instead of ISO 9660. */
  readonly udf: boolean;
}

/** UCS-2 level 1, 2, 3 (Joliet). */
const JOLIET_ESCAPES = new Set(['%/@', '%/C', '%/E']);

export async function readVolumes(read: ReadAt, limits: ImageLimits): Promise<Volumes> {
  let primary: Tree | null = null;
  let joliet: Tree | null = null;
  let udf = false;
  for (let i = 0; i < limits.descriptors; i++) {
    const sector = await read((FIRST_DESCRIPTOR + i) * SECTOR, SECTOR);
    if (sector.length < SECTOR) break;
    const id = sector.toString('latin1', 1, 6);
    if (/^NSR0[23]$/.test(id)) udf = true;
    else if (id === 'CD001' && sector[0] === 1) primary ??= treeOf(sector, false);
    else if (id === 'CD001' && sector[0] === 2 && JOLIET_ESCAPES.has(sector.toString('latin1', 88, 91))) joliet ??= treeOf(sector, true);
    else if (id !== 'CD001' && !/^(BEA01|TEA01|BOOT2|CDW02)$/.test(id)) break;
  }
  return { primary, joliet, udf };
}

/** Null when the descriptor cannot be used. */
function treeOf(sector: Buffer, joliet: boolean): Tree | null {
  const blockSize = sector.readUInt16LE(128);
  if (![512, 1024, 2048].includes(blockSize)) return null;
  const start = sector.readUInt32LE(156 + 2) * blockSize;
  return { root: { start, length: sector.readUInt32LE(156 + 10) }, blockSize, joliet, label: labelOf(sector.subarray(40, 72), joliet) };
}

function labelOf(bytes: Buffer, joliet: boolean): string {
  const text = joliet ? new TextDecoder('utf-16be').decode(bytes) : bytes.toString('latin1');
  return text.replace(/[\0 ]+$/, '');
}

/** A raw copy of a CD has 12 bytes of synchronisation before each sector (ECMA-130). */
export const looksRaw = (start: Buffer): boolean => start.length >= 12 && start[0] === 0 && start[11] === 0 && start.subarray(1, 11).every((byte) => byte === 0xff);
