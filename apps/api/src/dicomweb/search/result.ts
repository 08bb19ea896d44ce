/** Rows of a search as DICOM JSON (PS3.18 10.6.3.3). */
import type { DicomJson, WantedName } from '@causeway/dicom';
import { instanceUrl, seriesUrl, studyUrl } from '../http/base-url';
import { namesAt, type AttributeLevel, type SearchLevel } from './attributes';
import { attributesOf, element, numberElement, type HeadValues } from './head-json';
import type { SearchQuery } from './search-query';

export interface SearchRow {
  readonly exam: string;
  readonly study_uid: string;
  /** The study has several exams of ours. */
  readonly parted: boolean;
  readonly study_head: HeadValues;
  readonly modalities: readonly string[];
  readonly series_count: number;
  readonly instance_count: number;
  readonly series_uid?: string;
  readonly series_head?: HeadValues;
  readonly series_instances?: number;
  readonly sop_uid?: string;
  readonly sop_class?: string;
  readonly syntax?: string;
  readonly instance_head?: HeadValues;
}

/** What is always given (Tables 10.6.3-3 to 10.6.3-5). */
const USUAL: Readonly<Record<AttributeLevel, readonly WantedName[]>> = {
  patient: ['patientName', 'patientId', 'issuerOfPatientId', 'patientBirthDate', 'patientSex'],
  study: ['studyDate', 'studyTime', 'accessionNumber', 'referringPhysicianName', 'studyDescription', 'studyId', 'timezoneOffsetFromUtc'],
  series: ['modality', 'seriesDescription', 'seriesNumber', 'bodyPartExamined', 'requestedProcedureId', 'seriesDate', 'seriesTime'],
  instance: ['instanceNumber', 'rows', 'columns', 'bitsAllocated', 'numberOfFrames', 'contentDate', 'contentTime'],
};

/** What is given empty rather than left out. */
const NEVER_ABSENT: Readonly<Record<AttributeLevel, readonly WantedName[]>> = {
  patient: ['patientName', 'patientId', 'patientBirthDate', 'patientSex'],
  study: ['studyDate', 'studyTime', 'accessionNumber', 'referringPhysicianName', 'studyId'],
  series: ['modality'],
  instance: [],
};

/** `usual`: the search gives attributes of this level without being asked. */
function namesOf(level: AttributeLevel, usual: boolean, query: SearchQuery): readonly WantedName[] {
  if (query.include === 'all') return usual ? namesAt(level) : [];
  const asked = query.include.flatMap((attribute) => (attribute.kind === 'kept' && attribute.level === level ? [attribute.name] : []));
  return usual ? [...new Set([...USUAL[level], ...asked])] : asked;
}

const filled = (head: HeadValues, names: readonly WantedName[], empty: readonly WantedName[]): DicomJson =>
  attributesOf({ ...Object.fromEntries(empty.filter((name) => names.includes(name)).map((name) => [name, ''])), ...head }, names);

function levelsOf(level: SearchLevel, within: SearchLevel | null): AttributeLevel[] {
  if (level === 'study') return ['patient', 'study'];
  // below a study its attributes are known; a search over all studies gives them
  const above: AttributeLevel[] = within === null ? ['patient', 'study'] : [];
  if (level === 'series') return [...above, 'series'];
  return within === 'series' ? ['instance'] : [...above, 'series', 'instance'];
}

function counts(row: SearchRow, level: SearchLevel, levels: readonly AttributeLevel[]): DicomJson {
  const json: DicomJson = { '00080005': { vr: 'CS', Value: ['ISO_IR 192'] }, '00080056': { vr: 'CS', Value: ['ONLINE'] }, '0020000D': element('UI', row.study_uid) };
  if (levels.includes('study')) {
    json['00080061'] = element('CS', row.modalities.join('\\'));
    json['00201206'] = numberElement('IS', row.series_count);
    json['00201208'] = numberElement('IS', row.instance_count);
  }
  if (level !== 'study') json['0020000E'] = element('UI', row.series_uid ?? '');
  if (level === 'series') json['00201209'] = numberElement('IS', row.series_instances ?? 0);
  if (level === 'instance') {
    json['00080016'] = element('UI', row.sop_class ?? '');
    json['00080018'] = element('UI', row.sop_uid ?? '');
    json['00083002'] = element('UI', row.syntax ?? '');
  }
  return json;
}

function urlOf(row: SearchRow, level: SearchLevel, base: string): string {
  const [study, series, sop] = [row.study_uid, row.series_uid ?? '', row.sop_uid ?? ''];
  const url = level === 'study' ? studyUrl(base, study) : level === 'series' ? seriesUrl(base, study, series) : instanceUrl(base, study, series, sop);
  return row.parted ? `${url}?exam=${row.exam}` : url;
}

const ALL_LEVELS: readonly AttributeLevel[] = ['patient', 'study', 'series', 'instance'];

/** `within`: the level the address of the search already names. */
export function resultOf(row: SearchRow, level: SearchLevel, within: SearchLevel | null, query: SearchQuery, base: string): DicomJson {
  const usual = levelsOf(level, within);
  const own = level === 'study' ? row.study_head : level === 'series' ? row.series_head : row.instance_head;
  // of whom an image is, it says itself
  const heads: Readonly<Record<AttributeLevel, HeadValues>> = { patient: own ?? {}, study: row.study_head, series: row.series_head ?? {}, instance: row.instance_head ?? {} };
  const parts = ALL_LEVELS.map((one) => filled(heads[one], namesOf(one, usual.includes(one), query), NEVER_ABSENT[one]));
  const json = Object.assign({}, ...parts, counts(row, level, usual), { '00081190': { vr: 'UR', Value: [urlOf(row, level, base)] } }) as DicomJson;
  return Object.fromEntries(Object.entries(json).sort(([a], [b]) => (a < b ? -1 : 1)));
}
