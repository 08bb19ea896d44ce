import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EXPLICIT_LE, IMPLICIT_LE, type DicomJson } from '@causeway/dicom';
import { makeObject, makeSeries, type MadeObject } from '@causeway/dicom/testing';
import type { Problem } from '@causeway/contracts';
import { partsOf, served, type Get, type Served } from '../testing/served';

const RLE = '1.2.840.10008.1.2.5';
const ANY_DICOM = 'multipart/related; type="application/dicom"; transfer-syntax=*';

let site: Served;
let reader: Get;
let ct: MadeObject[];
let mixed: MadeObject[];
const dataSetOf = (file: Buffer, made: MadeObject): Buffer => file.subarray(file.length - made.bytes.length);
const sha = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const path = (o: MadeObject): string => `/dicomweb/studies/${o.studyInstanceUid}/series/${o.seriesInstanceUid}/instances/${o.sopInstanceUid}`;

beforeAll(async () => {
  site = await served();
  reader = await site.as(await site.b.person('pa'));
  ct = [...makeSeries(5, { edge: 32 })];
  const first = makeObject({ edge: 16 });
  const shared = { edge: 16, studyInstanceUid: first.studyInstanceUid };
  mixed = [first, makeObject({ ...shared, transferSyntaxUid: IMPLICIT_LE }), makeObject({ ...shared, transferSyntaxUid: RLE })];
  await site.store([...ct, ...mixed].map((o) => o.file));
});
afterAll(() => site.close());

describe('objects', () => {
  it('of a study leave as they came, byte for byte, each with its transfer syntax', async () => {
    const answer = await reader(`/dicomweb/studies/${ct[0]!.studyInstanceUid}`, ANY_DICOM);
    expect(answer.status).toBe(200);
    expect(Number(answer.headers.get('content-length'))).toBe(answer.bytes.length);
    const parts = partsOf(answer);
    expect(parts.map((part) => part.type)).toEqual(ct.map(() => `application/dicom; transfer-syntax=${EXPLICIT_LE}`));
    expect(parts.map((part, i) => sha(dataSetOf(part.bytes, ct[i]!)))).toEqual(ct.map((o) => sha(o.bytes)));
  });

  it('of one instance come alone when asked so, and in one part else', async () => {
    const alone = await reader(path(ct[2]!), 'application/dicom; transfer-syntax=*');
    expect([alone.status, alone.headers.get('content-type')]).toEqual([200, `application/dicom; transfer-syntax=${EXPLICIT_LE}`]);
    expect(sha(dataSetOf(alone.bytes, ct[2]!))).toBe(sha(ct[2]!.bytes));
    expect(alone.bytes.toString('latin1', 128, 132)).toBe('DICM');
    for (const accept of [undefined, '*/*', 'multipart/related; type=application/dicom']) expect(partsOf(await reader(path(ct[2]!), accept)), accept).toMatchObject([{ bytes: alone.bytes }]);
    expect((await reader(`${path(ct[2]!)}?accept=application%2Fdicom`)).bytes.equals(alone.bytes)).toBe(true);
  });

  it('of several transfer syntaxes are given in part, and refused with words when none is wanted', async () => {
    const study = `/dicomweb/studies/${mixed[0]!.studyInstanceUid}`;
    const wanted = (syntax: string): Promise<{ status: number; bytes: Buffer; headers: Headers; text: string }> => reader(study, `multipart/related; type="application/dicom"; transfer-syntax=${syntax}`);
    expect([(await wanted('*')).status, partsOf(await wanted('*')).length]).toEqual([200, 3]);
    const some = await wanted(RLE);
    expect([some.status, partsOf(some).map((part) => part.type)]).toEqual([206, [`application/dicom; transfer-syntax=${RLE}`]]);
    const none = await wanted('1.2.840.10008.1.2.4.90');
    expect(none.status).toBe(406);
    expect((JSON.parse(none.text) as Problem).detail).toMatch(/not re-encoded.*1\.2\.840\.10008\.1\.2\.1.*transfer-syntax=\*/);
    expect((await reader(study, 'application/dicom')).status).toBe(406);
    expect((await reader(study, 'text/html')).status).toBe(406);
  });

  it('of many instances come page by page', async () => {
    const many = [...makeSeries(620, { edge: 4 })];
    await site.store(many.map((o) => o.file));
    const parts = partsOf(await reader(`/dicomweb/studies/${many[0]!.studyInstanceUid}`, ANY_DICOM));
    expect(parts.map((part, i) => sha(dataSetOf(part.bytes, many[i]!)))).toEqual(many.map((o) => sha(o.bytes)));
  });

  it('of a study have another tag once another image is there', async () => {
    const two = [makeObject({ edge: 8 })];
    two.push(makeObject({ edge: 8, studyInstanceUid: two[0]!.studyInstanceUid, transferSyntaxUid: IMPLICIT_LE }));
    const tag = async (): Promise<string | null> => (await reader(`/dicomweb/studies/${two[0]!.studyInstanceUid}`, ANY_DICOM)).headers.get('etag');
    await site.store([two[0]!.file]);
    const alone = await tag();
    expect(await tag()).toBe(alone);
    await site.store([two[1]!.file]);
    const both = await tag();
    expect(both).not.toBe(alone);
    expect(await tag()).toBe(both);
    await site.b.acts.read(`update instance set conflict_of = (select min(id) from instance), sha256 = '\\x00' where sop_uid = $1`, [two[0]!.sopInstanceUid]);
    expect(new Set([alone, both]).has(await tag())).toBe(false);
  });

  it('have a tag by which a client learns that nothing changed, without being kept by anybody else', async () => {
    const first = await reader(path(ct[0]!), 'application/dicom');
    expect(first.headers.get('cache-control')).toBe('private, no-cache');
    const tag = first.headers.get('etag') ?? '';
    expect(tag).toMatch(/^"[0-9a-f]{40}"$/);
    const again = await reader(path(ct[0]!), 'application/dicom', { 'if-none-match': tag });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await reader(path(ct[1]!), 'application/dicom', { 'if-none-match': tag })).status).toBe(200);
    const stranger = await site.as(await site.b.person('pa', { facilities: [] }));
    expect((await stranger(path(ct[0]!), 'application/dicom', { 'if-none-match': tag })).status).toBe(404);
  });

  it('answer HEAD with their length and nothing else', async () => {
    const person = await site.b.person('pa');
    const session = await fetch(`${site.url}/api/v1/session`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: person.username, password: person.password }) });
    const head = await fetch(`${site.url}/api/v1${path(ct[0]!)}`, { method: 'HEAD', headers: { cookie: session.headers.get('set-cookie')!.split(';')[0]!, accept: 'application/dicom' } });
    const whole = await reader(path(ct[0]!), 'application/dicom');
    expect([head.status, head.headers.get('content-length')]).toEqual([200, String(whole.bytes.length)]);
  });
});

