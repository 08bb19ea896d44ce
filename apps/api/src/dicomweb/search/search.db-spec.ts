import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DicomJson } from '@causeway/dicom';
import { makeObject, type MadeObject, type ObjectOptions } from '@causeway/dicom/testing';
import type { Problem } from '@causeway/contracts';
import { quickest } from '@causeway/tools/cost';
import { served, type Get, type Served } from '../testing/served';

let site: Served;
let reader: Get;
const made = new Map<string, MadeObject[]>();

/** One study each, by the name it has below. */
const STUDIES: Readonly<Record<string, ObjectOptions>> = {
  smith: { attributes: { PatientName: 'SMITH^ANNA^MARIA', PatientID: 'P-1', AccessionNumber: 'A001', StudyDate: '20260101', StudyTime: '081500', StudyDescription: 'CT Head_1 50%', StudyID: '7' } },
  smithson: { kind: 'mr', attributes: { PatientName: 'Smithson^Bob', PatientID: 'P-2', AccessionNumber: 'A002', StudyDate: '20260215', StudyTime: '235959.5' } },
  yamada: { attributes: { SpecificCharacterSet: 'ISO_IR 192', PatientName: 'Yamada^Tarou=山田^太郎=やまだ^たろう', PatientID: 'P-3', StudyDate: '20260320', PatientAge: '044Y' } },
  mueller: { kind: 'cr', attributes: { SpecificCharacterSet: 'ISO_IR 100', PatientName: 'MÜLLER^Käthe', PatientID: 'P-4', StudyDate: '' } },
};

const names = (sets: readonly DicomJson[]): (string | undefined)[] => sets.map((set) => [...made].find(([, objects]) => objects[0]!.studyInstanceUid === set['0020000D']?.Value?.[0])?.[0]).sort();
async function found(query: string, level = 'studies'): Promise<(string | undefined)[]> {
  const answer = await reader(`/dicomweb/${level}?${query}`);
  expect(answer.status, `${query}: ${answer.text}`).toBe(200);
  return names(answer.json<DicomJson[]>());
}
const refused = async (query: string, level = 'studies'): Promise<Problem> => (await reader(`/dicomweb/${level}?${query}`)).json<Problem>();

beforeAll(async () => {
  site = await served();
  reader = await site.as(await site.b.person('pa'));
  for (const [name, options] of Object.entries(STUDIES)) {
    const first = makeObject({ edge: 8, ...options, attributes: { InstanceNumber: '1', SeriesNumber: '3', ...options.attributes } });
    const same = { edge: 8, ...options, studyInstanceUid: first.studyInstanceUid };
    const rest = name === 'smith'
      ? [makeObject({ ...same, seriesInstanceUid: first.seriesInstanceUid, attributes: { ...options.attributes, InstanceNumber: '0002', SeriesNumber: '3' } }), makeObject({ ...same, kind: 'sr', attributes: { ...options.attributes, SeriesNumber: '99' } })]
      : [];
    made.set(name, [first, ...rest]);
  }
  await site.store([...made.values()].flat().map((o) => o.file));
});
afterAll(() => site.close());

