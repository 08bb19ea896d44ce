// Ultrasound stills, coronary runs, PET, myocardial perfusion and photographs.
import { type Dataset } from '../../dicom/dictionary';
import { bytes, words } from '../../dicom/pixels';
import { dicomName } from '../../people/name';
import { coronaryRun } from '../../phantoms/other/coronary';
import { perfusionSlices, petProjection, petSlice } from '../../phantoms/other/tracer';
import { ultrasoundStill } from '../../phantoms/other/ultrasound';
import { type PhotoPlan, woundPhoto } from '../../phantoms/photo/wound';
import { code, type PaintContext, type Painter, planeModule, sopClasses } from '../picture';

export function ultrasoundPainter({ exam, phantom, matrix }: PaintContext<'ultrasound'>): Painter {
  return (index) => {
    const name = phantom.nameInPicture ? [dicomName(exam.patient.name, 'capitals', false), exam.patient.id] : [];
    const captions = [...name, phantom.subject === 'pelvis' ? 'C5-1 PELVIS' : 'C5-1 ABD', `MI 1.${1 + (index % 3)}`];
    // Stills of one sweep: the same organs, met a little differently.
    const on = ultrasoundStill(
      { seed: exam.anatomy + index * 101, subject: phantom.subject, finding: phantom.finding && index % 5 !== 4, captions },
      Math.round(matrix * 1.25),
    );
    const cm = on.pixel / 10;
    return {
      sopClass: sopClasses.us,
      frames: [bytes(on.data)],
      columns: on.columns,
      rows: on.rows,
      channels: 1,
      bitsStored: 8,
      inSpace: false,
      attributes: {
        ImageType: ['ORIGINAL', 'PRIMARY', phantom.subject === 'pelvis' ? 'GYNECOLOGICAL' : 'ABDOMINAL', '0001'],
        BurnedInAnnotation: phantom.nameInPicture ? 'YES' : 'NO',
        PatientOrientation: '',
        TransducerData: ['C5-1', '', ''],
        LossyImageCompression: '00',
        SequenceOfUltrasoundRegions: [
          {
            RegionSpatialFormat: 1,
            RegionDataType: 1,
            RegionFlags: 0,
            RegionLocationMinX0: 0,
            RegionLocationMinY0: 0,
            RegionLocationMaxX1: on.columns - 1,
            RegionLocationMaxY1: on.rows - 1,
            PhysicalUnitsXDirection: 3,
            PhysicalUnitsYDirection: 3,
            PhysicalDeltaX: cm,
            PhysicalDeltaY: cm,
          },
        ],
      },
    };
  };
}

export function coronaryPainter({ exam, phantom, matrix }: PaintContext<'coronary'>): Painter {
  return () => {
    const run = coronaryRun({ seed: exam.anatomy + Math.round(phantom.angles[0]), stenosis: phantom.stenosis }, matrix, phantom.frames);
    return {
      sopClass: sopClasses.xa,
      frames: run.map((f) => bytes(f.data)),
      columns: matrix,
      rows: matrix,
      channels: 1,
      bitsStored: 8,
      inSpace: false,
      attributes: {
        ImageType: ['ORIGINAL', 'PRIMARY', 'SINGLE PLANE'],
        NumberOfFrames: phantom.frames,
        FrameIncrementPointer: ['00181063'],
        FrameTime: 66.7,
        CineRate: 15,
        PixelIntensityRelationship: 'LIN',
        KVP: 78,
        XRayTubeCurrent: 640,
        ExposureTime: 6,
        Exposure: 4,
        RadiationSetting: 'GR',
        PositionerMotion: 'STATIC',
        PositionerPrimaryAngle: phantom.angles[0],
        PositionerSecondaryAngle: phantom.angles[1],
        DistanceSourceToDetector: 1000,
        DistanceSourceToPatient: 760,
        ImagerPixelSpacing: [0.18 * (512 / matrix), 0.18 * (512 / matrix)],
        PatientOrientation: ['L', 'F'],
        WindowCenter: 128,
        WindowWidth: 256,
        LossyImageCompression: '00',
        ContrastBolusAgent: 'IODINE 350',
      },
    };
  };
}

