import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { authorDataSet, readFileHead, writeDataSet } from '@causeway/dicom';
import { dimse } from '@causeway/transport-dimse';
import { newUid, sampleInstance, type SampleInstance } from '@causeway/transport-dimse/testing';
import { type Line, type OutgoingInstance } from '@causeway/transport-kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DemoPacs } from './pacs';

const EXPLICIT_LE = '1.2.840.10008.1.2.1';
const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59';
const signal = new AbortController().signal;
let dir: string;
let pacs: DemoPacs;
let line: Line;

async function start(): Promise<void> {
  pacs = await DemoPacs.start({ dir, port: 0, aeTitles: ['WESTPACS'] });
  line = await dimse.open(dimse.settings.parse({ host: '127.0.0.1', port: pacs.port, calledAeTitle: 'WESTPACS' }), { endpoint: 'spec', log: () => undefined });
}

beforeEach(async () => {
  dir = fs.mkdtempSync(path.join(os.tmpdir(), 'demo-pacs-'));
  await start();
});
afterEach(async () => {
  await line.close();
  await pacs.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

const study = newUid();
const series = newUid();
const image = (): OutgoingInstance => sampleInstance({ studyInstanceUid: study, seriesInstanceUid: series });
const send = async (...instances: OutgoingInstance[]) => (await line.send!({ instances }, signal)).results.map((r) => r.standing);

async function listed(studyInstanceUid = study): Promise<string[]> {
  const found: string[] = [];
  for await (const match of line.find!({ level: 'instance', studyInstanceUid }, signal)) if (match.level === 'instance') found.push(match.sopInstanceUid);
  return found.sort();
}

/** A note as IHE RAD has it, with a title of CID 7011. */
function note(title: string, ...rejected: OutgoingInstance[]): OutgoingInstance {
  const sopInstanceUid = newUid();
  const references = rejected.map((r) => ({ ReferencedSOPClassUID: r.sopClassUid, ReferencedSOPInstanceUID: r.sopInstanceUid }));
  const bytes = writeDataSet(
    authorDataSet({
      SOPClassUID: KEY_OBJECT_SELECTION, SOPInstanceUID: sopInstanceUid, StudyInstanceUID: study, SeriesInstanceUID: newUid(), Modality: 'KO', PatientID: '1', PatientName: 'A^B',
      ConceptNameCodeSequence: [{ CodeValue: title, CodingSchemeDesignator: 'DCM', CodeMeaning: 'Title' }],
      CurrentRequestedProcedureEvidenceSequence: [{ StudyInstanceUID: study, ReferencedSeriesSequence: [{ SeriesInstanceUID: series, ReferencedSOPSequence: references }] }],
    }),
    EXPLICIT_LE,
  );
  return { sopClassUid: KEY_OBJECT_SELECTION, sopInstanceUid, studyInstanceUid: study, transferSyntaxUid: EXPLICIT_LE, dataSetBytes: bytes.length, dataSet: () => [bytes], fileHead: () => Buffer.alloc(0) };
}

it('stores what is sent as files and lists it', async () => {
  const [one, two] = [image(), image()];
  expect(await send(one, two)).toEqual(['sent', 'sent']);
  expect(await listed()).toEqual([one.sopInstanceUid, two.sopInstanceUid].sort());
  expect(await listed(newUid())).toEqual([]);
  const file = fs.readFileSync(pacs.fileOf(one.sopInstanceUid));
  expect(readFileHead(file, 16_384, true)).toMatchObject({ kind: 'head', head: { mediaStorageSopInstanceUid: one.sopInstanceUid, transferSyntaxUid: one.transferSyntaxUid } });
});

it('gives what it lists by C-GET, also after a restart', async () => {
  const [one, two] = [image(), image()];
  await send(one, two);
  await line.close();
  await pacs.stop();
  await start();
  const got = new Map<string, Buffer>();
  const receipt = await line.fetch!(
    { studyInstanceUid: study },
    { instance: ({ sopInstanceUid }) => {
      const parts: Buffer[] = [];
      return { write: (bytes) => void parts.push(Buffer.from(bytes)), end: async () => { got.set(sopInstanceUid, Buffer.concat(parts)); return 'kept'; }, abort: () => undefined };
    } },
    signal,
  );
  expect(receipt).toMatchObject({ failure: null, refused: [] });
  for (const sent of [one, two]) expect(got.get(sent.sopInstanceUid)?.equals(Buffer.concat([...(sent as SampleInstance).dataSet(signal) as Iterable<Buffer>]))).toBe(true);
});

it('lists by study also when none is named', async () => {
  await send(image());
  const found = [];
  for await (const match of line.find!({ level: 'study', keys: {} }, signal)) found.push(match);
  expect(found).toMatchObject([{ level: 'study', studyInstanceUid: study }]);
});

it('hides what a rejection note names, and only that, until it is stored again', async () => {
  const [right, wrong] = [image(), image()];
  await send(right, wrong);
  expect(await send(note('113037', wrong))).toEqual(['sent']);
  expect(await listed()).toEqual([right.sopInstanceUid]);
  expect(await send(wrong)).toEqual(['sent']);
  expect(await listed()).toEqual([right.sopInstanceUid, wrong.sopInstanceUid].sort());
});

it('takes other key objects for what they are: objects', async () => {
  const one = image();
  const keys = note('113000', one);
  await send(one, keys);
  expect(await listed()).toEqual([one.sopInstanceUid, keys.sopInstanceUid].sort());
});

it('has everything again after a restart: what is shown, what is hidden, and a line cut off by a crash does no harm', async () => {
  const [kept, hidden, later] = [image(), image(), image()];
  await send(kept, hidden);
  await send(note('113037', hidden));
  await line.close();
  await pacs.stop();
  fs.appendFileSync(path.join(dir, 'journal.jsonl'), '{"keep":{"sopInst');
  await start();
  expect(await listed()).toEqual([kept.sopInstanceUid]);
  await send(later);
  await line.close();
  await pacs.stop();
  await start();
  expect(await listed()).toEqual([kept.sopInstanceUid, later.sopInstanceUid].sort());
});

it('turns a study down while it has no room for it', async () => {
  const one = image();
  pacs.busyWith.add(study);
  const { results } = await line.send!({ instances: [one] }, signal);
  expect(results).toMatchObject([{ standing: 'rejected', retry: 'later' }]);
  expect(await listed()).toEqual([]);
  pacs.busyWith.clear();
  expect(await send(one)).toEqual(['sent']);
});

it('answers to its own titles only', async () => {
  const stranger = await dimse.open(dimse.settings.parse({ host: '127.0.0.1', port: pacs.port, calledAeTitle: 'OTHER' }), { endpoint: 'spec', log: () => undefined });
  await expect(stranger.send!({ instances: [image()] }, signal)).rejects.toMatchObject({ retry: 'never' });
  await stranger.close();
});
