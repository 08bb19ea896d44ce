import type { TagRow } from '@causeway/contracts';
import { plainTag } from './pictures/facts-from-tags';

/** One content item of a structured report: what it is about, and what it says; containers say nothing. */
export interface ReportLine {
  readonly depth: number;
  readonly name: string;
  readonly value: string;
}

const CONTENT = '0040A730';
const CONCEPT_NAME = '0040A043';
const MEANING = '00080104';
const TEXTS = ['0040A160', '0040A123', '0040A120', '0040A121', '0040A122', '0040A124'];
const CONCEPT_CODE = '0040A168';
const NUMBER = '0040A30A';
const UNITS = '004008EA';
const RELATION = '0040A010';

interface Item {
  readonly depth: number;
  readonly level: number;
  name: string;
  value: string;
  unit: string;
  last: string;
}

/**
 * Content tree of a structured report (PS3.3 C.17.3.2) read off the rows of its tag view. Tags of an item ascend, so a tag that does not
 * begins the next item of its sequence.
 */
export function reportLines(rows: readonly TagRow[]): readonly ReportLine[] {
  const items: Item[] = [{ depth: 0, level: 0, name: '', value: '', unit: '', last: '' }];
  const open: Item[] = [...items];
  const inside: (readonly [tag: string, depth: number])[] = [];
  for (const row of rows) {
    const tag = plainTag(row.tag);
    while (inside.length > 0 && row.depth <= (inside.at(-1)?.[1] ?? 0)) inside.pop();
    while (open.length > 1 && row.depth < (open.at(-1)?.depth ?? 0)) open.pop();
    let item = open.at(-1) as Item;
    const sequence = inside.at(-1);
    if (sequence?.[0] === CONTENT && row.depth === sequence[1] + 1 && (row.depth > item.depth || tag <= item.last)) {
      if (row.depth === item.depth) open.pop();
      item = { depth: row.depth, level: open.length, name: '', value: '', unit: '', last: '' };
      items.push(item);
      open.push(item);
    }
    if (row.depth === item.depth) item.last = tag;
    if (row.vr === 'SQ') inside.push([tag, row.depth]);
    read(item, tag, row, sequence?.[0] ?? '');
  }
  return items.map((item) => ({ depth: item.level, name: item.name, value: [item.value, item.unit].filter(Boolean).join(' ') })).filter((line) => line.name !== '' || line.value !== '');
}

function read(item: Item, tag: string, row: TagRow, sequence: string): void {
  if (tag === RELATION) return;
  if (tag === MEANING && sequence === CONCEPT_NAME && item.name === '') item.name = row.value.trim();
  else if (tag === MEANING && sequence === CONCEPT_CODE && item.value === '') item.value = row.value.trim();
  else if (tag === MEANING && sequence === UNITS && item.unit === '') item.unit = row.value.trim();
  else if ((TEXTS.includes(tag) || tag === NUMBER) && item.value === '') item.value = row.value.trim();
}
