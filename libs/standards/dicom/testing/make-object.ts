/** Makes valid objects of many kinds, in any transfer syntax, fast. All content is generated. */
import {
  authorDataSet,
  EXPLICIT_LE,
  newUid,
  transferSyntax,
  writeDataSet,
  writeFileHead,
  type AuthoredItem,
  type DataElement,
  type DataSet,
  type WriteOptions,
} from '../src/index';
import { contentOf } from './content';
import { KINDS, type ObjectKind } from './kinds';

export interface ObjectOptions extends WriteOptions {
  readonly kind?: ObjectKind;
  /** Explicit VR little endian when not given, H.264 for a video. */
  readonly transferSyntaxUid?: string;
  /** Edge of the image in pixels: 512 makes a 526 kB slice, 96 one of 20 kB. */
  readonly edge?: number;
  /** Position in the body from 0 to 1, for images that differ. */
  readonly slice?: number;
  readonly studyInstanceUid?: string;
  readonly seriesInstanceUid?: string;
  readonly sopInstanceUid?: string;
  /** More attributes by keyword; they take the place of generated ones, `undefined` takes one out. */
  readonly attributes?: AuthoredItem;
  /** Elements put in as they are: private ones, or deliberately odd ones. */
  readonly elements?: readonly DataElement[];
  /** Frames of an encapsulated object, in place of generated ones: one or more fragments each. */
  readonly encapsulated?: readonly (readonly Buffer[])[];
}

export interface MadeObject {
  readonly sopClassUid: string;
  readonly sopInstanceUid: string;
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly transferSyntaxUid: string;
  readonly dataSet: DataSet;
  /** The data set in its transfer syntax, as C-STORE carries it. */
  readonly bytes: Buffer;
  /** The same as a Part 10 file. */
  readonly file: Buffer;
}

const H264 = '1.2.840.10008.1.2.4.102';
const IMPLEMENTATION_UID = '2.25.205741364028746530182957364028174650';
const IMPLEMENTATION_NAME = 'CW_TESTING';

function common(options: ObjectOptions, kind: (typeof KINDS)[ObjectKind]): AuthoredItem {
  return {
    ImageType: kind.content === 'slices' ? 'ORIGINAL\\PRIMARY\\AXIAL' : undefined,
    SOPClassUID: kind.sopClassUid,
    SOPInstanceUID: options.sopInstanceUid ?? newUid(),
    StudyDate: '20261103',
    SeriesDate: '20261103',
    ContentDate: '20261103',
    StudyTime: '101530',
    SeriesTime: '101602',
    ContentTime: '101604',
    AccessionNumber: '',
    Modality: kind.modality,
    Manufacturer: 'ACME MEDICAL',
    InstitutionName: 'RIVERSIDE CLINIC',
    ReferringPhysicianName: 'ROE^RICHARD',
    StationName: 'ROOM1',
    StudyDescription: 'OUTSIDE EXAM',
    SeriesDescription: 'SERIES',
    ManufacturerModelName: 'SCANNER',
    PatientName: 'DOE^JANE',
    PatientID: 'OUT-4711',
    IssuerOfPatientID: 'RIVERSIDE',
    PatientBirthDate: '19700214',
    PatientSex: 'F',
    StudyInstanceUID: options.studyInstanceUid ?? newUid(),
    SeriesInstanceUID: options.seriesInstanceUid ?? newUid(),
    StudyID: '1',
    SeriesNumber: '1',
    InstanceNumber: '1',
  };
}

/** One object; everything not given is generated, UIDs are new. */
export function makeObject(options: ObjectOptions = {}): MadeObject {
  const kind = KINDS[options.kind ?? 'ct'];
  const transferSyntaxUid = options.transferSyntaxUid ?? (kind.content === 'stream' ? H264 : EXPLICIT_LE);
  const syntax = transferSyntax(transferSyntaxUid);
  const content = contentOf(kind, syntax, options);
  const attributes = { ...common(options, kind), ...content.attributes, ...options.attributes };
  const dataSet = authorDataSet(attributes);
  for (const element of [...content.elements, ...(options.elements ?? [])]) dataSet.set(element);
  const uids = {
    sopClassUid: dataSet.text('SOPClassUID') ?? '',
    sopInstanceUid: dataSet.text('SOPInstanceUID') ?? '',
    studyInstanceUid: dataSet.text('StudyInstanceUID') ?? '',
    seriesInstanceUid: dataSet.text('SeriesInstanceUID') ?? '',
  };
  const undefinedLengths = options.undefinedLengths ?? false;
  const bytes = writeDataSet(dataSet, transferSyntaxUid, { undefinedLengths });
  return { ...uids, transferSyntaxUid, dataSet, bytes, file: fileOf(bytes, { ...uids, transferSyntaxUid }) };
}

/** A Part 10 file around a data set. */
export function fileOf(bytes: Buffer, fields: { sopClassUid: string; sopInstanceUid: string; transferSyntaxUid: string }): Buffer {
  const head = writeFileHead({ ...fields, implementationClassUid: IMPLEMENTATION_UID, implementationVersionName: IMPLEMENTATION_NAME });
  return Buffer.concat([head, bytes]);
}

/** A series of `count` objects that share study and series and are numbered from 1. */
export function* makeSeries(count: number, options: ObjectOptions = {}): Generator<MadeObject> {
  const studyInstanceUid = options.studyInstanceUid ?? newUid();
  const seriesInstanceUid = options.seriesInstanceUid ?? newUid();
  for (let number = 1; number <= count; number++) {
    const attributes = { InstanceNumber: String(number), ...options.attributes };
    yield makeObject({ slice: (number - 1) / count, ...options, studyInstanceUid, seriesInstanceUid, attributes });
  }
}
