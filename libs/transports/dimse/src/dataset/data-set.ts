/**
 * A small data set as text: what queries and answers to them are made of. Values are decoded; an element without a value is an empty list,
 * which in a query asks for the attribute (universal matching, PS3.4 C.2.2.2.3).
 */
export type DataSet = ReadonlyMap<number, DataSetValue>;
export type DataSetValue = readonly string[] | readonly DataSet[];

/** Attributes queries are about (PS3.6). */
export const TAG = {
  specificCharacterSet: 0x00080005,
  sopClassUid: 0x00080016,
  sopInstanceUid: 0x00080018,
  studyDate: 0x00080020,
  studyTime: 0x00080030,
  accessionNumber: 0x00080050,
  queryRetrieveLevel: 0x00080052,
  retrieveAeTitle: 0x00080054,
  failedSopInstances: 0x00080058,
  modality: 0x00080060,
  modalitiesInStudy: 0x00080061,
  referencedSopClass: 0x00081150,
  referencedSopInstance: 0x00081155,
  transactionUid: 0x00081195,
  failureReason: 0x00081197,
  failedSops: 0x00081198,
  referencedSops: 0x00081199,
  studyDescription: 0x00081030,
  seriesDescription: 0x0008103e,
  patientName: 0x00100010,
  patientId: 0x00100020,
  issuerOfPatientId: 0x00100021,
  patientBirthDate: 0x00100030,
  patientSex: 0x00100040,
  studyInstanceUid: 0x0020000d,
  seriesInstanceUid: 0x0020000e,
  seriesNumber: 0x00200011,
  instanceNumber: 0x00200013,
  studyRelatedSeries: 0x00201206,
  studyRelatedInstances: 0x00201208,
  seriesRelatedInstances: 0x00201209,
} as const;

/** Text values of an element; none when it is absent, empty or a sequence. */
export function valuesOf(dataSet: DataSet, tag: number): readonly string[] {
  const value = dataSet.get(tag) ?? [];
  return isSequence(value) ? [] : value;
}

/** First text value, or an empty string. */
export function textOf(dataSet: DataSet, tag: number): string {
  return valuesOf(dataSet, tag)[0] ?? '';
}

/** Items of a sequence; none for anything else. */
export function itemsOf(dataSet: DataSet, tag: number): readonly DataSet[] {
  const value = dataSet.get(tag) ?? [];
  return isSequence(value) ? value : [];
}

export function isSequence(value: DataSetValue): value is readonly DataSet[] {
  return value.length > 0 && typeof value[0] !== 'string';
}
