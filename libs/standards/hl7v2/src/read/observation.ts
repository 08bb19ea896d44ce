/** OBX (HL7 2.5.1 chapter 7.4.2) as reports use it. */
import { Hl7Problem } from '../problem';
import { type Segment } from '../parse/segment';
import { readCode, type Code } from './datatypes';
import { first } from './fields';

/** ED: a document inside an observation. */
export interface EmbeddedDocument {
  /** Such as `application/pdf`. */
  readonly mediaType: string;
  /** `Base64`, `Hex` or `A` (none). */
  readonly encoding: string;
  /** Still encoded; `documentBytes` gives the bytes. */
  readonly data: string;
}

export interface Observation {
  /** OBX-2: TX, FT, ST, CE, ED, NM ... */
  readonly valueType: string;
  readonly code: Code | null;
  readonly subId: string | null;
  /** The value as text, repetitions as lines; null when none was sent. For CE the code's text or the code. */
  readonly text: string | null;
  /** For CE and CWE. */
  readonly coded: Code | null;
  readonly document: EmbeddedDocument | null;
  readonly units: string | null;
  readonly abnormalFlags: readonly string[];
  /** OBX-11, table 0085: F, P, C, W (posted as wrong), D (delete), X ... */
  readonly status: string | null;
}

/** Media type from ED-2 and ED-3. Senders put a whole type into either, or only the subtype into ED-3. */
function mediaTypeOf(type: string | null, subtype: string | null): string {
  const whole = [subtype, type].find((part) => part?.includes('/'));
  if (whole) return whole.toLowerCase();
  const main = { ap: 'application', im: 'image', au: 'audio', multipart: 'multipart' }[type?.toLowerCase() ?? ''] ?? type;
  return `${main ?? 'application'}/${subtype ?? 'octet-stream'}`.toLowerCase();
}

function readDocument(obx: Segment): EmbeddedDocument | null {
  const value = obx.first(5);
  const data = value?.rawComponent(5) ?? '';
  if (value === null || data === '') return null;
  return { mediaType: mediaTypeOf(value.string(2), value.string(3)), encoding: value.string(4) ?? 'A', data: value.value(5) ?? '' };
}

function textOf(obx: Segment, valueType: string, coded: Code | null): string | null {
  if (valueType === 'ED' || valueType === 'RP') return null;
  if (coded !== null) return coded.text ?? coded.code;
  const texts = obx.repetitions(5).map((part) => part.text() ?? '');
  return texts.length === 0 ? null : texts.join('\n');
}

export function readObservation(obx: Segment): Observation {
  const valueType = obx.string(2) ?? '';
  const coded = valueType === 'CE' || valueType === 'CWE' || valueType === 'CNE' ? first(obx, 5, readCode) : null;
  return {
    valueType,
    code: first(obx, 3, readCode),
    subId: obx.string(4),
    text: textOf(obx, valueType, coded),
    coded,
    document: valueType === 'ED' ? readDocument(obx) : null,
    units: obx.string(6),
    abnormalFlags: obx.repetitions(8).map((part) => part.string()).filter((flag) => flag !== null),
    status: obx.string(11),
  };
}

function fromHex(text: string): Uint8Array | null {
  if (text.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(text)) return null;
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

function fromBase64(text: string): Uint8Array | null {
  try {
    const binary = atob(text);
    const bytes = new Uint8Array(binary.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
    return bytes;
  } catch {
    return null;
  }
}

/**
 * Bytes of an embedded document (ED-4, table 0299). Their content is the sender's word only: check it before use.
 * @throws Hl7Problem `bad-value` when the data is not in the encoding it claims
 */
export function documentBytes(document: EmbeddedDocument): Uint8Array {
  const encoding = document.encoding.toLowerCase();
  if (encoding === 'a' || encoding === '') return new TextEncoder().encode(document.data);
  const bytes = encoding === 'hex' ? fromHex(document.data) : encoding === 'base64' ? fromBase64(document.data) : null;
  if (bytes === null) throw new Hl7Problem('bad-value', 'The embedded document is not in the encoding of OBX-5.4.', { segment: 'OBX', field: 5, component: 5 });
  return bytes;
}
