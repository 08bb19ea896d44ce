import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import zlib from 'node:zlib';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { quickest } from '@causeway/tools/cost';
import { differingTags, mutantOf, readInPieces, topLevelBytes, truncations } from '../../testing';
import { locateFrames } from '../frames/locate-frames';
import { readMetadata } from '../json/metadata';
import type { DicomJson, JsonElement } from '../json/dicom-json';
import { applyLocalise, planLocalise } from '../localise/localise';
import { localisedLength } from '../localise/plan';
import { identityChanges, type LocaliseRequest } from '../localise/request';
import { transferSyntax } from '../registry/transfer-syntax';
import type { ObjectResult } from '../reader/object-reader';
import { corpusFiles, type CorpusFile } from './corpus';
import { JUDGED } from './judged';

vi.setConfig({ testTimeout: 300_000 });
const FILES = corpusFiles();
const results = new Map<string, ObjectResult>();
const bytesOf = (file: CorpusFile): Buffer => fs.readFileSync(file.path);
const has = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'dicom-corpus-'));
afterAll(() => fs.rmSync(folder, { recursive: true }));

async function readOnce(file: CorpusFile): Promise<ObjectResult> {
  const known = results.get(file.name) ?? (await readInPieces(bytesOf(file)));
  results.set(file.name, known);
  return known;
}

async function okFiles(): Promise<{ file: CorpusFile; result: ObjectResult }[]> {
  const read = await Promise.all(FILES.map(async (file) => ({ file, result: await readOnce(file) })));
  return read.filter(({ result }) => result.verdict.kind === 'ok');
}

/** The data set itself, inflated where it is deflated. */
function dataSetOf(file: Buffer, result: ObjectResult): Buffer {
  const bytes = file.subarray(result.dataSetOffset);
  return transferSyntax(result.transferSyntaxUid).deflated ? zlib.inflateRawSync(bytes) : bytes;
}

describe.skipIf(FILES.length === 0)('files nobody here wrote', () => {
  it('are ok, or not for the reason a person found', async () => {
    const wrong: string[] = [];
    for (const file of FILES) {
      const { verdict } = await readOnce(file);
      const expected = JUDGED.find(({ name }) => name.test(file.name))?.reason ?? 'ok';
      const found = verdict.kind === 'ok' ? 'ok' : verdict.reason;
      if (found !== expected) wrong.push(`${file.name}: ${found}, judged ${expected}`);
    }
    expect(wrong).toEqual([]);
    expect((await okFiles()).length).toBeGreaterThan(200);
  });

  it('give the same result in pieces of any size', async () => {
    for (const file of FILES) {
      const bytes = bytesOf(file);
      const whole = await readOnce(file);
      for (const size of [1, 7, 13, 4096]) {
        if (size * 200_000 <= bytes.length) continue;
        const inPieces = await readInPieces(bytes, size);
        expect({ name: file.name, size, ...inPieces }).toEqual({ name: file.name, size, ...whole });
      }
    }
  });

  it('are never accepted when cut, but for the padding behind a deflated one', async () => {
    const accepted: string[] = [];
    for (const { file, result } of await okFiles()) {
      const bytes = bytesOf(file);
      if (bytes.length > 300_000) continue;
      for (const cut of truncations(bytes, Math.max(7, Math.floor(bytes.length / 40)))) {
        const read = await readInPieces(cut);
        if (read.verdict.kind === 'ok' && read.bytes !== result.bytes) accepted.push(`${file.name} at ${cut.length} of ${bytes.length}`);
      }
    }
    expect(accepted).toEqual([]);
  });

  it('end no reader when damaged', async () => {
    const sources = (await okFiles()).map(({ file }) => bytesOf(file)).filter((bytes) => bytes.length < 300_000 && bytes.length > 400);
    for (let seed = 1; seed <= 3000; seed++) {
      const { bytes } = mutantOf(sources[seed % sources.length]!, seed);
      const readAll = async () => {
        const read = await readInPieces(bytes, 1 + ((seed * 7919) % 70_000));
        await planLocalise([bytes], REQUEST);
        await readMetadata([bytes]);
        await locateFrames([bytes]);
        expect(['ok', 'quarantine', 'refuse']).toContain(read.verdict.kind);
      };
      expect(await quickest(readAll, 2000)).toBeLessThan(2000);
    }
  });
});

const plain = (text: string) => ({ text, ascii: text });
const REQUEST: LocaliseRequest = {
  changes: identityChanges({
    patientName: { text: 'Örtlich^Anna', ascii: 'Oertlich^Anna' },
    patientId: plain('LOCAL-1'),
    issuerOfPatientId: plain('HERE'),
    issuerOfPatientIdEntity: { universalId: '1.2.3', universalIdType: 'ISO' },
    patientBirthDate: '19700101',
    patientSex: 'F',
    accessionNumber: plain('A77'),
    issuerOfAccessionNumber: { universalId: '1.2.4', universalIdType: 'ISO' },
    instanceOriginStatus: 'IMPORTED',
  }),
  keepOutsidePatientId: { issuer: plain('THERE') },
  modification: { source: plain('THERE'), modifyingSystem: plain('EXCHANGE'), at: new Date(0), reason: 'COERCE' },
};
const TOUCHED = /^(000800(50|51|00)|001000(00|10|20|21|24|30|40)|00101002|04000000|04000561|04000600)$/;

async function localised(bytes: Buffer): Promise<Buffer> {
  const result = await planLocalise([bytes], REQUEST);
  if (result.kind === 'refused') throw new Error(result.reason);
  const parts: Uint8Array[] = [];
  for await (const part of applyLocalise([bytes], result.plan)) parts.push(Buffer.from(part));
  const copy = Buffer.concat(parts);
  const length = localisedLength(result.plan, bytes.length);
  if (length !== null) expect(copy.length).toBe(length);
  return copy;
}

