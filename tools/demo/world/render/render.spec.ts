import dicomParser from 'dicom-parser';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { type DemoExam, partOf, type Phantom, plannedObjects, renderExam, type RenderedObject, type World, world } from '../index';

const now = new Date('2026-11-24T15:42:07Z');
const w: World = world({ seed: 7, now });
const every = [...w.exams, ...w.ownExams];
const examOf = (key: string): DemoExam => every.find((e) => e.key === key)!;

/** The first object of the first series that shows a kind of picture. */
async function sample(kind: Phantom['kind'], matrix = 64): Promise<RenderedObject> {
  const exam = every.find((e) => e.series.some((s) => s.phantom.kind === kind))!;
  const planned = plannedObjects(exam, { maxImages: 1 }).filter((o) => o.plan.phantom.kind === kind);
  for await (const object of renderExam(exam, { matrix }, planned)) return object;
  throw new Error(`Nothing rendered for ${kind}.`);
}

const kinds: readonly Phantom['kind'][] = [
  'head',
  'trunk',
  'topogram',
  'chest-film',
  'wrist-film',
  'breast-film',
  'lumbar',
  'brain',
  'knee',
  'ultrasound',
  'coronary',
  'pet',
  'pet-projection',
  'perfusion',
  'photo',
  'capture',
  'report-pdf',
  'report-sr',
];

async function gather(from: AsyncIterable<RenderedObject>): Promise<RenderedObject[]> {
  const all: RenderedObject[] = [];
  for await (const object of from) all.push(object);
  return all;
}

const read = (object: RenderedObject): dicomParser.DataSet => dicomParser.parseDicom(object.bytes);

