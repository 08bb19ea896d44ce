/** Disc images made to mislead: cut, looped, pointing beyond their end, of kinds that are not read. */
import fs from 'node:fs';
import path from 'node:path';
import { makeObject } from '@causeway/dicom/testing';
import { writeDisc } from '@causeway/transport-media';
import { outgoingOf, type HostileMedium } from '@causeway/transport-media/testing';

const SECTOR = 2048;

async function goodImage(): Promise<Buffer> {
  const disc = await writeDisc([outgoingOf(makeObject({ edge: 64 }))], { volumeId: 'HOSTILE', from: 'Spec', at: new Date(), implementation: { classUid: '2.25.1', versionName: 'SPEC' } });
  const parts: Uint8Array[] = [];
  for await (const part of disc.iso()) parts.push(part);
  return Buffer.concat(parts);
}

export async function hostileImages(dir: string): Promise<HostileMedium[]> {
  const good = await goodImage();
  const list: HostileMedium[] = [];
  const put = (name: string, image: Buffer, tells: readonly string[], takes: number): void => {
    const at = path.join(dir, `${name}.iso`);
    fs.writeFileSync(at, image);
    list.push({ name, at, tells, takes });
  };
  put('iso-good', good, [], 1);
  put('iso-cut', good.subarray(0, good.length - 4 * SECTOR), ['beyond-end'], 0);
  put('iso-no-tree', good.subarray(0, 19 * SECTOR), ['beyond-end'], 0);
  const looped = Buffer.from(good);
  const folder = looped.indexOf(Buffer.from('DICOM', 'latin1'), 20 * SECTOR);
  const root = looped.readUInt32LE(16 * SECTOR + 158);
  for (let at = looped.indexOf(Buffer.from('DICOM', 'latin1'), root * SECTOR); at > 0 && at < (root + 1) * SECTOR; at = looped.indexOf(Buffer.from('DICOM', 'latin1'), at + 1)) looped.writeUInt32LE(root, at - 33 + 2);
  put('iso-loop', looped, ['folder-loop', 'trees-differ'], folder > 0 ? 1 : 0);
  const udf = Buffer.alloc(300 * SECTOR);
  for (const [i, id] of ['BEA01', 'NSR03', 'TEA01'].entries()) udf.write(id, (16 + i) * SECTOR + 1, 'latin1');
  put('iso-udf-only', udf, ['udf-only'], 0);
  const raw = Buffer.alloc(20 * 2352);
  raw.fill(0xff, 1, 11);
  put('iso-raw', raw, ['raw-sectors'], 0);
  put('iso-empty', Buffer.alloc(0), ['empty'], 0);
  return list;
}
