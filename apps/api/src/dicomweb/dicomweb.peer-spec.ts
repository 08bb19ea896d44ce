import fs from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileHead, type DicomJson, type JsonElement } from '@causeway/dicom';
import { makeObject, makeSeries, type MadeObject } from '@causeway/dicom/testing';
import { missingCommands, run, startOrthanc, type ForeignOrthanc } from '@causeway/transport-dimse/testing';
import { corpusFile, corpusIsHere } from './testing/corpus';
import { partsOf, served, type Get, type Served } from './testing/served';

const PLUGIN = ['/usr/share/orthanc/plugins/libOrthancDicomWeb.so', '/usr/lib/orthanc/libOrthancDicomWeb.so'].find((file) => fs.existsSync(file));
const here = PLUGIN !== undefined && (await missingCommands('Orthanc')).length === 0;
if (!here && process.env['CAUSEWAY_PEERS'] === 'required') throw new Error('Orthanc and its DICOMweb plugin are not installed.');

interface Sample {
  readonly file: string;
  /** The window the object says, or one for an object without: Orthanc passes over the one, dcmtk counts padding as image in the other. */
  readonly window?: readonly [center: number, width: number];
  /** Orthanc cannot show it. */
  readonly dcmtkOnly?: true;
}
/** Images of the corpus, by what they are about. */
const CORPUS: Readonly<Record<string, Sample>> = {
  'signed CT without a window': { file: 'pydicom/CT_small.dcm' },
  'signed MR, implicit': { file: 'pydicom/MR_small_implicit.dcm', window: [600, 1600] },
  'unsigned MR': { file: 'dcm4che-mr-series/MR03.dcm', dcmtkOnly: true },
  MONOCHROME1: { file: 'fo-dicom/CR-MONO1-10-chest', window: [550, 1024] },
  'CT with a modality table': { file: 'pydicom-data/mlut_18.dcm', dcmtkOnly: true },
  RGB: { file: 'pydicom-data/SC_rgb.dcm' },
  'RGB by plane': { file: 'dcm4che/US-RGB-8-esopecho' },
  YBR_FULL: { file: 'pydicom-data/SC_ybr_full_uncompressed.dcm', dcmtkOnly: true },
  palette: { file: 'pydicom/examples_palette.dcm' },
  'RLE colour': { file: 'pydicom/SC_rgb_rle.dcm' },
  'RLE in luminance and chrominance': { file: 'dcm4che/YBR_FULL-RLE.dcm', dcmtkOnly: true },
  'JPEG baseline colour': { file: 'pydicom/SC_rgb_dcmtk_+eb+cy+s2.dcm' },
  'JPEG extended, 12 bits': { file: 'pydicom/JPGExtended.dcm' },
  'JPEG lossless, signed': { file: 'fo-dicom/GH184.dcm', dcmtkOnly: true },
  'JPEG lossless colour': { file: 'fo-dicom/GH538-jpeg14sv1.dcm', dcmtkOnly: true },
  'JPEG-LS, signed': { file: 'dicomParser/encapsulated/single-frame/CT1_UNC.not_fragmented_bot_jpeg_ls.80.dcm', dcmtkOnly: true, window: [40, 400] },
};

let site: Served;
let get: Get;
let orthanc: ForeignOrthanc;
let theirs: Get;
const made: MadeObject[] = [];
const files = new Map<string, Buffer>();
const stored = new Map<string, string>();

const path = (o: { studyInstanceUid: string; seriesInstanceUid: string; sopInstanceUid: string }): string => `/studies/${o.studyInstanceUid}/series/${o.seriesInstanceUid}/instances/${o.sopInstanceUid}`;
const dataSetOf = (file: Buffer): Buffer => {
  const read = readFileHead(file, 65_536, true);
  if (read.kind !== 'head') throw new Error('This is no file.');
  return file.subarray(read.head.dataSetOffset);
};
const ours: Get = (at, accept, headers) => get(`/dicomweb${at}`, accept, headers);

