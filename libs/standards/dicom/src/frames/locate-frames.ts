/** Finding the frames of a stored object, from a stream or with random access. */
import { OBJECT_LIMITS, type ObjectLimits } from '../limits';
import { readFileHead, type FileHeadResult } from '../part10/file-head';
import { feedAll, ObjectFeed, type ByteSource } from '../part10/object-feed';
import { transferSyntax, type TransferSyntax } from '../registry/transfer-syntax';
import type { FrameResult, FramesUnavailable } from './frame-index';
import { PixelLocator } from './pixel-locator';

export interface FrameOptions {
  /** Of a bare data set; left out for a file. */
  readonly transferSyntaxUid?: string;
  readonly limits?: ObjectLimits;
}

const unavailable = (reason: FramesUnavailable): FrameResult => ({ kind: 'unavailable', reason });

/** Reads the object once, to the end of its pixel data where that is encapsulated, else only to its start. */
export async function locateFrames(source: ByteSource, options: FrameOptions = {}): Promise<FrameResult> {
  const limits = options.limits ?? OBJECT_LIMITS;
  let locator: PixelLocator | null = null;
  let deflated = false;
  const open = (syntax: TransferSyntax, head: { readonly dataSetOffset: number } | null): PixelLocator | null => {
    deflated = syntax.deflated;
    if (!deflated) locator = new PixelLocator(syntax, limits, head?.dataSetOffset ?? 0);
    return locator;
  };
  const feed = new ObjectFeed(open, limits, options.transferSyntaxUid);
  await feedAll(feed, source);
  if (deflated) return unavailable('deflated');
  const opened = locator as PixelLocator | null;
  return opened ? opened.finish() : unavailable(feed.failure ?? 'empty');
}

/** Answers up to `length` bytes from `offset`; none only at the end. */
export type ReadAt = (offset: number, length: number) => Promise<Uint8Array>;

const PIECE = 16_384;

async function readHeadAt(read: ReadAt, size: number, limits: ObjectLimits): Promise<FileHeadResult> {
  let bytes = Buffer.alloc(0);
  for (;;) {
    const piece = await read(bytes.length, Math.min(PIECE, size - bytes.length));
    bytes = Buffer.concat([bytes, piece]);
    const whole = piece.length === 0 || bytes.length >= size;
    const result = readFileHead(bytes, limits.metaBytes, whole);
    if (result.kind !== 'more' || whole) return result;
  }
}

/** The same with random access: values are jumped over, so a long object costs one small read per fragment. `size` is its length in bytes. */
export async function locateFramesAt(read: ReadAt, size: number, options: FrameOptions = {}): Promise<FrameResult> {
  const limits = options.limits ?? OBJECT_LIMITS;
  let uid = options.transferSyntaxUid;
  let offset = 0;
  if (uid === undefined) {
    const result = await readHeadAt(read, size, limits);
    if (result.kind !== 'head') return unavailable(result.kind === 'bad' ? result.reason : 'truncated');
    uid = result.head.transferSyntaxUid;
    offset = result.head.dataSetOffset;
  }
  const syntax = transferSyntax(uid);
  if (syntax.deflated) return unavailable('deflated');
  const locator = new PixelLocator(syntax, limits, offset);
  let at = offset;
  while (at < size && !locator.done) {
    const piece = await read(at, Math.min(PIECE, size - at));
    if (piece.length === 0) break;
    locator.push(piece);
    at += piece.length;
    const jump = Math.min(locator.skippable, size - at);
    locator.skip(jump);
    at += jump;
  }
  return locator.finish();
}
