/** Attribute matching (PS3.4 C.2.2.2) as conditions of SQL. Values only ever travel as parameters. */
import { fold } from '@causeway/domain';
import { Refusal } from '../../platform/acts/refusal';

type Bind = (value: unknown) => string;

/** Runs of signs between wildcards that one value may have: each costs a search through the text. */
const MOST_WILDCARDS = 10;
const MOST_UIDS = 1000;
const SHORTEST_RUN = 3;

const wild = (value: string): boolean => /[*?]/.test(value);

/** A DICOM pattern (C.2.2.2.4) as one of LIKE. */
function likeOf(value: string): string {
  const short = value.replace(/\*+/g, '*');
  if ((short.match(/[*?]+/g) ?? []).length > MOST_WILDCARDS) throw new Refusal(400, 'wildcards', `A value to match may have ${MOST_WILDCARDS} wildcards.`);
  return short.replace(/[\\%_]/g, '\\$&').replaceAll('*', '%').replaceAll('?', '_');
}

/** Text of any kind but names. Devices pad and vary case in codes and identifiers; only padding is passed over. */
export function textSql(column: string, value: string, bind: Bind): string {
  return wild(value) ? `${column} like ${bind(likeOf(value))}` : `${column} = ${bind(value)}`;
}

/** Lists are parted by commas or backslashes (C.2.2.2.2; PS3.18 8.3.4.1). */
export function uidsSql(column: string, value: string, bind: Bind): string {
  const uids = value.split(/[,\\]/).map((uid) => uid.trim()).filter(Boolean);
  if (uids.length > MOST_UIDS) throw new Refusal(400, 'uids', `At most ${MOST_UIDS} UIDs can be searched for at once.`);
  if (uids.some((uid) => !/^[0-9.]{1,64}$/.test(uid))) throw new Refusal(400, 'uid', 'A value to match is not a UID: digits and dots, 64 at most.');
  return `${column} = any(${bind(uids)})`;
}

/** Digits and the fraction's point: dates as YYYYMMDD, times as HHMMSS.FFFFFF, whatever signs parted them once (PS3.5 6.2). */
const bare = (column: string): string => `translate(${column}, ':-. ', '')`;

function bounds(value: string, length: number, what: string): readonly [string, string] {
  const [from = '', to = '', ...rest] = value.includes('-') ? value.split('-') : [value, value];
  const clean = [from, to].map((bound) => bound.replace(/[:. ]/g, ''));
  if (rest.length > 0 || clean.some((bound) => !/^\d*$/.test(bound) || bound.length > length) || clean.every((bound) => bound === '')) {
    throw new Refusal(400, 'range', `A value to match is not a ${what}, or a range of two with a hyphen between them.`);
  }
  return [clean[0]!, clean[1]!];
}

/** Single values and ranges open at one end (C.2.2.2.5). A shorter bound means all it begins. */
export function rangeSql(column: string, value: string, kind: 'DA' | 'TM', bind: Bind): string {
  const length = kind === 'DA' ? 8 : 12;
  const [from, to] = bounds(value, length, kind === 'DA' ? 'date' : 'time');
  const padded = `rpad(${bare(column)}, ${length}, '0')`;
  const tests = [`${bare(column)} ~ '^[0-9]+$'`];
  if (from !== '') tests.push(`${padded} >= ${bind(from.padEnd(length, '0'))}`);
  if (to !== '') tests.push(`${padded} <= ${bind(to.padEnd(length, '9'))}`);
  return `(${tests.join(' and ')})`;
}

/** Integers as numbers, so that 1 finds 001. */
export function integerSql(column: string, value: string, bind: Bind): string {
  if (!/^[+-]?\d{1,12}$/.test(value.trim())) throw new Refusal(400, 'number', 'A value to match is not a whole number.');
  return `(case when ${column} ~ '^ *[+-]?[0-9]{1,12} *$' then ${column}::bigint = ${bind(value.trim())}::bigint else false end)`;
}

const GROUPS = 3;

/** One group of a name: as a whole, or component by component, where what is not given matches anything. */
function groupSql(group: string, pattern: string, bind: Bind): string {
  const whole = `rtrim(${group}, '^') like ${bind(likeOf(pattern.replace(/\^+$/, '')))}`;
  const components = pattern.split('^').flatMap((part, i) => (part === '' || part === '*' ? [] : [`split_part(${group}, '^', ${i + 1}) like ${bind(likeOf(part))}`]));
  return components.length > 0 ? `(${whole} or (${components.join(' and ')}))` : whole;
}

/**
 * Person names (PS3.4 C.2.2.2.1): without regard to case, in any of the three groups unless the value names groups itself. `folded`, a column that
 * holds the folded name among other text and has an index for parts of words, narrows the search where there is one.
 */
export function nameSql(column: string, value: string, bind: Bind, folded?: string): string {
  const asked = value.toLowerCase().split('=').map((group) => group.trim());
  const group = (i: number): string => `btrim(split_part(lower(${column}), '=', ${i + 1}))`;
  const tests = asked.length === 1
    ? [`(${Array.from({ length: GROUPS }, (_, i) => groupSql(group(i), asked[0]!, bind)).join(' or ')})`]
    : asked.slice(0, GROUPS).flatMap((pattern, i) => (pattern === '' ? [] : [groupSql(group(i), pattern, bind)]));
  const runs = folded ? value.split(/[*?^=\s]+/).map(fold).filter((run) => run.length >= SHORTEST_RUN) : [];
  const narrowing = runs.slice(0, MOST_WILDCARDS).map((run) => `${folded} like ${bind(`%${run.replace(/[\\%_]/g, '\\$&')}%`)}`);
  return [...narrowing, ...tests, `${column} is not null`].join(' and ');
}
