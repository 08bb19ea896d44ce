import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EXPLICIT_LE } from '@causeway/dicom';
import { makeObject, makeSeries, type MadeObject } from '@causeway/dicom/testing';
import { memoryIntake, outgoingOf } from '../testing';
import { Budget, openMedia, readDisc, reportDocument, writeDisc, type DiscReport } from './index';

let dir = '';
/** The disc of ours as xorriso takes it out. */
let out = '';
let isoFile = '';

const OBJECTS: MadeObject[] = [
  ...makeSeries(3, { edge: 32, attributes: { PatientID: 'A', PatientName: 'DOE^JANE' } }),
  makeObject({ edge: 32, transferSyntaxUid: '1.2.840.10008.1.2', attributes: { PatientID: 'B', PatientName: 'MÜLLER^JÖRG', SpecificCharacterSet: 'ISO_IR 100' } }),
  makeObject({ kind: 'sr', attributes: { PatientID: 'A', PatientName: 'DOE^JANE' } }),
  makeObject({ kind: 'pdf', attributes: { PatientID: 'A', PatientName: 'DOE^JANE' } }),
  makeObject({ kind: 'kos', attributes: { PatientID: 'A', PatientName: 'DOE^JANE' } }),
];
const AT = new Date('2026-11-29T10:00:00Z');

beforeAll(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-discs-'));
  const report = await reportDocument({ title: 'CT head', about: [['Signed', '12 Nov 2026']], sections: [{ heading: 'Impression', text: 'No acute finding.' }] });
  const disc = await writeDisc(OBJECTS.map(outgoingOf), { volumeId: 'PEER_DISC', from: 'Westbrook', at: AT, implementation: { classUid: '2.25.1', versionName: 'SPEC' }, documents: [report] });
  isoFile = path.join(dir, 'ours.iso');
  await writeFile(isoFile, disc.iso());
  out = path.join(dir, 'out');
  execFileSync('xorriso', ['-osirrox', 'on', '-indev', isoFile, '-extract', '/', out], { stdio: 'ignore' });
  execFileSync('chmod', ['-R', 'u+rwX', out]);
});
afterAll(() => fs.rmSync(dir, { recursive: true, force: true }));

const imagesIn = (root: string): string[] => (fs.readdirSync(path.join(root, 'DICOM'), { recursive: true }) as string[]).filter((name) => /IM\d{6}$/.test(name)).map((name) => path.join(root, 'DICOM', name)).sort();

async function read(file: string): Promise<{ report: DiscReport; uids: string[] }> {
  const budget = new Budget({ entries: 300_000, totalBytes: 2 ** 40, fileBytes: 2 ** 33, depth: 32, ratio: 200, freeBytes: 2 ** 26, nesting: 1, documentBytes: 2 ** 20, documents: 100, examples: 100 });
  const opened = await openMedia(file, budget);
  if (opened.kind === 'failure') throw new Error(opened.reason);
  const intake = memoryIntake();
  const report = await readDisc(opened.source, intake, { budget });
  await opened.source.close();
  return { report, uids: [...intake.objects.keys()].sort() };
}

it('writes objects dcmtk dumps, each with the instance it was', () => {
  const uids = imagesIn(out).map((file) => /\[([\d.]+)\]/.exec(execFileSync('dcmdump', ['+P', '0008,0018', file], { encoding: 'utf8' }))?.[1]);
  expect(uids.sort()).toEqual(OBJECTS.map((o) => o.sopInstanceUid).sort());
});

it('writes a DICOMDIR dcmtk reads, with the records dcmmkdir makes of the same files', () => {
  const types = (file: string): Record<string, number> => {
    const counts: Record<string, number> = {};
    for (const [, type] of execFileSync('dcmdump', ['+P', '0004,1430', file], { encoding: 'utf8' }).matchAll(/\[([A-Z ]+?)\s*\]/g)) counts[type!] = (counts[type!] ?? 0) + 1;
    return counts;
  };
  const ours = path.join(out, 'DICOMDIR');
  const theirs = path.join(dir, 'theirs');
  // dcmmkdir lists Explicit VR only: the implicit one is turned, in a copy
  const copy = path.join(dir, 'copy');
  fs.cpSync(out, copy, { recursive: true });
  for (const file of imagesIn(copy)) execFileSync('dcmconv', ['+te', file, file]);
  const files = imagesIn(copy).map((file) => path.relative(copy, file));
  execFileSync('dcmmkdir', ['-Pgp', '+I', '+D', theirs, '+id', copy, ...files], { stdio: 'pipe' });
  expect(types(ours)).toEqual(types(theirs));
  expect(types(ours)).toMatchObject({ 'PATIENT': 2, 'IMAGE': 4, 'SR DOCUMENT': 1, 'ENCAP DOC': 1, 'KEY OBJECT DOC': 1 });
});

