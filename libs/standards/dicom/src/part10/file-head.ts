/**
 * Head of a Part 10 file (PS3.10 7.1): preamble, prefix and file meta group. Preamble, prefix and the whole group may be missing in
 * files from the field; what is missing is told as a finding and the encoding is guessed from the first element.
 */
import { EXPLICIT_BE, EXPLICIT_LE, IMPLICIT_LE } from '../registry/transfer-syntax';
import type { Finding, Reason } from '../structure/verdict';
import { FORM, formOf, vrCode } from '../structure/vr';

export interface FileHead {
  readonly transferSyntaxUid: string;
  readonly mediaStorageSopClassUid: string | null;
  readonly mediaStorageSopInstanceUid: string | null;
  /** First byte of the data set in the file. */
  readonly dataSetOffset: number;
  readonly findings: readonly Finding[];
}

export type FileHeadResult =
  | { readonly kind: 'head'; readonly head: FileHead }
  /** Not all of the head is here yet. */
  | { readonly kind: 'more' }
  | { readonly kind: 'bad'; readonly reason: Reason };

const PREAMBLE = 128;
const PREFIX_END = 132;
const VR_UI = vrCode('UI');
const bad = (reason: Reason): FileHeadResult => ({ kind: 'bad', reason });
const MORE: FileHeadResult = { kind: 'more' };

function startFindings(bytes: Buffer, prefixed: boolean): Finding[] {
  if (!prefixed) return ['no-preamble'];
  return bytes.subarray(0, PREAMBLE).every((byte) => byte === 0) ? [] : ['preamble-not-zero'];
}

const knownVrAt = (bytes: Buffer, at: number): boolean => formOf(bytes.readUInt16LE(at)) !== FORM.unknown;

/** Transfer syntax of a data set without file meta, from its first element, which is of group 0008 in every instance; null when it cannot be one. */
function guessSyntax(bytes: Buffer, at: number): string | null {
  if (bytes.length < at + 8) return null;
  if (bytes.readUInt16LE(at) === 8) return knownVrAt(bytes, at + 4) ? EXPLICIT_LE : IMPLICIT_LE;
  return bytes.readUInt16BE(at) === 8 && knownVrAt(bytes, at + 4) ? EXPLICIT_BE : null;
}

/** True when `DICM` stands where the prefix of a file does, and is not by chance part of a value of a bare data set. */
function hasPrefix(bytes: Buffer): boolean {
  if (bytes.length < PREFIX_END || bytes.toString('latin1', PREAMBLE, PREFIX_END) !== 'DICM') return false;
  const metaFollows = bytes.length >= PREFIX_END + 2 && bytes.readUInt16LE(PREFIX_END) === 2;
  return metaFollows || guessSyntax(bytes, 0) === null;
}

interface Meta {
  readonly end: number;
  readonly declaredEnd: number;
  readonly uids: ReadonlyMap<number, string>;
}

const uidAt = (bytes: Buffer, at: number, length: number): string => bytes.toString('latin1', at, at + length).replace(/[\0 ]+$/, '');

/** Group 0002 is always Explicit VR Little Endian. */
function readMeta(bytes: Buffer, from: number, metaBytes: number, whole: boolean): Meta | FileHeadResult {
  const uids = new Map<number, string>();
  const short = whole ? bad('truncated') : MORE;
  let at = from;
  let declaredEnd = -1;
  for (;;) {
    if (at - from > metaBytes) return bad('meta-invalid');
    if (bytes.length < at + 8) {
      if (whole && at === bytes.length) break;
      return short;
    }
    if (bytes.readUInt16LE(at) !== 2) break;
    const form = formOf(bytes.readUInt16LE(at + 4));
    if (form === FORM.unknown) return bad('meta-invalid');
    if (form === FORM.long && bytes.length < at + 12) return short;
    const length = form === FORM.long ? bytes.readUInt32LE(at + 8) : bytes.readUInt16LE(at + 6);
    const value = at + (form === FORM.long ? 12 : 8);
    if (value + length - from > metaBytes) return bad('meta-invalid');
    if (value + length > bytes.length) return short;
    const element = bytes.readUInt16LE(at + 2);
    if (element === 0 && length === 4) declaredEnd = value + 4 + bytes.readUInt32LE(value);
    else if (bytes.readUInt16LE(at + 4) === VR_UI) uids.set(element, uidAt(bytes, value, length));
    at = value + length;
  }
  return { end: at, declaredEnd, uids };
}

/**
 * Reads the head from the first bytes of a file. `whole` says that no more bytes follow; without it `more` asks for a longer piece, at
 * most `metaBytes` + 144.
 */
export function readFileHead(bytes: Buffer, metaBytes: number, whole: boolean): FileHeadResult {
  if (bytes.length === 0) return whole ? bad('empty') : MORE;
  if (bytes.length < PREFIX_END && !whole) return MORE;
  const prefixed = hasPrefix(bytes);
  const from = prefixed ? PREFIX_END : 0;
  const findings = startFindings(bytes, prefixed);
  if (bytes.length < from + 8) return whole ? bad(prefixed ? 'truncated' : 'not-dicom') : MORE;

  const meta: Meta | FileHeadResult =
    bytes.readUInt16LE(from) === 2 ? readMeta(bytes, from, metaBytes, whole) : { end: from, declaredEnd: -1, uids: new Map() };
  if ('kind' in meta) return meta;
  if (meta.declaredEnd >= 0 && meta.declaredEnd !== meta.end) findings.push('meta-group-length');
  let syntax: string | null | undefined = meta.uids.get(0x10);
  if (syntax === undefined) {
    findings.push('no-meta');
    if (bytes.length < meta.end + 8) return whole ? bad(meta.end > from ? 'truncated' : 'not-dicom') : MORE;
    syntax = guessSyntax(bytes, meta.end);
    if (syntax === null) return bad(meta.end > from ? 'syntax-unknown' : 'not-dicom');
  }
  if (!/^[0-9.]{1,64}$/.test(syntax)) return bad('syntax-unknown');
  return {
    kind: 'head',
    head: {
      transferSyntaxUid: syntax,
      mediaStorageSopClassUid: meta.uids.get(2) ?? null,
      mediaStorageSopInstanceUid: meta.uids.get(3) ?? null,
      dataSetOffset: meta.end,
      findings,
    },
  };
}