describe('rendered objects', () => {
  it.each(kinds)('are whole and readable: %s', async (kind) => {
    const object = await sample(kind);
    const d = read(object);
    expect(d.string('x00080018')).toBe(object.sopInstanceUid);
    expect(d.string('x00020003')).toBe(object.sopInstanceUid);
    expect(d.string('x0020000e')).toBe(object.seriesInstanceUid);
    expect(d.string('x00080016')).toBe(object.sopClassUid);
    for (const tag of ['x0020000d', 'x00080020', 'x00080060', 'x00200013']) expect(d.string(tag), tag).toBeTruthy();
    if (kind === 'report-pdf') {
      const document = d.elements['x00420011']!;
      const pdf = object.bytes.subarray(document.dataOffset, document.dataOffset + d.uint32('x00420015')!);
      expect(pdf.toString('latin1')).toMatch(/^%PDF-1\.4[\s\S]*%%EOF\n$/);
      return;
    }
    if (kind === 'report-sr') {
      expect(d.elements['x0040a730']!.items!.length).toBeGreaterThanOrEqual(3);
      return;
    }
    const frames = Number(d.string('x00280008') ?? 1);
    const size = d.uint16('x00280010')! * d.uint16('x00280011')! * d.uint16('x00280002')! * (d.uint16('x00280100')! / 8) * frames;
    const pixels = d.elements['x7fe00010']!;
    if (pixels.encapsulatedPixelData) expect(pixels.fragments!.length).toBe(frames);
    else expect(pixels.length).toBe(size + (size % 2));
  });

  it.each(['head', 'trunk', 'chest-film', 'wrist-film', 'breast-film', 'lumbar', 'knee', 'brain'] as const)(
    'show something over the whole range, without holes: %s',
    async (kind) => {
      const object = await sample(kind, 96);
      const d = read(object);
      const { dataOffset, length } = d.elements['x7fe00010']!;
      const samples = new Uint16Array(object.bytes.subarray(dataOffset, dataOffset + length).slice().buffer);
      const mean = samples.reduce((a, b) => a + b, 0) / samples.length;
      const spread = Math.sqrt(samples.reduce((a, b) => a + (b - mean) ** 2, 0) / samples.length);
      expect(spread).toBeGreaterThan(60);
      expect(new Set(samples).size).toBeGreaterThan(200);
    },
  );

  it('measure Hounsfield units: air, brain and bone where they belong', async () => {
    const exam = examOf('adeyemi-head');
    const planned = plannedObjects(exam).filter((o) => o.plan.number === 1 && o.index === 15);
    for await (const object of renderExam(exam, { matrix: 128 }, planned)) {
      const d = read(object);
      const slope = Number(d.string('x00281053'));
      const intercept = Number(d.string('x00281052'));
      const { dataOffset } = d.elements['x7fe00010']!;
      const [x0, y0] = d.string('x00200032')!.split('\\').map(Number) as [number, number, number];
      const pixel = Number(d.string('x00280030')!.split('\\')[0]);
      const around = (x: number, y: number): number => {
        const values: number[] = [];
        for (let j = -2; j <= 2; j++)
          for (let i = -2; i <= 2; i++) {
            const at = (Math.round((y - y0) / pixel) + j) * 128 + Math.round((x - x0) / pixel) + i;
            values.push(object.bytes.readUInt16LE(dataOffset + at * 2) * slope + intercept);
          }
        return values.reduce((a, b) => a + b, 0) / values.length;
      };
      expect(around(-100, -100)).toBeLessThan(-950);
      expect(around(30, -40)).toBeGreaterThan(20);
      expect(around(30, -40)).toBeLessThan(45);
      // The collection lies under the right parietal bone: patient's right is at negative x.
      expect(around(-58, -4)).toBeGreaterThan(55);
      expect(around(-58, -4)).toBeLessThan(85);
    }
  });

  it('come out the same twice, and under the UIDs that were planned', async () => {
    const exam = examOf('ozturk-spine');
    const twice = async (): Promise<RenderedObject[]> => gather(renderExam(exam, { matrix: 64, maxImages: 4 }));
    const [a, b] = [await twice(), await twice()];
    expect(a.map((o) => o.bytes.equals(b[a.indexOf(o)]!.bytes))).toEqual(a.map(() => true));
    expect(a.map((o) => o.sopInstanceUid)).toEqual(plannedObjects(exam, { maxImages: 4 }).map((o) => o.sopInstanceUid));
  });

  it('carry the name in the character set they declare', async () => {
    const named = async (key: string): Promise<readonly [string | undefined, Buffer]> => {
      for await (const o of renderExam(examOf(key), { matrix: 64, maxImages: 1 })) {
        const d = read(o);
        const name = d.elements['x00100010']!;
        return [d.string('x00080005'), o.bytes.subarray(name.dataOffset, name.dataOffset + name.length)];
      }
      throw new Error('Nothing rendered.');
    };
    const [set, bytes] = await named('kim-pelvis');
    expect(set).toBe('\\ISO 2022 IR 149');
    expect(bytes.toString('latin1').startsWith('Kim^Seo-yeon=\u001b$)C')).toBe(true);
    const [greek, greekBytes] = await named('stavrou-mammo');
    expect(new TextDecoder(greek === 'ISO_IR 126' ? 'iso-8859-7' : 'utf-8').decode(greekBytes)).toContain('Σταύρου^Ελένη');
    const [, capitals] = await named('ozturk-spine');
    expect(capitals.toString('latin1').trim()).toBe('OZTURK^CAGLA');
  });

  it('meet a reader in several transfer syntaxes', () => {
    const used = new Set(w.exams.map((e) => e.syntax));
    expect(used).toEqual(new Set(['explicit', 'implicit', 'rle', 'jpeg', 'deflated']));
  });

  it('unpack to the same pixels from run-length coding as from plain words', async () => {
    const exam = examOf('kilo-head');
    const planned = plannedObjects(exam).filter((o) => o.plan.number === 1 && o.index === 12);
    const [packed] = await gather(renderExam(exam, { matrix: 64 }, planned));
    const [plain] = await gather(renderExam({ ...exam, syntax: 'explicit' }, { matrix: 64 }, planned));
    const at = (o: RenderedObject): dicomParser.Element => read(o).elements['x7fe00010']!;
    const fragment = dicomParser.readEncapsulatedPixelDataFromFragments(read(packed!), at(packed!), 0);
    const { dataOffset, length } = at(plain!);
    expect(Buffer.from(unpack(fragment, 64 * 64)).equals(plain!.bytes.subarray(dataOffset, dataOffset + length))).toBe(true);
  });

  it('hold photographs as baseline JPEG in colour', async () => {
    const object = await sample('photo');
    const d = read(object);
    const fragment = dicomParser.readEncapsulatedPixelDataFromFragments(d, d.elements['x7fe00010']!, 0);
    const picture = await sharp(fragment).metadata();
    expect([picture.format, picture.channels, picture.isProgressive]).toEqual(['jpeg', 3, false]);
    expect([picture.width, picture.height]).toEqual([d.uint16('x00280011'), d.uint16('x00280010')]);
  });

  it('leave something out when a delivery is not whole, however few objects are drawn', () => {
    const exam = examOf('nguyen-petct');
    const planned = plannedObjects(exam, { maxImages: 12 });
    const sent = partOf(planned, exam.deliveries[0]!.part);
    expect(sent.length).toBeLessThan(planned.length);
    const late = examOf('late-series');
    expect(late.deliveries.flatMap((d) => partOf(planned, d.part))).toEqual(planned);
  });

  it('conflict where they should: the same UID with other bytes', async () => {
    const [a] = await gather(renderExam(examOf('burned-name'), { matrix: 64, maxImages: 1 }));
    const [b] = await gather(renderExam(examOf('conflicting-copy'), { matrix: 64, maxImages: 1 }));
    expect(a!.sopInstanceUid).toBe(b!.sopInstanceUid);
    expect(a!.bytes.equals(b!.bytes)).toBe(false);
  });

  it('are our own when they come back: same UIDs and pixels, encoded anew', async () => {
    const back = examOf('kowalczyk-returned');
    const own = examOf('local-kowalczyk');
    const ours = new Set(plannedObjects(own).map((o) => o.sopInstanceUid));
    const returned = plannedObjects(back).filter((o) => ours.has(o.sopInstanceUid));
    expect(plannedObjects(back).length - returned.length).toBe(2);
    expect(returned.length).toBe(ours.size);
    expect(back.patient.issuer?.oid).toBe(w.site.patientIssuer);
    const pick = (e: DemoExam) => plannedObjects(e).filter((o) => o.plan.number === 2 && o.index === 40);
    const [a] = await gather(renderExam(own, { matrix: 64 }, pick(own)));
    const [b] = await gather(renderExam(back, { matrix: 64 }, pick(back)));
    const pixels = (o: RenderedObject): Buffer => o.bytes.subarray(read(o).elements['x7fe00010']!.dataOffset);
    expect(pixels(a!).equals(pixels(b!))).toBe(true);
    expect(a!.bytes.equals(b!.bytes)).toBe(false);
  });
});

/** Two byte planes, high bytes first, back to little-endian words. */
function unpack(frame: Uint8Array, count: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset);
  const out = new Uint8Array(count * 2);
  [0, 1].forEach((segment) => {
    let at = view.getUint32(4 + segment * 4, true);
    for (let n = 0; n < count;) {
      const control = frame[at++]!;
      const repeat = control > 128;
      const run = repeat ? 257 - control : control + 1;
      for (let k = 0; k < run; k++) out[n++ * 2 + (1 - segment)] = repeat ? frame[at]! : frame[at + k]!;
      at += repeat ? 1 : run;
    }
  });
  return out;
}
