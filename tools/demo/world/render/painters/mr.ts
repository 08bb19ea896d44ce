// MR objects: brain, lumbar spine and knee.
import { type Dataset } from '../../dicom/dictionary';
import { words } from '../../dicom/pixels';
import { axial, type Canvas, sagittal } from '../../imaging/canvas';
import { headShape } from '../../phantoms/head/shape';
import { type BrainSequence, drawBrain } from '../../phantoms/mr/brain';
import { drawKnee } from '../../phantoms/mr/knee';
import { drawLumbar } from '../../phantoms/mr/lumbar';
import { type PaintContext, type Painter, type Picture, planeModule, sopClasses } from '../picture';

interface Timing {
  readonly name: string;
  readonly scanning: readonly string[];
  readonly tr: number;
  readonly te: number;
  readonly train: number;
  readonly ti?: number;
  readonly window: readonly [number, number];
}

const BRAIN: Readonly<Record<BrainSequence, Timing>> = {
  T1: { name: 'se2d1', scanning: ['SE'], tr: 520, te: 11, train: 1, window: [430, 860] },
  T2: { name: 'tse2d1_15', scanning: ['SE'], tr: 4600, te: 98, train: 15, window: [480, 980] },
  FLAIR: { name: 'tir2d1_16', scanning: ['SE', 'IR'], tr: 8600, te: 112, train: 16, ti: 2450, window: [400, 820] },
  DWI: { name: 'ep_b1000', scanning: ['EP'], tr: 5200, te: 84, train: 1, window: [330, 700] },
};
const SPINE: Readonly<Record<'T1' | 'T2', Timing>> = {
  T1: { name: 'tse2d1_3', scanning: ['SE'], tr: 580, te: 10, train: 3, window: [480, 1000] },
  T2: { name: 'tse2d1_17', scanning: ['SE'], tr: 3800, te: 102, train: 17, window: [470, 960] },
};
const KNEE: Timing = { name: 'tse2d1_7', scanning: ['SE'], tr: 2800, te: 33, train: 7, window: [470, 960] };

function mrPicture(on: Canvas, thickness: number, step: number, t: Timing, side?: 'R' | 'L'): Picture {
  const more: Dataset = { ...(t.ti === undefined ? {} : { InversionTime: t.ti }), ...(side ? { Laterality: side } : {}) };
  return {
    sopClass: sopClasses.mr,
    frames: [words(on.data, 1, 0, 0, 4095)],
    columns: on.columns,
    rows: on.rows,
    channels: 1,
    bitsStored: 12,
    inSpace: true,
    attributes: {
      ...planeModule(on, thickness),
      ImageType: ['ORIGINAL', 'PRIMARY', 'M', 'ND'],
      ScanningSequence: t.scanning,
      SequenceVariant: ['SK', 'SP'],
      ScanOptions: 'SAT1',
      MRAcquisitionType: '2D',
      SequenceName: t.name,
      RepetitionTime: t.tr,
      EchoTime: t.te,
      EchoTrainLength: t.train,
      MagneticFieldStrength: 1.5,
      ImagedNucleus: '1H',
      FlipAngle: t.train > 1 ? 150 : 90,
      SpacingBetweenSlices: Math.abs(step),
      InPlanePhaseEncodingDirection: 'ROW',
      AcquisitionMatrix: [0, on.columns, on.rows, 0],
      WindowCenter: t.window[0],
      WindowWidth: t.window[1],
      PatientPosition: 'HFS',
      AcquisitionNumber: 1,
      ...more,
    },
  };
}

export function brainPainter({ exam, phantom, matrix }: PaintContext<'brain'>): Painter {
  const shape = headShape(exam.anatomy, exam.age, phantom.lesion);
  const { first, step, thickness } = phantom.stack;
  const size = phantom.sequence === 'DWI' ? Math.round(matrix / 2) : matrix;
  return (index) =>
    mrPicture(drawBrain(axial(size, 222, first + index * step), shape, phantom.sequence), thickness, step, BRAIN[phantom.sequence]);
}

export function lumbarPainter({ exam, phantom, matrix }: PaintContext<'lumbar'>): Painter {
  const { first, step, thickness } = phantom.stack;
  return (index) =>
    mrPicture(
      drawLumbar(
        sagittal(matrix, 290, first + index * step, [2, -6]),
        { seed: exam.anatomy, herniation: phantom.herniation },
        phantom.sequence,
      ),
      thickness,
      step,
      SPINE[phantom.sequence],
    );
}

export function kneePainter({ exam, phantom, matrix }: PaintContext<'knee'>): Painter {
  const { first, step, thickness } = phantom.stack;
  return (index) =>
    mrPicture(
      drawKnee(sagittal(matrix, 160, first + index * step, [2, 5]), { seed: exam.anatomy, tear: phantom.tear, fluid: phantom.fluid }),
      thickness,
      step,
      KNEE,
      phantom.side,
    );
}
