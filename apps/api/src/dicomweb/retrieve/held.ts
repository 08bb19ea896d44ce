// What a target of DICOMweb holds, as queries: the same whether sight is part of them or is held against their rows.
import type { Binder } from '../../platform/http/row-sql';
import { SIGHT_COLUMNS, type Sighted } from '../sight';
import type { Target } from './target';

export interface InstanceRow {
  id: string; exam_id: string; study_uid: string; series_uid: string; sop_uid: string; sop_class: string; syntax: string; sha256: string; file_bytes: string; location: string; data_at: number;
}
/** One instance with what sight asks of its exam. */
export type HeldRow = InstanceRow & Sighted;
/** Instances of one exam and syntax, with the first of them. */
export type HeldGroup = HeldRow & { n: string; bytes: string; last: string; mark: string };

/** Of the whole Part 10 file: what stands before the data set, and the data set. */
const FILE_BYTES = '(i.data_at + i.bytes)';
/** Of `instance i` and `e`, the row that has the study. Identifiers are text, because a number of JSON is not exact. */
const columnsOf = (e: string): string => `i.id::text as id, i.exam_id, ${e}.study_uid, i.series_uid, i.sop_uid, i.sop_class, i.syntax, encode(i.sha256, 'hex') as sha256, ${FILE_BYTES} as file_bytes, i.location, i.data_at`;
export const COLUMNS = columnsOf('e');
export const FROM = 'from instance i join exam e on e.id = i.exam_id join inbound x on x.id = i.exam_id';

/** The object is not the later one of two with one UID. Of all objects there are; one of them is asked for by its UID. */
const KEPT = 'i.conflict_of is null';
/** The same of the objects of an exam, in words for which no index is: without statistics the database would walk through that of all objects there are. */
const KEPT_IN_EXAM = 'coalesce(i.conflict_of, 0) = 0';
/** Likewise: in the order of their ids it would walk through all that came between the first object of an exam and the last. */
const PLACE = '(i.id + 0)';

/** Instances of a target, as a condition. `seen` is the sight of whoever asks, on `inbound x`. */
export function whereOf(target: Target, bind: Binder['bind'], seen: string): string {
  const tests = [`e.study_uid = ${bind(target.study)}`, target.instance === undefined ? KEPT_IN_EXAM : KEPT, seen];
  if (target.series !== undefined) tests.push(`i.series_uid = ${bind(target.series)}`);
  if (target.instance !== undefined) tests.push(`i.sop_uid = ${bind(target.instance)}`);
  if (target.exam !== undefined) tests.push(`i.exam_id = ${bind(target.exam)}::uuid`);
  return tests.join(' and ');
}

/** Every instance that has the UIDs of a target, the first one first: a study that was parted may hold it more than once. */
export const oneSql = (target: Target, bind: Binder['bind'], seen: string): string => `select ${COLUMNS}, ${SIGHT_COLUMNS} ${FROM} where ${whereOf(target, bind, seen)} order by i.id`;

/** The exams of a study, as `seen`: who may see one is asked once for it, not for each of its images. */
function examsSql(target: Target, bind: Binder['bind'], seen: string): string {
  const tests = [`e.study_uid = ${bind(target.study)}`, seen, ...(target.exam === undefined ? [] : [`e.id = ${bind(target.exam)}::uuid`])];
  return `seen as materialized (select e.id, e.study_uid, ${SIGHT_COLUMNS} from exam e join inbound x on x.id = e.id where ${tests.join(' and ')})`;
}
const inSeries = (target: Target, bind: Binder['bind'], of: string): string => (target.series === undefined ? '' : ` and ${of}.series_uid = ${bind(target.series)}`);

/** The groups of a study or series, in the order their first instances came: what its series hold, of which each is a row whatever the number of its images. */
const groupsSql = (target: Target, bind: Binder['bind'], seen: string): string =>
  `with ${examsSql(target, bind, seen)},
     held as materialized (
       select s.exam_id, s.syntax, sum(s.instances) as n, sum(s.bytes) as bytes, min(s.first_id) as first, max(s.last_id) as last, bit_xor(s.mark) as mark
       from seen join series_syntax s on s.exam_id = seen.id${inSeries(target, bind, 's')} group by s.exam_id, s.syntax)
   select held.n, held.bytes, held.last::text as last, held.mark::text as mark, ${columnsOf('seen')}, ${SIGHT_COLUMNS.replaceAll('x.', 'seen.')}
   from held join seen on seen.id = held.exam_id join instance i on i.id = held.first order by held.first`;

/** What a target holds: `HeldRow`s of an instance, else `HeldGroup`s. */
export const heldSql = (target: Target, bind: Binder['bind'], seen: string): string => (target.instance === undefined ? groupsSql : oneSql)(target, bind, seen);
/** The same of everybody's: whoever takes its rows holds sight against each. */
export const heldByAll = (target: Target, bind: Binder['bind']): string => heldSql(target, bind, 'true');

export interface Page {
  /** Instances after this one, */
  readonly after: string;
  /** and up to this one: what came later is not part of the holding. */
  readonly last: string;
  readonly most: number;
  readonly syntaxes?: readonly string[] | undefined;
}

/** Instances of a study or series in the order they came, some at a time. */
export function pageSql(target: Target, { after, last, most, syntaxes }: Page, bind: Binder['bind'], seen: string): string {
  const only = syntaxes ? ` and i.syntax = any(${bind(syntaxes)})` : '';
  return `with ${examsSql(target, bind, seen)}
    select ${columnsOf('seen')} from seen join instance i on i.exam_id = seen.id
    where ${KEPT_IN_EXAM}${inSeries(target, bind, 'i')}${only} and ${PLACE} > ${bind(after)} and ${PLACE} <= ${bind(last)} order by ${PLACE} limit ${bind(most)}`;
}