beforeAll(async () => {
  if (!here) return;
  [site, orthanc] = await Promise.all([served(), startOrthanc({}, { Plugins: [PLUGIN], DicomWeb: { Enable: true, Root: '/dicom-web/', StudiesMetadata: 'Full', SeriesMetadata: 'Full' } })]);
  get = await site.as(await site.b.person('pa'));
  theirs = async (at, accept, headers = {}) => {
    const answer = await fetch(`http://127.0.0.1:${orthanc.httpPort}/dicom-web${at}`, { headers: { ...(accept ? { accept } : {}), ...headers } });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return { status: answer.status, headers: answer.headers, bytes, text: bytes.toString('utf8'), json: <T>() => JSON.parse(bytes.toString('utf8')) as T };
  };
  const names = ['SMITH^ANNA', 'SMITHSON^BOB', 'JONES^CARL', 'YAMADA^TAROU'];
  for (const [i, name] of names.entries()) {
    made.push(...makeSeries(3, { edge: 32, kind: i % 2 ? 'mr' : 'ct', attributes: { PatientName: name, PatientID: `PEER-${i}`, AccessionNumber: `ACC${i}`, StudyDate: `2026010${i + 1}`, StudyID: String(i) } }));
  }
  made.push(makeObject({ kind: 'xa', edge: 32, attributes: { PatientID: 'PEER-9' } }), makeObject({ kind: 'us', edge: 32, attributes: { PatientID: 'PEER-9' } }), makeObject({ kind: 'sr', attributes: { PatientID: 'PEER-9' } }));
  for (const object of made) files.set(object.sopInstanceUid, object.file);
  if (corpusIsHere) for (const { file } of Object.values(CORPUS)) files.set(file, corpusFile(file));
  const answers = await site.store([...files.values()]);
  expect(answers.map((answer) => answer.kind)).toEqual(answers.map(() => 'stored'));
  [...files.keys()].forEach((name, i) => stored.set(name, answers[i]?.identity?.sopInstanceUid ?? ''));
  for (const file of files.values()) await fetch(`http://127.0.0.1:${orthanc.httpPort}/instances`, { method: 'POST', body: new Uint8Array(file) });
}, 120_000);
afterAll(async () => {
  if (!here) return;
  await Promise.all([site.close(), orthanc.stop()]);
});

const uidsIn = (sets: readonly DicomJson[], tag: string): unknown[] => sets.map((set) => set[tag]?.Value?.[0]).sort();

describe.runIf(here)('beside Orthanc', () => {
  it.each([
    ['studies', '0020000D', 'PatientID=PEER-1'], ['studies', '0020000D', 'PatientName=SMITH*'], ['studies', '0020000D', 'PatientName=*A*'], ['studies', '0020000D', 'AccessionNumber=ACC?'], ['studies', '0020000D', 'StudyDate=20260102-20260103&PatientID=PEER-*'],
    ['studies', '0020000D', 'StudyDate=20260103-&PatientID=PEER-*'], ['studies', '0020000D', 'StudyDate=-20260102&PatientID=PEER-*'], ['studies', '0020000D', 'PatientID=PEER-9'], ['studies', '0020000D', 'PatientID=NOBODY'],
    ['series', '0020000E', 'PatientID=PEER-2&Modality=CT'], ['series', '0020000E', 'Modality=SR&PatientID=PEER-9'], ['instances', '00080018', 'PatientID=PEER-3'], ['instances', '00080018', 'AccessionNumber=ACC1&InstanceNumber=2'],
  ])('a search for %s finds the same %s: %s', async (level, tag, query) => {
    const [mine, other] = [await ours(`/${level}?${query}`), await theirs(`/${level}?${query}`, 'application/dicom+json')];
    expect(uidsIn(mine.json<DicomJson[]>(), tag)).toEqual(uidsIn(other.json<DicomJson[]>(), tag));
  });

  it('what is found is described alike', async () => {
    const same = ['00080020', '00080050', '00080061', '00080090', '00100010', '00100020', '00100030', '00100040', '0020000D', '00200010', '00201206', '00201208'];
    const [mine, other] = [(await ours('/studies?PatientID=PEER-0')).json<DicomJson[]>()[0]!, (await theirs('/studies?PatientID=PEER-0')).json<DicomJson[]>()[0]!];
    for (const tag of same) expect([tag, values(mine[tag])]).toEqual([tag, values(other[tag])]);
  });

  it('every object comes back with the bytes it was sent with, alone and in its study', async () => {
    for (const object of made) {
      const [mine, other] = [await ours(path(object), 'application/dicom; transfer-syntax=*'), await theirs(path(object), 'multipart/related; type="application/dicom"; transfer-syntax=*')];
      expect(dataSetOf(mine.bytes).equals(dataSetOf(partsOf(other)[0]!.bytes))).toBe(true);
      expect(dataSetOf(mine.bytes).equals(object.bytes)).toBe(true);
    }
    const study = `/studies/${made[0]!.studyInstanceUid}`;
    const accept = 'multipart/related; type="application/dicom"; transfer-syntax=*';
    const sorted = async (one: Get): Promise<string[]> => partsOf(await one(study, accept)).map((part) => dataSetOf(part.bytes).toString('base64')).sort();
    expect(await sorted(ours)).toEqual(await sorted(theirs));
  });

  it('metadata says the same of every attribute', async () => {
    for (const object of made) {
      const [mine] = (await ours(`${path(object)}/metadata`)).json<DicomJson[]>();
      const [other] = (await theirs(`${path(object)}/metadata`, 'application/dicom+json')).json<DicomJson[]>();
      const tags = Object.keys(other!).filter((tag) => !tag.startsWith('0002') && tag !== '00080005');
      expect(tags.length).toBeGreaterThan(20);
      for (const tag of tags) compare(tag, mine![tag], other![tag]);
    }
  });

  it('frames are cut at the same bytes', async () => {
    const cine = made.find((object) => object.dataSet.text('Modality') === 'XA')!;
    for (const frames of ['1', '4', '2,3']) {
      const accept = 'multipart/related; type="application/octet-stream"';
      const [mine, other] = [partsOf(await ours(`${path(cine)}/frames/${frames}`, accept)), partsOf(await theirs(`${path(cine)}/frames/${frames}`, accept))];
      expect(mine.map((part) => part.bytes.equals(other.shift()!.bytes))).toEqual(frames.split(',').map(() => true));
    }
  });

  it('pictures look the same', async () => {
    for (const object of made.filter((one) => one.dataSet.has('Rows'))) {
      const at = `${path(object)}/rendered?window=300,900,linear`;
      expect(difference(await picture(ours, at), await picture(theirs, at)), object.dataSet.text('Modality') ?? '').toBeLessThan(1.5);
    }
  });

  it.runIf(corpusIsHere).each(Object.entries(CORPUS).filter(([, sample]) => !sample.dcmtkOnly))('a picture of %s looks the same', async (_what, { file, window }) => {
    const at = `${await pathOf(file)}/rendered${window ? `?window=${window.join(',')},linear` : ''}`;
    expect(difference(await picture(ours, at), await picture(theirs, at))).toBeLessThan(2);
  });
});