it('writes a disc pydicom opens as a file-set', () => {
  const script = `
import sys, warnings
warnings.simplefilter('error', UserWarning)
from pydicom.fileset import FileSet
fs = FileSet(sys.argv[1])
print(fs.ID, len(fs), len(fs.find_values('PatientID')), ' '.join(sorted(i.SOPInstanceUID for i in fs)))
for i in fs: i.load()
`;
  const [id, instances, patients, ...uids] = execFileSync('/usr/bin/python3', ['-c', script, path.join(out, 'DICOMDIR')], { encoding: 'utf8' }).trim().split(' ');
  expect([id, instances, patients]).toEqual(['PEER_DISC', String(OBJECTS.length), '2']);
  expect(uids).toEqual(OBJECTS.map((o) => o.sopInstanceUid).sort());
});

it('passes dciodvfy where the source did', () => {
  const errors = (file: string): number => {
    const { stdout, stderr } = spawnSync('dciodvfy', [file], { encoding: 'utf8' });
    return `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('Error')).length;
  };
  const places = new Map(imagesIn(out).map((file) => [/\[([\d.]+)\]/.exec(execFileSync('dcmdump', ['+P', '0008,0018', file], { encoding: 'utf8' }))?.[1], file]));
  for (const { sopInstanceUid, file } of OBJECTS) {
    const source = path.join(dir, 'source.dcm');
    fs.writeFileSync(source, file);
    expect(errors(places.get(sopInstanceUid)!), sopInstanceUid).toBe(errors(source));
  }
});

it('reads the disc dcmmkdir and genisoimage make, and finds its directory in order', async () => {
  const tree = path.join(dir, 'foreign');
  fs.mkdirSync(path.join(tree, 'IMAGES'), { recursive: true });
  const explicit = OBJECTS.filter((o) => o.transferSyntaxUid === EXPLICIT_LE);
  explicit.forEach((o, i) => fs.writeFileSync(path.join(tree, 'IMAGES', `IM${i}`), o.file));
  execFileSync('dcmmkdir', ['-Pgp', '+I', '+D', path.join(tree, 'DICOMDIR'), '+id', tree, ...explicit.map((_, i) => `IMAGES/IM${i}`)], { stdio: 'pipe' });
  const file = path.join(dir, 'foreign.iso');
  execFileSync('genisoimage', ['-quiet', '-V', 'FOREIGN', '-o', file, tree]);
  const { report, uids } = await read(file);
  expect(report).toMatchObject({ kind: 'iso', label: 'FOREIGN', findings: [], directory: { findings: [], listed: explicit.length, missingCount: 0, unlistedCount: 0, otherInstance: 0 } });
  expect(uids).toEqual(explicit.map((o) => o.sopInstanceUid).sort());
});

it('reads its own disc as zip unpacks it', async () => {
  const { report, uids } = await read(out);
  expect(report.directory).toMatchObject({ findings: [], missingCount: 0, unlistedCount: 0 });
  expect(uids).toEqual(OBJECTS.map((o) => o.sopInstanceUid).sort());
  expect(report.documents).toMatchObject([{ path: 'REPORTS/RP000001.PDF', type: 'application/pdf' }]);
});

it('reads a folder as tar packs it, long names and all', async () => {
  const tree = path.join(dir, 'packed');
  const long = path.join(tree, 'A folder with a name that is a good deal longer than the hundred characters the header of a tape archive has room for, twice over');
  fs.mkdirSync(long, { recursive: true });
  fs.writeFileSync(path.join(long, 'IM1'), OBJECTS[0]!.file);
  fs.writeFileSync(path.join(tree, 'IM2'), OBJECTS[1]!.file);
  fs.symlinkSync('/etc/passwd', path.join(tree, 'link'));
  const file = path.join(dir, 'packed.tar');
  execFileSync('tar', ['--format=gnu', '-C', tree, '-cf', file, '.']);
  const { report, uids } = await read(file);
  expect(report.findings).toEqual(['link']);
  expect(uids).toEqual(OBJECTS.slice(0, 2).map((o) => o.sopInstanceUid).sort());
  fs.writeFileSync(file, fs.readFileSync(file).subarray(0, 2000));
  expect((await read(file)).report.findings).toContain('beyond-end');
});
