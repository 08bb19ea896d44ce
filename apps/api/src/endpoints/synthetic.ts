import { encodeMessage, writeOru, type Envelope } from '@causeway/hl7v2';
import { authorDataSet, EXPLICIT_LE, newUid, uidOfUuid, writeDataSet, writeFileHead } from '@causeway/dicom';
import type { OutgoingInstance, WireMessage } from '@causeway/transport-kit';
import { IMPLEMENTATION } from '../platform/implementation';
import { momentIn, nameOut } from '../messages/hl7-words';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const SIDE = 64;
/** Nobody: names and number say what it is in whatever list it turns up. */
const NOBODY = { name: 'TEST^CONNECTION', id: 'CAUSEWAY-TEST', issuer: 'CAUSEWAY-TEST' } as const;

export interface SyntheticExam {
  readonly studyInstanceUid: string;
  readonly instance: OutgoingInstance;
}

/**
 * One small picture of ours, marked as a test wherever it can be (PS3.3 C.7.6.1.1.2, C.12.1: Quality Control Image YES). All of one line belong to one
 * study, so that tests do not fill the far side's lists.
 */
export function syntheticExam(endpointId: string, at: Date): SyntheticExam {
  const [studyInstanceUid, sopInstanceUid] = [uidOfUuid(endpointId), newUid()];
  const [date = '', time = ''] = at.toISOString().replace(/[-:]/g, '').split(/[T.]/);
  const dataSet = writeDataSet(authorDataSet({
    SpecificCharacterSet: 'ISO_IR 192', ImageType: ['DERIVED', 'SECONDARY', 'TEST'], InstanceCreationDate: date, InstanceCreationTime: time, SOPClassUID: SECONDARY_CAPTURE, SOPInstanceUID: sopInstanceUid,
    StudyDate: date, ContentDate: date, StudyTime: time, ContentTime: time, TimezoneOffsetFromUTC: '+0000', AccessionNumber: '', Modality: 'OT', ConversionType: 'SYN', Manufacturer: 'Causeway', ReferringPhysicianName: '',
    StudyDescription: 'CONNECTION TEST, NO PATIENT', SeriesDescription: 'Made by Causeway to test a connection', PatientName: NOBODY.name, PatientID: NOBODY.id, IssuerOfPatientID: NOBODY.issuer, PatientBirthDate: '', PatientSex: '',
    PatientComments: 'Test of a connection. This is not a patient and may be deleted.', StudyInstanceUID: studyInstanceUid, SeriesInstanceUID: `${studyInstanceUid}.1`.slice(0, 64), StudyID: 'TEST', SeriesNumber: '1', InstanceNumber: '1',
    PatientOrientation: '', QualityControlImage: 'YES', BurnedInAnnotation: 'NO', SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', Rows: SIDE, Columns: SIDE, BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0,
    PixelData: Buffer.from(Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (((i % SIDE) >> 3) + (Math.floor(i / SIDE) >> 3)) % 2 === 0 ? 32 + (i % SIDE) * 2 : 12)),
  }), EXPLICIT_LE);
  const instance: OutgoingInstance = {
    sopClassUid: SECONDARY_CAPTURE, sopInstanceUid, studyInstanceUid, transferSyntaxUid: EXPLICIT_LE, dataSetBytes: dataSet.length, dataSet: () => [dataSet],
    fileHead: () => writeFileHead({ sopClassUid: SECONDARY_CAPTURE, sopInstanceUid, transferSyntaxUid: EXPLICIT_LE, implementationClassUid: IMPLEMENTATION.classUid, implementationVersionName: IMPLEMENTATION.versionName }),
  };
  return { studyInstanceUid, instance };
}

export interface ReportParties {
  readonly house: string;
  readonly receivingApplication?: string;
  readonly receivingFacility?: string;
}

/** A report on nobody's exam (ORU^R01), as training data (table 0103: T). */
export function syntheticReport(endpointId: string, parties: ReportParties, at: Date): WireMessage {
  const named = (namespace: string | undefined) => (namespace ? { namespace, universalId: null, universalIdType: null } : null);
  const id = `TEST${at.getTime().toString(36).toUpperCase()}`;
  const envelope: Envelope = {
    sendingApplication: named('CAUSEWAY'), sendingFacility: named(parties.house), receivingApplication: named(parties.receivingApplication), receivingFacility: named(parties.receivingFacility), controlId: id, at: momentIn(at, 'UTC'), processing: 'T',
  };
  const text = writeOru(envelope, {
    patient: { identifiers: [{ value: NOBODY.id, authority: { namespace: NOBODY.issuer, universalId: null, universalIdType: null }, type: 'MR' }], names: [nameOut('TEST', 'CONNECTION')] },
    fillerOrder: { value: id, authority: named('CAUSEWAY') }, procedure: { code: 'TEST', text: 'Connection test, no patient', system: 'L' }, reportedAt: momentIn(at, 'UTC'), status: 'F', studyUid: uidOfUuid(endpointId),
    textCode: { code: '18748-4', text: 'Diagnostic imaging study', system: 'LN' }, text: 'Test of a connection by Causeway.\nThis is not a patient; nothing needs to be done.',
  });
  return { id, type: 'ORU^R01', bytes: encodeMessage(text) };
}