/** Becquerel per millilitre for one SUV: 310 MBq in 74 kg, decayed for an hour. */
const BQML_PER_SUV = 2860;
const PET_SLOPE = 1.6;

const petCommon = (date: string, time: string): Dataset => ({
  Units: 'BQML',
  CountsSource: 'EMISSION',
  SeriesType: ['WHOLE BODY', 'IMAGE'],
  CollimatorType: 'NONE',
  CorrectedImage: ['DECY', 'ATTN', 'SCAT', 'RAN', 'NORM'],
  DecayCorrection: 'START',
  RandomsCorrectionMethod: 'DLYD',
  AttenuationCorrectionMethod: 'measured, CT',
  ScatterCorrectionMethod: 'model',
  ReconstructionMethod: 'OSEM 3i21s',
  RadiopharmaceuticalInformationSequence: [
    {
      Radiopharmaceutical: 'Fluorodeoxyglucose',
      RadiopharmaceuticalStartTime: '080000',
      RadionuclideTotalDose: 310_000_000,
      RadionuclideHalfLife: 6586.2,
      RadionuclidePositronFraction: 0.967,
      RadionuclideCodeSequence: [code('77004003', 'SCT', '^18^Fluorine')],
      RadiopharmaceuticalCodeSequence: [code('35321007', 'SCT', 'Fluorodeoxyglucose F^18^')],
    },
  ],
  PatientOrientationCodeSequence: [
    { ...code('102538003', 'SCT', 'recumbent'), PatientOrientationModifierCodeSequence: [code('40199007', 'SCT', 'supine')] },
  ],
  PatientGantryRelationshipCodeSequence: [code('102540008', 'SCT', 'headfirst')],
  FrameReferenceTime: 0,
  ActualFrameDuration: 120_000,
  DecayFactor: 1,
  AcquisitionDate: date,
  AcquisitionTime: time,
  PatientWeight: 74,
  PatientSize: 1.72,
});

export function petPainter({ exam, phantom, matrix, images, date, time }: PaintContext<'pet'>): Painter {
  const size = Math.max(64, Math.round(matrix / 4));
  const { first, step, thickness } = phantom.stack;
  return (index) => {
    const on = petSlice({ seed: exam.anatomy, lesions: phantom.lesions }, size, first + index * step);
    return {
      sopClass: sopClasses.pt,
      frames: [words(on.data, PET_SLOPE / BQML_PER_SUV, 0, 0, 32767)],
      columns: size,
      rows: size,
      channels: 1,
      bitsStored: 16,
      inSpace: true,
      attributes: {
        ...planeModule(on, thickness),
        ...petCommon(date, time),
        ImageType: ['ORIGINAL', 'PRIMARY'],
        RescaleIntercept: 0,
        RescaleSlope: PET_SLOPE,
        WindowCenter: 4 * BQML_PER_SUV,
        WindowWidth: 8 * BQML_PER_SUV,
        ImageIndex: index + 1,
        NumberOfSlices: images,
      },
    };
  };
}

/** Turning projections, kept as captures: dark is hot. */
export function petProjectionPainter({ exam, phantom, matrix, images }: PaintContext<'pet-projection'>): Painter {
  return (index) => {
    const on = petProjection({ seed: exam.anatomy, lesions: phantom.lesions }, Math.round(matrix / 2), (index / images) * Math.PI * 2);
    const shown = on.data.map((suv) => 255 - Math.min(255, suv * 32));
    return {
      sopClass: sopClasses.sc,
      frames: [bytes(shown)],
      columns: on.columns,
      rows: on.rows,
      channels: 1,
      bitsStored: 8,
      inSpace: false,
      attributes: {
        ConversionType: 'WSD',
        ImageType: ['DERIVED', 'SECONDARY', 'MIP'],
        BurnedInAnnotation: 'NO',
        WindowCenter: 128,
        WindowWidth: 256,
        PatientOrientation: index === 0 ? ['L', 'F'] : '',
        DerivationDescription: 'Maximum intensity projection',
      },
    };
  };
}

