import { isNumbers, NUMBER, type Cells, type Column, type Segment, type ValueColumn } from '@causeway/domain';
import { createHash } from 'node:crypto';
import { ColumnMemory } from './memory';
import type { Query } from './query';
import { fieldsNamed, packRows, selectOf } from './seal';

interface Head { readonly first: string; readonly last: string; readonly rows: number; readonly name: string; readonly base: string | null; readonly values: string | null; readonly width: number; readonly sha256: Buffer }
type HeadRow = [Head['first'], Head['last'], Head['rows'], Head['name'], Head['base'], Head['values'], Head['width'], Head['sha256']];

/**
 * The decisions of a kind as segments, only the columns asked for: packed segments as they are, and the rows behind them packed now. Decisions that were
 * made again are marked superseded. Columns the memory holds are not read again.
 * @throws Error when the bytes of a segment are not those that were written.
 */
export async function loadSegments(query: Query, kind: string, names: ReadonlySet<string>, memory = new ColumnMemory()): Promise<Segment[]> {
  const wanted = new Set([...names, NUMBER]);
  const heads = ((await query(
    'select first_no, last_no, rows, name, base, vals::text, width, sha256 from policy_segment where kind = $1 and name = any($2) order by first_no', [kind, [...wanted]])) as HeadRow[])
    .map(([first, last, rows, name, base, values, width, sha256]): Head => ({ first, last, rows, name, base, values, width, sha256 }));
  const found = heads.map((head) => memory.find(keyOf(head)));
  const read = await readCells(query, kind, heads.filter((_, k) => !found[k]));
  const segments = new Map<string, { rows: number; columns: Map<string, Column> }>();
  let last = '0';
  heads.forEach((head, k) => {
    const segment = segments.get(head.first) ?? { rows: head.rows, columns: new Map<string, Column>() };
    segments.set(head.first, segment);
    const column = found[k] ?? columnOf(head, read.get(`${head.first} ${head.name}`));
    memory.keep(keyOf(head), column);
    segment.columns.set(head.name, column);
    last = head.last;
  });
  const fields = fieldsNamed(wanted);
  const tail = await query(`select ${selectOf(fields)} from policy_facts where kind = $1 and no > $2 order by no`, [kind, last]);
  const all = [...segments.values()];
  if (tail.length > 0) all.push({ rows: tail.length, columns: packRows(fields, tail) });
  return withSuperseded(all, (await query('select supersedes from policy_facts where kind = $1 and supersedes is not null order by supersedes', [kind])).map(([no]) => Number(no)));
}

const keyOf = ({ sha256, width, base, values }: Head): string => `${sha256.toString('latin1')} ${width} ${base ?? values ?? ''}`;

/** Packed bytes by segment and name, as base64: a driver reads that several times faster than what `bytea` is written as. */
async function readCells(query: Query, kind: string, heads: readonly Head[]): Promise<Map<string, string>> {
  if (heads.length === 0) return new Map();
  const rows = (await query(
    `select first_no, name, encode(cells, 'base64') as cells from policy_segment where kind = $1 and (first_no, name) in (select * from unnest($2::bigint[], $3::text[]))`,
    [kind, heads.map(({ first }) => first), heads.map(({ name }) => name)])) as [first: string, name: string, cells: string][];
  return new Map(rows.map(([first, name, cells]) => [`${first} ${name}`, cells]));
}

function columnOf({ base, values, width, sha256 }: Head, packed: string | undefined): Column {
  if (packed === undefined) throw new Error('A packed segment went while it was read: replay again.');
  const bytes = Buffer.from(packed, 'base64');
  if (!createHash('sha256').update(bytes).digest().equals(sha256)) throw new Error('A packed segment of decisions is damaged: drop it, it is made again from the rows.');
  const aligned = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const cells: Cells = width === 1 ? new Uint8Array(aligned) : width === 2 ? new Uint16Array(aligned) : new Uint32Array(aligned);
  return base === null ? { cells, values: JSON.parse(values ?? '[]') as ValueColumn['values'] } : { cells, base: Number(base) };
}

/** Marks rows by their numbers; both are in order. */
function withSuperseded(segments: readonly Segment[], numbers: readonly number[]): Segment[] {
  let next = 0;
  return segments.map((segment) => {
    const column = segment.columns.get(NUMBER);
    if (!column || !isNumbers(column) || next >= numbers.length) return segment;
    const superseded = new Uint8Array(segment.rows);
    let any = false;
    for (let row = 0; row < segment.rows && next < numbers.length; row++) {
      const no = (column.cells[row] as number) - 1 + column.base;
      while (next < numbers.length && (numbers[next] as number) < no) next++;
      if (numbers[next] !== no) continue;
      superseded[row] = 1;
      any = true;
    }
    return any ? { ...segment, superseded } : segment;
  });
}
