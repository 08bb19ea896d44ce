// From an exam to its objects, one after the other.
import { type Dataset } from '../dicom/dictionary';
import { asBuffer, jpeg, rle } from '../dicom/pixels';
import { type Encapsulated, part10, type Syntax } from '../dicom/write';
import { type DemoExam } from '../exams/exam';
import { type SeriesPlan } from '../exams/phantom';
import { facilityOf } from '../places/facilities';
import { pdfObject, srObject } from '../reports/objects';
import { uid } from '../uids';
import { commonModules, madeAt, seriesUid, sopUid } from './common';
import { painterOf } from './painters';
import { type Picture } from './picture';

export interface RenderOptions {
  /** Pixels across a CT image; other kinds follow. 128 to 1024, default 512. */
  readonly matrix?: number;
  /** At most this many objects, spread evenly over the series (each keeps at least one). Default all. */
  readonly maxImages?: number;
}

export interface PlannedObject {
  readonly plan: SeriesPlan;
  readonly order: number;
  /** Place in its series, from 0, as the sender numbers it. */
  readonly index: number;
  readonly seriesInstanceUid: string;
  readonly sopInstanceUid: string;
}

export interface RenderedObject {
  readonly sopInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly seriesNumber: number;
  readonly instanceNumber: number;
  readonly sopClassUid: string;
  readonly transferSyntax: Syntax;
  /** A Part 10 file. */
  readonly bytes: Buffer;
}

/** Objects of each series under a cap for all: in proportion, at least one, the largest series giving way. */
function quotas(exam: DemoExam, cap: number): readonly number[] {
  const share = Math.min(1, cap / exam.images);
  const counts = exam.series.map((plan) => Math.max(1, Math.floor(plan.images * share)));
  for (let over = counts.reduce((a, b) => a + b, 0) - cap; over > 0; over--) {
    const largest = counts.indexOf(Math.max(...counts));
    if (counts[largest] === 1) break;
    counts[largest]!--;
  }
  return counts;
}

/**
 * Which objects a rendering with these options makes, without drawing them. A cap takes every n-th object of a series, so the UIDs of a
 * small rendering are among those of a large one, and heights stay true.
 */
export function plannedObjects(exam: DemoExam, options: RenderOptions = {}): readonly PlannedObject[] {
  const counts = quotas(exam, options.maxImages ?? Infinity);
  const planned = exam.series.flatMap((plan, order) => {
    const count = counts[order]!;
    return Array.from({ length: count }, (_, k): PlannedObject => {
      const index = count === plan.images ? k : Math.floor(((k + 0.5) * plan.images) / count);
      return { plan, order, index, seriesInstanceUid: seriesUid(exam, plan), sopInstanceUid: sopUid(exam, plan, index) };
    });
  });
  return planned;
}

/** The part of a list a delivery carries. A part that does not end at 1 always leaves something out, however short the list. */
export function partOf<T>(list: readonly T[], [from, to]: readonly [number, number]): readonly T[] {
  return list.slice(Math.floor(from * list.length), to >= 1 ? list.length : Math.floor(to * list.length));
}

/**
 * Draws and writes the objects of an exam in sending order, or only `chosen` ones of its planned objects. Stops drawing when the reader
 * stops reading.
 */
export async function* renderExam(
  exam: DemoExam,
  options: RenderOptions = {},
  chosen?: readonly PlannedObject[],
): AsyncGenerator<RenderedObject> {
  const painters = new Map<number, ReturnType<typeof painterOf>>();
  for (const planned of chosen ?? plannedObjects(exam, options)) {
    const { plan, order, index } = planned;
    if (!painters.has(order)) {
      const { date, time } = madeAt(exam, order, facilityOf(plan.madeBy ?? exam.facility).zone);
      painters.set(order, painterOf({ exam, phantom: plan.phantom, matrix: options.matrix ?? 512, images: plan.images, date, time }));
    }
    const painter = painters.get(order);
    yield painter ? await picture(exam, planned, painter(index)) : document(exam, planned);
  }
}

