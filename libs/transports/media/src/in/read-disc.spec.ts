import fs from 'node:fs';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newUid, writeDicomdir } from '@causeway/dicom';
import { makeObject, nestedObject, type MadeObject } from '@causeway/dicom/testing';
import { discFolder, memoryIntake, outgoingOf, type MemoryIntake } from '../../testing';
import { Budget, MEDIA_LIMITS, openMedia, readDisc, senderReport, writeDisc, type DiscReport, type MediaLimits } from '../index';

const FIELDS = { fileSetId: 'SPEC', uid: '2.25.9', implementationClassUid: '2.25.1', implementationVersionName: 'SPEC' };
const folders: string[] = [];
afterEach(() => { for (const folder of folders.splice(0)) fs.rmSync(folder, { recursive: true, force: true }); });

function disc(files: Readonly<Record<string, Uint8Array | string>>): string {
  const root = discFolder(files);
  folders.push(root);
  return root;
}

async function read(file: string, limits: MediaLimits = MEDIA_LIMITS, intake: MemoryIntake = memoryIntake()): Promise<{ report: DiscReport; intake: MemoryIntake }> {
  const budget = new Budget(limits);
  const opened = await openMedia(file, budget);
  if (opened.kind === 'failure') throw new Error(opened.reason);
  try {
    return { report: await readDisc(opened.source, intake, { limits, budget }), intake };
  } finally {
    await opened.source.close();
  }
}

const image = (attributes: Record<string, string> = {}): MadeObject => makeObject({ edge: 16, attributes });
const listed = (made: MadeObject, fileId: string) => ({ ...made, fileId: fileId.split('\\') });

describe('a folder', () => {
  it('is taken by what its files are, not by their names', async () => {
    const [a, b] = [image(), image()];
    const { report, intake } = await read(disc({ 'holiday.jpg': a.file, 'X/no-extension': b.bytes, 'setup.exe': 'MZ..', 'autorun.inf': '[autorun]', 'report.pdf': '%PDF-1.4 hello', 'README.TXT': 'words', 'index.html': '<html></html>', 'empty': '' }));
    expect(report.objects).toMatchObject({ taken: 2, aside: 0, refused: 0 });
    expect([...intake.objects.keys()].sort()).toEqual([a.sopInstanceUid, b.sopInstanceUid].sort());
    expect(Object.fromEntries(report.ignored.map((g) => [g.why, g.files]))).toEqual({ 'viewer': 1, 'autorun': 1, 'readme': 1, 'web-page': 1, 'empty': 1 });
    expect(report.documents).toEqual([{ path: 'report.pdf', type: 'application/pdf', bytes: 14, id: 'document 1' }]);
  });

  it('offers no document of a viewer', async () => {
    const { report } = await read(disc({ 'VIEWER/view.exe': 'MZ', 'VIEWER/help/manual.pdf': '%PDF-1.4', 'REPORT.PDF': '%PDF-1.4', 'run.exe': 'MZ' }));
    expect(report.documents.map((d) => d.path)).toEqual(['REPORT.PDF']);
  });

  it('is not left by a link', async () => {
    const outside = disc({ 'secret.dcm': image().file });
    const root = disc({ 'ok.dcm': image().file });
    fs.symlinkSync(path.join(outside, 'secret.dcm'), path.join(root, 'link.dcm'));
    fs.symlinkSync(outside, path.join(root, 'folder'));
    const { report } = await read(root);
    expect(report.objects.taken).toBe(1);
    expect(report.findings).toEqual(['link']);
  });

  it('tells what the DICOMDIR lists and is not there, and what is there and not listed', async () => {
    const [a, b, gone] = [image(), image(), image()];
    const directory = writeDicomdir([listed(a, 'IMG\\A'), listed(gone, 'IMG\\GONE'), listed(image(), 'IMG\\B')], FIELDS);
    const { report } = await read(disc({ 'dicomdir': directory, 'img/a.;1': a.file, 'img/b': b.file, 'extra.dcm': image().file }));
    expect(report.objects.taken).toBe(3);
    expect(report.directory).toMatchObject({ listed: 3, missing: ['IMG/GONE'], missingCount: 1, unlisted: ['extra.dcm'], unlistedCount: 1, otherInstance: 1, ambiguous: 0 });
    expect(senderReport(report).join('\n')).toMatch(/lists 1 file that is not on the medium/);
  });

  it('says when two names differ by case only and the DICOMDIR means one of them', async () => {
    const [a, b] = [image(), image()];
    const { report } = await read(disc({ 'DICOMDIR': writeDicomdir([listed(a, 'IMG1')], FIELDS), 'IMG1': a.file, 'img1': b.file }));
    expect(report.directory).toMatchObject({ ambiguous: 1, otherInstance: 0 });
    expect(report.objects.taken).toBe(2);
  });

  it('reads every image although the DICOMDIR points outside', async () => {
    const a = image();
    const directory = Buffer.from(writeDicomdir([listed(a, 'IMG\\A1')], FIELDS));
    directory.write('..\\A1 ', directory.indexOf('IMG\\A1'), 'latin1');
    const { report } = await read(disc({ 'DICOMDIR': directory, 'IMG/A1': a.file }));
    expect(report.objects.taken).toBe(1);
    expect(report.directory).toMatchObject({ findings: ['file-id-outside'], listed: 0, unlistedCount: 1 });
  });

  it('keeps what cannot be part of an exam apart, with its reason', async () => {
    const a = image();
    const { report } = await read(disc({ 'cut.dcm': a.file.subarray(0, a.file.length - 40), 'deep.dcm': nestedObject(1000).file, 'good.dcm': a.file, 'again.dcm': a.file }));
    expect(report.objects).toEqual({ taken: 1, already: 1, conflicts: 0, aside: 1, refused: 1, unread: 0 });
    expect(report.notTaken.map((r) => `${r.path} ${r.reason} ${r.as}`).sort()).toEqual(['cut.dcm truncated aside', 'deep.dcm too-deep refused']);
  });

  it('with more files than are looked at says so', async () => {
    const { report } = await read(disc({ a: '1', b: '2', c: '3', d: '4' }), { ...MEDIA_LIMITS, entries: 2 });
    expect(report.findings).toEqual(['too-many-entries']);
    expect(report.files).toBe(2);
  });

  it('is given up when the intake cannot take anything now', async () => {
    const intake = { ...memoryIntake(), object: () => Promise.reject(new Error('database away')) };
    await expect(read(disc({ 'a.dcm': image().file }), MEDIA_LIMITS, intake)).rejects.toThrow('database away');
  });
});

