/** Volume descriptors of a disc of ours: primary (ECMA-119 8.4), supplementary with the Joliet escape sequence (8.5), terminator (8.3). */
import { ucs2 } from './names';
import { both16, both32, directoryRecord, SECTOR } from './records';

export interface VolumeFields {
  readonly joliet: boolean;
  readonly volumeId: string;
  readonly publisher: string;
  readonly application: string;
  readonly blocks: number;
  readonly tableBytes: number;
  readonly tableLittle: number;
  readonly tableBig: number;
  readonly rootBlock: number;
  readonly rootBytes: number;
  readonly at: Date;
}

const FIRST_IDENTIFIER = Buffer.from([0]);

export function volumeDescriptor(f: VolumeFields): Buffer {
  const sector = Buffer.alloc(SECTOR);
  const text = (value: string, at: number, length: number): void => {
    if (f.joliet) {
      const padded = value.slice(0, length >> 1).padEnd(length >> 1, ' ');
      ucs2(padded).copy(sector, at);
    } else sector.write(value.slice(0, length).padEnd(length, ' '), at, 'latin1');
  };
  sector[0] = f.joliet ? 2 : 1;
  sector.write('CD001', 1, 'latin1');
  sector[6] = 1;
  text('', 8, 32);
  text(f.volumeId, 40, 32);
  both32(f.blocks).copy(sector, 80);
  if (f.joliet) sector.write('%/E', 88, 'latin1');
  both16(1).copy(sector, 120);
  both16(1).copy(sector, 124);
  both16(SECTOR).copy(sector, 128);
  both32(f.tableBytes).copy(sector, 132);
  sector.writeUInt32LE(f.tableLittle, 140);
  sector.writeUInt32BE(f.tableBig, 148);
  directoryRecord({ identifier: FIRST_IDENTIFIER, block: f.rootBlock, bytes: f.rootBytes, folder: true, at: f.at }).copy(sector, 156);
  text('', 190, 128);
  text(f.publisher, 318, 128);
  text('', 446, 128);
  text(f.application, 574, 128);
  for (const at of [702, 739, 776]) text('', at, 37);
  const stamp = `${f.at.toISOString().replace(/\D/g, '').slice(0, 16)}\0`;
  for (const at of [813, 830]) sector.write(stamp, at, 'latin1');
  for (const at of [847, 864]) sector.write(`${'0'.repeat(16)}\0`, at, 'latin1');
  sector[881] = 1;
  return sector;
}

export function terminator(): Buffer {
  const sector = Buffer.alloc(SECTOR);
  sector[0] = 255;
  sector.write('CD001', 1, 'latin1');
  sector[6] = 1;
  return sector;
}