describe('studies', () => {
  it('are found by exact values, by tag and by keyword', async () => {
    expect(await found('PatientID=P-1')).toEqual(['smith']);
    expect(await found('00100020=P-1')).toEqual(['smith']);
    expect(await found('PatientID=p-1')).toEqual([]);
    expect(await found('AccessionNumber=A002&PatientID=P-2')).toEqual(['smithson']);
    expect(await found('AccessionNumber=A002&PatientID=P-1')).toEqual([]);
    expect(await found('')).toEqual(['mueller', 'smith', 'smithson', 'yamada']);
    expect(await found('PatientID=')).toEqual(['mueller', 'smith', 'smithson', 'yamada']);
  });

  it('are found by wildcards, and signs of the database are signs like others', async () => {
    expect(await found('PatientID=P-?')).toHaveLength(4);
    expect(await found('AccessionNumber=*2')).toEqual(['smithson']);
    expect(await found(`StudyDescription=${encodeURIComponent('CT Head_1 50%')}`)).toEqual(['smith']);
    expect(await found(`StudyDescription=${encodeURIComponent('CT Head_1 5*')}`)).toEqual(['smith']);
    expect(await found(`StudyDescription=${encodeURIComponent('CT?Head__ 5*')}`)).toEqual([]);
    expect(await found(`StudyDescription=${encodeURIComponent('%')}*`)).toEqual([]);
  });

  it('are found by names: whatever their case, by component, in any script', async () => {
    expect(await found('PatientName=smith^anna^maria')).toEqual(['smith']);
    expect(await found('PatientName=SMITH')).toEqual(['smith']);
    expect(await found('PatientName=SMITH*')).toEqual(['smith', 'smithson']);
    expect(await found('PatientName=^anna')).toEqual(['smith']);
    expect(await found('PatientName=smi*^b*')).toEqual(['smithson']);
    expect(await found('PatientName=*son^bob')).toEqual(['smithson']);
    expect(await found('PatientName=ANNA')).toEqual([]);
    expect(await found(`PatientName=${encodeURIComponent('müller')}`)).toEqual(['mueller']);
    expect(await found(`PatientName=${encodeURIComponent('MÜLLER^käthe')}`)).toEqual(['mueller']);
    expect(await found(`PatientName=${encodeURIComponent('山田*')}`)).toEqual(['yamada']);
    expect(await found(`PatientName=${encodeURIComponent('やまだ^たろう')}`)).toEqual(['yamada']);
    expect(await found(`PatientName=${encodeURIComponent('yamada=山田^太郎')}`)).toEqual(['yamada']);
    expect(await found(`PatientName=${encodeURIComponent('山田=yamada')}`)).toEqual([]);
  });

  it('are found by dates, times and ranges open at either end', async () => {
    expect(await found('StudyDate=20260215')).toEqual(['smithson']);
    expect(await found('StudyDate=20260101-20260215')).toEqual(['smith', 'smithson']);
    expect(await found('StudyDate=20260216-')).toEqual(['yamada']);
    expect(await found('StudyDate=-20260101')).toEqual(['smith']);
    expect(await found('StudyTime=08')).toEqual(['smith']);
    expect(await found('StudyTime=2359-')).toEqual(['smithson']);
    expect(await found('StudyTime=235959-235959&PatientID=P-2')).toEqual(['smithson']);
  });

  it('are found by lists of UIDs and by what they hold', async () => {
    const [a, b] = [made.get('smith')![0]!.studyInstanceUid, made.get('yamada')![0]!.studyInstanceUid];
    expect(await found(`StudyInstanceUID=${a},${b}`)).toEqual(['smith', 'yamada']);
    expect(await found(`StudyInstanceUID=${a}%5C${b}`)).toEqual(['smith', 'yamada']);
    expect(await found('ModalitiesInStudy=SR')).toEqual(['smith']);
    expect(await found('ModalitiesInStudy=C?')).toEqual(['mueller', 'smith', 'yamada']);
    expect(await found('SOPClassesInStudy=1.2.840.10008.5.1.4.1.1.4')).toEqual(['smithson']);
  });

  it('are described with the attributes everybody gives, counts and where to fetch them', async () => {
    const [set] = (await reader('/dicomweb/studies?PatientID=P-1')).json<DicomJson[]>();
    const uid = made.get('smith')![0]!.studyInstanceUid;
    expect(set).toMatchObject({
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] }, '00080020': { vr: 'DA', Value: ['20260101'] }, '00080030': { vr: 'TM', Value: ['081500'] }, '00080050': { vr: 'SH', Value: ['A001'] }, '00080056': { Value: ['ONLINE'] },
      '00080061': { vr: 'CS', Value: ['CT', 'SR'] }, '00080090': { vr: 'PN' }, '00081190': { vr: 'UR', Value: [`${site.url}/api/v1/dicomweb/studies/${uid}`] }, '00100010': { vr: 'PN', Value: [{ Alphabetic: 'SMITH^ANNA^MARIA' }] },
      '00100020': { vr: 'LO', Value: ['P-1'] }, '00100030': { vr: 'DA' }, '00100040': { vr: 'CS' }, '0020000D': { vr: 'UI', Value: [uid] }, '00200010': { vr: 'SH', Value: ['7'] }, '00201206': { vr: 'IS', Value: [2] }, '00201208': { vr: 'IS', Value: [3] },
    });
    const [other] = (await reader('/dicomweb/studies?PatientID=P-3')).json<DicomJson[]>();
    expect(other?.['00100010']).toEqual({ vr: 'PN', Value: [{ Alphabetic: 'Yamada^Tarou', Ideographic: '山田^太郎', Phonetic: 'やまだ^たろう' }] });
    expect(other?.['00101010']).toBeUndefined();
    const [more] = (await reader('/dicomweb/studies?PatientID=P-3&includefield=PatientAge,00081048&includefield=StudyDescription')).json<DicomJson[]>();
    expect(more?.['00101010']).toBeDefined();
  });

  it('come in pages, and a warning says how many remain', async () => {
    const first = await reader('/dicomweb/studies?limit=3');
    expect(first.json<DicomJson[]>()).toHaveLength(3);
    expect(first.headers.get('warning')).toBe(`299 ${site.url}/api/v1/dicomweb: There are 1 additional results that can be requested`);
    const second = await reader('/dicomweb/studies?limit=3&offset=3');
    expect([second.json<DicomJson[]>().length, second.headers.get('warning')]).toEqual([1, null]);
    expect(names([...first.json<DicomJson[]>(), ...second.json<DicomJson[]>()])).toEqual(['mueller', 'smith', 'smithson', 'yamada']);
    expect((await reader('/dicomweb/studies?limit=0')).text).toBe('[]');
    expect((await reader('/dicomweb/studies?fuzzymatching=true&PatientName=smit')).headers.get('warning')).toMatch(/fuzzymatching parameter is not supported/);
  });
});

