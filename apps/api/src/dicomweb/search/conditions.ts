/** Where each attribute is, and how it is matched. */
import type { WantedName } from '@causeway/dicom';
import type { AttributeLevel, SearchLevel } from './attributes';
import { vrOf } from './head-json';
import { integerSql, nameSql, rangeSql, textSql, uidsSql } from './match-sql';
import type { Match } from './search-query';

type Bind = (value: unknown) => string;

/** Attributes with a column, and so an index, of their own. */
const COLUMNS: Partial<Record<WantedName, string>> = { studyInstanceUid: 'e.study_uid', seriesInstanceUid: 's.series_uid', sopInstanceUid: 'i.sop_uid', sopClassUid: 'i.sop_class' };
const HEADS: Readonly<Record<AttributeLevel, string>> = { patient: 'e.head', study: 'e.head', series: 's.head', instance: 'i.head' };
export const OWN_HEAD: Readonly<Record<SearchLevel, string>> = { study: 'e.head', series: 's.head', instance: 'i.head' };

function columnSql(column: string, name: WantedName, value: string, bind: Bind, folded?: string): string {
  const vr = vrOf(name);
  if (vr === 'UI') return uidsSql(column, value, bind);
  if (vr === 'PN') return nameSql(column, value, bind, folded);
  if (vr === 'DA' || vr === 'TM') return rangeSql(column, value, vr, bind);
  if (vr === 'IS' || vr === 'US' || vr === 'UL') return integerSql(column, value, bind);
  return textSql(column, value, bind);
}

function keptSql(name: WantedName, level: AttributeLevel, search: SearchLevel, value: string, bind: Bind): string {
  const column = COLUMNS[name];
  if (column) return columnSql(column, name, value, bind);
  const at = (head: string): string => `(${head}->>'${name}')`;
  const folded = name === 'patientName' ? 'x.patient_text' : undefined;
  const test = columnSql(at(HEADS[level]), name, value, bind, folded);
  // a series or an image of another person may have come in the same study: it is not found under this one's name
  if (level !== 'patient' || search === 'study') return test;
  return `${test} and ${columnSql(at(OWN_HEAD[search]), name, value, bind)}`;
}

export function matchSql(match: Match, search: SearchLevel, bind: Bind): string {
  const { attribute, value } = match;
  if (attribute.kind === 'kept') return `(${keptSql(attribute.name, attribute.level, search, value, bind)})`;
  if (attribute.name === 'modalitiesInStudy') return `exists (select from unnest(x.modalities) m where ${textSql('m', value, bind)})`;
  if (attribute.name === 'sopClassesInStudy') return `exists (select from instance k where k.exam_id = e.id and k.conflict_of is null and ${uidsSql('k.sop_class', value, bind)})`;
  return `exists (select from jsonb_array_elements(coalesce(e.head->'otherPatientIds', '[]')) o where ${textSql(`(o->>'patientId')`, value, bind)})`;
}

