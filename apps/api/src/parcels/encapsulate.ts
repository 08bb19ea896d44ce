import { createHash } from 'node:crypto';
import { authorDataSet, EXPLICIT_LE, writeDataSet, writeFileHead } from '@causeway/dicom';
import PDFDocument from 'pdfkit';
import { Refusal } from '../platform/acts/refusal';
import { IMPLEMENTATION } from '../platform/implementation';
import { uidFor } from './uid-for';

const ENCAPSULATED_PDF = '1.2.840.10008.5.1.4.1.1.104.1';
/** Pixels of a picture: a small file can unpack to far more (W17). */
const MOST_PIXELS = 64_000_000;

/**
 * A document as an instance of its study (PS3.3 A.45.1): the patient and study as the outside images name them, so that it is matched and corrected
 * with them. The same document for the same study has the same UID. A picture becomes a page of a PDF.
 */
export async function encapsulated(bytes: Buffer, type: string, head: Readonly<Record<string, string | undefined>>, studyUid: string): Promise<{ readonly file: Buffer; readonly sopInstanceUid: string }> {
  const pdf = type === 'application/pdf' ? bytes : await pictureAsPdf(bytes);
  const sopInstanceUid = uidFor(`${studyUid} ${createHash('sha256').update(bytes).digest('hex')}`);
  const day = (head['studyDate'] ?? '').replaceAll('-', '').slice(0, 8);
  const dataSet = authorDataSet({
    SpecificCharacterSet: 'ISO_IR 192', SOPClassUID: ENCAPSULATED_PDF, SOPInstanceUID: sopInstanceUid, StudyDate: day, StudyTime: head['studyTime'] ?? '', ContentDate: '', ContentTime: '', AcquisitionDateTime: '',
    AccessionNumber: head['accessionNumber'] ?? '', Modality: 'DOC', ConversionType: 'WSD', Manufacturer: '', ReferringPhysicianName: head['referringPhysicianName'] ?? '', StudyDescription: head['studyDescription'] ?? '', SeriesDescription: 'Document from the disc',
    PatientName: head['patientName'] ?? '', PatientID: head['patientId'] ?? '', ...(head['issuerOfPatientId'] ? { IssuerOfPatientID: head['issuerOfPatientId'] } : {}),
    PatientBirthDate: (head['patientBirthDate'] ?? '').replaceAll('-', ''), PatientSex: head['patientSex'] ?? '', StudyInstanceUID: studyUid, SeriesInstanceUID: uidFor(`${studyUid} documents`), StudyID: head['studyId'] ?? '',
    SeriesNumber: '9999', InstanceNumber: '1', BurnedInAnnotation: 'YES', DocumentTitle: 'Document from the disc', ConceptNameCodeSequence: [], MIMETypeOfEncapsulatedDocument: 'application/pdf',
    EncapsulatedDocument: pdf.length % 2 === 0 ? pdf : Buffer.concat([pdf, Buffer.alloc(1)]), EncapsulatedDocumentLength: pdf.length,
  });
  const data = writeDataSet(dataSet, EXPLICIT_LE);
  const meta = writeFileHead({ sopClassUid: ENCAPSULATED_PDF, sopInstanceUid, transferSyntaxUid: EXPLICIT_LE, implementationClassUid: IMPLEMENTATION.classUid, implementationVersionName: IMPLEMENTATION.versionName });
  return { file: Buffer.concat([meta, data]), sopInstanceUid };
}

async function pictureAsPdf(bytes: Buffer): Promise<Buffer> {
  const pixels = pixelsOf(bytes);
  if (pixels === null || pixels > MOST_PIXELS) throw new Refusal(422, 'picture-too-large', 'This picture cannot be read, or has more than 64 million pixels. Open it and file it by hand.');
  const pdf = new PDFDocument({ size: 'A4', margin: 36 });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const done = new Promise<void>((resolve, reject) => pdf.on('end', resolve).on('error', reject));
  try {
    pdf.image(bytes, 36, 36, { fit: [523, 770], align: 'center', valign: 'center' });
  } catch {
    throw new Refusal(422, 'picture-broken', 'This picture cannot be read. Open it and file it by hand.');
  }
  pdf.end();
  await done;
  return Buffer.concat(parts);
}

/** As the header of a PNG or the frame header of a JPEG says; null when there is none. */
export function pixelsOf(bytes: Buffer): number | null {
  if (bytes.length > 24 && bytes.toString('latin1', 12, 16) === 'IHDR') return bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1]!;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7);
  }
  return null;
}
