import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rawElement } from '@causeway/dicom';
import { makeObject, makeSeries, type MadeObject } from '@causeway/dicom/testing';
import type { Problem } from '@causeway/contracts';
import { quickest } from '@causeway/tools/cost';
import { served, type Get, type Served } from '../testing/served';

const address = (o: MadeObject): string => `/dicomweb/studies/${o.studyInstanceUid}/series/${o.seriesInstanceUid}/instances/${o.sopInstanceUid}`;
const size = async (bytes: Buffer): Promise<unknown[]> => {
  const { format, width, height, channels } = await sharp(bytes).metadata();
  return [format, width, height, channels];
};

describe('pictures', () => {
  let site: Served;
  let get: Get;
  const store = async (...objects: MadeObject[]): Promise<void> => void (await site.store(objects.map((o) => o.file)));
  beforeAll(async () => {
    site = await served();
    get = await site.as(await site.b.person('pa'));
  });
  afterAll(() => site.close());

  it('are made of images of every kind, in the form asked for', async () => {
    const [ct, us, photo, cine] = [makeObject({ edge: 64 }), makeObject({ kind: 'us', edge: 64 }), makeObject({ kind: 'photo', transferSyntaxUid: '1.2.840.10008.1.2.4.50' }), makeObject({ kind: 'xa', edge: 48, transferSyntaxUid: '1.2.840.10008.1.2.5' })];
    await store(ct, us, photo, cine);
    const jpeg = await get(`${address(ct)}/rendered`, 'image/jpeg');
    expect([jpeg.status, jpeg.headers.get('content-type'), jpeg.headers.get('cache-control'), await size(jpeg.bytes)]).toEqual([200, 'image/jpeg', 'private, no-cache', ['jpeg', 64, 64, 1]]);
    expect(await size((await get(`${address(us)}/rendered`, 'image/png')).bytes)).toEqual(['png', 64, 64, 3]);
    expect((await size((await get(`${address(photo)}/rendered`, 'image/gif')).bytes)).slice(0, 3)).toEqual(['gif', 16, 16]);
    expect(await size((await get(`${address(cine)}/frames/4/rendered`)).bytes)).toEqual(['jpeg', 48, 48, 1]);
    expect((await get(`${address(cine)}/frames/5/rendered`)).status).toBe(404);
    expect((await get(`${address(cine)}/frames/1,2/rendered`)).status).toBe(400);
    expect(await size((await get(`${address(ct)}/rendered?viewport=32,16`)).bytes)).toEqual(['jpeg', 16, 16, 1]);
  });

  it('show the window asked for, and are kept by what was asked', async () => {
    const ct = makeObject({ edge: 64 });
    await store(ct);
    const mean = async (query: string): Promise<number> => (await sharp((await get(`${address(ct)}/rendered${query}`, 'image/png')).bytes).stats()).channels[0]!.mean;
    const [whole, dark, bright] = [await mean(''), await mean('?window=3000,100,linear'), await mean('?window=-3000,100,linear')];
    expect([dark, bright]).toEqual([0, 255]);
    expect(whole > 0 && whole < 255).toBe(true);
    const first = await get(`${address(ct)}/rendered`);
    const again = await get(`${address(ct)}/rendered`, undefined, { 'if-none-match': first.headers.get('etag') ?? '' });
    expect([again.status, (await get(`${address(ct)}/rendered?quality=50`)).headers.get('etag') === first.headers.get('etag')]).toEqual([304, false]);
    expect((await get(`${address(ct)}/rendered?window=1,0`)).json<Problem>()).toMatchObject({ status: 400, code: 'window' });
    expect((await get(`${address(ct)}/rendered`, 'image/webp')).status).toBe(406);
  });

  it('of a series and a study are thumbnails of their middle image', async () => {
    const series = [...makeSeries(5, { edge: 64 })];
    await store(...series.toReversed(), makeObject({ kind: 'sr', studyInstanceUid: series[0]!.studyInstanceUid }));
    const study = `/dicomweb/studies/${series[0]!.studyInstanceUid}`;
    const middle = await get(`${address(series[2]!)}/thumbnail`);
    expect(await size(middle.bytes)).toEqual(['jpeg', 256, 256, 1]);
    for (const path of [`${study}/thumbnail`, `${study}/series/${series[0]!.seriesInstanceUid}/thumbnail`]) expect((await get(path)).bytes.equals(middle.bytes), path).toBe(true);
    expect(await size((await get(`${study}/thumbnail?viewport=40,40`)).bytes)).toEqual(['jpeg', 40, 40, 1]);
  });

  it('of a document are the document, if it is one', async () => {
    const pdf = makeObject({ kind: 'pdf' });
    const page = Buffer.from('<html><script>alert(1)</script></html>', 'latin1');
    const fake = makeObject({ kind: 'pdf', elements: [rawElement('00420011', 'OB', page)] });
    await store(pdf, fake);
    const answer = await get(`${address(pdf)}/rendered`, 'application/pdf');
    expect([answer.status, answer.headers.get('content-type'), answer.headers.get('x-content-type-options'), answer.text.startsWith('%PDF-'), answer.text.endsWith('%%EOF\n')]).toEqual([200, 'application/pdf', 'nosniff', true, true]);
    expect(answer.bytes.length).toBe(pdf.dataSet.number('EncapsulatedDocumentLength'));
    expect((await get(`${address(pdf)}/rendered`, 'image/jpeg')).status).toBe(406);
    expect((await get(`${address(fake)}/rendered`)).json<Problem>()).toMatchObject({ status: 406, code: 'no-document' });
  });

  it('are refused with words where there is nothing to show', async () => {
    const [sr, video] = [makeObject({ kind: 'sr' }), makeObject({ kind: 'video' })];
    const broken = makeObject({ kind: 'photo', transferSyntaxUid: '1.2.840.10008.1.2.4.50', encapsulated: [[Buffer.from('ffd8ffe0 no jpeg at all')]] });
    await store(sr, video, broken);
    const code = async (o: MadeObject): Promise<[number, string | undefined]> => {
      const problem = (await get(`${address(o)}/rendered`)).json<Problem>();
      return [problem.status, problem.code];
    };
    expect([await code(sr), await code(video), await code(broken), await code(broken)]).toEqual([[406, 'no-image'], [406, 'a-video'], [406, 'undecodable'], [406, 'undecodable']]);
    const [nothing] = [makeObject({ kind: 'sr' })];
    await store(nothing);
    expect((await get(`/dicomweb/studies/${nothing.studyInstanceUid}/thumbnail`)).status).toBe(404);
  });

  it('of giants in a few bytes cost nothing', async () => {
    const jpeg2000 = Buffer.alloc(200);
    Buffer.from([0xff, 0x4f, 0xff, 0x51, 0, 47]).copy(jpeg2000);
    jpeg2000.writeUInt32BE(0x7fffffff, 8);
    jpeg2000.writeUInt32BE(0x7fffffff, 12);
    jpeg2000.writeUInt16BE(1, 40);
    const giants = [
      makeObject({ kind: 'photo', transferSyntaxUid: '1.2.840.10008.1.2.4.90', encapsulated: [[jpeg2000]] }),
      makeObject({ kind: 'photo', transferSyntaxUid: '1.2.840.10008.1.2.4.90', encapsulated: [[jpeg2000]], attributes: { Rows: 65_535, Columns: 65_535 } }),
      makeObject({ kind: 'xa', transferSyntaxUid: '1.2.840.10008.1.2.5', encapsulated: [[Buffer.alloc(64, 1)]], attributes: { Rows: 65_535, Columns: 65_535, NumberOfFrames: '1' } }),
      makeObject({ kind: 'us-cine', transferSyntaxUid: '1.2.840.10008.1.2.4.50', attributes: { NumberOfFrames: '2147483647' } }),
    ];
    await store(...giants);
    const before = process.memoryUsage.rss();
    const answers = await Promise.all(giants.map(async (o) => (await get(`${address(o)}/rendered`)).json<Problem>()));
    expect(answers.map((problem) => [problem.status, problem.code])).toEqual([[406, 'too-large'], [406, 'too-large'], [406, 'too-large'], [406, 'frames-unclear']]);
    expect(process.memoryUsage.rss() - before).toBeLessThan(100 * 2 ** 20);
  });
});

