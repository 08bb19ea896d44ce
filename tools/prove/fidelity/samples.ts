// Objects to be held against themselves: other people's files where they are at hand, else objects of every kind we can make.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE, DEFLATED_LE, ObjectReader, rawElement } from '@causeway/dicom';
import { makeObject, OBJECT_KINDS } from '@causeway/dicom/testing';
import { workspaceRoot } from '../../product/workspace';

export interface Sample {
  readonly name: string;
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyUid: string;
  readonly seriesUid: string;
  readonly transferSyntaxUid: string;
  readonly characterSet: string;
  /** As it was found: with its own head, or with none. */
  readonly file: Buffer;
  readonly dataSet: Buffer;
  /** Of the data set, hex. */
  readonly sha256: string;
}

export interface Samples {
  readonly from: 'corpus' | 'generated';
  readonly valid: readonly Sample[];
  /** Files that are no usable object, by reason. */
  readonly invalid: Readonly<Record<string, number>>;
  /** The same by name. */
  readonly turnedDown: readonly string[];
  /** Files that hold what another file holds. */
  readonly repeated: number;
}

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function sampleOf(name: string, file: Buffer): Promise<Sample | string> {
  const reader = new ObjectReader();
  await reader.push(file);
  const { verdict, values, transferSyntaxUid, dataSetOffset } = await reader.finish();
  if (verdict.kind !== 'ok') return verdict.reason;
  const dataSet = file.subarray(dataSetOffset);
  return {
    name, file, dataSet, transferSyntaxUid, sha256: digest(dataSet), sopClassUid: values.sopClassUid!, sopInstanceUid: values.sopInstanceUid!, studyUid: values.studyInstanceUid!,
    seriesUid: values.seriesInstanceUid!, characterSet: values.specificCharacterSet ?? '',
  };
}

function* made(): Generator<[string, Buffer]> {
  const elements = [rawElement('00091010', 'LO', 'CAUSEWAY TEST '), rawElement('00091110', 'OB', Buffer.from([1, 2, 3, 4])), rawElement('00091111', 'UN', Buffer.from('private '))];
  const japanese = { SpecificCharacterSet: '\\ISO 2022 IR 87', PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう', ReferringPhysicianName: 'Suzuki^Ichirou=鈴木^一郎' };
  const korean = { SpecificCharacterSet: '\\ISO 2022 IR 149', PatientName: 'Hong^Gildong=洪^吉洞=홍^길동' };
  for (const kind of OBJECT_KINDS) yield [`made ${kind}`, makeObject({ kind, edge: 32, elements }).file];
  for (const transferSyntaxUid of [IMPLICIT_LE, EXPLICIT_LE, EXPLICIT_BE, DEFLATED_LE, '1.2.840.10008.1.2.5']) yield [`made in ${transferSyntaxUid}`, makeObject({ edge: 32, transferSyntaxUid, elements, attributes: japanese }).file];
  for (const attributes of [japanese, korean]) yield [`made with ${attributes.SpecificCharacterSet}`, makeObject({ kind: 'mr', edge: 32, elements, attributes, undefinedLengths: true }).file];
  yield ['made without a head', makeObject({ edge: 32, transferSyntaxUid: IMPLICIT_LE }).bytes];
}

function* found(root: string): Generator<[string, Buffer]> {
  const files = fs.readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => path.join(one.parentPath, one.name)).sort();
  for (const file of files) yield [path.relative(root, file), fs.readFileSync(file)];
}

/** Folder of the corpus' objects; null when there is none here. */
export function corpusRoot(): string | null {
  const root = path.join(process.env['CAUSEWAY_CORPUS'] ?? path.join(workspaceRoot(), '../shared/data/corpus'), 'dicom');
  return fs.existsSync(root) ? root : null;
}

export async function readSamples(root: string | null): Promise<Samples> {
  const valid: Sample[] = [];
  const invalid: Record<string, number> = {};
  const seen = new Set<string>();
  const turnedDown: string[] = [];
  let repeated = 0;
  for (const [name, file] of root === null ? made() : found(root)) {
    const sample = await sampleOf(name, file);
    if (typeof sample === 'string') {
      invalid[sample] = (invalid[sample] ?? 0) + 1;
      turnedDown.push(`${name}: ${sample}`);
    }
    else if (seen.has(`${sample.sopInstanceUid} ${sample.sha256}`)) repeated++;
    else {
      seen.add(`${sample.sopInstanceUid} ${sample.sha256}`);
      valid.push(sample);
    }
  }
  return { from: root === null ? 'generated' : 'corpus', valid, invalid, turnedDown, repeated };
}

/** Groups in which no SOP Instance UID comes twice: different objects under one UID can only be asked for one at a time. */
export function passes(samples: readonly Sample[]): Sample[][] {
  const groups: Sample[][] = [];
  const times = new Map<string, number>();
  for (const sample of samples) {
    const n = times.get(sample.sopInstanceUid) ?? 0;
    times.set(sample.sopInstanceUid, n + 1);
    (groups[n] ??= []).push(sample);
  }
  return groups;
}