/** Across the heart: 40 degrees to the patient's left of the front, rows from top to bottom. */
const SHORT_AXIS = [0.6, 0.8, 0, 0, 0, -1];

export function perfusionPainter({ exam, phantom, time }: PaintContext<'perfusion'>): Painter {
  return () => {
    const slices = perfusionSlices({ seed: exam.anatomy, defect: phantom.defect }, phantom.state, 64, phantom.slices);
    return {
      sopClass: sopClasses.nm,
      frames: slices.map((s) => words(s.data, 1, 0, 0, 32767)),
      columns: 64,
      rows: 64,
      channels: 1,
      bitsStored: 16,
      inSpace: true,
      attributes: {
        ImageType: ['ORIGINAL', 'PRIMARY', 'RECON TOMO', 'EMISSION'],
        CountsAccumulated: 1_240_000,
        NumberOfFrames: phantom.slices,
        FrameIncrementPointer: ['00540080'],
        SliceVector: slices.map((_, i) => i + 1),
        NumberOfSlices: phantom.slices,
        SliceThickness: 6.4,
        SpacingBetweenSlices: 6.4,
        PixelSpacing: [6.4, 6.4],
        ImageOrientationPatient: SHORT_AXIS,
        ImagePositionPatient: [0, 0, 0],
        NumberOfEnergyWindows: 1,
        EnergyWindowInformationSequence: [{ EnergyWindowRangeSequence: [{ EnergyWindowLowerLimit: 126, EnergyWindowUpperLimit: 154 }] }],
        NumberOfDetectors: 1,
        DetectorInformationSequence: [
          { CollimatorType: 'PARA', CollimatorGridName: 'LEHR', ImagePositionPatient: [0, 0, 0], ImageOrientationPatient: SHORT_AXIS },
        ],
        NumberOfRotations: 1,
        RotationInformationSequence: [
          {
            StartAngle: 45,
            AngularStep: 3,
            RotationDirection: 'CC',
            ScanArc: 180,
            ActualFrameDuration: 25_000,
            NumberOfFramesInRotation: 60,
          },
        ],
        RadiopharmaceuticalInformationSequence: [
          {
            Radiopharmaceutical: 'Sestamibi',
            RadiopharmaceuticalStartTime: time,
            RadionuclideTotalDose: 740,
            RadionuclideCodeSequence: [code('72454001', 'SCT', '^99m^Technetium')],
          },
        ],
        PatientOrientationCodeSequence: [
          { ...code('102538003', 'SCT', 'recumbent'), PatientOrientationModifierCodeSequence: [code('40199007', 'SCT', 'supine')] },
        ],
        PatientGantryRelationshipCodeSequence: [code('102541007', 'SCT', 'feet-first')],
        WindowCenter: 450,
        WindowWidth: 900,
        CorrectedImage: ['UNIF', 'COR'],
      },
    };
  };
}

const SHOTS: readonly PhotoPlan['shot'][] = ['overview', 'close-up', 'scale', 'other-side', 'close-up', 'overview'];

export function photoPainter({ exam, phantom, matrix, date, time }: PaintContext<'photo'>): Painter {
  return (index) => {
    const photo = woundPhoto(
      { seed: exam.anatomy, subject: phantom.subject, shot: SHOTS[index % SHOTS.length]! },
      Math.round(matrix * 1.5),
    );
    return {
      sopClass: sopClasses.photo,
      frames: [photo.rgb],
      columns: photo.columns,
      rows: photo.rows,
      channels: 3,
      bitsStored: 8,
      inSpace: false,
      attributes: {
        ImageType: ['ORIGINAL', 'PRIMARY'],
        BurnedInAnnotation: 'NO',
        PatientOrientation: '',
        AcquisitionContextSequence: [],
        AnatomicRegionSequence: [code(exam.region[0], 'SCT', exam.region[1])],
        Laterality: phantom.subject === 'burn' ? 'L' : 'R',
        AcquisitionDate: date,
        AcquisitionTime: time,
        AcquisitionDateTime: `${date}${time}`,
      },
    };
  };
}
