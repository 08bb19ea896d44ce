import { encodeMessage, writeOru, type Envelope } from '@causeway/hl7v2';
import { authorDataSet, EXPLICIT_LE, newUid, uidOfUuid, writeDataSet, writeFileHead } from '@causeway/dicom';
import type { OutgoingInstance, WireMessage } from '@causeway/transport-kit';
import { IMPLEMENTATION } from '../platform/implementation';
import { momentIn, nameOut } from '../messages/hl7-words';

const SECONDARY_CAPTURE = '1.2.840.10008.5.1.4.1.1.7';
const BASIC_TEXT_SR = '1.2.840.10008.5.1.4.1.1.88.11';
const SIDE = 64;
/** Nobody: names and number say what it is in whatever list it turns up. */
const NOBODY = { name: 'TEST^CONNECTION', id: 'CAUSEWAY-TEST', issuer: 'CAUSEWAY-TEST' } as const;

export interface SyntheticExam {
  readonly studyInstanceUid: string;
  readonly seriesInstanceUid: string;
  readonly instance: OutgoingInstance;
}
/** The study all tests of one line belong to, so that tests do not fill the far side's lists; whoever meets it again knows it by that. */
export const syntheticStudy = (endpointId: string): string => uidOfUuid(endpointId);
/** Patient number of every test of ours. */
export const TEST_PATIENT = NOBODY.id;

/** The line a study of this UID would have been made for, as an id; null when it cannot be a test of ours. */
export function lineOfTest(studyUid: string): string | null {
  const [, digits] = /^2\.25\.(\d{1,39})$/.exec(studyUid) ?? [];
  const hex = digits === undefined ? '' : BigInt(digits).toString(16).padStart(32, '0');
  return hex.length === 32 ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') : null;
}

/**
 * One small picture of ours, marked as a test wherever it can be (PS3.3 C.7.6.1.1.2, C.12.1: Quality Control Image YES).
 */
export function syntheticExam(endpointId: string, at: Date): SyntheticExam {
  const [studyInstanceUid, sopInstanceUid] = [syntheticStudy(endpointId), newUid()];
  const seriesInstanceUid = `${studyInstanceUid}.1`.slice(0, 64);
  const [date = '', time = ''] = at.toISOString().replace(/[-:]/g, '').split(/[T.]/);
  const dataSet = writeDataSet(authorDataSet({
    SpecificCharacterSet: 'ISO_IR 192', ImageType: ['DERIVED', 'SECONDARY', 'TEST'], InstanceCreationDate: date, InstanceCreationTime: time, SOPClassUID: SECONDARY_CAPTURE, SOPInstanceUID: sopInstanceUid,
    StudyDate: date, ContentDate: date, StudyTime: time, ContentTime: time, TimezoneOffsetFromUTC: '+0000', AccessionNumber: '', Modality: 'OT', ConversionType: 'SYN', Manufacturer: 'Causeway', ReferringPhysicianName: '',
    StudyDescription: 'CONNECTION TEST, NO PATIENT', SeriesDescription: 'Made by Causeway to test a connection', PatientName: NOBODY.name, PatientID: NOBODY.id, IssuerOfPatientID: NOBODY.issuer, PatientBirthDate: '', PatientSex: '',
    PatientComments: 'Test of a connection. This is not a patient and may be deleted.', StudyInstanceUID: studyInstanceUid, SeriesInstanceUID: seriesInstanceUid, StudyID: 'TEST', SeriesNumber: '1', InstanceNumber: '1',
    PatientOrientation: '', QualityControlImage: 'YES', BurnedInAnnotation: 'NO', SamplesPerPixel: 1, PhotometricInterpretation: 'MONOCHROME2', Rows: SIDE, Columns: SIDE, BitsAllocated: 8, BitsStored: 8, HighBit: 7, PixelRepresentation: 0,
    PixelData: Buffer.from(Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (((i % SIDE) >> 3) + (Math.floor(i / SIDE) >> 3)) % 2 === 0 ? 32 + (i % SIDE) * 2 : 12)),
  }), EXPLICIT_LE);
  return { studyInstanceUid, seriesInstanceUid, instance: outgoing(SECONDARY_CAPTURE, sopInstanceUid, studyInstanceUid, dataSet) };
}

/** A report on that study as Basic Text SR (PS3.3 A.35.1): the way of reports that travel with images. */
export function syntheticSr(endpointId: string, at: Date): SyntheticExam {
  const [studyInstanceUid, sopInstanceUid] = [syntheticStudy(endpointId), newUid()];
  const seriesInstanceUid = `${studyInstanceUid}.2`.slice(0, 64);
  const [date = '', time = ''] = at.toISOString().replace(/[-:]/g, '').split(/[T.]/);
  const concept = (value: string, scheme: string, meaning: string) => [{ CodeValue: value, CodingSchemeDesignator: scheme, CodeMeaning: meaning }];
  const dataSet = writeDataSet(authorDataSet({
    SpecificCharacterSet: 'ISO_IR 192', InstanceCreationDate: date, InstanceCreationTime: time, SOPClassUID: BASIC_TEXT_SR, SOPInstanceUID: sopInstanceUid, StudyDate: date, ContentDate: date, StudyTime: time, ContentTime: time,
    TimezoneOffsetFromUTC: '+0000', AccessionNumber: '', Modality: 'SR', Manufacturer: 'Causeway', ReferringPhysicianName: '', StudyDescription: 'CONNECTION TEST, NO PATIENT', SeriesDescription: 'Report made to test a connection',
    PatientName: NOBODY.name, PatientID: NOBODY.id, IssuerOfPatientID: NOBODY.issuer, PatientBirthDate: '', PatientSex: '', StudyInstanceUID: studyInstanceUid, SeriesInstanceUID: seriesInstanceUid, StudyID: 'TEST', SeriesNumber: '2', InstanceNumber: '1',
    ReferencedPerformedProcedureStepSequence: [], PerformedProcedureCodeSequence: [], ValueType: 'CONTAINER', ConceptNameCodeSequence: concept('18748-4', 'LN', 'Diagnostic imaging study'), ContinuityOfContent: 'SEPARATE',
    CompletionFlag: 'COMPLETE', VerificationFlag: 'UNVERIFIED',
    ContentSequence: [{ RelationshipType: 'CONTAINS', ValueType: 'TEXT', ConceptNameCodeSequence: concept('121106', 'DCM', 'Comment'), TextValue: 'Test of a connection by Causeway. This is not a patient; nothing needs to be done.' }],
  } as never), EXPLICIT_LE);
  return { studyInstanceUid, seriesInstanceUid, instance: outgoing(BASIC_TEXT_SR, sopInstanceUid, studyInstanceUid, dataSet) };
}

function outgoing(sopClassUid: string, sopInstanceUid: string, studyInstanceUid: string, dataSet: Uint8Array): OutgoingInstance {
  return {
    sopClassUid, sopInstanceUid, studyInstanceUid, transferSyntaxUid: EXPLICIT_LE, dataSetBytes: dataSet.length, dataSet: () => [dataSet],
    fileHead: () => writeFileHead({ sopClassUid, sopInstanceUid, transferSyntaxUid: EXPLICIT_LE, implementationClassUid: IMPLEMENTATION.classUid, implementationVersionName: IMPLEMENTATION.versionName }),
  };
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
