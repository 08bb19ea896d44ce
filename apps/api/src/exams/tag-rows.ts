import { implicitVr, isPrivate, lookupTag, tagText, type DataElement, type DataSet, type ElementDifference, type PreviewValue } from '@causeway/dicom';
import type { TagRow } from '@causeway/contracts';
import { fold } from '@causeway/domain';

/** Longest text of one value, and most rows and text of one answer. */
const LONGEST_VALUE = 2000;
const MOST_ROWS = 5000;
const MOST_TEXT = 2_000_000;
const MOST_NUMBERS = 64;

const BINARY = /^(O[BDFLVW]|UN|.*\|.*)$/;
const NUMBERS = /^([SU][SLV]|F[LD])$/;

export interface TagRows {
  readonly rows: readonly TagRow[];
  /** There are more: the limits of one answer were reached. */
  readonly more: boolean;
}

/** `SOPInstanceUID` as people read it. */
const words = (keyword: string): string => keyword.replace(/([a-z\d])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
export const cutText = (text: string): string => (text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text);
export const bytesText = (bytes: number): string => `${bytes.toLocaleString('en')} bytes`;

function nameOf(tag: number, dataSet: DataSet): string {
  const known = lookupTag(tag);
  if (known) return words(known.keyword);
  if (!isPrivate(tag)) return tag % 65_536 === 0 ? 'Group Length' : 'Unknown';
  const block = Math.floor((tag % 65_536) / 256);
  if (block === 0) return 'Private Creator';
  // (gggg,xx00-xxFF) belong to whoever reserved block xx in (gggg,00xx) (PS3.5 7.8.1)
  const creator = dataSet.text(Math.floor(tag / 65_536) * 65_536 + block);
  return creator ? `Private: ${creator}` : 'Private';
}

function valueOf(element: DataElement, dataSet: DataSet): string {
  if (element.items) return element.items.length === 1 ? '1 item' : `${element.items.length} items`;
  if (element.leftOut) return element.leftOut.length === null ? 'long' : bytesText(element.leftOut.length);
  if (element.fragments) return `${element.fragments.length} fragments`;
  if (element.bytes.length === 0) return '';
  const vr = element.vr === 'UN' ? implicitVr(element.tag) : element.vr;
  if (vr === 'AT') return attributeTags(element, dataSet.bigEndian);
  if (BINARY.test(vr) || (element.vr === 'UN' && NUMBERS.test(vr))) return bytesText(element.bytes.length);
  if (!NUMBERS.test(vr)) return cutText(dataSet.texts(element.tag).join('\\'));
  const numbers = dataSet.numbers(element.tag);
  return numbers.slice(0, MOST_NUMBERS).join('\\') + (numbers.length > MOST_NUMBERS ? `… ${numbers.length} values` : '');
}

function attributeTags({ bytes }: DataElement, bigEndian: boolean): string {
  const word = (at: number): number => (bigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at));
  return Array.from({ length: Math.min(MOST_NUMBERS, Math.floor(bytes.length / 4)) }, (_, i) => tagText(word(4 * i) * 65_536 + word(4 * i + 2))).join('\\');
}

function previewText(value: PreviewValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return cutText(value);
  return cutText(value.map((item) => Object.values(item).filter(Boolean).join(' ')).join('\\'));
}

const lengthOf = (row: TagRow): number => row.value.length + (row.localised?.length ?? 0);

/** Rows of a data set in the order of its tags, sequences with their items one level deeper. Stops at the limits of one answer. */
class Lister {
  readonly rows: TagRow[] = [];
  more = false;
  private text = 0;

  constructor(private readonly sought: string, private readonly changes: ReadonlyMap<number, ElementDifference>) {}

  /** Rows that are sought stay, and the sequences they are in. */
  list(dataSet: DataSet, depth: number): void {
    for (const element of dataSet.elements) {
      if (this.more) return;
      const change = depth === 0 ? this.changes.get(element.tag) : undefined;
      const before = this.rows.length;
      const row: TagRow = {
        tag: tagText(element.tag), vr: element.vr, name: nameOf(element.tag, dataSet), depth, value: valueOf(element, dataSet), localised: change ? previewText(change.after) : null,
      };
      this.add(row);
      for (const item of element.items ?? []) this.list(item, depth + 1);
      if (this.rows.length === before + 1 && !this.fits(row)) this.dropLast();
    }
  }

  private dropLast(): void {
    const row = this.rows.pop();
    if (row) this.text -= lengthOf(row);
  }

  add(row: TagRow): void {
    this.text += lengthOf(row);
    this.more = this.rows.length >= MOST_ROWS || this.text > MOST_TEXT;
    if (!this.more) this.rows.push(row);
  }

  fits(row: TagRow): boolean {
    if (this.sought === '') return true;
    return fold(`${row.tag} ${row.tag.replace(/[(),]/g, '')} ${row.vr} ${row.name} ${row.name.replaceAll(' ', '')} ${row.value} ${row.localised ?? ''}`).includes(this.sought);
  }
}

export interface TagSource {
  readonly dataSet: DataSet;
  readonly transferSyntaxUid: string;
  /** What stands where the pixel data is; null when there is none. */
  readonly pixels: { readonly vr: string; readonly value: string } | null;
  /** Elements a localised copy has other values for, or has in addition. */
  readonly differences: readonly ElementDifference[];
}

/** `q` is sought in tag, name and value, whatever its case. */
export function tagRows(source: TagSource, q: string): TagRows {
  const changes = new Map(source.differences.map((difference) => [difference.tag, difference]));
  const lister = new Lister(fold(q), changes);
  const put = (row: TagRow): void => (lister.fits(row) ? lister.add(row) : undefined);
  put({ tag: '(0002,0010)', vr: 'UI', name: 'Transfer Syntax UID', depth: 0, value: source.transferSyntaxUid, localised: null });
  lister.list(source.dataSet, 0);
  if (source.pixels) put({ tag: '(7FE0,0010)', vr: source.pixels.vr, name: 'Pixel Data', depth: 0, value: source.pixels.value, localised: null });
  const rows = [...lister.rows];
  for (const difference of source.differences.filter((one) => !source.dataSet.has(one.tag))) {
    const row = { tag: tagText(difference.tag), vr: lookupTag(difference.tag)?.vr ?? 'UN', name: words(difference.keyword), depth: 0, value: '', localised: previewText(difference.after) };
    const at = rows.findIndex((other) => other.depth === 0 && other.tag > row.tag);
    if (lister.fits(row)) rows.splice(at < 0 ? rows.length : at, 0, row);
  }
  return { rows, more: lister.more };
}
