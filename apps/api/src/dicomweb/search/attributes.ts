/** What can be searched by and given back, at which level (PS3.18 10.6.1.2, 10.6.3.3): the attributes the ledger keeps, and counts. */
import { lookupKeyword, parseTag, tagHex, WANTED_PATHS, type WantedName } from '@causeway/dicom';

export type SearchLevel = 'study' | 'series' | 'instance';
export type AttributeLevel = 'patient' | SearchLevel;

const PATIENT: readonly WantedName[] = [
  'patientName', 'patientId', 'issuerOfPatientId', 'issuerOfPatientIdUniversalId', 'issuerOfPatientIdUniversalIdType', 'typeOfPatientId', 'patientBirthDate', 'patientSex', 'otherPatientNames',
  'patientAddress', 'patientTelephoneNumbers', 'otherPatientIdsRetired',
];
const STUDY: readonly WantedName[] = [
  'studyInstanceUid', 'studyDate', 'studyTime', 'studyId', 'accessionNumber', 'issuerOfAccessionLocalId', 'issuerOfAccessionUniversalId', 'issuerOfAccessionUniversalIdType', 'studyDescription',
  'referringPhysicianName', 'patientAge', 'timezoneOffsetFromUtc',
];
const SERIES: readonly WantedName[] = [
  'seriesInstanceUid', 'seriesNumber', 'seriesDate', 'seriesTime', 'seriesDescription', 'modality', 'presentationIntentType', 'manufacturer', 'manufacturerModelName', 'institutionName', 'stationName',
  'bodyPartExamined', 'protocolName', 'laterality', 'frameOfReferenceUid', 'requestAccessionNumber', 'requestedProcedureId', 'requestedProcedureDescription',
];

const LEVELS: ReadonlyMap<WantedName, AttributeLevel> = new Map([
  ...(Object.keys(WANTED_PATHS) as WantedName[]).map((name) => [name, 'instance'] as const),
  ...PATIENT.map((name) => [name, 'patient'] as const),
  ...STUDY.map((name) => [name, 'study'] as const),
  ...SERIES.map((name) => [name, 'series'] as const),
]);
const ORDER: readonly AttributeLevel[] = ['patient', 'study', 'series', 'instance'];

/** Never an attribute of an answer: it is always UTF-8. */
const CHARACTER_SET: WantedName = 'specificCharacterSet';

/** Whether a search at one level knows attributes of another: those of its own and of what it belongs to. */
export const knownAt = (level: SearchLevel, attribute: AttributeLevel): boolean => ORDER.indexOf(attribute) <= ORDER.indexOf(level);

export const namesAt = (...levels: readonly AttributeLevel[]): WantedName[] => [...LEVELS].filter(([name, level]) => levels.includes(level) && name !== CHARACTER_SET).map(([name]) => name);

/** Attributes that are counted or kept elsewhere. */
export type Derived = 'modalitiesInStudy' | 'sopClassesInStudy' | 'otherPatientId';

export type Attribute =
  | { readonly kind: 'kept'; readonly name: WantedName; readonly level: AttributeLevel; readonly path: readonly number[] }
  | { readonly kind: 'derived'; readonly name: Derived; readonly level: AttributeLevel };

const DERIVED: ReadonlyMap<string, Attribute> = new Map([
  ['00080061', { kind: 'derived', name: 'modalitiesInStudy', level: 'study' }],
  ['00080062', { kind: 'derived', name: 'sopClassesInStudy', level: 'study' }],
  ['00101002.00100020', { kind: 'derived', name: 'otherPatientId', level: 'patient' }],
]);

const KEPT: ReadonlyMap<string, Attribute> = new Map(
  [...LEVELS].map(([name, level]) => [WANTED_PATHS[name].map(tagHex).join('.'), { kind: 'kept', name, level, path: WANTED_PATHS[name] }]),
);

const MOST_STEPS = 4;

/** `PatientID`, `00100020`, `00400275.00401001`: tags in hexadecimal, parted by dots; null when that is no attribute of the standard. */
export function tagPath(text: string): string | null {
  const steps = text.split('.');
  if (steps.length > MOST_STEPS || text.length > 200) return null;
  const tags = steps.map((step) => (/^[0-9A-Fa-f]{8}$/.test(step) ? parseTag(step) : (lookupKeyword(step)?.tag ?? null)));
  return tags.every((tag) => tag !== null) ? tags.map((tag) => tagHex(tag!)).join('.') : null;
}

export const attributeAt = (path: string): Attribute | null => DERIVED.get(path) ?? KEPT.get(path) ?? null;