describe('a disc of ours', () => {
  it.each(['iso', 'zip'] as const)('as %s comes back whole: every data set byte for byte', async (format) => {
    const objects = [image({ PatientID: 'A' }), image({ PatientID: 'A' }), makeObject({ kind: 'sr', attributes: { PatientID: 'B' } })];
    const made = await writeDisc(objects.map(outgoingOf), {
      volumeId: 'SPEC_DISC', from: 'Westbrook', at: new Date('2026-11-29T10:00:00Z'), implementation: { classUid: '2.25.1', versionName: 'SPEC' },
      documents: [{ title: 'Report', type: 'text/plain', bytes: Buffer.from('No acute finding.') }],
    });
    const file = path.join(disc({}), `disc.${format}`);
    await writeFile(file, format === 'iso' ? made.iso() : made.zip());
    const { report, intake } = await read(file);
    expect(report.kind).toBe(format);
    expect(report.findings).toEqual([]);
    expect(report.objects.taken).toBe(3);
    expect(report.directory).toMatchObject({ findings: [], listed: 3, missingCount: 0, unlistedCount: 0, otherInstance: 0, patients: 2 });
    expect(report.documents.map((d) => d.path)).toEqual(['REPORTS/RP000001.TXT']);
    for (const { sopInstanceUid, bytes } of objects) expect(intake.objects.get(sopInstanceUid)).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('says nothing about anybody outside of its objects, DICOMDIR and documents', async () => {
    const made = await writeDisc([outgoingOf(image({ PatientName: 'ZEBRA^ZOE', PatientID: 'ZZ-99' }))], { volumeId: 'X', from: 'Kü <b>', at: new Date(), implementation: { classUid: '2.25.1', versionName: 'SPEC' } });
    for (const { path: at, content } of made.files.filter((f) => ['README.TXT', 'INDEX.HTM'].includes(f.path[0]!))) {
      const parts: Uint8Array[] = [];
      for await (const part of content()) parts.push(part);
      const text = Buffer.concat(parts).toString('utf8');
      expect(text, at.join('/')).not.toMatch(/ZEBRA|ZZ-99/);
      expect(text).toContain(at[0] === 'INDEX.HTM' ? '&#60;b&#62;' : 'Ku <b>');
    }
  });

  it('puts no more than a thousand images into a folder', async () => {
    const one = image();
    const many = Array.from({ length: 2001 }, () => ({ ...outgoingOf(one), sopInstanceUid: newUid() }));
    const { files } = await writeDisc(many, { volumeId: 'X', from: 'X', at: new Date(), implementation: { classUid: '2.25.1', versionName: 'SPEC' } });
    const perFolder = new Map<string, number>();
    for (const { path: at } of files.filter((f) => f.path[0] === 'DICOM')) perFolder.set(at.slice(0, -1).join('/'), (perFolder.get(at.slice(0, -1).join('/')) ?? 0) + 1);
    expect([...perFolder.values()].sort()).toEqual([1, 1000, 1000]);
    expect(new Set(files.map((f) => f.path.join('/'))).size).toBe(2004);
  });
});
