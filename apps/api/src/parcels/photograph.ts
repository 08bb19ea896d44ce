import { createHash } from 'node:crypto';
import { authorDataSet, EXPLICIT_LE, writeDataSet, writeFileHead } from '@causeway/dicom';
import type { ToldPatient } from '@causeway/contracts';
import type { PixelSize } from '../dicomweb/render/recipe';
import { IMPLEMENTATION } from '../platform/implementation';
import { jpegParts, type JpegParts } from './jpeg-segments';
import { uidFor } from './uid-for';

const VL_PHOTOGRAPHIC_IMAGE = '1.2.840.10008.5.1.4.1.1.77.1.4';
const JPEG_BASELINE = '1.2.840.10008.1.2.4.50';
const PIXEL_DATA = 0x7fe00010;

/** Whose photograph it is said to be, and where it stands in its exam. */
export interface ClaimedPhotograph {
  readonly linkId: string;
  readonly parcelId: string;
  readonly n: number;
  /** YYYYMMDD and HHMMSS of the day it was brought. */
  readonly date: string;
  readonly time: string;
  readonly subject: ToldPatient;
  /** What it shows, as whoever took it says. */
  readonly about: string;
}

/** A JPEG whose bytes may stand in an object as they are: baseline, upright, grey or as cameras colour it. Null: it is stored as pixels. */
export function asItIs(file: Buffer): JpegParts | null {
  const parts = jpegParts(file);
  return parts && parts.baseline && parts.orientation === 1 && (parts.components === 1 || parts.ycc) ? parts : null;
}

/**
 * A photograph as an instance (VL Photographic Image, PS3.3 A.32.4). The patient is claimed, not known: no number is written, and a comment says so. The image of
 * an upright baseline JPEG is not touched; every other picture is stored as the pixels it decodes to, so that nothing is compressed a second time.
 */
export function photographObject(file: Buffer, of: ClaimedPhotograph, kept: JpegParts | { readonly size: PixelSize; readonly pixels: Buffer }): { readonly file: Buffer; readonly sopInstanceUid: string } {
  const bare = 'bare' in kept ? kept : null;
  const { rows, columns, samples } = bare ? { rows: bare.rows, columns: bare.columns, samples: bare.components } : sizeOf(kept as { readonly size: PixelSize });
  const transferSyntaxUid = bare ? JPEG_BASELINE : EXPLICIT_LE;
  const lossy = file[0] === 0xff;
  const sopInstanceUid = uidFor(`${of.parcelId} ${of.n} ${createHash('sha256').update(file).digest('hex')}`);
  const { subject } = of;
  const dataSet = authorDataSet({
    SpecificCharacterSet: 'ISO_IR 192', ImageType: ['ORIGINAL', 'PRIMARY'], SOPClassUID: VL_PHOTOGRAPHIC_IMAGE, SOPInstanceUID: sopInstanceUid, StudyDate: of.date, ContentDate: of.date, StudyTime: of.time, ContentTime: of.time,
    AccessionNumber: '', Modality: 'XC', Manufacturer: '', ReferringPhysicianName: '', StudyDescription: 'Photographs brought by link', SeriesDescription: of.about || 'Photographs', PatientName: `${subject.family}^${subject.given}`, PatientID: '',
    PatientBirthDate: (subject.birthDate ?? '').replaceAll('-', ''), PatientSex: subject.sex ?? '', StudyInstanceUID: uidFor(`photographs ${of.linkId}`), SeriesInstanceUID: uidFor(`photographs ${of.parcelId}`), StudyID: '',
    SeriesNumber: '1', InstanceNumber: String(of.n), PatientOrientation: '', Laterality: '', ImageComments: 'Brought by link. The patient is as claimed, not verified.', AcquisitionContextSequence: [],
    SamplesPerPixel: samples, PhotometricInterpretation: samples === 1 ? 'MONOCHROME2' : bare ? 'YBR_FULL_422' : 'RGB', ...(samples === 3 ? { PlanarConfiguration: 0 } : {}), Rows: rows, Columns: columns,
    BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0, LossyImageCompression: lossy ? '01' : '00',
    ...(lossy ? { LossyImageCompressionRatio: (rows * columns * samples / file.length).toFixed(2), LossyImageCompressionMethod: 'ISO_10918_1' } : {}),
    ...(bare ? {} : { PixelData: (kept as { readonly pixels: Buffer }).pixels }),
  });
  // one fragment, and an offset table without entries (PS3.5 A.4)
  if (bare) dataSet.set({ tag: PIXEL_DATA, vr: 'OB', bytes: Buffer.alloc(0), fragments: [Buffer.alloc(0), bare.bare] });
  const meta = writeFileHead({ sopClassUid: VL_PHOTOGRAPHIC_IMAGE, sopInstanceUid, transferSyntaxUid, implementationClassUid: IMPLEMENTATION.classUid, implementationVersionName: IMPLEMENTATION.versionName });
  return { file: Buffer.concat([meta, writeDataSet(dataSet, transferSyntaxUid)]), sopInstanceUid };
}

const sizeOf = ({ size }: { readonly size: PixelSize }): { rows: number; columns: number; samples: number } => ({ rows: size.height, columns: size.width, samples: size.samples });
