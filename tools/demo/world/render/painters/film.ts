// Projection radiography: CR of chest and wrist, and mammograms for presentation.
import { type Dataset } from '../../dicom/dictionary';
import { words } from '../../dicom/pixels';
import { type Canvas } from '../../imaging/canvas';
import { breastFilm } from '../../phantoms/xray/breast';
import { chestFilm } from '../../phantoms/xray/chest';
import { wristFilm } from '../../phantoms/xray/wrist';
import { torsoBuild } from '../../phantoms/torso/build';
import { code, type PaintContext, type Painter, type Picture, sopClasses } from '../picture';

function crPicture(on: Canvas, more: Dataset): Picture {
  return {
    sopClass: sopClasses.cr,
    frames: [words(on.data, 1, 0, 0, 4095)],
    columns: on.columns,
    rows: on.rows,
    channels: 1,
    bitsStored: 12,
    inSpace: false,
    attributes: {
      ImageType: ['ORIGINAL', 'PRIMARY'],
      ImagerPixelSpacing: [on.pixel, on.pixel],
      PixelSpacing: [on.pixel, on.pixel],
      WindowCenter: 2048,
      WindowWidth: 4096,
      WindowCenterWidthExplanation: 'NORMAL',
      RescaleIntercept: 0,
      RescaleSlope: 1,
      RescaleType: 'US',
      PlateType: 'IP STANDARD',
      PlateID: 'P0417',
      KVP: 110,
      ExposureTime: 12,
      XRayTubeCurrent: 320,
      Exposure: 4,
      ...more,
    },
  };
}

export function chestFilmPainter({ exam, phantom, matrix }: PaintContext<'chest-film'>): Painter {
  return () =>
    crPicture(chestFilm(torsoBuild(exam.anatomy, exam.patient.sex === 'M' ? 'M' : 'F', false, phantom.lesions), matrix * 2), {
      ViewPosition: 'PA',
      PatientOrientation: ['L', 'F'],
    });
}

export function wristFilmPainter({ exam, phantom, matrix }: PaintContext<'wrist-film'>): Painter {
  const { side, tilt, child, lateral } = phantom;
  return () => {
    const on = wristFilm({ seed: exam.anatomy, side, child, fracture: tilt === null ? null : { tilt } }, Math.round(matrix * 1.4), lateral);
    // Palm down, fingers up: the thumb of the left hand is on the right of the picture.
    const across = lateral ? 'P' : side === 'L' ? 'R' : 'L';
    return crPicture(on, {
      ViewPosition: lateral ? 'LL' : 'PA',
      PatientOrientation: [across, 'H'],
      Laterality: side,
      KVP: 55,
      Exposure: 3,
    });
  };
}

const VIEWS = { CC: code('399162004', 'SCT', 'cranio-caudal'), MLO: code('399368009', 'SCT', 'medio-lateral oblique') } as const;

export function breastFilmPainter({ exam, phantom, matrix, date, time }: PaintContext<'breast-film'>): Painter {
  const { side, view } = phantom;
  return () => {
    const on = breastFilm({ seed: exam.anatomy, side, view, finding: phantom.finding, density: phantom.density }, Math.round(matrix * 1.6));
    const toward = side === 'L' ? 'A' : 'P';
    const down = view === 'MLO' ? 'FR' : side === 'L' ? 'R' : 'L';
    return {
      sopClass: sopClasses.mg,
      frames: [words(on.data, 1, 0, 0, 4095)],
      columns: on.columns,
      rows: on.rows,
      channels: 1,
      bitsStored: 12,
      inSpace: false,
      attributes: {
        ImageType: ['ORIGINAL', 'PRIMARY', ''],
        PresentationIntentType: 'FOR PRESENTATION',
        PatientOrientation: [toward, view === 'MLO' && side === 'L' ? 'FL' : down],
        ImageLaterality: side,
        ViewPosition: view,
        ViewCodeSequence: [{ ...VIEWS[view], ViewModifierCodeSequence: [] }],
        AnatomicRegionSequence: [code('76752008', 'SCT', 'Breast')],
        ImagerPixelSpacing: [on.pixel, on.pixel],
        PixelIntensityRelationship: 'LOG',
        PixelIntensityRelationshipSign: -1,
        PresentationLUTShape: 'IDENTITY',
        RescaleIntercept: 0,
        RescaleSlope: 1,
        RescaleType: 'US',
        WindowCenter: 2000,
        WindowWidth: 4000,
        BurnedInAnnotation: 'NO',
        LossyImageCompression: '00',
        DetectorType: 'DIRECT',
        PositionerType: 'MAMMOGRAPHIC',
        PositionerPrimaryAngle: view === 'CC' ? 0 : side === 'L' ? -45 : 45,
        BodyPartThickness: 52,
        CompressionForce: 112,
        KVP: 29,
        ExposureTime: 780,
        XRayTubeCurrent: 95,
        Exposure: 74,
        AnodeTargetMaterial: 'TUNGSTEN',
        FilterMaterial: 'RHODIUM',
        FocalSpots: 0.3,
        OrganDose: 0.013,
        OrganExposed: 'BREAST',
        PartialView: 'NO',
        BreastImplantPresent: 'NO',
        DistanceSourceToDetector: 660,
        DistanceSourceToPatient: 600,
        AcquisitionContextSequence: [],
        AcquisitionDate: date,
        AcquisitionTime: time,
        FieldOfViewHorizontalFlip: 'NO',
        FieldOfViewRotation: 0,
        FieldOfViewOrigin: [0, 0],
        DetectorID: 'D-2',
        DateOfLastCalibration: date,
      },
    };
  };
}