describe('series and instances', () => {
  it('of a study, and of a series', async () => {
    const [first, second, report] = made.get('smith')!;
    const study = `/dicomweb/studies/${first!.studyInstanceUid}`;
    const series = (await reader(`${study}/series`)).json<DicomJson[]>();
    expect(series.map((set) => [set['00080060']?.Value?.[0], set['00200011']?.Value?.[0], set['00201209']?.Value?.[0], set['0020000E']?.Value?.[0]])).toEqual([['CT', 3, 2, first!.seriesInstanceUid], ['SR', 99, 1, report!.seriesInstanceUid]]);
    expect(series[0]?.['00100020']).toBeUndefined();
    expect((await reader(`${study}/series?Modality=SR`)).json<DicomJson[]>()).toHaveLength(1);
    const instances = (await reader(`${study}/series/${first!.seriesInstanceUid}/instances`)).json<DicomJson[]>();
    expect(instances.map((set) => set['00080018']?.Value?.[0])).toEqual([first!.sopInstanceUid, second!.sopInstanceUid]);
    expect(instances[0]).toMatchObject({ '00080016': { Value: [first!.sopClassUid] }, '00200013': { vr: 'IS', Value: [1] }, '00280010': { vr: 'US', Value: [8] }, '00083002': { Value: [first!.transferSyntaxUid] } });
    expect(instances[0]?.['00081190']?.Value?.[0]).toBe(`${site.url}/api/v1${study}/series/${first!.seriesInstanceUid}/instances/${first!.sopInstanceUid}`);
    expect((await reader(`${study}/instances?InstanceNumber=2`)).json<DicomJson[]>().map((set) => set['00080018']?.Value?.[0])).toEqual([second!.sopInstanceUid]);
  });

  it('of all studies, by attributes of any level above, which are then given', async () => {
    const sets = (await reader('/dicomweb/series?PatientName=smith&Modality=CT')).json<DicomJson[]>();
    expect(sets).toHaveLength(1);
    expect(sets[0]).toMatchObject({ '00100020': { Value: ['P-1'] }, '00080050': { Value: ['A001'] } });
    expect((await reader('/dicomweb/instances?AccessionNumber=A001')).json<DicomJson[]>()).toHaveLength(3);
    expect((await reader(`/dicomweb/instances?SOPInstanceUID=${made.get('yamada')![0]!.sopInstanceUid}`)).json<DicomJson[]>()[0]?.['00100020']?.Value).toEqual(['P-3']);
    expect((await reader('/dicomweb/instances?SeriesNumber=99&includefield=all')).json<DicomJson[]>()[0]?.['00080060']?.Value).toEqual(['SR']);
  });

  it('of a patient are only those whose own header says so', async () => {
    const base = makeObject({ edge: 8, attributes: { PatientID: 'MIX-A', PatientName: 'MIX^ANNA' } });
    const other = makeObject({ edge: 8, studyInstanceUid: base.studyInstanceUid, attributes: { PatientID: 'MIX-B', PatientName: 'MIX^BERT' } });
    await site.store([base.file, other.file]);
    expect((await reader('/dicomweb/instances?PatientID=MIX-A')).json<DicomJson[]>().map((set) => set['00080018']?.Value?.[0])).toEqual([base.sopInstanceUid]);
    expect((await reader(`/dicomweb/studies/${base.studyInstanceUid}/instances?includefield=PatientID`)).json<DicomJson[]>().map((set) => set['00100020']?.Value?.[0]).sort()).toEqual(['MIX-A', 'MIX-B']);
  });
});

