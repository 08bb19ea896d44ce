/** Media made to do harm or to mislead (D5, D6, W1): each as a file or folder, with what must be said of it. */
import fs from 'node:fs';
import path from 'node:path';
import { writeDicomdir } from '@causeway/dicom';
import { makeObject, nestedObject } from '@causeway/dicom/testing';
import { deflatedZeros, rawZip, type RawEntry } from './raw-zip';

export interface HostileMedium {
  readonly name: string;
  /** Path of the file or folder. */
  readonly at: string;
  /** Findings and reasons of which one at least must be told; empty when all must simply be well. */
  readonly tells: readonly string[];
  /** Objects that must be taken from it all the same. */
  readonly takes: number;
}

const GIB = 2 ** 30;
const FIELDS = { fileSetId: 'HOSTILE', uid: '2.25.9', implementationClassUid: '2.25.1', implementationVersionName: 'SPEC' };
const NEXT_RECORD = Buffer.from([4, 0, 0, 0x14, 0x55, 0x4c, 4, 0]);
const FIRST_RECORD = Buffer.from([4, 0, 0, 0x12, 0x55, 0x4c, 4, 0]);

/** Writes all of them below `dir`. `bomb` is what the largest one unpacks to. */
export function hostileMedia(dir: string, bomb = GIB): HostileMedium[] {
  const image = makeObject({ edge: 16 });
  const good: RawEntry = { name: 'IMG/A', bytes: image.file };
  const list: HostileMedium[] = [];
  const zip = (name: string, entries: readonly RawEntry[], tells: readonly string[], takes: number): void => {
    const at = path.join(dir, `${name}.zip`);
    fs.writeFileSync(at, rawZip(entries));
    list.push({ name, at, tells, takes });
  };
  const folder = (name: string, files: Readonly<Record<string, Buffer>>, tells: readonly string[], takes: number, more?: (at: string) => void): void => {
    const at = path.join(dir, name);
    for (const [file, bytes] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(at, file)), { recursive: true });
      fs.writeFileSync(path.join(at, file), bytes);
    }
    more?.(at);
    list.push({ name, at, tells, takes });
  };

  zip('zip-bomb', [good, { name: 'bomb.dcm', bytes: Buffer.alloc(0), packed: Buffer.concat([deflatedZeros(bomb)]), claims: bomb }], ['bomb', 'not-recognised'], 1);
  zip('zip-bomb-as-dicom', [good, { name: 'bomb.dcm', bytes: Buffer.alloc(0), packed: bombOfDicom(image.file, bomb) }], ['bomb'], 1);
  zip('zip-size-zero', [{ ...good, claims: 0 }], [], 1);
  zip('zip-size-enormous', [{ ...good, claims: 0xfffffff0 }], [], 1);
  let nested = rawZip([good]);
  for (let i = 0; i < 5; i++) nested = rawZip([{ name: `level-${i}.zip`, bytes: nested }]);
  const at = path.join(dir, 'zip-nested.zip');
  fs.writeFileSync(at, nested);
  list.push({ name: 'zip-nested', at, tells: ['nested-too-deep'], takes: 0 });
  zip('zip-inside', [{ name: 'disc.zip', bytes: rawZip([good]) }], [], 1);
  zip('zip-slip', [{ ...good, name: '../../../../tmp/causeway-slipped' }, { name: 'C:\\Windows\\evil.dcm', bytes: makeObject({ edge: 16 }).file }, { name: '/etc/cron.d/x', bytes: makeObject({ edge: 16 }).file }], ['name-changed'], 3);
  zip('zip-link', [good, { name: 'out', bytes: Buffer.from('/etc'), mode: 0o120777 }, { name: 'out/passwd', bytes: Buffer.from('x') }], ['link'], 1);
  const shared = { bytes: Buffer.alloc(0), packed: bombOfDicom(image.file, 2 ** 24) };
  zip('zip-overlap', [{ name: '0', ...shared }, ...Array.from({ length: 400 }, (_, i): RawEntry => ({ name: `${i + 1}`, ...shared, sharesWith: 0 }))], ['bomb'], 0);
  zip('zip-same-name', [good, { name: 'IMG/A', bytes: makeObject({ edge: 16 }).file }], [], 2);
  zip('zip-encrypted', [good, { name: 'secret.dcm', bytes: Buffer.from('x'), encrypted: true }], ['encrypted'], 1);
  zip('zip-deep-object', [good, { name: 'deep.dcm', bytes: nestedObject(20_000).file }], ['too-deep'], 1);
  const cut = path.join(dir, 'zip-cut.zip');
  fs.writeFileSync(cut, rawZip([good]).subarray(0, 200));
  list.push({ name: 'zip-cut', at: cut, tells: ['zip-broken'], takes: 0 });

  const directory = writeDicomdir([{ ...image, fileId: ['IMG', 'A1'] }, { ...makeObject({ edge: 16 }), fileId: ['IMG', 'B1'] }], FIELDS);
  const looped = Buffer.from(directory);
  const root = directory.readUInt32LE(directory.indexOf(FIRST_RECORD) + 8);
  for (let i = looped.indexOf(NEXT_RECORD); i >= 0; i = looped.indexOf(NEXT_RECORD, i + 1)) looped.writeUInt32LE(root, i + 8);
  folder('dicomdir-loop', { 'DICOMDIR': looped, 'IMG/A1': image.file }, ['record-loop'], 1);
  const outside = Buffer.from(directory);
  outside.write('..\\A1 ', outside.indexOf('IMG\\A1'), 'latin1');
  folder('dicomdir-outside', { 'DICOMDIR': outside, 'IMG/A1': image.file }, ['file-id-outside'], 1);
  folder('dicomdir-missing', { 'DICOMDIR': directory, 'IMG/A1': image.file }, ['missing'], 1);
  folder('dicomdir-case', { 'dicomdir': directory, 'img/a1;1': image.file, 'IMG/b1': makeObject({ edge: 16 }).file }, ['other-instance'], 2);
  folder('links', { 'IMG/A1': image.file }, ['link'], 1, (at) => {
    fs.symlinkSync('/etc/passwd', path.join(at, 'passwd'));
    fs.symlinkSync('..', path.join(at, 'up'));
    fs.symlinkSync('.', path.join(at, 'self'));
  });
  folder('uid-paths', { 'A': makeObject({ edge: 16, sopInstanceUid: '../../etc/cron.d/x' }).file, 'B': makeObject({ edge: 16, sopInstanceUid: '/abs' }).file, 'C': image.file }, ['identity-invalid'], 1);
  return list;
}

/** A file that begins as an image does and goes on with zeros. */
function bombOfDicom(file: Buffer, bytes: number): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < file.length; at += 65_535) {
    const piece = file.subarray(at, at + 65_535);
    const head = Buffer.from([0, piece.length & 0xff, piece.length >> 8, ~piece.length & 0xff, (~piece.length >> 8) & 0xff]);
    parts.push(head, piece);
  }
  return Buffer.concat([...parts, deflatedZeros(bytes)]);
}

/** An archive of so many empty files, without holding more than its directory. */
export function manyEntries(count: number): Buffer {
  return rawZip(Array.from({ length: count }, (_, i): RawEntry => ({ name: `E${i}`, bytes: Buffer.alloc(0), stored: true })));
}