describe.runIf(here && corpusIsHere && (await missingCommands('dcmj2pnm', 'dcml2pnm')).length === 0)('beside dcmtk', () => {
  it.each(Object.entries(CORPUS))('a picture of %s looks the same', async (_what, { file, window }) => {
    const dir = fs.mkdtempSync(join(os.tmpdir(), 'causeway-dcmtk-'));
    try {
      fs.writeFileSync(join(dir, 'in.dcm'), files.get(file)!);
      const program = file.includes('jpeg_ls') ? 'dcml2pnm' : 'dcmj2pnm';
      for (const shown of [['+Wi', '1'], ...(window ? [['+Ww', ...window.map(String)]] : []), ['+Wl', '1'], ['+Wm']]) {
        // the first the object has: a window, a table, its whole range
        const done = await run(program, [...shown, '+on2', join(dir, 'in.dcm'), join(dir, 'out.png')]);
        if (done.code === 0 && !/cannot select/.test(done.output)) break;
      }
      const at = `${await pathOf(file)}/rendered${window ? `?window=${window.join(',')},linear` : ''}`;
      expect(difference(await picture(ours, at), await pixels(fs.readFileSync(join(dir, 'out.png'))))).toBeLessThan(2);
    } finally {
      fs.rmSync(dir, { recursive: true, force: true });
    }
  });
});

async function pathOf(file: string): Promise<string> {
  const [row] = await site.b.acts.read<{ study_uid: string; series_uid: string; sop_uid: string }>(
    'select e.study_uid, i.series_uid, i.sop_uid from instance i join exam e on e.id = i.exam_id where i.sop_uid = $1', [stored.get(file)]);
  return path({ studyInstanceUid: row!.study_uid, seriesInstanceUid: row!.series_uid, sopInstanceUid: row!.sop_uid });
}

/** Values in one form: numbers as text, empty as none. */
function values(element: JsonElement | undefined): unknown {
  return JSON.parse(JSON.stringify((element?.Value ?? []).filter((value) => value !== null && value !== ''), (_key, value: unknown) => (typeof value === 'number' ? String(value) : value))) as unknown;
}

function compare(tag: string, mine: JsonElement | undefined, other: JsonElement | undefined): void {
  expect([tag, mine?.vr]).toEqual([tag, other?.vr]);
  if (mine?.vr === 'SQ') {
    const [a, b] = [(mine.Value ?? []) as DicomJson[], (other?.Value ?? []) as DicomJson[]];
    expect([tag, a.length]).toEqual([tag, b.length]);
    for (const [i, item] of b.entries()) for (const inner of Object.keys(item)) compare(`${tag}.${i}.${inner}`, a[i]?.[inner], item[inner]);
  } else if (!mine?.BulkDataURI && !other?.BulkDataURI) expect([tag, values(mine)]).toEqual([tag, values(other)]);
}

interface Pixels {
  readonly data: Buffer;
  readonly info: sharp.OutputInfo;
}
const pixels = (image: Buffer): Promise<Pixels> => sharp(image).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });

async function picture(get_: Get, at: string): Promise<Pixels> {
  const answer = await get_(at, 'image/png');
  if (answer.status !== 200) throw new Error(`${at} answered ${answer.status}`);
  return pixels(answer.bytes);
}

/** Mean difference of two pictures in grey levels, 0 to 255. */
function difference(one: Pixels, other: Pixels): number {
  expect([one.info.width, one.info.height]).toEqual([other.info.width, other.info.height]);
  return one.data.reduce((sum, value, i) => sum + Math.abs(value - other.data[i]!), 0) / one.data.length;
}