/** One run for all of these objects: reading its dictionary takes such a program longer than most of them. */
function dcmtk(command: string, objects: readonly Buffer[], ...options: string[]): { status: number | null; text: string } {
  const targets = objects.map((bytes, i) => {
    const target = path.join(folder, `object-${i}.dcm`);
    fs.writeFileSync(target, bytes);
    return target;
  });
  const run = spawnSync(command, ['-q', ...options, ...targets], { encoding: 'latin1', maxBuffer: 2 ** 28 });
  return { status: run.status, text: run.stdout };
}

describe.skipIf(FILES.length === 0)('localised copies of files nobody here wrote', () => {
  it('differ in the asked-for elements only, and are ok themselves', async () => {
    for (const { file, result } of await okFiles()) {
      const before = bytesOf(file);
      const after = await localised(before);
      const read = await readInPieces(after);
      expect({ name: file.name, verdict: read.verdict }).toEqual({ name: file.name, verdict: { kind: 'ok' } });
      expect(after.subarray(0, read.dataSetOffset).equals(before.subarray(0, result.dataSetOffset))).toBe(true);
      const uid = result.transferSyntaxUid;
      const changed = differingTags(topLevelBytes(dataSetOf(before, result), uid), topLevelBytes(dataSetOf(after, read), uid));
      expect({ name: file.name, changed: changed.filter((tag) => !TOUCHED.test(tag)) }).toEqual({ name: file.name, changed: [] });
    }
  });

  it.skipIf(!has('dcmdump'))('are read by dcmdump wherever the original was', async () => {
    for (const { file } of await okFiles()) {
      const bytes = bytesOf(file);
      const dump = dcmtk('dcmdump', [await localised(bytes), bytes], '+P', '0010,0020', '+P', '0400,0563');
      if (dump.status !== 0 && dcmtk('dcmdump', [bytes]).status !== 0) continue;
      expect({ name: file.name, status: dump.status }).toEqual({ name: file.name, status: 0 });
      expect(dump.text).toContain('[LOCAL-1]');
    }
  });
});

const isBinary = (vr: string): boolean => /^(O.|UN)$/.test(vr);
const UNSPEAKABLE = /[\0-\x1f]/g;

/** Values without what the two writers may do differently: trailing delimiters of names, and how a number is spelled. */
function comparable(element: JsonElement): unknown[] {
  return (element.Value ?? []).map((value) => {
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([group, name]) => [group, String(name).replace(/[\^ ]+$/, '')]));
    }
    const text = String(value ?? '').replaceAll(UNSPEAKABLE, '').trim();
    if (text === '') return null;
    return /^[A-Z]{2}$/.test(element.vr) && 'IS DS FL FD'.includes(element.vr) ? Number(Number(text).toPrecision(6)) : text;
  });
}

function compare(ours: DicomJson, theirs: DicomJson, at: string, differences: string[]): void {
  for (const tag of new Set([...Object.keys(ours), ...Object.keys(theirs)])) {
    const a = ours[tag];
    const b = theirs[tag];
    if (tag === '00080005' || tag.endsWith('0000') || b?.vr === 'UN') continue;
    if (!a || !b || a.vr !== b.vr) differences.push(`${at}${tag}: ${a?.vr ?? 'nothing'} here, ${b?.vr ?? 'nothing'} there`);
    else if (a.vr === 'SQ') {
      const items = (element: JsonElement): DicomJson[] => (element.Value ?? []) as DicomJson[];
      if (items(a).length !== items(b).length) differences.push(`${at}${tag}: other items`);
      else items(a).forEach((item, i) => compare(item, items(b)[i]!, `${at}${tag}/${i}/`, differences));
    } else if (!isBinary(a.vr)) {
      const [left, right] = [comparable(a), comparable(b)].map((values) => JSON.stringify(values.every((value) => value === null) ? [] : values));
      if (left !== right) differences.push(`${at}${tag}: ${left} here, ${right} there`);
    }
  }
}

describe.skipIf(FILES.length === 0 || !has('dcm2json'))('metadata of files nobody here wrote', () => {
  it('is what dcm2json says of the same header', async () => {
    let compared = 0;
    const differing: string[] = [];
    for (const { file, result } of await okFiles()) {
      const bytes = bytesOf(file);
      if (transferSyntax(result.transferSyntaxUid).deflated || bytes.length > 4_000_000) continue;
      const elements = [...topLevelBytes(dataSetOf(bytes, result), result.transferSyntaxUid)];
      const header = elements.filter(([tag]) => tag < '7FE00000').reduce((length, [, element]) => length + element.length, result.dataSetOffset);
      const theirs = dcmtk('dcm2json', [bytes.subarray(0, header)]);
      const metadata = await readMetadata([bytes]);
      if (theirs.status !== 0 || metadata.kind !== 'metadata') continue;
      const json = parsed(Buffer.from(theirs.text, 'latin1').toString('utf8'));
      if (!json) continue;
      compared++;
      const found: string[] = [];
      compare(metadata.json, json, '', found);
      if (found.length > 0) differing.push(`${file.name}: ${found.slice(0, 3).join('; ')}`);
    }
    expect(differing).toEqual([]);
    expect(compared).toBeGreaterThan(150);
  });
});

/** dcm2json writes some values as JSON that is none: those objects cannot be compared. */
function parsed(text: string): DicomJson | null {
  try {
    return JSON.parse(text.replaceAll(UNSPEAKABLE, ' ')) as DicomJson;
  } catch {
    return null;
  }
}
