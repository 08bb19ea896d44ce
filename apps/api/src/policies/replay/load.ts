import { isNumbers, NUMBER, type Cells, type Column, type Segment, type ValueColumn } from '@causeway/domain';
import { createHash } from 'node:crypto';
import type { Query } from './query';
import { fieldsNamed, packRows, selectOf } from './seal';

type PackedRow = [first: string, last: string, rows: number, name: string, base: string | null, values: ValueColumn['values'] | null, width: number, cells: string, sha256: Buffer];

/**
 * The decisions of a kind as segments, only the columns asked for: packed segments as they are, and the rows behind them packed now. Decisions that were
 * made again are marked superseded.
 * @throws Error when the bytes of a segment are not those that were written.
 */
export async function loadSegments(query: Query, kind: string, names: ReadonlySet<string>): Promise<Segment[]> {
  const wanted = new Set([...names, NUMBER]);
  const packed = (await query(
    `select first_no, last_no, rows, name, base, vals, width, encode(cells, 'base64') as cells, sha256 from policy_segment where kind = $1 and name = any($2) order by first_no`, [kind, [...wanted]])) as PackedRow[];
  const segments = new Map<string, { rows: number; columns: Map<string, Column> }>();
  let last = '0';
  for (const [first, until, rows, name, base, values, width, cells, sha256] of packed) {
    const segment = segments.get(first) ?? { rows, columns: new Map<string, Column>() };
    segments.set(first, segment);
    segment.columns.set(name, columnOf(cells, width, base, values, sha256));
    last = until;
  }
  const fields = fieldsNamed(wanted);
  const tail = await query(`select ${selectOf(fields)} from policy_facts where kind = $1 and no > $2 order by no`, [kind, last]);
  const all = [...segments.values()];
  if (tail.length > 0) all.push({ rows: tail.length, columns: packRows(fields, tail) });
  return withSuperseded(all, (await query('select supersedes from policy_facts where kind = $1 and supersedes is not null order by supersedes', [kind])).map(([no]) => Number(no)));
}

/** Base64, because a driver reads that several times faster than what `bytea` is written as. */
function columnOf(packed: string, width: number, base: string | null, values: ValueColumn['values'] | null, sha256: Buffer): Column {
  const bytes = Buffer.from(packed, 'base64');
  if (!createHash('sha256').update(bytes).digest().equals(sha256)) throw new Error('A packed segment of decisions is damaged: drop it, it is made again from the rows.');
  const aligned = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const cells: Cells = width === 1 ? new Uint8Array(aligned) : width === 2 ? new Uint16Array(aligned) : new Uint32Array(aligned);
  return base === null ? { cells, values: values ?? [] } : { cells, base: Number(base) };
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
