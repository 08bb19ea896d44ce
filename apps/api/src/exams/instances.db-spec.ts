import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeObject, makeSeries, type MadeObject } from '@causeway/dicom/testing';
import type { InstanceView, Problem, TagRow } from '@causeway/contracts';
import { served, type Get, type Served } from '../dicomweb/testing/served';
import { confirmMatch, storePatient } from '../testing/exams';

let site: Served;
let get: Get;
let slices: MadeObject[];
let examId: string;

beforeAll(async () => {
  site = await served();
  get = await site.as(await site.b.person('pa'));
  slices = [...makeSeries(12, { edge: 8, attributes: { SeriesNumber: '2' } })];
  const scout = makeObject({ edge: 8, studyInstanceUid: slices[0]!.studyInstanceUid, attributes: { SeriesNumber: '1', InstanceNumber: 'first' } });
  const odd = makeObject({ kind: 'xa', edge: 8, studyInstanceUid: slices[0]!.studyInstanceUid, attributes: { SeriesNumber: '', InstanceNumber: '1' } });
  await site.store([...slices.toReversed(), odd, scout].map((o) => o.file));
  examId = (await site.b.acts.read<{ exam_id: string }>('select exam_id from instance where sop_uid = $1', [scout.sopInstanceUid]))[0]!.exam_id;
});
afterAll(() => site.close());

describe('the instances of an exam', () => {
  it('come in viewing order: series by number, images by theirs', async () => {
    const all = (await get(`/exams/${examId}/instances`)).json<InstanceView[]>();
    expect(all.map((one) => one.number)).toEqual([null, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 1]);
    expect(all[1]).toMatchObject({ sopUid: slices[0]!.sopInstanceUid, seriesUid: slices[0]!.seriesInstanceUid, sopClass: slices[0]!.sopClassUid, transferSyntax: slices[0]!.transferSyntaxUid, rows: 8, columns: 8, frames: 1, findings: [] });
    expect(all[1]!.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(all.at(-1)).toMatchObject({ frames: 4 });
    const series = (await get(`/exams/${examId}/instances?series=${slices[0]!.seriesInstanceUid}`)).json<InstanceView[]>();
    expect(series.map((one) => one.sopUid)).toEqual(slices.map((o) => o.sopInstanceUid));
    expect((await get(`/exams/${examId}/instances?series=1.2.3`)).text).toBe('[]');
  });

  it('are asked for by ids and UIDs, and anything else is refused', async () => {
    expect((await get(`/exams/${examId}/instances?series=../x`)).json<Problem>()).toMatchObject({ status: 400, code: 'uid' });
    expect((await get('/exams/no-id/instances')).status).toBe(404);
    for (const uid of ['1.2.3', '9'.repeat(64)]) expect((await get(`/exams/${examId}/instances/${uid}/tags`)).status).toBe(404);
    for (const uid of ['..%2f..%2fetc', "1'--", '9'.repeat(65)]) expect((await get(`/exams/${examId}/instances/${uid}/tags`)).status, uid).toBe(400);
    expect((await get(`/exams/00000000-0000-7000-8000-000000000000/instances/${slices[0]!.sopInstanceUid}/tags`)).status).toBe(404);
  });
});

describe('the elements of an instance', () => {
  it('are listed and searched, with the local identity beside them once somebody confirmed it', async () => {
    const path = `/exams/${examId}/instances/${slices[0]!.sopInstanceUid}/tags`;
    const before = (await get(path)).json<TagRow[]>();
    expect(before.find((row) => row.tag === '(0020,0013)')).toEqual({ tag: '(0020,0013)', vr: 'IS', name: 'Instance Number', depth: 0, value: '1', localised: null });
    expect(before.at(-1)).toMatchObject({ tag: '(7FE0,0010)', vr: 'OW', name: 'Pixel Data', value: '128 bytes' });
    expect(before.every((row) => row.localised === null)).toBe(true);
    await confirmMatch(site.b, examId, await storePatient(site.b, 'MRN-88', 'Local', 'Person', '1961-03-12'));
    const after = (await get(path)).json<TagRow[]>();
    expect(after.find((row) => row.tag === '(0010,0020)')?.localised).toBe('MRN-88');
    expect(after.find((row) => row.tag === '(0020,0013)')?.localised).toBeNull();
    expect((await get(`${path}?q=instance%20number`)).json<TagRow[]>()).toHaveLength(1);
    expect((await get(`${path}?q=mrn-88`)).json<TagRow[]>().map((row) => row.tag)).toEqual(['(0010,0020)']);
  });

  it('of encapsulated, deflated and pixelless objects name what stands for the pixels', async () => {
    const made = [makeObject({ kind: 'xa', edge: 8, transferSyntaxUid: '1.2.840.10008.1.2.5' }), makeObject({ edge: 8, transferSyntaxUid: '1.2.840.10008.1.2.1.99' }), makeObject({ kind: 'video' }), makeObject({ kind: 'sr' })];
    await site.store(made.map((o) => o.file));
    const pixels = await Promise.all(made.map(async (o) => {
      const [{ exam_id: id }] = (await site.b.acts.read<{ exam_id: string }>('select exam_id from instance where sop_uid = $1', [o.sopInstanceUid])) as [{ exam_id: string }];
      return (await get(`/exams/${id}/instances/${o.sopInstanceUid}/tags`)).json<TagRow[]>().find((row) => row.tag === '(7FE0,0010)')?.value;
    }));
    expect(pixels).toEqual(['4 frames, encapsulated', '128 bytes', 'a video, encapsulated', undefined]);
  });
});
