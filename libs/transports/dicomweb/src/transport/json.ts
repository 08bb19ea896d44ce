/** Values of DICOM JSON (PS3.18 F.2) as others write it: numbers as text or not, names as text or in groups, values missing. */
export type Item = Readonly<Record<string, unknown>>;

export const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value);

function valuesAt(item: Item, tag: string): readonly unknown[] {
  const element = item[tag];
  const values = isItem(element) ? element['Value'] : undefined;
  return Array.isArray(values) ? values : [];
}

function asText(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  if (!isItem(value)) return '';
  return ['Alphabetic', 'Ideographic', 'Phonetic'].map((group) => (typeof value[group] === 'string' ? value[group] : '')).join('=').replace(/=+$/, '');
}

export const textAt = (item: Item, tag: string): string => asText(valuesAt(item, tag)[0]);
export const textsAt = (item: Item, tag: string): string[] => valuesAt(item, tag).map(asText).filter((text) => text !== '');
export const itemsAt = (item: Item, tag: string): Item[] => valuesAt(item, tag).filter(isItem);

export function countAt(item: Item, tag: string): number | null {
  const text = textAt(item, tag);
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}