function finish(
  { plan, index, sopInstanceUid, seriesInstanceUid }: PlannedObject,
  exam: DemoExam,
  dataset: Dataset,
  syntax: Syntax,
  pixels?: Encapsulated,
): RenderedObject {
  const facility = facilityOf(plan.madeBy ?? exam.facility);
  const device = facility.devices.find((d) => d.modality === plan.modality);
  const implementation = { uid: uid('implementation', facility.key), version: `${facility.key.slice(0, 8)}_1` };
  const bytes = part10(dataset, {
    syntax,
    sourceAeTitle: device?.aeTitle ?? facility.aeTitle,
    implementation,
    ...(pixels ? { pixels } : {}),
  });
  return {
    sopInstanceUid,
    seriesInstanceUid,
    seriesNumber: plan.number,
    instanceNumber: index + 1,
    sopClassUid: String(dataset.SOPClassUID),
    transferSyntax: syntax,
    bytes,
  };
}

const uncompressed = (syntax: Syntax): Syntax => (syntax === 'jpeg' || syntax === 'rle' ? 'explicit' : syntax);

function document(exam: DemoExam, planned: PlannedObject): RenderedObject {
  const { plan, order, index } = planned;
  const report = exam.report;
  if (!report) throw new Error(`Exam ${exam.key} has a series of reports and no report.`);
  const content = plan.phantom.kind === 'report-pdf' ? pdfObject(exam, report) : srObject(exam, report);
  return finish(planned, exam, { ...commonModules(exam, plan, order, index), ...content }, uncompressed(plan.syntax ?? exam.syntax));
}

async function picture(exam: DemoExam, planned: PlannedObject, drawn: Picture): Promise<RenderedObject> {
  const { plan, order, index } = planned;
  const frames = exam.repeats?.how === 'conflict' ? drawn.frames.map(altered) : drawn.frames;
  const wide = frames[0] instanceof Int16Array;
  // Baseline JPEG holds 8 bits: only pictures made of bytes go that way.
  const wanted = plan.syntax ?? exam.syntax;
  const syntax = drawn.channels === 3 ? 'jpeg' : wanted === 'jpeg' && wide ? 'explicit' : wanted;
  const space: Dataset = drawn.inSpace ? { FrameOfReferenceUID: uid(exam.uidRoot, 'space'), PositionReferenceIndicator: '' } : {};
  const samples: Dataset = {
    SamplesPerPixel: drawn.channels,
    PhotometricInterpretation: drawn.channels === 3 ? (syntax === 'jpeg' ? 'YBR_FULL_422' : 'RGB') : 'MONOCHROME2',
    ...(drawn.channels === 3 ? { PlanarConfiguration: 0 } : {}),
    Rows: drawn.rows,
    Columns: drawn.columns,
    BitsAllocated: wide ? 16 : 8,
    BitsStored: drawn.bitsStored,
    HighBit: drawn.bitsStored - 1,
    PixelRepresentation: 0,
  };
  const dataset: Dataset = {
    ...commonModules(exam, plan, order, index),
    ...space,
    ...samples,
    ...drawn.attributes,
    SOPClassUID: drawn.sopClass,
  };
  if (syntax === 'rle') return finish(planned, exam, dataset, syntax, { frames: frames.map((f) => rle(f, drawn.columns)) });
  if (syntax === 'jpeg') {
    const packed = await Promise.all(frames.map((f) => jpeg(f as Uint8Array, drawn.columns, drawn.rows, drawn.channels)));
    const ratio = (drawn.columns * drawn.rows * drawn.channels * frames.length) / packed.reduce((sum, p) => sum + p.length, 0);
    return finish(
      planned,
      exam,
      {
        ...dataset,
        LossyImageCompression: '01',
        LossyImageCompressionRatio: Math.round(ratio * 10) / 10,
        LossyImageCompressionMethod: 'ISO_10918_1',
      },
      syntax,
      { frames: packed },
    );
  }
  return finish(planned, exam, { ...dataset, PixelData: Buffer.concat(frames.map(asBuffer)) }, syntax);
}

/** The same picture with one corner changed: what a conflicting copy looks like. */
function altered<T extends Int16Array | Uint8Array>(frame: T): T {
  const copy = frame.slice() as T;
  copy[0] = copy[0] === 0 ? 1 : 0;
  return copy;
}
