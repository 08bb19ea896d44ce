import { EXPLICIT_LE, locateFrames, locateFramesAt, type ByteRange, type FrameIndex, type FrameResult, type FramesUnavailable } from '@causeway/dicom';
import { Refusal } from '../../platform/acts/refusal';
import type { Objects } from '../../platform/objects/objects';
import type { StoredInstance } from './instances';
import { dataSetRange, inflated, isDeflated, readAt, wholeFile } from './object-bytes';

type Store = Pick<Objects, 'read'>;
/** Frame indexes kept: reading a long multi-frame object frame by frame would else find each one anew. */
const KEPT = 64;
/** Frames of an index that is kept: one of more is made again. */
const KEPT_FRAMES = 20_000;

const WORDS: Partial<Record<FramesUnavailable, string>> = {
  'no-pixel-data': 'This object has no image.',
  'frames-not-at-bytes': 'The frames of this object do not begin at whole bytes, so single ones cannot be given. Fetch the object.',
  'frames-unclear': 'The frames of this object cannot be told apart. Fetch the object.',
};

/** Where frames stand in stored objects. */
export class Frames {
  private readonly kept = new Map<string, Promise<FrameResult>>();

  constructor(private readonly store: Store) {}

  /** Throws a 406 that says why when the object has no frames that can be given one by one. */
  async index(one: StoredInstance): Promise<FrameIndex> {
    const result = await this.locate(one);
    if (result.kind === 'frames') return result.index;
    if (result.kind === 'stream') throw new Refusal(406, 'a-video', 'This object is one video and has no single frames to give. Fetch its bulk data.');
    throw new Refusal(406, result.reason, WORDS[result.reason] ?? 'The image of this object cannot be found in its bytes. Fetch the object.');
  }

  locate(one: StoredInstance): Promise<FrameResult> {
    const known = this.kept.get(one.sha256);
    if (known) return known;
    const found = this.find(one);
    this.kept.set(one.sha256, found);
    const forget = (): boolean => this.kept.delete(one.sha256);
    found.then((result) => (result.kind === 'frames' && result.index.frames > KEPT_FRAMES ? forget() : true), forget);
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!);
    return found;
  }

  /** Bytes of one frame, or of one video. Ranges of a deflated object count from its data set. */
  async *bytes(one: StoredInstance, ranges: readonly ByteRange[]): AsyncGenerator<Buffer> {
    for (const { offset, length } of ranges) {
      if (isDeflated(one)) yield* dataSetRange(this.store, one, offset, offset + length);
      else yield* this.store.read(one.location, { start: offset, end: offset + length });
    }
  }

  /** Small reads are cheap in a file, and a request each in a remote store, where reading through once costs less. */
  private find(one: StoredInstance): Promise<FrameResult> {
    if (isDeflated(one)) return locateFrames(inflated(this.store, one), { transferSyntaxUid: EXPLICIT_LE });
    if (one.location.startsWith('s3:')) return locateFrames(wholeFile(this.store, one));
    return locateFramesAt(readAt(this.store, one), one.fileBytes);
  }
}

const MOST_FRAMES = 1000;

/** `1,3,5`: frames counted from 1 (PS3.18 10.4.1.1.6). */
export function frameNumbers(text: string): number[] {
  const numbers = text.split(',').map((one) => (/^[1-9]\d{0,8}$/.test(one) ? Number(one) : NaN));
  if (numbers.length > MOST_FRAMES || numbers.some(Number.isNaN)) throw new Refusal(400, 'frames', `Frames are named by numbers from 1 with commas between them, at most ${MOST_FRAMES} at a time.`);
  return numbers;
}

/** Throws a 404 when the object has no such frame. */
export function rangesOf(index: FrameIndex, frame: number): readonly ByteRange[] {
  const ranges = index.ranges(frame);
  if (!ranges) throw new Refusal(404, 'no-such-frame', `This object has ${index.frames === 1 ? 'one frame' : `${index.frames} frames`}.`);
  return ranges;
}

export const lengthOf = (ranges: readonly ByteRange[]): number => ranges.reduce((sum, range) => sum + range.length, 0);