describe('a decoder that never ends', () => {
  it('costs its frame and nobody else: the api answers on, and it is not tried again', async () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'causeway-endless-'));
    const program = path.join(dir, 'endless.mjs');
    fs.writeFileSync(program, `
      import fs from 'node:fs';
      const text = Buffer.from('{"ready":true}'); const head = Buffer.alloc(8); head.writeUInt32LE(text.length, 0);
      fs.writeSync(1, Buffer.concat([head, text]));
      process.stdin.on('data', () => { for (;;); });`);
    const site = await served({ CAUSEWAY_PICTURE_PROGRAM: program });
    try {
      const get = await site.as(await site.b.person('pa'));
      const ct = makeObject({ edge: 64 });
      await site.store([ct.file]);
      const waiting = get(`${address(ct)}/rendered`);
      await new Promise((resolve) => setTimeout(resolve, 1000));
      const other = async () => expect((await get(address(ct), 'application/dicom')).status).toBe(200);
      for (let i = 0; i < 40; i++) expect(await quickest(other, 250)).toBeLessThan(250);
      expect((await waiting).json<Problem>()).toMatchObject({ status: 406, code: 'too-slow' });
      const again = async () => expect((await get(`${address(ct)}/thumbnail`)).json<Problem>()).toMatchObject({ status: 406, code: 'too-slow' });
      expect(await quickest(again, 2000)).toBeLessThan(2000);
    } finally {
      await site.close();
      fs.rmSync(dir, { recursive: true, force: true });
    }
  });
});