describe('what makes no sense', () => {
  const many = (count: number, text: string): string => Array.from({ length: count }, () => text).join(',');
  const REFUSED: readonly (readonly [string, string, string])[] = [
    ['an attribute nobody knows', 'PatientFavouriteColour=blue', 'attribute'], ['a tag nobody knows', '99999999=1', 'attribute'], ['one that is not kept', 'PixelData=1', 'attribute'], ['a name of the language', '__proto__=1', 'attribute'],
    ['an attribute of a level below', 'Modality=CT', 'attribute-level'], ['a date that is none', 'StudyDate=yesterday', 'range'], ['a range of three', 'StudyDate=20260101-20260102-20260103', 'range'],
    ['a UID with a wildcard', 'StudyInstanceUID=1.2.*', 'uid'], ['a UID that is a path', 'StudyInstanceUID=../../etc/passwd', 'uid'], ['too many UIDs', `StudyInstanceUID=${many(1001, '1')}`, 'uids'],
    ['a negative limit', 'limit=-1', 'limit'], ['a limit in powers', 'limit=1e9', 'limit'], ['two limits', 'limit=1&limit=2', 'limit'], ['a long offset', 'offset=9999999999', 'offset'], ['a deep offset', 'offset=2000000', 'offset'],
    ['a wildcard bomb', `PatientID=${'*a'.repeat(40)}`, 'wildcards'], ['a wildcard bomb in a name', `PatientName=${'*a'.repeat(40)}`, 'wildcards'], ['a long value', `PatientID=${'a'.repeat(5000)}`, 'value'],
    ['too many attributes asked for', `includefield=${many(201, 'PatientID')}`, 'includefield'], ['too many parameters', Array.from({ length: 61 }, (_, i) => `a${i}=1`).join('&'), 'parameters'], ['an exam that is no id', 'exam=1', 'exam'],
  ];
  it.each(REFUSED)('%s is refused with a word for it', async (_what, query, code) => {
    expect(await refused(query)).toMatchObject({ status: 400, code });
  });

  it('never reaches the database as anything but a value', async () => {
    for (const attack of [`'; drop table exam;--`, `' or '1'='1`, `$1`, `"`, '\\', `%00`, `a'||pg_sleep(5)||'`]) {
      for (const name of ['PatientID', 'PatientName', 'StudyDescription', 'ModalitiesInStudy', 'OtherPatientIDsSequence.PatientID']) {
        const answer = await reader(`/dicomweb/studies?${name}=${encodeURIComponent(attack)}`);
        expect([answer.status, answer.text], `${name} ${attack}`).toEqual([200, '[]']);
      }
    }
    expect(await found('')).toContain('smith');
  });

  it('costs little: wildcards against a long value end at once', async () => {
    expect(await quickest(() => found(`StudyDescription=${encodeURIComponent('*a*a*a*a*a*a*a*a*a')}`), 2000)).toBeLessThan(2000);
    expect((await reader('/dicomweb/studies', 'application/dicom+xml')).status).toBe(406);
  });
});
