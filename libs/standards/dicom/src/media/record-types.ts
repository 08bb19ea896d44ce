/** Which kind of directory record stands for an instance (PS3.3 F.4), and which of its attributes the record repeats (PS3.3 F.5). */

export interface RecordType {
  readonly type: string;
  /** Keywords repeated from the instance, besides those of every record. */
  readonly keys: readonly string[];
}

const DATED = ['InstanceNumber', 'ContentDate', 'ContentTime'];
const NAMED = ['InstanceNumber', 'ContentLabel', 'ContentDescription', 'ContentCreatorName'];

const IMAGE: RecordType = { type: 'IMAGE', keys: ['ImageType', 'InstanceNumber', 'ContentDate', 'ContentTime', 'NumberOfFrames'] };

/** By families of SOP Class UIDs below 1.2.840.10008.5.1.4.1.1, more exact ones first. */
const FAMILIES: readonly (readonly [families: string, record: RecordType])[] = [
  ['88.59', { type: 'KEY OBJECT DOC', keys: [...DATED, 'ConceptNameCodeSequence'] }],
  ['88', { type: 'SR DOCUMENT', keys: ['InstanceNumber', 'CompletionFlag', 'VerificationFlag', 'ContentDate', 'ContentTime', 'ConceptNameCodeSequence'] }],
  ['104.3 104.4 104.5', { type: 'MODEL', keys: DATED }],
  ['104', { type: 'ENCAP DOC', keys: ['ContentDate', 'ContentTime', 'InstanceNumber', 'DocumentTitle', 'ConceptNameCodeSequence', 'MIMETypeOfEncapsulatedDocument'] }],
  ['11', { type: 'PRESENTATION', keys: ['PresentationCreationDate', 'PresentationCreationTime', ...NAMED] }],
  ['9', { type: 'WAVEFORM', keys: DATED }],
  ['4.2', { type: 'SPECTROSCOPY', keys: ['ImageType', 'ContentDate', 'ContentTime', 'InstanceNumber', 'NumberOfFrames', 'Rows', 'Columns', 'DataPointRows', 'DataPointColumns'] }],
  ['66.1 66.3', { type: 'REGISTRATION', keys: ['ContentDate', 'ContentTime', ...NAMED] }],
  ['66.2', { type: 'FIDUCIAL', keys: ['ContentDate', 'ContentTime', ...NAMED] }],
  ['66.4 66.7', IMAGE],
  ['66.5', { type: 'SURFACE', keys: ['ContentDate', 'ContentTime', ...NAMED] }],
  ['66.6', { type: 'TRACT', keys: ['ContentDate', 'ContentTime', ...NAMED] }],
  ['66', { type: 'RAW DATA', keys: ['ContentDate', 'ContentTime', 'InstanceNumber'] }],
  ['67', { type: 'VALUE MAP', keys: ['ContentDate', 'ContentTime', ...NAMED] }],
  ['481.2', { type: 'RT DOSE', keys: ['InstanceNumber', 'DoseSummationType'] }],
  ['481.3', { type: 'RT STRUCTURE SET', keys: ['InstanceNumber', 'StructureSetLabel', 'StructureSetDate', 'StructureSetTime'] }],
  ['481.5 481.8', { type: 'RT PLAN', keys: ['InstanceNumber', 'RTPlanLabel', 'RTPlanDate', 'RTPlanTime'] }],
  ['481.4 481.6 481.7 481.9', { type: 'RT TREAT RECORD', keys: ['InstanceNumber', 'TreatmentDate', 'TreatmentTime'] }],
  ['79', { type: 'STEREOMETRIC', keys: [] }],
];

const ROOT = '1.2.840.10008.5.1.4.1.1.';

/** A class no family names is listed as an image, which is what it most often is and what readers open. */
export function recordTypeOf(sopClassUid: string): RecordType {
  if (!sopClassUid.startsWith(ROOT)) return IMAGE;
  const rest = sopClassUid.slice(ROOT.length);
  return FAMILIES.find(([families]) => families.split(' ').some((family) => rest === family || rest.startsWith(`${family}.`)))?.[1] ?? IMAGE;
}