describe('metadata', () => {
  it('is the whole header as DICOM JSON, with an address for the pixels that works', async () => {
    const answer = await reader(`/dicomweb/studies/${ct[0]!.studyInstanceUid}/metadata`, 'application/dicom+json');
    expect(answer.headers.get('content-type')).toBe('application/dicom+json');
    const sets = answer.json<DicomJson[]>();
    expect(sets.map((set) => set['00080018']?.Value?.[0])).toEqual(ct.map((o) => o.sopInstanceUid));
    expect(sets[0]).toMatchObject({ '00280010': { vr: 'US', Value: [32] }, '00083002': { Value: [EXPLICIT_LE] } });
    const uri = sets[0]!['7FE00010']?.BulkDataURI ?? '';
    expect(uri).toBe(`${site.url}/api/v1${path(ct[0]!)}/bulkdata/7FE00010`);
    const pixels = await reader(uri, 'application/octet-stream; transfer-syntax=*');
    expect(sha(pixels.bytes)).toBe(sha(ct[0]!.dataSet.get('PixelData')!.bytes));
  });

  it('of one series and of one instance is of that alone', async () => {
    const one = await reader(`${path(mixed[2]!)}/metadata`);
    expect(one.json<DicomJson[]>().map((set) => set['00083002']?.Value)).toEqual([[RLE]]);
    const series = await reader(`/dicomweb/studies/${mixed[0]!.studyInstanceUid}/series/${mixed[1]!.seriesInstanceUid}/metadata`);
    expect(series.json<DicomJson[]>().map((set) => set['00080018']?.Value?.[0])).toEqual([mixed[1]!.sopInstanceUid]);
    expect((await reader(`${path(ct[0]!)}/metadata`, 'application/dicom+xml')).status).toBe(406);
  });
});

