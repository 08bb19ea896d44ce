// CT objects: heads, trunks, their scout views, and captures of them.
import { random } from '../../chance/random';
import { bytes, words } from '../../dicom/pixels';
import { type Dataset } from '../../dicom/dictionary';
import { write } from '../../imaging/glyphs';
import { axial, type Canvas } from '../../imaging/canvas';
import { reconstruct } from '../../imaging/kernel';
import { topogram } from '../../imaging/topogram';
import { dicomName, plain } from '../../people/name';
import { drawHead } from '../../phantoms/head/head';
import { ctArterial, ctNative } from '../../phantoms/head/palette';
import { headShape } from '../../phantoms/head/shape';
import { torsoBuild } from '../../phantoms/torso/build';
import { type Trunk, trunk } from '../../phantoms/torso/torso';
import { type PaintContext, type Painter, type Picture, planeModule, sopClasses } from '../picture';

const HEAD_FIELD = 222;
const TRUNK_FIELD = 410;

interface Reconstruction {
  readonly kernel: string;
  readonly windows: readonly (readonly [number, number, string])[];
  readonly noise: number;
}

const HEAD: Readonly<Record<'soft' | 'bone', Reconstruction>> = {
  soft: {
    kernel: 'H30s',
    windows: [
      [40, 80, 'BRAIN'],
      [75, 220, 'SUBDURAL'],
    ],
    noise: 4,
  },
  bone: { kernel: 'H70h', windows: [[480, 2500, 'BONE']], noise: 22 },
};
const TRUNK: Readonly<Record<'soft' | 'lung', Reconstruction>> = {
  soft: { kernel: 'B30f', windows: [[40, 400, 'SOFT']], noise: 8 },
  lung: { kernel: 'B60f', windows: [[-550, 1500, 'LUNG']], noise: 18 },
};

function ctPicture(
  on: Canvas,
  thickness: number,
  { kernel, windows }: Pick<Reconstruction, 'kernel' | 'windows'>,
  imageType: readonly string[],
  more: Dataset,
): Picture {
  return {
    sopClass: sopClasses.ct,
    frames: [words(on.data, 1, -1024, 0, 4095)],
    columns: on.columns,
    rows: on.rows,
    channels: 1,
    bitsStored: 12,
    inSpace: true,
    attributes: {
      ...planeModule(on, thickness),
      ImageType: imageType,
      RescaleIntercept: -1024,
      RescaleSlope: 1,
      ...(imageType[2] === 'LOCALIZER' ? {} : { RescaleType: 'HU' }),
      WindowCenter: windows.map(([c]) => c),
      WindowWidth: windows.map(([, w]) => w),
      WindowCenterWidthExplanation: windows.map(([, , name]) => name),
      KVP: 120,
      XRayTubeCurrent: 280,
      ExposureTime: 1000,
      Exposure: 280,
      ConvolutionKernel: kernel,
      ReconstructionDiameter: on.columns * on.pixel,
      DataCollectionDiameter: 500,
      GantryDetectorTilt: 0,
      TableHeight: 152,
      RotationDirection: 'CW',
      FilterType: 'BODY',
      PatientPosition: 'HFS',
      ScanOptions: 'HELIX',
      AcquisitionNumber: 1,
      ...more,
    },
  };
}

const AXIAL = ['ORIGINAL', 'PRIMARY', 'AXIAL'];

export function headPainter({ exam, phantom, matrix }: PaintContext<'head'>): Painter {
  const shape = headShape(exam.anatomy, exam.age, phantom.lesion);
  const palette = phantom.phase === 'arterial' ? ctArterial : ctNative;
  const { first, step, thickness } = phantom.stack;
  const how = HEAD[phantom.kernel];
  return (index) => {
    const z = first + index * step;
    const truth = drawHead(axial(matrix, HEAD_FIELD, z), shape, palette);
    const on = reconstruct(truth, phantom.kernel, how.noise * Math.sqrt(5 / thickness) ** 0.7, random(exam.uidRoot, phantom.kernel, index));
    const contrast: Dataset = phantom.phase === 'arterial' ? { ContrastBolusAgent: 'IODINE 350' } : {};
    // A scanner told the wrong way round writes heights upside down; the pixels are as they are.
    const placed = phantom.upsideDown ? { ...on, origin: [on.origin[0], on.origin[1], -z] as const } : on;
    const windows = phantom.phase === 'arterial' ? ([[140, 620, 'CTA'], ...how.windows] as const) : how.windows;
    return ctPicture(placed, thickness, { kernel: how.kernel, windows }, AXIAL, contrast);
  };
}

