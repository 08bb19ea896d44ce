/** Where the frames of an object stand in its stored bytes, so that one can be sent without the others. */
import type { Reason } from '../structure/verdict';

export interface ByteRange {
  /** From the first byte of the stored object. */
  readonly offset: number;
  readonly length: number;
}

export interface FrameIndex {
  readonly transferSyntaxUid: string;
  readonly encapsulated: boolean;
  readonly frames: number;
  /** Ranges whose bytes, joined, are one frame; frames count from 1 as in PS3.18. Null outside 1 to `frames`. */
  ranges(frame: number): readonly ByteRange[] | null;
}

export type FramesUnavailable =
  | Reason
  | 'no-pixel-data'
  /** Byte ranges of a deflated object mean nothing: it has to be inflated first. */
  | 'deflated'
  /** Frames of one bit per sample that do not begin at a byte. */
  | 'frames-not-at-bytes'
  /** The fragments cannot be told apart by frame: a video stream, or damage. */
  | 'frames-unclear'
  | 'too-many-fragments';

export type FrameResult =
  | { readonly kind: 'frames'; readonly index: FrameIndex }
  /** All of the pixel data as one stream, where single frames cannot be told. */
  | { readonly kind: 'stream'; readonly ranges: readonly ByteRange[]; readonly transferSyntaxUid: string }
  | { readonly kind: 'unavailable'; readonly reason: FramesUnavailable };

export interface Fragment {
  /** Of the item tag, from the first byte of the data set. */
  readonly start: number;
  readonly valueStart: number;
  readonly length: number;
  /** Begins like a compressed image. */
  starts: boolean;
}

const isStream = (uid: string): boolean => /^1\.2\.840\.10008\.1\.2\.4\.10[0-8](\.1)?$/.test(uid);

/** Groups fragments by frames that start at the given item offsets, counted from the first fragment behind the offset table. */
function groupByOffsets(fragments: readonly Fragment[], offsets: readonly number[]): Fragment[][] | null {
  const base = fragments[0]?.start ?? 0;
  const at = new Map(fragments.map((fragment, i) => [fragment.start - base, i]));
  const firsts = offsets.map((offset) => at.get(offset));
  if (firsts[0] !== 0 || firsts.some((first, i) => first === undefined || (i > 0 && first <= firsts[i - 1]!))) return null;
  return firsts.map((first, i) => fragments.slice(first, firsts[i + 1] ?? fragments.length));
}

/** Where no usable offset table is given (A.4): one fragment each, one frame in all, or fragments that begin like an image. */
function groupByShape(fragments: readonly Fragment[], frames: number): Fragment[][] | null {
  if (fragments.length === frames) return fragments.map((fragment) => [fragment]);
  if (frames === 1) return [[...fragments]];
  const groups: Fragment[][] = [];
  for (const fragment of fragments) {
    if (fragment.starts) groups.push([fragment]);
    else if (groups.length > 0) groups[groups.length - 1]!.push(fragment);
    else return null;
  }
  return groups.length === frames ? groups : null;
}

export interface Encapsulated {
  readonly transferSyntaxUid: string;
  readonly dataSetOffset: number;
  readonly frames: number;
  readonly fragments: readonly Fragment[];
  readonly basicOffsets: readonly number[];
  readonly extendedOffsets: readonly number[];
  readonly extendedLengths: readonly number[];
}

export function encapsulatedFrames(pixels: Encapsulated): FrameResult {
  const { transferSyntaxUid, dataSetOffset, frames, fragments, basicOffsets, extendedOffsets, extendedLengths } = pixels;
  const range = (fragment: Fragment, length = fragment.length): ByteRange => ({ offset: fragment.valueStart + dataSetOffset, length });
  if (fragments.length === 0) return { kind: 'unavailable', reason: 'no-pixel-data' };
  const table = [extendedOffsets, basicOffsets].find((offsets) => offsets.length === frames);
  const groups = (table && groupByOffsets(fragments, table)) ?? groupByShape(fragments, frames);
  if (!groups || (isStream(transferSyntaxUid) && frames > 1)) {
    if (isStream(transferSyntaxUid)) return { kind: 'stream', ranges: fragments.map((fragment) => range(fragment)), transferSyntaxUid };
    return { kind: 'unavailable', reason: 'frames-unclear' };
  }
  // The extended table gives lengths without the padding byte (PS3.3 C.7.6.3.1.8).
  const exact = extendedLengths.length === frames && table === extendedOffsets;
  const ranges = (frame: number): readonly ByteRange[] | null => {
    const group = groups[frame - 1];
    if (!group) return null;
    const length = exact && group.length === 1 ? Math.min(extendedLengths[frame - 1]!, group[0]!.length) : undefined;
    return length === undefined ? group.map((fragment) => range(fragment)) : [range(group[0]!, length)];
  };
  return { kind: 'frames', index: { transferSyntaxUid, encapsulated: true, frames, ranges } };
}

export interface Native {
  readonly transferSyntaxUid: string;
  readonly frames: number;
  readonly pixels: ByteRange;
  /** Bits of one frame. */
  readonly frameBits: number;
}

export function nativeFrames(native: Native): FrameResult {
  const { transferSyntaxUid, frames, pixels, frameBits } = native;
  if (frameBits <= 0) return { kind: 'unavailable', reason: 'no-pixel-data' };
  if (frames > 1 && frameBits % 8 !== 0) return { kind: 'unavailable', reason: 'frames-not-at-bytes' };
  const bytes = Math.ceil(frameBits / 8);
  if (bytes * frames > pixels.length) return { kind: 'unavailable', reason: 'pixel-short' };
  const ranges = (frame: number): readonly ByteRange[] | null =>
    Number.isInteger(frame) && frame >= 1 && frame <= frames ? [{ offset: pixels.offset + (frame - 1) * bytes, length: bytes }] : null;
  return { kind: 'frames', index: { transferSyntaxUid, encapsulated: false, frames, ranges } };
}