describe('frames', () => {
  let cine: MadeObject;
  let packed: MadeObject;
  let jpeg: MadeObject;
  beforeAll(async () => {
    cine = makeObject({ kind: 'xa', edge: 16 });
    packed = makeObject({ kind: 'xa', edge: 16, transferSyntaxUid: RLE });
    jpeg = makeObject({ kind: 'us-cine', transferSyntaxUid: '1.2.840.10008.1.2.4.50' });
    await site.store([cine.file, packed.file, jpeg.file]);
  });

  it('of native pixel data are cut out one by one, in the order asked for', async () => {
    const all = cine.dataSet.get('PixelData')!.bytes;
    const frame = (n: number): Buffer => all.subarray((n - 1) * 512, n * 512);
    const parts = partsOf(await reader(`${path(cine)}/frames/3,1`, 'multipart/related; type="application/octet-stream"'));
    expect(parts.map((part) => part.bytes.equals(frame(3)) || part.bytes.equals(frame(1)))).toEqual([true, true]);
    expect(parts[0]!.bytes.equals(frame(3))).toBe(true);
    expect((await reader(`${path(cine)}/frames/2`, 'application/octet-stream; transfer-syntax=*')).bytes.equals(frame(2))).toBe(true);
  });

  it('of encapsulated pixel data are their fragments, under the name of their coding or as bytes', async () => {
    const fragments = packed.dataSet.get('PixelData')!.fragments!;
    const rle = await reader(`${path(packed)}/frames/2`, 'image/dicom-rle; transfer-syntax=*');
    expect([rle.status, rle.headers.get('content-type')]).toEqual([200, `image/dicom-rle; transfer-syntax=${RLE}`]);
    expect(rle.bytes.subarray(0, fragments[2]!.length).equals(fragments[2]!)).toBe(true);
    expect((await reader(`${path(packed)}/frames/2`, 'application/octet-stream; transfer-syntax=*')).bytes.equals(rle.bytes)).toBe(true);
    expect(partsOf(await reader(`${path(jpeg)}/bulkdata/7FE00010`, 'multipart/related; type="image/jpeg"; transfer-syntax=*'))).toHaveLength(4);
    expect((await reader(`${path(packed)}/frames/2`, `application/octet-stream; transfer-syntax=${EXPLICIT_LE}`)).status).toBe(406);
  });

  it('that there are not are told apart from numbers that are none', async () => {
    expect((await reader(`${path(cine)}/frames/5`)).status).toBe(404);
    for (const bad of ['0', '-1', '1,', 'a', '1;2', '1e3', '99999999999', Array.from({ length: 1001 }, () => 1).join(',')]) expect((await reader(`${path(cine)}/frames/${bad}`)).status, bad).toBe(400);
    const report = makeObject({ kind: 'sr' });
    await site.store([report.file]);
    expect((await reader(`${path(report)}/frames/1`)).json<Problem>()).toMatchObject({ status: 406, code: 'no-pixel-data' });
  });

  it('of a deflated object are found in what it deflates to', async () => {
    const deflated = makeObject({ edge: 16, transferSyntaxUid: '1.2.840.10008.1.2.1.99' });
    await site.store([deflated.file]);
    const pixels = deflated.dataSet.get('PixelData')!.bytes;
    expect((await reader(`${path(deflated)}/frames/1`, 'application/octet-stream; transfer-syntax=*')).bytes.equals(pixels)).toBe(true);
    expect((await reader(`${path(deflated)}/bulkdata/7FE00010`, 'application/octet-stream')).bytes.equals(pixels)).toBe(true);
    expect((await reader(path(deflated), 'application/dicom')).bytes.subarray(-deflated.bytes.length).equals(deflated.bytes)).toBe(true);
  });
});

describe('values', () => {
  it('inside sequences are reached by tag and item', async () => {
    const ecg = makeObject({ kind: 'ecg' });
    await site.store([ecg.file]);
    const [set] = (await reader(`${path(ecg)}/metadata`)).json<DicomJson[]>();
    const uri = (set!['54000100']?.Value?.[0] as DicomJson)['54001010']?.BulkDataURI ?? '';
    expect(uri).toMatch(/bulkdata\/54000100\.0\.54001010$/);
    expect((await reader(uri, 'application/octet-stream')).bytes.equals(ecg.dataSet.items('WaveformSequence')[0]!.get('WaveformData')!.bytes)).toBe(true);
    for (const [bad, status] of [['54000100.1.54001010', 404], ['54000100.0.54001011', 404], ['00100010.0.00100010', 404], ['54000100.0', 400], ['xx', 400], ['PixelData', 400]] as const) {
      expect((await reader(`${path(ecg)}/bulkdata/${bad}`)).status, bad).toBe(status);
    }
  });
});