function trunkOf({ exam, phantom }: Pick<PaintContext<'trunk'>, 'exam' | 'phantom'>): Trunk {
  return trunk(torsoBuild(exam.anatomy, exam.patient.sex === 'M' ? 'M' : 'F', phantom.contrast, phantom.lesions));
}

export function trunkPainter(context: PaintContext<'trunk'>): Painter {
  const { exam, phantom, matrix } = context;
  const body = trunkOf(context);
  const { first, step, thickness } = phantom.stack;
  const how = TRUNK[phantom.kernel];
  return (index) => {
    const on = body.draw(axial(matrix, TRUNK_FIELD, first + index * step, [0, 6]));
    reconstruct(
      on,
      phantom.kernel === 'lung' ? 'bone' : 'soft',
      how.noise * (phantom.lowDose ? 1.9 : 1) * Math.sqrt(2.5 / thickness) ** 0.7,
      random(exam.uidRoot, phantom.kernel, index),
    );
    return ctPicture(on, thickness, how, AXIAL, {
      KVP: phantom.lowDose ? 100 : 120,
      XRayTubeCurrent: phantom.lowDose ? 40 : 210,
      ...(phantom.contrast ? { ContrastBolusAgent: 'IODINE 350' } : {}),
    });
  };
}

export function topogramPainter({ exam, phantom, matrix }: PaintContext<'topogram'>): Painter {
  return () => {
    let on: Canvas;
    if (phantom.of === 'head') {
      const shape = headShape(exam.anatomy, exam.age, { kind: 'none' });
      on = topogram((z) => drawHead(axial(96, 240, z), shape, ctNative), 'x', 92, -92, 4, matrix);
    } else {
      const body = trunkOf({
        exam,
        phantom: { kind: 'trunk', lesions: [], contrast: false, kernel: 'soft', stack: { first: 0, step: 0, thickness: 1 } },
      });
      const [top, bottom] = phantom.of === 'chest' ? [206, -160] : [40, -290];
      on = topogram((z) => body.draw(axial(88, TRUNK_FIELD, z, [0, 6])), 'y', top, bottom, 6, matrix);
    }
    return ctPicture(on, 0.6, { kernel: 'T20s', windows: [[80, 1100, 'TOPO']] }, ['ORIGINAL', 'PRIMARY', 'LOCALIZER'], {
      XRayTubeCurrent: 35,
      Exposure: 10,
    });
  };
}

/** A secondary capture of one plane, as a technician keeps it: 8 bits, windowed, with lettering burned in. */
export function capturePainter(context: PaintContext<'capture'>): Painter {
  const { exam, phantom, matrix } = context;
  const of = phantom.of;
  const inner: Painter = of.kind === 'head' ? headPainter({ ...context, phantom: of }) : trunkPainter({ ...context, phantom: of });
  return (index) => {
    const source = inner(Math.round((phantom.at - of.stack.first) / of.stack.step) + index);
    const [centre, width] = of.kind === 'head' ? [40, 80] : [40, 400];
    const on: Canvas = {
      name: 'axial',
      columns: matrix,
      rows: matrix,
      pixel: 1,
      origin: [0, 0, 0],
      data: Float32Array.from(source.frames[0]!, (v) => Math.max(0, Math.min(255, ((v - 1024 - centre + width / 2) / width) * 255))),
    };
    const size = Math.max(8, Math.round(matrix / 36));
    const lines = phantom.nameInPicture
      ? [plain(dicomName(exam.patient.name, 'capitals', false)), exam.patient.id, ...phantom.lines]
      : phantom.lines;
    lines.forEach((line, i) => write(on, line, size, size + i * Math.round(size * 1.5), size, 235));
    return {
      sopClass: sopClasses.sc,
      frames: [bytes(on.data)],
      columns: matrix,
      rows: matrix,
      channels: 1,
      bitsStored: 8,
      inSpace: false,
      attributes: {
        ConversionType: 'WSD',
        ImageType: ['DERIVED', 'SECONDARY'],
        BurnedInAnnotation: 'YES',
        WindowCenter: 128,
        WindowWidth: 256,
        PatientOrientation: ['L', 'P'],
        SecondaryCaptureDeviceManufacturer: 'Quillstone',
      },
    };
  };
}
