// Exams made up for measuring: CT slices with the header a scanner writes, and pixels no compressor or sparse file can cheat on.
import { randomBytes } from 'node:crypto';
import { authorDataSet, newUid, writeDataSet } from '@causeway/dicom';

export const CT_CLASS = '1.2.840.10008.5.1.4.1.1.2';
export const EXPLICIT_LE = '1.2.840.10008.1.2.1';

export interface MadeObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly transferSyntaxUid: string;
  /** The data set as it travels over DIMSE. */
  readonly dataSet: Buffer;
}

export interface MadeSet {
  readonly objects: number;
  readonly perStudy: number;
  /** Rows and columns of each slice. */
  readonly size: number;
}

/** Half a megabyte each, one study of 500 slices. */
export const CT: MadeSet = { objects: 500, perStudy: 500, size: 512 };
/** Twenty kilobytes each, ten studies of 500. */
export const SMALL: MadeSet = { objects: 5000, perStudy: 500, size: 100 };

const SERIES_OF = 100;

/** The same header for every slice but for identity and position. New UIDs at each call. */
export function* madeObjects({ objects, perStudy, size }: MadeSet): Generator<MadeObject> {
  const noise = randomBytes(size * size * 2 + 65_536);
  let studyInstanceUid = '';
  let seriesInstanceUid = '';
  const frame = newUid();
  for (let i = 0; i < objects; i++) {
    if (i % perStudy === 0) studyInstanceUid = newUid();
    if (i % SERIES_OF === 0) seriesInstanceUid = newUid();
    const sopInstanceUid = newUid();
    const at = (i * 131) % 65_536 & ~1;
    const study = Math.floor(i / perStudy);
    const header = authorDataSet({
      SpecificCharacterSet: 'ISO_IR 100', ImageType: ['ORIGINAL', 'PRIMARY', 'AXIAL'], SOPClassUID: CT_CLASS, SOPInstanceUID: sopInstanceUid, StudyDate: '20261120', SeriesDate: '20261120', AcquisitionDate: '20261120',
      ContentDate: '20261120', StudyTime: '101500', SeriesTime: '101612', ContentTime: '101613', AccessionNumber: `A${100_000 + study}`, Modality: 'CT', Manufacturer: 'MADE UP MEDICAL', InstitutionName: 'Measured Hospital',
      ReferringPhysicianName: 'REF^DOCTOR', StationName: 'CT07', StudyDescription: 'CT Head w/o contrast', SeriesDescription: 'Axial 1.0 H31s', ManufacturerModelName: 'Bench 64', PatientName: `Mustermann^Person ${study}`,
      PatientID: `M${10_000 + study}`, IssuerOfPatientID: 'MEASURED', PatientBirthDate: '19610312', PatientSex: 'F', PatientAge: '065Y', BodyPartExamined: 'HEAD', SliceThickness: '1', KVP: '120', DataCollectionDiameter: '500',
      ProtocolName: 'HeadRoutine', ReconstructionDiameter: '240', ExposureTime: '1000', XRayTubeCurrent: '250', Exposure: '250', FilterType: '0', GeneratorPower: '32', FocalSpots: '1.2', ConvolutionKernel: 'H31s', PatientPosition: 'HFS',
      StudyInstanceUID: studyInstanceUid, SeriesInstanceUID: seriesInstanceUid, StudyID: String(study + 1), SeriesNumber: String(Math.floor((i % perStudy) / SERIES_OF) + 1), AcquisitionNumber: '1', InstanceNumber: String((i % SERIES_OF) + 1),
      ImagePositionPatient: ['-120', '-120', String(i % perStudy)], ImageOrientationPatient: ['1', '0', '0', '0', '1', '0'], FrameOfReferenceUID: frame, SliceLocation: String(i % perStudy), SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2',
      Rows: size, Columns: size, PixelSpacing: ['0.46875', '0.46875'], BitsAllocated: 16, BitsStored: 12, HighBit: 11, PixelRepresentation: 0, WindowCenter: '40', WindowWidth: '80', RescaleIntercept: '-1024', RescaleSlope: '1',
      PixelData: noise.subarray(at, at + size * size * 2),
    });
    yield { sopClassUid: CT_CLASS, sopInstanceUid, studyInstanceUid, transferSyntaxUid: EXPLICIT_LE, dataSet: writeDataSet(header, EXPLICIT_LE) };
  }
}

const element = (number: number, vr: string, value: Buffer): Buffer => {
  const head = Buffer.alloc(vr === 'OB' ? 12 : 8);
  head.writeUInt16LE(2, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4, 'latin1');
  if (vr === 'OB') head.writeUInt32LE(value.length, 8);
  else head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, value]);
};
const uid = (text: string): Buffer => Buffer.from(text.length % 2 ? `${text}\0` : text, 'latin1');

/** The object as a Part 10 file (PS3.10 7.1). */
export function fileOf(object: MadeObject): Buffer {
  const meta = Buffer.concat([
    element(0x01, 'OB', Buffer.from([0, 1])), element(0x02, 'UI', uid(object.sopClassUid)), element(0x03, 'UI', uid(object.sopInstanceUid)),
    element(0x10, 'UI', uid(object.transferSyntaxUid)), element(0x12, 'UI', uid('2.25.77')),
  ]);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(meta.length);
  return Buffer.concat([Buffer.alloc(128), Buffer.from('DICM', 'latin1'), element(0x00, 'UL', length), meta, object.dataSet]);
}
