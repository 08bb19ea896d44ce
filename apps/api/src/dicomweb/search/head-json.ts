/** DICOM JSON (PS3.18 annex F) of the values kept on the ledger. */
import { implicitVr, parseDecimal, parseInteger, tagHex, WANTED_PATHS, type DicomJson, type JsonElement, type JsonPersonName, type JsonValue, type WantedName } from '@causeway/dicom';

export type HeadValues = Readonly<Record<string, unknown>>;

const ONE_VALUE = new Set(['LT', 'ST', 'UT', 'UR']);
const NUMBERS = new Set(['US', 'UL', 'SS', 'SL', 'IS', 'DS']);

function personName(text: string): JsonPersonName | null {
  const [Alphabetic = '', Ideographic = '', Phonetic = ''] = text.split('=');
  const name = { ...(Alphabetic ? { Alphabetic } : {}), ...(Ideographic ? { Ideographic } : {}), ...(Phonetic ? { Phonetic } : {}) };
  return Object.keys(name).length > 0 ? name : null;
}

/** A number where it is one: devices write all kinds of things into IS and DS. */
const numberOf = (vr: string, text: string): JsonValue => (text === '' ? null : ((vr === 'DS' ? parseDecimal(text) : parseInteger(text)) ?? text));

/** One attribute from its text, values parted by backslashes. */
export function element(vr: string, text: string): JsonElement {
  if (text === '') return { vr };
  const texts = ONE_VALUE.has(vr) ? [text] : text.split('\\');
  const values = texts.map((one): JsonValue => (vr === 'PN' ? personName(one) : NUMBERS.has(vr) ? numberOf(vr, one) : one || null));
  return values.every((value) => value === null) ? { vr } : { vr, Value: values };
}

export const numberElement = (vr: string, value: number): JsonElement => ({ vr, Value: [value] });

/** Puts an element under a path of tags, whose sequences have one item. */
export function put(json: DicomJson, path: readonly number[], value: JsonElement): void {
  const [tag = 0, ...rest] = path;
  const key = tagHex(tag);
  if (rest.length === 0) {
    json[key] = value;
    return;
  }
  const sequence = json[key]?.Value ? json[key] : (json[key] = { vr: 'SQ', Value: [{}] });
  put(sequence.Value![0] as DicomJson, rest, value);
}

/** VR of the element a name stands for. */
export const vrOf = (name: WantedName): string => implicitVr(WANTED_PATHS[name].at(-1)!);

export function attributesOf(head: HeadValues, names: readonly WantedName[]): DicomJson {
  const json: DicomJson = {};
  for (const name of names) {
    const text = head[name];
    if (typeof text === 'string') put(json, WANTED_PATHS[name], element(vrOf(name), text));
  }
  return json;
}
