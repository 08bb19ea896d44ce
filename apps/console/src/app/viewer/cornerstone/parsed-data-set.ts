import { decodeDicomText } from '../dicom-text';

/** What we use of a data set as the image loader parsed it. */
export interface ParsedDataSet {
  readonly byteArray: Uint8Array;
  readonly elements: Readonly<Record<string, ParsedElement | undefined>>;
  string(tag: string): string | undefined;
}

export interface ParsedElement {
  readonly dataOffset: number;
  readonly length: number;
  readonly items?: readonly { readonly dataSet?: ParsedDataSet }[];
}

/** Name of a tag as the parser writes it. */
const nameOf = (tag: string): string => `x${tag.toLowerCase()}`;

/** First item of a sequence that stands directly in this data set. */
export const firstItem = (dataSet: ParsedDataSet, tag: string): ParsedDataSet | undefined => dataSet.elements[nameOf(tag)]?.items?.[0]?.dataSet;

/** Numbers of a DS or IS element; undefined when it is absent or not all are numbers. */
export function numbersOf(dataSet: ParsedDataSet, tag: string): number[] | undefined {
  const text = dataSet.string(nameOf(tag));
  if (text === undefined || text.trim() === '') return undefined;
  const numbers = text.split('\\').map(Number);
  return numbers.some((n) => !Number.isFinite(n)) ? undefined : numbers;
}

/** Text of an element in Unicode. Not for binary VRs. */
export function textOf(dataSet: ParsedDataSet, tag: string): string | undefined {
  const element = dataSet.elements[nameOf(tag)];
  if (!element || element.length <= 0) return undefined;
  const charset = (dataSet.string(nameOf('00080005')) ?? '').split('\\');
  const text = decodeDicomText(dataSet.byteArray.subarray(element.dataOffset, element.dataOffset + element.length), charset);
  return text === '' ? undefined : text;
}
