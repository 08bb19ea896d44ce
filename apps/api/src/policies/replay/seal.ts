import { dayNumber, factColumns, holdsNumbers, isNumbers, NUMBER, OUTCOME, packNumbers, packValues, quotaColumn, RULE, TODAY, type Cells, type Column, type FactType, type FactValue } from '@causeway/domain';
import { createHash } from 'node:crypto';
import type { Query } from './query';

/** Decisions in one segment. Small enough that the rows behind the last one are read one by one without being felt. */
export const SEGMENT_ROWS = 16_384;
/** No transaction lasts so long: what is older cannot gain a neighbour with a smaller number any more. */
const SETTLED_MINUTES = 10;

interface Field {
  readonly name: string;
  readonly sql: string;
  readonly type: FactType;
}

/** What a segment holds besides the facts, and how it is read from `policy_facts`. Days come as text, so that no time zone of a driver has a say. */
const FIXED: readonly Field[] = [
  { name: NUMBER, sql: 'no', type: 'int' },
  { name: TODAY, sql: 'today::text', type: 'date' },
  { name: RULE, sql: 'rule', type: 'code' },
  { name: OUTCOME, sql: 'outcome', type: 'code' },
  { name: quotaColumn('patient'), sql: 'patient_no', type: 'int' },
  { name: quotaColumn('source.facility'), sql: 'facility_no', type: 'int' },
  { name: quotaColumn('requester'), sql: 'requester_no', type: 'int' },
  { name: quotaColumn('case'), sql: 'case_no', type: 'int' },
];

const FIELDS: readonly Field[] = [...FIXED, ...factColumns.map(({ fact, column, type }): Field => ({ name: fact, type, sql: type === 'date' || type === 'instant' ? `${column}::text` : column }))];

/** The fields a replay asks for, in a fixed order. */
export const fieldsNamed = (names: ReadonlySet<string>): readonly Field[] => FIELDS.filter((field) => names.has(field.name));

export const selectOf = (fields: readonly Field[]): string => fields.map((field) => field.sql).join(', ');

/** Rows as read by `selectOf`, packed column by column; columns without any value are left out. */
export function packRows(fields: readonly Field[], rows: readonly (readonly unknown[])[]): Map<string, Column> {
  const columns = new Map<string, Column>();
  fields.forEach(({ name, type }, k) => {
    const values = rows.map((row) => (row[k] ?? null) as FactValue);
    if (values.every((value) => value === null)) return;
    columns.set(name, holdsNumbers(type) ? packNumbers(values.map((v) => (v === null ? null : type === 'int' ? Number(v) : dayNumber(String(v))))) : packValues(values));
  });
  return columns;
}

/**
 * Packs the next full segment of decisions of a kind that are settled and not yet packed. The rows stay as they are. Must run in one transaction: half a
 * segment would look like facts that nobody knew. Only the rows of that segment are read, however many wait behind it.
 * @returns rows packed; 0 when there are not enough.
 */
export async function sealNext(query: Query, kind: string): Promise<number> {
  const rows = await query(
    `with next as (select * from policy_facts where kind = $1 and no > coalesce((select max(last_no) from policy_segment where kind = $1), 0) order by no limit ${SEGMENT_ROWS})
     select ${selectOf(FIELDS)} from next
     where not exists (select from next where at >= clock_timestamp() - make_interval(mins => ${SETTLED_MINUTES}) or tx >= pg_snapshot_xmin(pg_current_snapshot()))
     order by no`, [kind]);
  if (rows.length < SEGMENT_ROWS) return 0;
  const [first, last] = [rows[0]?.[0], rows.at(-1)?.[0]];
  for (const [name, column] of packRows(FIELDS, rows)) await storeColumn(query, { kind, first, last, rows: rows.length, name }, column);
  return rows.length;
}

interface Place { readonly kind: string; readonly first: unknown; readonly last: unknown; readonly rows: number; readonly name: string }

async function storeColumn(query: Query, place: Place, column: Column): Promise<void> {
  const cells = bytesOf(column.cells);
  await query(
    `insert into policy_segment (kind, first_no, last_no, rows, name, base, vals, width, cells, sha256) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [place.kind, place.first, place.last, place.rows, place.name, isNumbers(column) ? column.base : null, isNumbers(column) ? null : JSON.stringify(column.values),
      column.cells.BYTES_PER_ELEMENT, cells, createHash('sha256').update(cells).digest()]);
}

const bytesOf = (cells: Cells): Buffer => Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength);
