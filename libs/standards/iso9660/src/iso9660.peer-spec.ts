import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openImage, planImage, type DiscImage, type ImageFile } from './index';
import { fileReader } from '../testing/file-reader';

let dir = '';
beforeAll(() => { dir = fs.mkdtempSync(path.join(os.tmpdir(), 'iso9660-')); });
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

const CONTENT: Record<string, Buffer> = {
  'DICOMDIR': Buffer.alloc(5000, 7),
  'DICOM/PT000000/IM000000': Buffer.alloc(2048, 1),
  'DICOM/PT000000/IM000001': Buffer.alloc(2049, 2),
  'README.TXT': Buffer.from('read me'),
  'empty file.txt': Buffer.alloc(0),
  'Ein längerer Name mit Umlauten und 日本語.pdf': Buffer.alloc(70_000, 3),
};
for (let i = 0; i < 120; i++) CONTENT[`MANY/A rather long name that fills a folder ${i}.dat`] = Buffer.from(`file ${i}`);

function run(program: string, ...args: string[]): string {
  // names beyond ASCII are read and written in the alphabet of the locale, and not everybody has one
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LC_ALL: 'C.UTF-8' } });
}

async function opened(file: string): Promise<{ image: DiscImage; close: () => void }> {
  const { read, size, close } = fileReader(file);
  const result = await openImage(read, size);
  if (result.kind === 'failure') throw new Error(result.reason);
  return { image: result.image, close };
}

async function contentOf(file: string): Promise<{ files: Record<string, Buffer>; findings: string[] }> {
  const { image, close } = await opened(file);
  const files: Record<string, Buffer> = {};
  for await (const entry of image.entries()) {
    const parts: Buffer[] = [];
    for await (const chunk of image.content(entry)) parts.push(chunk);
    files[entry.path.join('/')] = Buffer.concat(parts);
  }
  close();
  return { files, findings: [...image.findings] };
}

function folder(): string {
  const root = path.join(dir, 'tree');
  if (fs.existsSync(root)) return root;
  for (const [name, bytes] of Object.entries(CONTENT)) {
    fs.mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    fs.writeFileSync(path.join(root, name), bytes);
  }
  return root;
}

async function written(name: string): Promise<string> {
  const files = Object.entries(CONTENT).map(([file, bytes]): ImageFile => ({ path: file.split('/'), bytes: bytes.length, content: () => [bytes] }));
  const plan = planImage(files, { volumeId: 'CAUSEWAY_DISC', publisher: 'WESTBROOK', application: 'CAUSEWAY', at: new Date('2026-11-29T10:00:00Z') });
  const file = path.join(dir, name);
  const handle = fs.openSync(file, 'w');
  let bytes = 0;
  for await (const chunk of plan.stream()) bytes += fs.writeSync(handle, chunk);
  fs.closeSync(handle);
  expect(bytes).toBe(plan.bytes);
  return file;
}

it.each([
  ['genisoimage with Rock Ridge and Joliet', 'genisoimage', ['-quiet', '-r', '-J', '-joliet-long', '-V', 'PEER', '-o']],
  ['genisoimage with Rock Ridge', 'genisoimage', ['-quiet', '-r', '-V', 'PEER', '-o']],
  ['genisoimage with Joliet', 'genisoimage', ['-quiet', '-J', '-joliet-long', '-V', 'PEER', '-o']],
  ['xorriso', 'xorrisofs', ['-quiet', '-r', '-J', '-joliet-long', '-V', 'PEER', '-o']],
])('reads what %s wrote, byte for byte', async (name, program, args) => {
  const file = path.join(dir, `${name.replaceAll(' ', '-')}.iso`);
  run(program, ...args, file, folder());
  const { files, findings } = await contentOf(file);
  expect(findings).toEqual([]);
  expect(Object.keys(files).sort()).toEqual(Object.keys(CONTENT).sort());
  for (const [path_, bytes] of Object.entries(CONTENT)) expect(files[path_]?.equals(bytes), path_).toBe(true);
});

it('reads the plain tree of a disc without long names', async () => {
  const file = path.join(dir, 'plain.iso');
  run('genisoimage', '-quiet', '-V', 'PEER', '-o', file, folder());
  const { files } = await contentOf(file);
  expect(files['DICOM/PT000000/IM000001']?.equals(CONTENT['DICOM/PT000000/IM000001']!)).toBe(true);
  expect(Object.keys(files)).toHaveLength(Object.keys(CONTENT).length);
});

it('refuses a disc that is UDF only, and says so', async () => {
  // UDF without an ISO 9660 volume, as a volume recognition sequence shows it (ECMA-167 2/8.3)
  const sectors = Buffer.alloc(20 * 2048);
  for (const [i, id] of ['BEA01', 'NSR03', 'TEA01'].entries()) sectors.write(id, (16 + i) * 2048 + 1, 'latin1');
  expect(await openImage(async (at, length) => sectors.subarray(at, at + length), sectors.length)).toEqual({ kind: 'failure', reason: 'udf-only' });
});

it('writes a disc xorriso lists whole and takes out byte for byte', async () => {
  const file = await written('ours.iso');
  const out = path.join(dir, 'out');
  run('xorriso', '-osirrox', 'on', '-indev', file, '-extract', '/', out);
  run('chmod', '-R', 'u+rwX', out);
  const joliet = path.join(dir, 'out-joliet');
  run('xorriso', '-osirrox', 'on', '-read_fs', 'nojoliet', '-indev', file, '-extract', '/', joliet);
  run('chmod', '-R', 'u+rwX', joliet);
  expect(fs.readFileSync(path.join(joliet, 'DICOM/PT000000/IM000001')).equals(CONTENT['DICOM/PT000000/IM000001']!)).toBe(true);
  expect(fs.readdirSync(path.join(joliet, 'MANY'))).toHaveLength(120);
  for (const [name, bytes] of Object.entries(CONTENT)) expect(fs.readFileSync(path.join(out, name)).equals(bytes), name).toBe(true);
});

it('writes a disc isoinfo reads in both trees', async () => {
  const file = await written('ours.iso');
  const plain = run('isoinfo', '-f', '-i', file);
  expect(plain).toContain('/DICOM/PT000000/IM000001.;1');
  expect(plain).toContain('/README.TXT;1');
  expect(run('isoinfo', '-J', '-f', '-i', file)).toContain('/MANY/A rather long name that fills a folder 99.dat;1');
  expect(execFileSync('isoinfo', ['-i', file, '-x', '/DICOM/PT000000/IM000001.;1']).equals(CONTENT['DICOM/PT000000/IM000001']!)).toBe(true);
  expect(run('isoinfo', '-d', '-i', file)).toMatch(/Volume id: CAUSEWAY_DISC/);
});

it('reads its own disc back', async () => {
  const { files, findings } = await contentOf(await written('ours.iso'));
  expect(findings).toEqual([]);
  expect(Object.keys(files).sort()).toEqual(Object.keys(CONTENT).sort());
});
