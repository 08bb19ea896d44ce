import { authorDataSet, uidOfUuid, writeDataSet, writeFileHead } from '@causeway/dicom';
import type { OutgoingInstance } from '@causeway/transport-kit';
import { IMPLEMENTATION } from '../platform/implementation';

const KEY_OBJECT_SELECTION = '1.2.840.10008.5.1.4.1.1.88.59';
const EXPLICIT_LE = '1.2.840.10008.1.2.1';

export interface RejectedInstances {
  /** UUID of the call-back: the same call-back always makes the same note. */
  readonly id: string;
  readonly studyUid: string;
  readonly mrn: string;
  readonly patientName: string;
  readonly at: Date;
  /** Offset of `at` is UTC; instances by series. */
  readonly series: readonly { readonly seriesUid: string; readonly instances: readonly { readonly sopUid: string; readonly sopClass: string }[] }[];
}

/**
 * A rejection note (IHE RAD IOCM 4.66.4.1.3, PS3.3 A.35.4): tells an archive to stop showing these instances, since they were filed under the
 * wrong patient (113037, DCM, Rejected for Patient Safety Reasons). The archive keeps what its own rules say.
 */
export function rejectionNote(rejected: RejectedInstances): OutgoingInstance {
  const sopInstanceUid = uidOfUuid(rejected.id);
  const [date = '', time = ''] = rejected.at.toISOString().replace(/[-:]/g, '').split(/[T.]/);
  const evidence = {
    StudyInstanceUID: rejected.studyUid,
    ReferencedSeriesSequence: rejected.series.map((s) => ({ SeriesInstanceUID: s.seriesUid, ReferencedSOPSequence: s.instances.map(reference) })),
  };
  const dataSet = writeDataSet(authorDataSet({
    SpecificCharacterSet: 'ISO_IR 192', InstanceCreationDate: date, InstanceCreationTime: time, SOPClassUID: KEY_OBJECT_SELECTION, SOPInstanceUID: sopInstanceUid,
    StudyDate: '', StudyTime: '', ContentDate: date, ContentTime: time, TimezoneOffsetFromUTC: '+0000', AccessionNumber: '', Modality: 'KO', Manufacturer: 'Causeway', ReferringPhysicianName: '',
    PatientName: rejected.patientName, PatientID: rejected.mrn, PatientBirthDate: '', PatientSex: '',
    StudyInstanceUID: rejected.studyUid, SeriesInstanceUID: `${sopInstanceUid}.1`.slice(0, 64), StudyID: '', SeriesNumber: '1', InstanceNumber: '1', ReferencedPerformedProcedureStepSequence: [],
    ValueType: 'CONTAINER', ConceptNameCodeSequence: [{ CodeValue: '113037', CodingSchemeDesignator: 'DCM', CodeMeaning: 'Rejected for Patient Safety Reasons' }],
    ContinuityOfContent: 'SEPARATE', CurrentRequestedProcedureEvidenceSequence: [evidence],
    ContentTemplateSequence: [{ MappingResource: 'DCMR', TemplateIdentifier: '2010' }],
    ContentSequence: rejected.series.flatMap((s) => s.instances.map((i) => ({ ReferencedSOPSequence: [reference(i)], RelationshipType: 'CONTAINS', ValueType: 'COMPOSITE' }))),
  }), EXPLICIT_LE);
  return {
    sopClassUid: KEY_OBJECT_SELECTION, sopInstanceUid, studyInstanceUid: rejected.studyUid, transferSyntaxUid: EXPLICIT_LE, dataSetBytes: dataSet.length, dataSet: () => [dataSet],
    fileHead: () => writeFileHead({
      sopClassUid: KEY_OBJECT_SELECTION, sopInstanceUid, transferSyntaxUid: EXPLICIT_LE, implementationClassUid: IMPLEMENTATION.classUid, implementationVersionName: IMPLEMENTATION.versionName,
    }),
  };
}

const reference = (instance: { readonly sopUid: string; readonly sopClass: string }) => ({ ReferencedSOPClassUID: instance.sopClass, ReferencedSOPInstanceUID: instance.sopUid });
